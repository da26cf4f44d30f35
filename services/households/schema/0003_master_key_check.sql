-- What tells the master key of this database from any other (seal::CheckValue), so that no program
-- works on it under another one. One row, written where the key is first opened.
CREATE TABLE master_key_check (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  check_value BLOB NOT NULL
) STRICT;
