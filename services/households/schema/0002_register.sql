-- The register. The county leads every key; days count from 1970-01-01; enumerations are the numbers
-- of the contract; `seq` is the entry of the county's journal that a row comes from. Personal fields
-- stand only in `sealed_personal`, under the household's key.

CREATE TABLE county (
  county TEXT NOT NULL PRIMARY KEY,
  title_zh TEXT NOT NULL,
  title_en TEXT,
  prefecture TEXT NOT NULL,
  province TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE village (
  county TEXT NOT NULL,
  village TEXT NOT NULL,
  title TEXT NOT NULL,
  township TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, village)
) STRICT, WITHOUT ROWID;

CREATE TABLE household (
  county TEXT NOT NULL,
  household TEXT NOT NULL,
  village TEXT NOT NULL,
  category INTEGER NOT NULL,
  main_cause INTEGER NOT NULL,
  register_day INTEGER NOT NULL,
  lift_day INTEGER,
  departure_day INTEGER,
  sealed_personal BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, household)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  county TEXT NOT NULL,
  household TEXT NOT NULL,
  person TEXT NOT NULL,
  relation INTEGER NOT NULL,
  sex INTEGER NOT NULL,
  birth_year INTEGER NOT NULL,
  sealed_personal BLOB NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, household, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE published_case (
  county TEXT NOT NULL,
  case_id TEXT NOT NULL,
  programme TEXT NOT NULL,
  household TEXT NOT NULL,
  person TEXT NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT,
  story_zh TEXT NOT NULL,
  story_en TEXT,
  begin_year INTEGER NOT NULL,
  grant_day INTEGER,
  withdraw_day INTEGER,
  consent_document TEXT,
  consent_scopes INTEGER NOT NULL,  -- one bit for each scope's number
  seq INTEGER NOT NULL,
  PRIMARY KEY (county, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX published_case_by_programme ON published_case (programme, county, case_id);

-- The key of each household, wrapped by its county's. It stands outside the journal: deleting it
-- erases the household's personal fields from all history without breaking a hash.
CREATE TABLE household_key (
  county TEXT NOT NULL,
  household TEXT NOT NULL,
  wrapped_key BLOB NOT NULL,
  PRIMARY KEY (county, household)
) STRICT, WITHOUT ROWID;
