"""Several copies of every process on one PostgreSQL database: killed and started again amid work,
they are one service to whoever calls."""

import threading

import sample
from process import PATIENCE_S, wait_until
from suite import JOURNALS, PROCESSES, SuiteTest, main

SHARDS = 64  # that reporting shares its counties out in
SHEET = ("sheet", "show", sample.PROGRAMME, "--as-of", "2020-12-31", "-o", "json")


def figures(suite, label):
    """id -> value of every figure, as a copy of reporting computes them of what it has in memory."""
    answer = suite.client(label).call("bangfu.reporting.v1.ReportingService/ComputeFigures",
                                      {"programme": f"programmes/{sample.PROGRAMME}"})
    return {figure.id: (figure.numerator, figure.denominator)
            for part in (*answer.sections, *answer.case_figures) for figure in part.figures}


class CopiesTest(SuiteTest):
    def must_be_as(self, undisturbed):
        """What each copy of reporting has in memory, and then what stands in the database."""
        expected = figures(undisturbed, "reporting")
        for label in self.suite.labels("reporting"):
            self.assertEqual(figures(self.suite, label), expected, label)
        for suite in (self.suite, undisturbed):
            suite.stop(*suite.labels("reporting"))
        self.assertEqual(self.suite.tables("reporting"), undisturbed.tables("reporting"))


