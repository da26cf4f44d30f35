-- What reporting keeps: facts, their roll-ups by day, and how far it has followed each log. All of
-- it is a fold over the journals. The county leads every key; days count from 1970-01-01; kinds and
-- pillars are the numbers of the contract; the register's facts have an empty programme.

-- How far a county's log of one journal was applied; changes in the transaction of its effects.
CREATE TABLE followed_log (
  county TEXT NOT NULL,
  journal TEXT NOT NULL,
  size INTEGER NOT NULL,
  right_edge BLOB NOT NULL,
  PRIMARY KEY (county, journal)
) STRICT, WITHOUT ROWID;

-- In the order in which a figure is explained. The kind tells whose journal `seq` is in.
CREATE TABLE fact (
  county TEXT NOT NULL,
  programme TEXT NOT NULL,
  kind INTEGER NOT NULL,
  pillar INTEGER NOT NULL,
  project TEXT NOT NULL,
  day INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  facet TEXT NOT NULL,
  subject TEXT NOT NULL,
  delta INTEGER NOT NULL,  -- -1 for a reversal, else 1
  quantity INTEGER NOT NULL,
  record TEXT NOT NULL,
  document TEXT NOT NULL,
  leaf_hash BLOB NOT NULL,
  PRIMARY KEY (county, programme, kind, pillar, project, day, seq, ordinal)
) STRICT, WITHOUT ROWID;

-- All about one subject. Reversals come before facts, so that the first row of a cell tells whether
-- there is any, and else since when the subject counts.
CREATE INDEX fact_by_subject
  ON fact (county, subject, programme, kind, pillar, project, facet, delta, day);

-- By how much a roll-up changes on a day. A row for every day with facts.
CREATE TABLE rollup (
  county TEXT NOT NULL,
  programme TEXT NOT NULL,
  scope TEXT NOT NULL,
  kind INTEGER NOT NULL,
  facet TEXT NOT NULL,
  day INTEGER NOT NULL,
  fact_count INTEGER NOT NULL,
  quantity_sum INTEGER NOT NULL,
  subject_count INTEGER NOT NULL,
  PRIMARY KEY (county, programme, scope, kind, facet, day)
) STRICT, WITHOUT ROWID;

-- Programmes, and the counties that each answers for. They are of the partition 000000.
CREATE TABLE programme (
  programme TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE designation (
  programme TEXT NOT NULL,
  county TEXT NOT NULL,
  start_day INTEGER NOT NULL,
  PRIMARY KEY (programme, county)
) STRICT, WITHOUT ROWID;

-- Whose wage may be published, and when.
CREATE TABLE published_case (
  county TEXT NOT NULL,
  name TEXT NOT NULL,
  programme TEXT NOT NULL,
  person TEXT NOT NULL,
  covers_wage INTEGER NOT NULL,
  grant_day INTEGER,
  withdraw_day INTEGER,
  PRIMARY KEY (county, name)
) STRICT, WITHOUT ROWID;
