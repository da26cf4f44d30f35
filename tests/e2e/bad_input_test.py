"""What is wrong with files is told as file:row:column, all of it together; nothing is written."""

import os
import re
import tempfile

import sample
from suite import SuiteTest, imported, main

NOTHING_WRITTEN = "Nothing was written.\n"
LEDGER = ("county,ledger_entry,programme,project,kind,amount_yuan,date,counterparty,document,"
          "reverses")
POSTINGS = "county,posting,programme,cadre,place,start_date,end_date,honours,promotion_date"
UTF8 = 'UTF-8 (in a spreadsheet: save as "CSV UTF-8")'
DAY = "a day that exists, written like 2018-12-31"
AMOUNT = ("an amount in yuan from 0.01 to 1,000,000,000,000.00 with at most 2 decimals and no "
          "separators, such as 1234.50")
NOT_SHOWN = "a value that is not shown"
NOT_RECORDED = "which is not recorded, expected one that is"

# As where a row of the ledger goes wrong: its 10th line.
ROW = 10


def found(place, what, expected):
    return f"{place}: found {what}, expected {expected}"


def cell(file, row, column, value, expected):
    """A case of one cell that is not what it should be, and is shown in the message."""
    def spoil(copy):
        copy.cell(file, row, column, value)
        return [found(f"{file}:{row}:{column}", f'"{value}"', expected)]
    return spoil


def missing(file, row, column, value, name):
    """A case of one cell that names a record which does not exist."""
    def spoil(copy):
        copy.cell(file, row, column, value)
        return [f'{file}:{row}:{column}: found "{name}", {NOT_RECORDED}']
    return spoil


def wrong_header(copy):
    copy.line("ledger.csv", 1, lambda line: line.replace(b"amount_yuan", b"amount"))
    return [found("ledger.csv:1:-", 'the unknown column "amount"', f"the columns {LEDGER}"),
            found("ledger.csv:1:amount_yuan", "no such column", f"the header {LEDGER}")]


def no_header(copy):
    copy.bytes("ledger.csv", lambda content: content.split(b"\n", 1)[1])
    return [found("ledger.csv:1:-", "none of the columns", f"the header {LEDGER}")]


def missing_column(copy):
    copy.without_column("postings.csv", "cadre")
    return [found("postings.csv:1:cadre", "no such column", f"the header {POSTINGS}")]


def column_twice(copy):
    copy.line("postings.csv", 1, lambda line: line.replace(b"end_date", b"start_date"))
    return [found("postings.csv:1:start_date", "this column twice", "each column once"),
            found("postings.csv:1:end_date", "no such column", f"the header {POSTINGS}")]


def empty_file(copy):
    copy.bytes("postings.csv", lambda _: b"")
    return [found("postings.csv:1:-", "an empty file", f"the header {POSTINGS}")]


def gbk(copy):
    copy.bytes("postings.csv", lambda content: content.decode().encode("gb18030"))
    return [found(f"postings.csv:{row}:honours",
                  f"the byte 0x{posting['honours'].encode('gb18030')[0]:02X}, which is not UTF-8",
                  UTF8)
            for row, posting in enumerate(sample.rows("postings.csv"), 2) if posting["honours"]]


def utf16(copy):
    copy.bytes("postings.csv", lambda content: content.decode().encode("utf-16"))
    return [found("postings.csv:1:-", "text in UTF-16", UTF8)]


def nul(copy):
    copy.line("ledger.csv", ROW, lambda line: line.replace(b"voucher", b"vouc\0er"))
    return [found(f"ledger.csv:{ROW}:document", "a control character (0x00)",
                  "text without control characters other than tabs and line feeds")]


def open_quote(copy):
    row = copy.append("postings.csv", '510524,S99,"cetc-2020')
    return [found(f"postings.csv:{row}:programme", "a quotation mark that is never closed",
                  "one that closes the field")]


def ragged_row(copy):
    copy.line("ledger.csv", ROW, lambda line: line + b",more")
    return [found(f"ledger.csv:{ROW}:-", "11 fields", "10 as in the header")]


def duplicate_id(copy):
    line = copy.path("ledger.csv").read_text(encoding="utf-8").split("\n")[ROW - 1]
    row = copy.append("ledger.csv", line)
    return [found(f"ledger.csv:{row}:ledger_entry", f"the same id as in row {ROW}",
                  "each ledger_entry once")]


def wrong_project(copy):
    row = next(number for number, one in enumerate(sample.rows("ledger.csv"), 2)
               if one["county"] == "610826" and not one["reverses"])
    copy.cell("ledger.csv", row, "project", "cattle")
    return [found(f"ledger.csv:{row}:project", "a project that does not run in 610826",
                  "one that has the county among its counties")]


