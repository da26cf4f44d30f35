"""Whoever changes a journal in the database is found out by the client."""

import hashlib

import sample
from suite import SuiteTest, imported, main

# The first entry of the sample's ledger, which three figures contain.
VOUCHER = b"voucher/2014-0001"
FIGURE = ("sheet", "explain", sample.PROGRAMME, "cattle_collective_profit", "--as-of",
          "2020-12-31", "--verify")
VERIFY = ("journal", "verify", "510524")


class Tamper(SuiteTest):
    def changed(self, change):
        """A suite in whose projects database `change` was let loose on the entry's row."""
        suite = imported(self.fresh_suite(), sample.FOLDER)
        self.must(suite.ctl(*FIGURE))
        self.must(suite.ctl(*VERIFY))
        suite.stop("projects")
        with suite.connect("projects") as connection:
            rows = [row for row in connection.execute("SELECT county, seq, entry FROM "
                                                      "journal_entry WHERE county = '510524'")
                    if VOUCHER in row[2]]
            self.assertEqual(len(rows), 1)
            change(connection, *rows[0])
        suite.process("projects").start()
        return suite

    def assert_found_out(self, suite):
        verified = suite.ctl(*VERIFY)
        self.assertEqual(verified.code, 1, verified.out)
        self.assertRegex(verified.out, "(?m)^FAIL ")
        explained = suite.ctl(*FIGURE)
        self.assertEqual(explained.code, 1, explained.out)
        self.assertRegex(explained.out, "(?m)^FAIL ")

    @staticmethod
    def forge(entry):
        """Another document, of the same length: the bytes are still a good entry."""
        return entry.replace(VOUCHER, b"voucher/2014-0002")

    def test_a_changed_entry(self):
        def change(connection, county, seq, entry):
            connection.execute("UPDATE journal_entry SET entry = ? WHERE county = ? AND seq = ?",
                               (self.forge(entry), county, seq))

        self.assert_found_out(self.changed(change))

    def test_a_changed_entry_with_its_leaf_hash(self):
        def change(connection, county, seq, entry):
            forged = self.forge(entry)
            leaf = hashlib.sha256(b"\0" + forged).digest()
            connection.execute("UPDATE journal_entry SET entry = ?, leaf_hash = ? "
                               "WHERE county = ? AND seq = ?", (forged, leaf, county, seq))

        self.assert_found_out(self.changed(change))

    def test_two_entries_that_changed_places(self):
        def change(connection, county, seq, entry):
            other = connection.execute("SELECT entry, leaf_hash FROM journal_entry WHERE county "
                                       "= ? AND seq = ?", (county, seq + 1)).fetchone()
            leaf, = connection.execute("SELECT leaf_hash FROM journal_entry WHERE county = ? AND "
                                       "seq = ?", (county, seq)).fetchone()
            for place, row in ((seq, other), (seq + 1, (entry, leaf))):
                connection.execute("UPDATE journal_entry SET entry = ?, leaf_hash = ? WHERE "
                                   "county = ? AND seq = ?", (*row, county, place))

        self.assert_found_out(self.changed(change))


if __name__ == "__main__":
    main()
