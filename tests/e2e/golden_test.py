"""The sheets as people and programs read them, byte for byte. golden/update writes them anew."""

import os
import pathlib

import sample
from suite import SuiteTest, imported, main

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"
UPDATE = "GOLDEN_UPDATE"
SHEETS = [(day, locale, output, f"sheet-{day}.{locale}.{ending}")
          for day in ("2018-12-31", "2020-12-31") for locale in ("zh-CN", "en")
          for output, ending in (("table", "txt"), ("json", "json"))]


class Golden(SuiteTest):
    @classmethod
    def setUpClass(cls):
        cls.suite = imported(cls.class_suite(), sample.FOLDER)

    def test_each_sheet_is_the_golden_one(self):
        for day, locale, output, file in SHEETS:
            with self.subTest(file):
                run = self.suite.ctl("sheet", "show", sample.PROGRAMME, "--as-of", day,
                                     "--locale", locale, "-o", output)
                sheet = self.must(run)
                if UPDATE in os.environ:
                    (GOLDEN / file).write_text(sheet, encoding="utf-8")
                self.assertEqual(sheet, (GOLDEN / file).read_text(encoding="utf-8"),
                                 f"{file} is not what is shown; if it is right: golden/update")


if __name__ == "__main__":
    main()