def reversal_of_another_amount(copy):
    entries = sample.rows("ledger.csv")
    row, reversal = next((number, one) for number, one in enumerate(entries, 2) if one["reverses"])
    there = next(number for number, one in enumerate(entries, 2)
                 if (one["county"], one["ledger_entry"])
                 == (reversal["county"], reversal["reverses"]))
    copy.cell("ledger.csv", row, "amount_yuan", "0.01")
    return [found(f"ledger.csv:{row}:amount_yuan", "another amount",
                  f"that of row {there}, which this row reverses")]


def unknown_file(copy):
    copy.path("leger.csv").write_text("x\n", encoding="ascii")
    return [found("leger.csv:1:-", "an unknown file", f"one of {', '.join(sample.FILES)}")]


def fifo(copy):
    copy.path("postings.csv").unlink()
    os.mkfifo(copy.path("postings.csv"))
    return [found("postings.csv:1:-", "what is not a regular file", "a file that can be read")]


def personal_value_in_another_column(copy):
    copy.cell("persons.csv", 4, "sex", "王小明 110105194912310021")
    return [found("persons.csv:4:sex", NOT_SHOWN, "one of male, female")]


def personal_value_as_reference(copy):
    copy.cell("participations.csv", 3, "participant", "王小明")
    copy.cell("ledger.csv", ROW, "counterparty", "110105 194912310021")
    return [found("participations.csv:3:participant", NOT_SHOWN,
                  "a household such as H0001 or a person such as H0001/1"),
            found(f"ledger.csv:{ROW}:counterparty", NOT_SHOWN,
                  "a household such as H0001, a person such as H0001/1 or a village of 510524")]


def wrong_identity_number(copy):
    copy.cell("persons.csv", 4, "id_number", "110105194912310021")
    return [found("persons.csv:4:id_number", NOT_SHOWN,
                  "an identity number of 18 characters with its checksum (GB 11643) or a "
                  "disability certificate number of 20")]


def amount_too_large(copy):
    copy.cell("ledger.csv", ROW, "amount_yuan", "99999999999999999999")
    return [found(f"ledger.csv:{ROW}:amount_yuan", NOT_SHOWN, AMOUNT)]


def many_at_once(copy):
    """Of several files, rows and columns, and of what only a service can know."""
    copy.cell("attestations.csv", 2, "date", "2020-13-01")
    copy.cell("participations.csv", 5, "participant", "H9998")
    copy.cell("ledger.csv", 12, "amount_yuan", "-1")
    copy.cell("ledger.csv", 12, "date", "yesterday")
    copy.cell("ledger.csv", 11, "kind", "gift")
    return [f'participations.csv:5:participant: found "counties/510524/households/H9998", '
            f"{NOT_RECORDED}",
            found("ledger.csv:11:kind", '"gift"',
                  "one of household_payout, household_cost, collective_revenue, collective_cost, "
                  "person_settlement, wage"),
            found("ledger.csv:12:amount_yuan", '"-1"', AMOUNT),
            found("ledger.csv:12:date", '"yesterday"', DAY),
            found("attestations.csv:2:date", '"2020-13-01"', DAY)]


CASES = {
    "wrong header": wrong_header,
    "no header": no_header,
    "missing column": missing_column,
    "column twice": column_twice,
    "empty file": empty_file,
    "GBK": gbk,
    "UTF-16": utf16,
    "NUL": nul,
    "quotation mark never closed": open_quote,
    "one field too many": ragged_row,
    "duplicate id": duplicate_id,
    "project of another county": wrong_project,
    "reversal of another amount": reversal_of_another_amount,
    "unknown file": unknown_file,
    "FIFO": fifo,
    "name in another column": personal_value_in_another_column,
    "name as reference": personal_value_as_reference,
    "wrong identity number": wrong_identity_number,
    "amount of nothing": cell("ledger.csv", ROW, "amount_yuan", "0", AMOUNT),
    "impossible date": cell("ledger.csv", ROW, "date", "2019-02-30", DAY),
    "negative amount": cell("ledger.csv", ROW, "amount_yuan", "-3.00", AMOUNT),
    "over-precise amount": cell("ledger.csv", ROW, "amount_yuan", "12.345", AMOUNT),
    "amount with a unit": cell("ledger.csv", ROW, "amount_yuan", "12元", AMOUNT),
    "amount beyond 64 bits": amount_too_large,
    "village of another county": cell("facilities.csv", 3, "village", "610826100201",
                                      "a village code of 12 digits that begins with 510524"),
    "unknown village": missing("households.csv", 5, "village", "510524999999",
                               "counties/510524/villages/510524999999"),
    "participant that does not exist": missing("participations.csv", 2, "participant", "H9999",
                                               "counties/510524/households/H9999"),
    "several": many_at_once,
}


