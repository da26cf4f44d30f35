"""A dry run checks everything and writes nothing."""

import tempfile

import sample
from suite import SERVICES, SuiteTest, imported, main

ALL_IS_WELL = "All is well. Nothing was written: this was a dry run.\n"


class DryRun(SuiteTest):
    def test_on_empty_services_it_leaves_them_empty(self):
        suite = self.fresh_suite()
        run = suite.ctl("import", sample.FOLDER, "--dry-run")
        self.must(run)
        self.assertTrue(run.err.endswith(ALL_IS_WELL), run.err)
        for file, rows in sample.row_counts().items():
            self.assertIn(f"{file}: {rows:,} {'row' if rows == 1 else 'rows'} checked\n", run.err)
        self.assertEqual(suite.heads(), {})
        suite.stop()
        for service in SERVICES:
            filled = {table for table, rows in suite.tables(service).items() if rows}
            self.assertEqual(filled & {"journal_entry", "write_request", "household_key",
                                       "household", "programme"}, set())

    def test_on_filled_services_it_leaves_them_as_they_are(self):
        suite = imported(self.fresh_suite(), sample.FOLDER)
        before = suite.heads()
        with tempfile.TemporaryDirectory() as folder:
            copy = sample.Copy(f"{folder}/sample")
            copy.append("postings.csv", "510524,S99,cetc-2020,K99,510524,2020-01-01,,,")
            self.must(suite.ctl("import", copy.folder, "--dry-run"))
            self.assertEqual(suite.heads(), before)
            self.must(suite.ctl("import", copy.folder))  # only the dry run kept it out
        entries = sum(size for size, _ in suite.heads().values())
        self.assertEqual(entries, sum(size for size, _ in before.values()) + 1)


if __name__ == "__main__":
    main()
