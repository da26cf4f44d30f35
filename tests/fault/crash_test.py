"""kill -9 in the middle of an import, then the import again: the same heads and the same tables as
after an undisturbed run."""

import sample
from process import wait_until
from suite import PROCESSES, SERVICES, SuiteTest, imported, main

# Small batches make many places to be killed at. The same ones in every run: a batch is known by
# its content.
BATCH = ("--batch-size", "20")
TOTAL = {"households": sum(sample.row_counts()[file] for file in sample.HOUSEHOLDS_FILES),
         "projects": sum(sample.row_counts()[file] for file in sample.PROJECTS_FILES)}


class Killed(SuiteTest):
    """What each kill is held against."""

    @classmethod
    def setUpClass(cls):
        suite = cls.class_suite()
        cls.run_import(suite)
        suite.wait_for_reporting()
        cls.sheet = cls.sheet_of(suite)
        cls.heads = suite.heads()
        suite.stop_cleanly()
        cls.tables = {service: suite.tables(service) for service in SERVICES}

    @staticmethod
    def run_import(suite):
        run = suite.ctl("import", sample.FOLDER, *BATCH)
        assert run.code == 0, run.err
        return run

    @staticmethod
    def sheet_of(suite):
        run = suite.ctl("sheet", "show", sample.PROGRAMME, "--as-of", "2020-12-31", "-o", "json")
        assert run.code == 0, run.err
        return run.out

    def kill_while_importing(self, kill, journal, entries):
        """Kills once the journal has so many entries; the suite, and how the import ended."""
        suite = self.fresh_suite()
        importing = suite.ctl_start("import", sample.FOLDER, *BATCH)
        with importing:
            wait_until(lambda: suite.entries(journal) >= entries, f"{entries} entries")
            kill(suite, importing)
            out, err = importing.communicate()
        return suite, importing.returncode, (out + err).decode()

    def assert_same_after_another_import(self, suite):
        self.run_import(suite)
        suite.wait_for_reporting()
        self.assertEqual(suite.heads(), self.heads)
        self.assertEqual(self.sheet_of(suite), self.sheet)
        for county in sample.COUNTIES:
            self.must(suite.ctl("journal", "verify", county))
        self.assertEqual(set(suite.stop().values()), {0})
        for service in SERVICES:
            tables = suite.tables(service)
            self.assertEqual(tables.keys(), self.tables[service].keys())
            for table, rows in self.tables[service].items():
                self.assertEqual(tables[table], rows, f"{service}: {table}")

    def kill_service(self, name, journal, entries):
        def kill(suite, _):
            suite.process(name).kill()

        suite, code, output = self.kill_while_importing(kill, journal, entries)
        self.assertNotEqual(code, 0, f"the import ended before {name} was killed\n{output}")
        suite.process(name).start()
        self.assertLess(suite.entries(journal), TOTAL[journal])
        return suite

    def in_the_middle(self, journal):
        """Early, halfway and late in what is written to a journal."""
        return [TOTAL[journal] * part // 10 for part in (1, 5, 8)]


class KilledHouseholds(Killed):
    def test_the_import_again_ends_the_same(self):
        for entries in self.in_the_middle("households"):
            with self.subTest(entries=entries):
                self.assert_same_after_another_import(
                    self.kill_service("households", "households", entries))


class KilledProjects(Killed):
    def test_the_import_again_ends_the_same(self):
        for entries in self.in_the_middle("projects"):
            with self.subTest(entries=entries):
                self.assert_same_after_another_import(
                    self.kill_service("projects", "projects", entries))


class KilledGateway(Killed):
    def test_the_import_again_ends_the_same(self):
        for journal in TOTAL:
            with self.subTest(journal):
                self.assert_same_after_another_import(
                    self.kill_service("gateway", journal, TOTAL[journal] // 2))


class KilledClient(Killed):
    def test_the_import_again_ends_the_same(self):
        for journal in TOTAL:
            with self.subTest(journal):
                suite, code, _ = self.kill_while_importing(
                    lambda _, importing: importing.kill(), journal, TOTAL[journal] // 2)
                self.assertEqual(code, -9)
                self.assertLess(suite.entries(journal), TOTAL[journal])
                self.assert_same_after_another_import(suite)


class KilledReporting(Killed):
    """An import does not need it; it goes on where it was."""

    def test_it_goes_on_where_it_was(self):
        for part in (1, 5, 9):
            with self.subTest(part):
                applied = sum(TOTAL.values()) * part // 10
                suite = self.fresh_suite()
                with suite.ctl_start("import", sample.FOLDER, *BATCH) as importing:
                    wait_until(lambda: suite.applied_entries() >= applied, f"{applied} applied")
                    suite.process("reporting").kill()
                    suite.process("reporting").start()
                    importing.communicate()
                self.assertEqual(importing.returncode, 0)
                self.assert_same_after_another_import(suite)


class KilledAll(Killed):
    def test_the_import_again_ends_the_same(self):
        def kill(suite, importing):
            for name in PROCESSES:
                suite.process(name).send(9)
            importing.kill()

        suite, _, _ = self.kill_while_importing(kill, "projects", TOTAL["projects"] // 3)
        for name in PROCESSES:
            suite.process(name).wait()
        for name in PROCESSES:
            suite.process(name).start()
        self.assertLess(suite.entries("projects"), TOTAL["projects"])
        self.assert_same_after_another_import(suite)


class Replayed(SuiteTest):
    def test_reporting_without_its_data_makes_the_same_of_the_journals(self):
        suite = imported(self.fresh_suite(), sample.FOLDER)
        suite.wait_for_reporting()
        self.assertEqual(suite.stop("reporting"), {"reporting": 0})
        tables = suite.tables("reporting")
        self.assertTrue(any(tables.values()))
        suite.storage.wipe("reporting")
        suite.process("reporting").start()
        suite.wait_for_reporting()
        suite.stop("reporting")
        self.assertEqual(suite.tables("reporting"), tables)


if __name__ == "__main__":
    main()
