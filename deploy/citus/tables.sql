-- Spreads the tables of the current schema over the servers of a Citus cluster; without the
-- extension, nothing happens. A table whose key begins with the county is distributed by it, beside
-- the other tables' rows of that county; any other stands above the counties, and every server has a
-- copy. Services run this in the transaction of each migration, and where one claims its database;
-- deploy/citus/distribute runs it on what stands there already. Tables that are placed stay as they are.
DO $$
DECLARE
  made record;
  beside text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    RETURN;
  END IF;
  -- Placing locks what the whole database shares: two at once would wait for each other for ever.
  PERFORM pg_advisory_xact_lock(hashtext('bangfu tables'));
  FOR made IN
    SELECT class.oid::regclass AS name, first.attname = 'county' AS of_county
    FROM pg_class AS class
    LEFT JOIN pg_index AS key ON key.indrelid = class.oid AND key.indisprimary
    LEFT JOIN pg_attribute AS first
      ON first.attrelid = class.oid AND first.attnum = key.indkey[0]
    WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind = 'r'
      AND NOT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = class.oid)
    ORDER BY class.relname
  LOOP
    IF made.of_county THEN
      -- Named, since the number of shards that new tables get may have been changed meanwhile.
      SELECT logicalrelid::text INTO beside
      FROM pg_dist_partition JOIN pg_class ON pg_class.oid = logicalrelid
      WHERE partmethod = 'h' AND relnamespace = current_schema()::regnamespace LIMIT 1;
      PERFORM create_distributed_table(made.name, 'county',
                                       colocate_with => coalesce(beside, 'default'));
    ELSE
      PERFORM create_reference_table(made.name);
    END IF;
    -- Rows that stood there were copied; those of the coordinator would be left behind, unseen.
    PERFORM truncate_local_data_after_distributing_table(made.name);
  END LOOP;
END
$$;