class Copies(CopiesTest):
    def setUp(self):
        self.suite = self.fresh_suite(copies=2)

    def both(self, name):
        return [self.suite.process(name), self.suite.process(f"{name}.2")]

    def import_sample(self):
        return self.suite.ctl("import", sample.FOLDER, "--batch-size", "20")

    def entries(self):
        """As they stand in the databases, whoever runs."""
        total = 0
        for journal in JOURNALS:
            with self.suite.connect(journal) as connection:
                total += connection.execute("SELECT coalesce(sum(size), 0)::bigint "
                                            "FROM journal_head").fetchone()[0]
        return total

    def test_a_sheet_comes_whichever_copy_is_killed(self):
        self.must(self.import_sample())
        expected = self.must(self.suite.ctl(*SHEET))
        for name in PROCESSES:
            for process in self.both(name):
                with self.subTest(process.name):
                    process.kill()
                    self.assertEqual(self.must(self.suite.ctl(*SHEET)), expected)
                    process.start()
                    self.assertEqual(self.must(self.suite.ctl(*SHEET)), expected)

    def test_an_import_amid_kills_ends_as_an_undisturbed_one(self):
        undisturbed = self.fresh_suite()
        self.must(undisturbed.ctl("import", sample.FOLDER, "--batch-size", "20"))
        undisturbed.wait_for_reporting()
        victims = [process for name in PROCESSES for process in self.both(name)]
        entries = sum(size for size, _ in undisturbed.heads().values())

        # An import whose stream breaks ends with 3, and goes on when it is started again: from its
        # beginning, so that on a busy machine it takes its time.
        importing = threading.Thread(target=lambda: wait_until(
            lambda: self.import_sample().code == 0, "the import to get through", 5 * PATIENCE_S))
        importing.start()
        # Each once, after another part of the import. By this thread: what a thread started ends
        # with it.
        for number, process in enumerate(victims, 1):
            wait_until(lambda part=number: self.entries() >= entries * part // (len(victims) + 1),
                       f"part {number} of the import")
            process.kill()
            process.start()
        importing.join()
        self.suite.wait_for_reporting()
        self.assertEqual(self.suite.heads(), undisturbed.heads())
        self.assertEqual(self.must(self.suite.ctl(*SHEET)), self.must(undisturbed.ctl(*SHEET)))
        self.must_be_as(undisturbed)

    def test_what_one_copy_answered_the_sheet_of_the_other_has(self):
        self.must(self.import_sample())
        for number in range(20):
            writer = self.suite.client(("projects", "projects.2")[number % 2])
            writer.call("bangfu.projects.v1.ProjectsService/CreatePosting", {
                "request_id": f"posting-{number}",
                "posting": {"name": f"counties/510524/postings/N{number}",
                            "programme": f"programmes/{sample.PROGRAMME}", "cadre": f"N{number}",
                            "place": "counties/510524",
                            "start_date": {"year": 2019, "month": 1, "day": 1}}})
            reader = self.suite.client(("gateway", "gateway.2")[number // 2 % 2])
            sheet = reader.call("bangfu.gateway.v1.AchievementSheetService/GetAchievementSheet", {
                "name": f"programmes/{sample.PROGRAMME}/achievementSheet",
                "as_of": {"year": 2020, "month": 12, "day": 31}})
            posted = [figure.value for section in sheet.sections for figure in section.figures
                      if figure.id == "cadres_posted"]
            self.assertEqual(posted, [12 + number + 1])


class CopiesOfReporting(CopiesTest):
    def setUp(self):
        self.suite = self.fresh_suite(copies=2)
        self.labels = self.suite.labels("reporting")

    def shards(self, label):
        """Those that a copy follows, of both journals."""
        households, projects = (set(journal.shards.shards) for journal
                                in self.suite.progress(label).followed_journals)
        return list(households & projects)

    def wait_until_shared_among(self, labels):
        wait_until(lambda: all(self.shards(label) for label in labels) and
                   sorted(sum(map(self.shards, labels), [])) == list(range(SHARDS)),
                   f"{labels} to share all shards")

    def post(self, number):
        """A posting in each county of the programme."""
        for county in sample.COUNTIES:
            self.suite.client("projects").call(
                "bangfu.projects.v1.ProjectsService/CreatePosting", {
                    "request_id": f"posting-{county}-{number}",
                    "posting": {"name": f"counties/{county}/postings/N{number}",
                                "programme": f"programmes/{sample.PROGRAMME}",
                                "cadre": f"N{number}", "place": f"counties/{county}",
                                "start_date": {"year": 2019, "month": 1, "day": 1}}})

    def test_counties_of_a_killed_copy_move_to_the_other_and_back(self):
        self.must(self.suite.ctl("import", sample.FOLDER))
        self.wait_until_shared_among(self.labels)
        for number, (victim, other) in enumerate((self.labels, self.labels[::-1])):
            with self.subTest(victim):
                self.suite.process(victim).kill()
                self.post(2 * number)
                wait_until(lambda of=other: self.suite.applied_entries(of) ==
                           sum(map(self.suite.entries, JOURNALS)),
                           f"{other} to apply every entry")
                self.wait_until_shared_among([other])
                self.suite.process(victim).start()
                self.wait_until_shared_among(self.labels)
                self.post(2 * number + 1)
                self.suite.wait_for_reporting()

    def test_copy_that_starts_amid_an_import_knows_what_the_other_applied(self):
        undisturbed = self.fresh_suite()
        self.must(undisturbed.ctl("import", sample.FOLDER, "--batch-size", "10"))
        undisturbed.wait_for_reporting()
        importing = self.suite.ctl_start("import", sample.FOLDER, "--batch-size", "10")
        late = self.suite.process(self.labels[1])
        while importing.poll() is None:
            late.kill()
            late.start()
        self.assertEqual(importing.wait(), 0)
        self.suite.wait_for_reporting()
        self.must_be_as(undisturbed)

    def test_copy_that_hung_finds_its_entries_applied(self):
        self.wait_until_shared_among(self.labels)
        hung, other = self.labels
        self.suite.process(hung).send(19)  # SIGSTOP
        self.must(self.suite.ctl("import", sample.FOLDER))
        self.wait_until_shared_among([other])
        self.suite.process(hung).send(18)  # SIGCONT
        self.wait_until_shared_among(self.labels)
        self.suite.wait_for_reporting()
        undisturbed = self.fresh_suite()
        self.must(undisturbed.ctl("import", sample.FOLDER))
        undisturbed.wait_for_reporting()
        self.must_be_as(undisturbed)


class SilentGateway(SuiteTest):
    def test_writes_go_on_when_a_watcher_falls_silent(self):
        suite = self.fresh_suite()
        self.must(suite.ctl("import", sample.FOLDER))
        suite.process("gateway").send(19)  # SIGSTOP
        for number in range(3):
            suite.client("households").call(
                "bangfu.households.v1.HouseholdsService/CreateVillage", {
                    "request_id": f"village-{number}",
                    "village": {"name": f"counties/510524/villages/51052499900{number}",
                                "title": "示例村", "township": "示例镇"}})
        suite.process("gateway").send(18)  # SIGCONT
        self.must(suite.ctl(*SHEET))


if __name__ == "__main__":
    main()
