"""The programs of this folder do what their scripts say: a quick run has every line of the report, a
short soak soaks well, the generator gives the same bytes twice. No time is asserted.

Run by ctest, which says where the programs are: BANGFU_BENCH_BIN.
"""

import hashlib
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

BIN = pathlib.Path(os.environ["BANGFU_BENCH_BIN"])
RESULTS = pathlib.Path(__file__).parent / "RESULTS.md"
# As tests/postgresql/lib.sh looks for it.
SERVER_IS_HERE = any(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))


def run(program, *flags, cwd):
    """What the program printed; fails when it does."""
    done = subprocess.run([BIN / program, *flags], cwd=cwd, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise AssertionError(f"{program} {' '.join(flags)}: {done.stdout}{done.stderr}")
    return done.stdout


def main_lines(names):
    """Those of no single size, and of no part of a total."""
    return {name for name in names if "@" not in name and "." not in name}


class Programs(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)

    def test_quick_run_has_the_lines_of_the_report_each_with_a_value(self):
        lines = json.loads(run("bangfu_bench", "--quick", "-o", "json", cwd=self.folder))
        reported = re.findall(r"^\| `([^`]+)` \|", RESULTS.read_text(encoding="utf-8"), re.M)
        self.assertTrue(reported)
        self.assertEqual(main_lines(line["name"] for line in lines), main_lines(reported))
        for line in lines:
            if not SERVER_IS_HERE and line["note"].startswith("not measured"):
                continue
            self.assertIsNotNone(line["value"], line)
            self.assertTrue(line["against"], line)
            self.assertTrue(line["method"] or "@" in line["name"], line)

    def test_short_soak_soaks_well(self):
        said = run("bangfu_soak", "--minutes", "0.15", "--households", "500", "--json", "soak.json",
                   cwd=self.folder)
        record = json.loads((self.folder / "soak.json").read_text(encoding="utf-8"))
        self.assertTrue(record["good"], said)
        self.assertTrue(all(record["done"].values()), record["done"])

    def test_soak_of_less_than_a_household_in_each_county_is_wrong_usage(self):
        done = subprocess.run([BIN / "bangfu_soak", "--households", "3"], cwd=self.folder,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr, r"\Abangfu_soak: .*households.*\n\Z")

    def test_generator_gives_the_same_bytes_twice(self):
        def made(folder):
            run("bangfu_generate", "--households", "300", "--counties", "3", "--projects", "5",
                "--out", folder, cwd=self.folder)
            return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                    for path in (self.folder / folder).iterdir()}
        once = made("once")
        self.assertGreater(len(once), 5)
        self.assertEqual(made("again"), once)


if __name__ == "__main__":
    unittest.main()
