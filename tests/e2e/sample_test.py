"""The sample programme gives every figure of the published sheet, and importing it again changes
nothing."""

import json

import sample
from suite import SuiteTest, imported, main


class Sample(SuiteTest):
    @classmethod
    def setUpClass(cls):
        cls.suite = imported(cls.class_suite(), sample.FOLDER)

    def sheet(self, day):
        return json.loads(self.must(self.suite.ctl(
            "sheet", "show", sample.PROGRAMME, "--as-of", day, "-o", "json")))

    def test_every_figure_is_exact_on_each_day(self):
        for day, expected in sample.FIGURES.items():
            with self.subTest(day):
                shown = {figure["id"]: sample.shown(figure)
                         for figure in sample.figures(self.sheet(day))}
                self.assertEqual({id: shown.get(id) for id in expected}, expected)
                self.assertEqual(shown.keys() - expected.keys(), set(), "figures nobody expects")

    def test_a_figure_says_what_it_is(self):
        for figure in sample.figures(self.sheet("2020-12-31")):
            with self.subTest(figure["id"]):
                self.assertEqual(figure["basis"], "BASIS_COMPUTED")
                self.assertEqual(figure["as_of"], {"year": 2020, "month": 12, "day": 31})
                self.assertNotIn(figure["unit"], ("", "UNIT_UNSPECIFIED"))
                self.assertNotIn(figure["counting_unit"], ("", "COUNTING_UNIT_UNSPECIFIED"))
                self.assertTrue(figure["caption"])
                if not figure["id"].startswith("case_debt"):  # read, not defined by the catalogue
                    self.assertTrue(figure["catalogue_version"])

    def test_the_attestation_is_told_as_such(self):
        statement, = self.sheet("2020-12-31")["attestations"]
        self.assertEqual(statement["name"], "programmes/cetc-2020/attestations/front-ranks")
        self.assertEqual(statement["basis"], "BASIS_ATTESTED")
        self.assertTrue(statement["document"])
        self.assertEqual(self.sheet("2020-12-30")["attestations"], [])

    def test_a_case_is_told_from_the_day_of_consent_on_and_no_other(self):
        for day, cases in (("2018-05-15", []), ("2018-05-16", ["cattle-family"]),
                           ("2016-03-14", [])):  # sample-withdrawn had consented that day
            with self.subTest(day):
                told = [case["name"].split("/")[-1] for case in self.sheet(day)["cases"]]
                self.assertEqual(told, cases)

    def test_heads_are_named_for_every_source(self):
        named = {(head["source"], head["tree_head"]["journal"], head["tree_head"]["county"])
                 for head in self.sheet("2020-12-31")["source_heads"]}
        both = {(journal, county) for journal in ("households", "projects")
                for county in sample.COUNTIES}
        self.assertEqual(named, {("households", "households", county)
                                 for county in sample.COUNTIES}
                         | {("projects", "projects", county)
                            for county in ("000000", *sample.COUNTIES)}
                         | {("reporting", journal, county) for journal, county in both}
                         | {("reporting", "projects", "000000")})

    def test_importing_again_records_nothing(self):
        before = self.suite.heads()
        report = json.loads(self.must(self.suite.ctl("import", sample.FOLDER, "-o", "json")))
        counts = sample.row_counts()
        self.assertEqual([(file["file"], file["rows"], file["recorded"], file["unchanged"])
                          for file in report["files"]],
                         [(file, counts[file], 0, counts[file]) for file in sample.FILES])
        self.assertEqual(self.suite.heads(), before)
        # In other batches, too, which no stored answer knows.
        report = json.loads(self.must(self.suite.ctl("import", sample.FOLDER, "-o", "json",
                                                     "--batch-size", "333")))
        self.assertEqual({file["recorded"] for file in report["files"]}, {0})
        self.assertEqual(self.suite.heads(), before)

    def test_two_suites_make_the_same_heads(self):
        other = imported(self.fresh_suite(), sample.FOLDER)
        self.assertEqual(other.heads(), self.suite.heads())

    def test_journals_hold_what_was_imported(self):
        counts = sample.row_counts()
        for journal, files in (("households", sample.HOUSEHOLDS_FILES),
                               ("projects", sample.PROJECTS_FILES)):
            self.assertEqual(self.suite.entries(journal), sum(counts[file] for file in files))
        for county in ("000000", *sample.COUNTIES):
            self.must(self.suite.ctl("journal", "verify", county))

    def test_status_tells_that_all_is_well(self):
        self.suite.wait_for_reporting()
        run = self.suite.ctl("status")
        self.must(run)
        self.assertEqual(run.out.count("serving"), 4)
        self.assertIn("reporting has applied every entry", run.out)


class Privacy(SuiteTest):
    """No name, number or state of health stands in the clear in any file or log."""

    def test_nothing_personal_is_stored_or_logged_in_the_clear(self):
        suite = imported(self.fresh_suite(), sample.FOLDER)
        suite.stop()
        persons = sample.rows("persons.csv")[::10]  # to look for all would take a minute
        secrets = {person[column].encode() for person in persons
                   for column in ("full_name", "id_number") if len(person[column]) > 2}
        secrets |= {"先天性癫痫".encode()}
        for path in suite.folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                told = [secret.decode() for secret in secrets if secret in content]
                self.assertEqual(told, [], path.name)


if __name__ == "__main__":
    main()
