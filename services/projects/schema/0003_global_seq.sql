-- The newest entry of what stands above the counties, at the price of a seek: every sheet asks whether
-- these tables are as new as their journal.

CREATE INDEX programme_by_seq ON programme (seq);

CREATE INDEX project_by_seq ON project (seq);

CREATE INDEX attestation_by_seq ON attestation (seq);
