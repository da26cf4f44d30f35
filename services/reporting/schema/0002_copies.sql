-- Several copies of reporting on one database (a server's; nobody shares a file).

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
  ordinal INTEGER NOT NULL,
  programme TEXT NOT NULL,
  scope TEXT NOT NULL,
  kind INTEGER NOT NULL,
  facet TEXT NOT NULL,
  day INTEGER NOT NULL,
  fact_count INTEGER NOT NULL,
  quantity_sum INTEGER NOT NULL,
  subject_count INTEGER NOT NULL,
  PRIMARY KEY (county, county_size, ordinal)
) STRICT, WITHOUT ROWID;

-- The leases of the copies. Each counts its own up as long as it lives; the others see that it does
-- not stand still.
CREATE TABLE copy_lease (
  copy TEXT NOT NULL PRIMARY KEY,
  renewal_count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Programmes stand where their journal is, in the partition 000000: one transaction of one server
-- changes both.
ALTER TABLE programme RENAME TO programme_0001;
ALTER TABLE designation RENAME TO designation_0001;
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
INSERT INTO programme SELECT '000000', programme FROM programme_0001;
INSERT INTO designation SELECT '000000', programme, county, start_day FROM designation_0001;
DROP TABLE programme_0001;
DROP TABLE designation_0001;
