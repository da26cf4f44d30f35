#!/usr/bin/env python3
"""Makes the CSV files of the sample programme, the same bytes in every run; README.md tells what
is in them.

  generate.py           writes the files
  generate.py --check   fails unless the files are what it makes, hold together, and give the
                        figures that README.md states, computed from the files alone
"""

import argparse
import pathlib
import sys

sys.dont_write_bytecode = True  # leaves nothing but the CSV files

from maker.figures import DAYS, Records, compute, table
from maker.rules import violations
from maker.tables import make_files

FOLDER = pathlib.Path(__file__).resolve().parent

# As of the last day: what the article published, to be computed exactly. Its figure 3 is "several",
# its 11 is damaged (three digits that end in 23), and its debt is "nearly 300,000".
EXPECTED = {
    "designated counties": "2",
    "cadres posted": "12",
    "cadres honoured": "7",
    "cadres given more responsibility": "5",
    "kinds of service offered": "6",
    "cattle: persons who came home": "93",
    "cattle: average gain of free-range households, yuan": "15,000.00 = 2,700,000.00 / 180",
    "cattle: collectives' revenue, yuan": "21,520,000.00",
    "cattle: collectives' profit, yuan": "1,770,000.00",
    "cattle: attestations": "1",
    "eucommia: collectives' revenue, yuan": "2,820,000.00",
    "eucommia: persons settled with": "423",
    "eucommia: average settled, yuan": "2,316.00 = 979,668.00 / 423",
    "case cattle-family: debt, yuan": "298,000.00",
    "case cattle-family: last wage, yuan a month": "3,000.00",
}


def changed_files():
    """CSV files that are not, byte for byte, what is made now."""
    made = make_files()
    found = {path.name for path in FOLDER.glob("*.csv")}
    for name, content in made.items():
        if name not in found or (FOLDER / name).read_bytes() != content:
            yield f"{name}: is not what generate.py makes"
    yield from (f"{name}: is not made by generate.py" for name in sorted(found - set(made)))


def wrong_figures(records):
    """Figures that are not as expected, or not those of README.md."""
    values = {figure: value for _, figure, value in compute(records, DAYS[0])}
    for figure, expected in EXPECTED.items():
        if values.get(figure) != expected:
            yield f"{figure}: {values.get(figure)}, expected {expected}"
    stated = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    yield from (f"README.md lacks: {line}" for line in table(records) if line not in stated)


def check():
    """0 when everything is as it should be, else 1."""
    problems = list(changed_files())
    records = Records(FOLDER)
    print("\n".join(table(records)))
    problems += violations(records, FOLDER)
    problems += wrong_figures(records)
    for problem in problems:
        print("wrong:", problem, file=sys.stderr)
    return 1 if problems else 0


def main():
    parser = argparse.ArgumentParser(description="Makes the CSV files of the sample programme.")
    parser.add_argument("--check", action="store_true", help="change nothing, check everything")
    if parser.parse_args().check:
        return check()
    for name, content in make_files().items():
        (FOLDER / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
