"""Every figure explains itself: its entries add up to it, and each is proven to be in the journals
that the sheet names."""

import collections
import json

import sample
from suite import SuiteTest, imported, main

DAYS = ("2018-12-31", "2020-12-31")
EXPLAIN = "bangfu.reporting.v1.ReportingService/ExplainFigure"


def value_of(term, entries):
    """What the entries of one term come to, by the words of catalogue.proto."""
    if term.aggregate in (1, 2):  # SUM, COUNT
        return sum(entry.quantity for entry in entries)
    if term.aggregate in (3, 4):  # DISTINCT, UNION
        facts = collections.Counter()
        for entry in entries:
            facts[entry.subject] += entry.quantity
        return sum(count > 0 for count in facts.values())
    by_day = collections.Counter()  # LATEST
    for entry in entries:
        by_day[entry.date.year, entry.date.month, entry.date.day] += entry.quantity
    return max((day, sum_) for day, sum_ in by_day.items() if sum_)[1]


class Explain(SuiteTest):
    @classmethod
    def setUpClass(cls):
        cls.suite = imported(cls.class_suite(), sample.FOLDER)

    def figures(self, day):
        run = self.suite.ctl("sheet", "show", sample.PROGRAMME, "--as-of", day, "-o", "json")
        return list(sample.figures(json.loads(self.must(run))))

    def explain(self, figure, day, *flags):
        return self.suite.ctl("sheet", "explain", sample.PROGRAMME, figure, "--as-of", day, *flags)

    def pages(self, figure, day):
        """All pages of a figure's explanation, from the service itself."""
        year, month, date = map(int, day.split("-"))
        request = {"programme": f"programmes/{sample.PROGRAMME}", "figure": figure,
                   "as_of": {"year": year, "month": month, "day": date}, "page_size": 300}
        while True:
            page = self.suite.client("gateway").call(EXPLAIN, request)
            yield page
            if not page.next_page_token:
                return
            request["page_token"] = page.next_page_token

    def test_each_figure_verifies(self):
        for day in DAYS:
            for figure in self.figures(day):
                with self.subTest(figure["id"], day=day):
                    out = self.must(self.explain(figure["id"], day, "--verify"))
                    self.assertNotIn("FAIL", out)
                    self.assertRegex(out, r"(?m)^ok +inclusion ")

    def test_the_entries_of_each_figure_add_up_to_it(self):
        for day in DAYS:
            for figure in self.figures(day):
                if figure["id"].startswith("case_debt."):
                    continue  # read from the household's record, sealed
                with self.subTest(figure["id"], day=day):
                    self.assert_adds_up(figure, list(self.pages(figure["id"], day)))

    def assert_adds_up(self, figure, pages):
        formula = pages[0].indicator.formula
        entries = [entry for page in pages for entry in page.entries]
        facts = {(entry.entry.journal, entry.entry.county, entry.entry.seq, entry.kind,
                  entry.subject, str(entry.date), entry.document, entry.part, entry.term_index)
                 for entry in entries}
        self.assertEqual(len(facts), len(entries), "a fact is told twice")
        for part, expression, told in ((1, formula.numerator, figure["numerator"]),
                                       (2, formula.denominator, figure["denominator"])):
            value = sum((term.sign or 1) * value_of(term, [
                entry for entry in entries if (entry.part, entry.term_index) == (part, index)])
                for index, term in enumerate(expression.terms))
            self.assertEqual(value if expression.terms else 1, int(told))

    def test_an_explanation_tells_formula_and_entries(self):
        for figure, words in (
                ("cattle_collective_profit", ("1,770,000.00", "510524", "L000001",
                                              "voucher/2014-0001", "41,050.00")),
                ("cattle_household_gain", ("15,000.00", "2,700,000.00", "180")),
                ("case_wage.510524.cattle-family", ("3,000.00",)),
                ("case_debt.510524.cattle-family", ("298,000.00",))):
            with self.subTest(figure):
                out = self.must(self.explain(figure, "2020-12-31", "--locale", "en"))
                for word in words:
                    self.assertIn(word, out)

    def test_an_unknown_figure_is_told(self):
        run = self.explain("cattle_profits", "2020-12-31")
        self.assertEqual(run.code, 1)
        self.assertEqual(run.err.count("\n"), 1)
        self.assertIn("cattle_profits", run.err)


if __name__ == "__main__":
    main()
