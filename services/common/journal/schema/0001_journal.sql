-- A journal, in every service that keeps one. The county leads every key: it is the partition, and
-- two counties share no row.

-- Each county's log: how many entries, the root over them, and the right edge it grows at.
CREATE TABLE journal_head (
  county TEXT NOT NULL PRIMARY KEY,
  size INTEGER NOT NULL,
  root_hash BLOB NOT NULL,
  right_edge BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The entries, as they were hashed.
CREATE TABLE journal_entry (
  county TEXT NOT NULL,
  seq INTEGER NOT NULL,
  entry BLOB NOT NULL,
  leaf_hash BLOB NOT NULL,
  PRIMARY KEY (county, seq)
) STRICT, WITHOUT ROWID;

-- Roots of the perfect subtrees of 2^4, 2^8, ... entries: what proofs need beside the leaves.
CREATE TABLE journal_node (
  county TEXT NOT NULL,
  level INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (county, level, position)
) STRICT, WITHOUT ROWID;

-- What was answered to each request that had an effect, so that asking again has none.
CREATE TABLE write_request (
  county TEXT NOT NULL,
  actor TEXT NOT NULL,
  request_id TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  response BLOB NOT NULL,
  PRIMARY KEY (county, actor, request_id)
) STRICT, WITHOUT ROWID;
