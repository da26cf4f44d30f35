"""The sample programme of tests/data/cetc-2020: where it is, what has to come out of it, and copies
of it with something changed."""

import csv
import io
import pathlib
import shutil

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "data" / "cetc-2020"
PROGRAMME = "cetc-2020"
COUNTIES = ("510524", "610826")

# What the seed's table and the sample's README give, for each day: figure -> value as shown, with
# numerator and denominator behind it where it is an average.
_IDS = (
    "designated_counties cadres_posted cadres_honoured cadres_promoted facilities service_kinds "
    "cattle_returned cattle_households cattle_household_gain cattle_collective_revenue "
    "cattle_collective_profit eucommia_collective_revenue eucommia_persons eucommia_person_gain "
    "people_returned people_participating people_paid households_registered households_lifted "
    "households_left case_debt.510524.cattle-family case_wage.510524.cattle-family").split()
_VALUES = {
    "2020-12-31": (
        "2", "12", "7", "5", "9", "6", "93", "180", "15,000.00 = 2,700,000.00 / 180",
        "21,520,000.00", "1,770,000.00", "2,820,000.00", "423", "2,316.00 = 979,668.00 / 423",
        "100", "701", "11,324,118.00", "700", "686", "20", "298,000.00", "3,000.00"),
    "2018-12-31": (
        "2", "9", "5", "4", "7", "5", "75", "156", "7,020.78 = 1,095,241.00 / 156",
        "11,924,100.00", "753,960.00", "1,596,390.00", "329", "1,549.86 = 509,905.20 / 329",
        "81", "583", "5,967,341.60", "700", "487", "12", "298,000.00", "3,000.00"),
    "2015-12-31": (
        "2", "5", "2", "1", "3", "3", "30", "68", "798.20 = 54,277.50 / 68",
        "1,976,510.00", "79,670.00", "290,880.00", "110", "765.16 = 84,167.90 / 110",
        "36", "237", "930,167.50", "662", "55", "0"),
}
FIGURES = {day: dict(zip(_IDS, values)) for day, values in _VALUES.items()}

# In the order of import, with the service that keeps them.
HOUSEHOLDS_FILES = ("counties.csv", "villages.csv", "households.csv", "persons.csv", "cases.csv")
PROJECTS_FILES = ("programmes.csv", "projects.csv", "participations.csv", "ledger.csv",
                  "postings.csv", "facilities.csv", "attestations.csv")
FILES = HOUSEHOLDS_FILES + PROJECTS_FILES


def rows(file):
    """The rows of a file, without its header."""
    with open(FOLDER / file, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def row_counts():
    """file -> its rows."""
    return {file: len(rows(file)) for file in FILES}


def figures(sheet):
    """All figures of a sheet in its JSON form, the cases' included."""
    for section in sheet["sections"]:
        yield from section["figures"]
    for case in sheet["cases"]:
        yield from case["figures"]


def shown(figure):
    """A figure as FIGURES has it, its whole value held against numerator and denominator."""
    value, denominator = figure["value_text"], int(figure["denominator"])
    if denominator == 1:
        assert figure.get("value") == figure["numerator"], figure
        return value
    return f"{value} = {int(figure['numerator']) / 100:,.2f} / {denominator}"


class Copy:
    """A copy of the sample in a folder, to be spoilt. Rows count from 1, the header's."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        for file in FILES:
            shutil.copy(FOLDER / file, self.folder)

    def path(self, file):
        return self.folder / file

    def bytes(self, file, change):
        """Replaces the bytes of a file by what `change` makes of them."""
        self.path(file).write_bytes(change(self.path(file).read_bytes()))

    def line(self, file, row, change):
        """Replaces one line, without its end, by what `change` makes of it."""
        def replace(content):
            lines = content.split(b"\n")
            lines[row - 1] = change(lines[row - 1])
            return b"\n".join(lines)
        self.bytes(file, replace)

    def cell(self, file, row, column, value):
        """Sets one cell; answers what stood there."""
        with open(self.path(file), encoding="utf-8", newline="") as lines:
            table = list(csv.reader(lines))
        index = table[0].index(column)
        old, table[row - 1][index] = table[row - 1][index], value
        self._write(file, table)
        return old

    def without_column(self, file, column):
        with open(self.path(file), encoding="utf-8", newline="") as lines:
            table = list(csv.reader(lines))
        index = table[0].index(column)
        self._write(file, [row[:index] + row[index + 1:] for row in table])

    def append(self, file, line):
        """Adds a line; answers its row."""
        self.bytes(file, lambda content: content + line.encode() + b"\n")
        return self.path(file).read_bytes().count(b"\n")

    def _write(self, file, table):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(table)
        self.path(file).write_text(text.getvalue(), encoding="utf-8")
