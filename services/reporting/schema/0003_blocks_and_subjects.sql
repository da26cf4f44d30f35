-- Roll-ups by blocks of 64 days instead of a row for each day: an eighth of the place, and read into
-- memory that much faster. What is known of subjects by subject instead of by cell: all about a
-- person is in one place, and no second table says where. All of it is a fold over the journals, so
-- what stood here is not converted: the logs are followed again from their beginning. Tables that
-- stay as they were are made anew, too: emptying them would ask all shards of Citus at once.
DROP TABLE followed_log;
DROP TABLE cell;
DROP TABLE fact;
DROP TABLE series;
DROP TABLE county_commit;
DROP TABLE rollup_change;
DROP TABLE programme;
DROP TABLE designation;
DROP TABLE published_case;
DROP TABLE case_payment;
DROP TABLE presence;
DROP TABLE subject_cell;
DROP TABLE rollup;

-- How far a county's log of one journal was applied; changes in the transaction of its effects.
CREATE TABLE followed_log (
  county TEXT NOT NULL,
  journal TEXT NOT NULL,
  size INTEGER NOT NULL,
  right_edge BLOB NOT NULL,
  PRIMARY KEY (county, journal)
) STRICT, WITHOUT ROWID;

-- Where facts of a county are counted (facts.h).
CREATE TABLE cell (
  county TEXT NOT NULL,
  cell INTEGER NOT NULL,  -- from 1, as they came
  programme TEXT NOT NULL,
  kind INTEGER NOT NULL,
  pillar INTEGER NOT NULL,
  project TEXT NOT NULL,
  facet TEXT NOT NULL,
  PRIMARY KEY (county, cell)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX cell_by_name ON cell (county, programme, kind, pillar, project, facet);

-- By its key in the order in which a figure is explained. The cell's kind tells whose journal `seq`
-- is in. With rows apart from the key: rows are appended, and only their keys, a tenth as wide, go all
-- over the place.
CREATE TABLE fact (
  county TEXT NOT NULL,
  cell INTEGER NOT NULL,
  day INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  subject TEXT NOT NULL,
  delta INTEGER NOT NULL,  -- -1 for a reversal, else 1
  quantity INTEGER NOT NULL,
  record TEXT NOT NULL,
  document TEXT NOT NULL,
  leaf_hash BLOB NOT NULL,
  PRIMARY KEY (county, cell, day, seq, ordinal)
) STRICT;

-- What has to be known of a subject's facts in a cell to tell when it counts (presence.h). Days
-- ascend, 4 bytes each, little-endian.
CREATE TABLE presence (
  county TEXT NOT NULL,
  subject TEXT NOT NULL,
  cell INTEGER NOT NULL,
  fact_days BLOB NOT NULL,
  reversal_days BLOB NOT NULL,
  is_complete INTEGER NOT NULL,  -- 1 when there are no other facts than those of fact_days
  PRIMARY KEY (county, subject, cell)
) STRICT, WITHOUT ROWID;

-- The roll-ups of a county (series.h).
CREATE TABLE series (
  county TEXT NOT NULL,
  series INTEGER NOT NULL,  -- from 1, as they came
  programme TEXT NOT NULL,
  scope TEXT NOT NULL,
  kind INTEGER NOT NULL,
  facet TEXT NOT NULL,
  PRIMARY KEY (county, series)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX series_by_name ON series (county, programme, scope, kind, facet);

-- By how much a roll-up changes on the days of a block (packed_days.h). A row for every block with
-- facts.
CREATE TABLE rollup (
  county TEXT NOT NULL,
  series INTEGER NOT NULL,
  block INTEGER NOT NULL,  -- day / 64, rounded down
  days BLOB NOT NULL,
  PRIMARY KEY (county, series, block)
) STRICT, WITHOUT ROWID;

-- Which entries were applied together, the newest of them: a chain from one state of a county to the
-- next. A copy that did not apply them follows it.
CREATE TABLE county_commit (
  county TEXT NOT NULL,
  county_size INTEGER NOT NULL,  -- entries of the county, of both journals, that are applied with it
  journal TEXT NOT NULL,
  size_before INTEGER NOT NULL,  -- entries of the journal
  size_after INTEGER NOT NULL,
  PRIMARY KEY (county, county_size)
) STRICT, WITHOUT ROWID;

-- What it changed about roll-ups: a row for each and day.
CREATE TABLE rollup_change (
  county TEXT NOT NULL,
  county_size INTEGER NOT NULL,
  series INTEGER NOT NULL,
  day INTEGER NOT NULL,
  fact_count INTEGER NOT NULL,
  quantity_sum INTEGER NOT NULL,
  subject_count INTEGER NOT NULL,
  PRIMARY KEY (county, county_size, series, day)
) STRICT, WITHOUT ROWID;

-- Programmes, and the counties that each answers for, where their journal is, in the partition
-- 000000: one transaction of one server changes both.
CREATE TABLE programme (
  county TEXT NOT NULL,  -- 000000
  programme TEXT NOT NULL,
  PRIMARY KEY (county, programme)
) STRICT, WITHOUT ROWID;
CREATE TABLE designation (
  county TEXT NOT NULL,  -- 000000
  programme TEXT NOT NULL,
  designated_county TEXT NOT NULL,
  start_day INTEGER NOT NULL,
  PRIMARY KEY (county, programme, designated_county)
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

-- What persons with cases were paid, by day: of the facts, their sum.
CREATE TABLE case_payment (
  county TEXT NOT NULL,
  person TEXT NOT NULL,
  programme TEXT NOT NULL,
  kind INTEGER NOT NULL,
  day INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  PRIMARY KEY (county, person, programme, kind, day)
) STRICT, WITHOUT ROWID;
