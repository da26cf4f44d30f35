-- Programmes and what is done in them. The county leads every key but those of what stands above a
-- county (programmes, projects, attestations: partition 000000); days count from 1970-01-01;
-- enumerations are the numbers of the contract; `seq` is the entry of the partition's journal that
-- a row comes from.

CREATE TABLE programme (
  programme TEXT NOT NULL PRIMARY KEY,
  title_zh TEXT NOT NULL,
  title_en TEXT,
  organisation_zh TEXT NOT NULL,
  organisation_en TEXT,
  guidelines_zh TEXT,
  guidelines_en TEXT,
  mode_zh TEXT,
  mode_en TEXT,
  start_day INTEGER NOT NULL,
  end_day INTEGER,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE designation (
  programme TEXT NOT NULL,
  county TEXT NOT NULL,
  start_day INTEGER NOT NULL,
  PRIMARY KEY (programme, county)
) STRICT, WITHOUT ROWID;

CREATE TABLE project (
  programme TEXT NOT NULL,
  project TEXT NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT,
  description_zh TEXT,
  description_en TEXT,
  pillar INTEGER NOT NULL,
  model INTEGER NOT NULL,
  start_day INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (programme, project)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_county (
  programme TEXT NOT NULL,
  project TEXT NOT NULL,
  county TEXT NOT NULL,
  PRIMARY KEY (programme, project, county)
) STRICT, WITHOUT ROWID;

CREATE TABLE attestation (
  programme TEXT NOT NULL,
  attestation TEXT NOT NULL,
  project TEXT,  -- of the same programme; NULL when it is about all of it
  statement_zh TEXT NOT NULL,
  statement_en TEXT,
  attestor_zh TEXT NOT NULL,
  attestor_en TEXT,
  day INTEGER NOT NULL,
  document TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (programme, attestation)
) STRICT, WITHOUT ROWID;

CREATE TABLE participation (
  county TEXT NOT NULL,
  participation TEXT NOT NULL,
  programme TEXT NOT NULL,
  project TEXT NOT NULL,
  household TEXT NOT NULL,
  person TEXT,  -- NULL when the household takes part
  role INTEGER NOT NULL,
  start_day INTEGER NOT NULL,
  end_day INTEGER,
  return_day INTEGER,
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, participation)
) STRICT, WITHOUT ROWID;

-- The counterparty is a household, a person of it, or a village: its collective.
CREATE TABLE ledger_entry (
  county TEXT NOT NULL,
  ledger_entry TEXT NOT NULL,
  programme TEXT NOT NULL,
  project TEXT NOT NULL,
  kind INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  day INTEGER NOT NULL,
  household TEXT,
  person TEXT,
  village TEXT,
  document TEXT NOT NULL,
  reverses TEXT,
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, ledger_entry)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX ledger_entry_by_reversed ON ledger_entry (county, reverses)
  WHERE reverses IS NOT NULL;

CREATE TABLE posting (
  county TEXT NOT NULL,
  posting TEXT NOT NULL,
  programme TEXT NOT NULL,
  cadre TEXT NOT NULL,
  village TEXT,  -- NULL when the place is the county
  start_day INTEGER NOT NULL,
  end_day INTEGER,
  promotion_day INTEGER,
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, posting)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting_honour (
  county TEXT NOT NULL,
  posting TEXT NOT NULL,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  day INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (county, posting, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE facility (
  county TEXT NOT NULL,
  facility TEXT NOT NULL,
  programme TEXT NOT NULL,
  village TEXT NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT,
  service_kinds INTEGER NOT NULL,  -- one bit for each kind's number
  open_day INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, facility)
) STRICT, WITHOUT ROWID;

-- The day stands in it so that counting reads nothing else.
CREATE INDEX facility_by_programme ON facility (programme, county, facility, open_day);