class BadInput(SuiteTest):
    """On services that have no records yet: whatever is written would show."""

    @classmethod
    def setUpClass(cls):
        cls.suite = cls.class_suite()

    def spoilt(self):
        folder = tempfile.TemporaryDirectory(prefix="bangfu-spoilt-")
        self.addCleanup(folder.cleanup)
        return sample.Copy(f"{folder.name}/sample")

    def assert_refused(self, copy, errors, *flags):
        run = self.suite.ctl("import", copy.folder, *flags)
        self.assertEqual(run.err, "".join(f"{line}\n" for line in errors) + NOTHING_WRITTEN)
        self.assertEqual(run.code, 1)
        self.assertEqual(self.suite.heads(), {})

    def test_each_flaw_is_told_where_it_is(self):
        for name, spoil in CASES.items():
            with self.subTest(name):
                copy = self.spoilt()
                self.assert_refused(copy, spoil(copy))

    def test_past_the_cap_the_rest_is_counted(self):
        copy = self.spoilt()
        spoilt_rows = range(2, 302)
        copy.bytes("ledger.csv", lambda content: b"\n".join(
            re.sub(rb",\d{4}-\d\d-\d\d,", b",someday,", line) if row in spoilt_rows else line
            for row, line in enumerate(content.split(b"\n"), 1)))
        lines = [found(f"ledger.csv:{row}:date", '"someday"', DAY) for row in spoilt_rows]
        self.assert_refused(copy, lines[:100] + ["and 200 more not listed"])
        self.assert_refused(copy, lines[:7] + ["and 293 more not listed"], "--errors-max", "7")

    def test_an_endless_line_takes_no_memory(self):
        copy = self.spoilt()
        usual_kib = self.peak_memory_kib("import", copy.folder, "--dry-run")
        row = copy.append("postings.csv", "510524,S99")
        # 2 GiB of zeros that take no room, and no line feed among them.
        os.truncate(copy.path("postings.csv"), copy.path("postings.csv").stat().st_size - 1)
        os.truncate(copy.path("postings.csv"), 2 << 30)
        self.assert_refused(copy, [found(f"postings.csv:{row}:posting",
                                         "a line of more than 64 KiB",
                                         "at most 64 KiB in a line")])
        peak_kib = self.peak_memory_kib("import", copy.folder)
        self.assertLess(peak_kib, usual_kib + (16 << 10))

    def peak_memory_kib(self, *arguments):
        process = self.suite.ctl_start(*arguments)
        process.stdout.close()
        process.stderr.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss

    def test_a_directory_without_files_is_refused(self):
        with tempfile.TemporaryDirectory() as empty:
            run = self.suite.ctl("import", empty)
            self.assertEqual(run.code, 1)
            self.assertEqual(run.err, f"bangfuctl: the directory {empty} has no CSV files: "
                             f"expected {', '.join(sample.FILES)}\n{NOTHING_WRITTEN}")
        run = self.suite.ctl("import", empty)
        self.assertEqual(run.code, 1)
        self.assertIn(f"the directory {empty} cannot be read: No such file or directory", run.err)

    def test_what_spreadsheets_add_is_no_flaw(self):
        copy = self.spoilt()
        copy.bytes("ledger.csv", lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
        self.must(self.suite.ctl("import", copy.folder, "--dry-run"))
        self.assertEqual(self.suite.heads(), {})


class ChangedRecord(SuiteTest):
    """On services that have the sample: nothing overwrites a record."""

    def test_a_record_that_stands_there_differently_is_refused(self):
        suite = imported(self.fresh_suite(), sample.FOLDER)
        heads = suite.heads()
        with tempfile.TemporaryDirectory() as folder:
            copy = sample.Copy(f"{folder}/sample")
            copy.cell("ledger.csv", ROW, "amount_yuan", "1.00")
            copy.append("postings.csv", "510524,S99,cetc-2020,K99,510524,2020-01-01,,,")
            run = suite.ctl("import", copy.folder)
        self.assertEqual(run.code, 1)
        self.assertTrue(run.err.startswith(
            f"ledger.csv:{ROW}:ledger_entry: found a record of this name, which stands there with "
            "another amount_yuan, expected "), run.err)
        self.assertIn(NOTHING_WRITTEN, run.err)
        self.assertEqual(suite.heads(), heads)


if __name__ == "__main__":
    main()
