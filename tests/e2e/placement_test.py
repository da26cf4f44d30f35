"""What Citus asks of the schemas, on a server that has no Citus: where deploy/citus/tables.sql puts
each table, and that no migration asks all shards at once."""

import re
import unittest

from citus_test import COPIED
from process import ROOT
from suite import SERVICES, SuiteTest, main

# The first column of each table's primary key; null where there is none.
KEYS = """
    SELECT class.relname::text, first.attname::text FROM pg_class AS class
    LEFT JOIN pg_index AS key ON key.indrelid = class.oid AND key.indisprimary
    LEFT JOIN pg_attribute AS first
      ON first.attrelid = class.oid AND first.attnum = key.indkey[0]
    WHERE class.relnamespace = 'public'::regnamespace AND class.relkind = 'r'"""


class Placement(SuiteTest):
    def test_each_table_is_of_a_county_or_known_to_be_on_every_server(self):
        suite = self.fresh_suite()
        for service in SERVICES:
            with self.subTest(service), suite.connect(service) as connection:
                keys = dict(connection.execute(KEYS))
                self.assertIn("county", keys.values())
                self.assertEqual({table for table, first in keys.items() if first != "county"},
                                 COPIED[service])


class Migrations(unittest.TestCase):
    def test_they_make_tables_and_write_no_rows(self):
        scripts = list(ROOT.glob("services/**/schema/*.sql"))
        self.assertTrue(scripts)
        for script in scripts:
            found = re.findall(r"(?mi)^\s*(?:DELETE|UPDATE|INSERT|TRUNCATE)\b.*",
                               script.read_text(encoding="utf-8"))
            self.assertEqual(found, [], script)


if __name__ == "__main__":
    main()
