"""On Citus: where the tables stand, that a database with records can be distributed, and that what
concerns one county is asked of its one shard."""

import re

import sample
from golden_test import GOLDEN
from suite import SERVICES, SuiteTest, imported, main

SHEET = ("sheet", "show", sample.PROGRAMME, "--as-of", "2020-12-31", "--locale", "zh-CN")
COPIED = {  # on every server; all others are by county
    "households": {"master_key_check", "schema_version"},
    "projects": {"programme", "designation", "project", "project_county", "attestation",
                 "schema_version"},
    "reporting": {"schema_version"},
}
# What is asked of all counties at once: for the list of journals, the sheet, and at the start.
OF_ALL_COUNTIES = {
    "households": {"county", "household_key", "journal_head", "published_case"},
    "projects": {"facility", "journal_head"},
    "reporting": {"followed_log"},
}
VALUES = {"text": "'510524'", "bigint": "1", "bytea": "''"}


def places(connection):
    """table -> (how it is placed, by which column, beside which others)"""
    return {table: rest for table, *rest in connection.execute(
        "SELECT table_name::text, citus_table_type, distribution_column, colocation_id "
        "FROM citus_tables")}


def task_count(connection, query):
    """How many shards a statement with parameters is sent to. Nothing is run."""
    connection.execute(f"PREPARE asked AS {query}")
    types = connection.execute("SELECT parameter_types::text[] FROM pg_prepared_statements "
                               "WHERE name = 'asked'").fetchone()[0]
    values = ", ".join(VALUES[kind] for kind in types)
    plan = connection.execute("EXPLAIN EXECUTE asked" + (f"({values})" if types else ""))
    text = "\n".join(line for line, in plan.fetchall())
    connection.execute("DEALLOCATE asked")
    found = re.search(r"Task Count: (\d+)", text)
    return int(found[1]) if found else 0


def writes(query):
    return query.startswith(("INSERT", "UPDATE", "DELETE")) or query.endswith("FOR UPDATE")


class Placed(SuiteTest):
    @classmethod
    def setUpClass(cls):
        cls.suite = cls.class_suite()
        for service in SERVICES:
            with cls.suite.connect(service) as connection:
                connection.execute("CREATE EXTENSION pg_stat_statements")
        imported(cls.suite, sample.FOLDER)
        cls.suite.wait_for_reporting()
        # Statements of one record each as well, and what a sheet and its explanations ask for.
        cls.suite.ctl(*SHEET)
        for figure in sample.FIGURES["2020-12-31"]:
            cls.suite.ctl("sheet", "explain", sample.PROGRAMME, figure, "--verify")
        for county in sample.COUNTIES:
            cls.suite.ctl("journal", "verify", county)

    def statements(self, service, connection):
        """Those that the service has run on its tables."""
        tables = "|".join(places(connection))
        return [query for query, in connection.execute(
            "SELECT query FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid "
            "JOIN pg_roles ON pg_roles.oid = userid WHERE datname = current_database()")
                if re.search(rf"\b({tables})\b", query)
                and re.match("SELECT|WITH|INSERT|UPDATE|DELETE|COPY", query)
                and "pg_" not in query and "citus" not in query]

    def test_each_table_is_by_county_or_on_every_server(self):
        for service in SERVICES:
            with self.subTest(service), self.suite.connect(service) as connection:
                found = places(connection)
                self.assertEqual({table for table, (kind, *_) in found.items()
                                  if kind == "reference"}, COPIED[service])
                others = {tuple(place) for table, place in found.items()
                          if table not in COPIED[service]}
                self.assertEqual(len(others), 1, "not beside each other")
                self.assertEqual(others.pop()[:2], ("distributed", "county"))
                self.assertEqual({*self.suite.storage.table_names(connection), "schema_version"},
                                 set(found))

    def test_what_is_written_goes_to_one_shard(self):
        for service in SERVICES:
            with self.suite.connect(service) as connection:
                queries = [query for query in self.statements(service, connection)
                           if writes(query)]
                self.assertTrue(any("FOR UPDATE" in query for query in queries))
                self.assertTrue(any("INSERT" in query for query in queries))
                for query in queries:
                    with self.subTest(query):
                        self.assertEqual(task_count(connection, query), 1)

    def test_only_what_is_of_all_counties_is_asked_of_many_shards(self):
        for service in SERVICES:
            with self.subTest(service), self.suite.connect(service) as connection:
                spread, kept = set(), set()
                for query in self.statements(service, connection):
                    if query.startswith("SELECT"):
                        tables = spread if task_count(connection, query) > 1 else kept
                        tables.add(re.search(r"\bFROM (\w+)", query)[1])
                self.assertEqual(spread, OF_ALL_COUNTIES[service])
                explained = {"fact"} if service == "reporting" else {"journal_entry"}
                self.assertLessEqual(explained, kept - spread)


class Grown(SuiteTest):
    def test_a_database_with_records_is_distributed(self):
        suite = imported(self.fresh_suite(distributed=False), sample.FOLDER)
        suite.wait_for_reporting()
        heads = suite.heads()
        for again in (False, True):
            with self.subTest(again=again):
                suite.stop()
                for service in SERVICES:
                    suite.storage.distribute(service)
                for name in suite.processes:
                    suite.process(name).start()
                self.assertEqual(suite.heads(), heads)
                golden = (GOLDEN / "sheet-2020-12-31.zh-CN.txt").read_text(encoding="utf-8")
                self.assertEqual(self.must(suite.ctl(*SHEET)), golden)
        with suite.connect("households") as connection:
            self.assertEqual(places(connection)["household"][:2], ["distributed", "county"])


class Snapshot(SuiteTest):
    def test_a_reader_sees_each_county_as_it_stood_at_its_first_look(self):
        suite = self.fresh_suite()
        with suite.connect("projects") as reader:
            reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self.assertEqual(reader.execute("SELECT * FROM journal_head").fetchall(), [])
            with suite.connect("projects") as writer:
                for number in range(100, 164):
                    writer.execute("INSERT INTO facility VALUES "
                                   "(?, 'F', 'p', 'v', 't', NULL, 1, 1, 0)", (f"510{number}",))
            self.assertEqual(reader.execute("SELECT count(*) FROM facility").fetchone()[0], 0)
        with suite.connect("projects") as reader:
            self.assertEqual(reader.execute("SELECT count(*) FROM facility").fetchone()[0], 64)


if __name__ == "__main__":
    main()
