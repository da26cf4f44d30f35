-- The leases of the copies in the partition 000000, as everything else is in one. Those that stood
-- here are of copies of an older program, which are not to go on beside this one.
DROP TABLE copy_lease;

-- Each copy counts its own up as long as it lives; the others see that it does not stand still.
CREATE TABLE copy_lease (
  county TEXT NOT NULL,  -- 000000
  copy TEXT NOT NULL,
  renewal_count INTEGER NOT NULL,
  PRIMARY KEY (county, copy)
) STRICT, WITHOUT ROWID;
