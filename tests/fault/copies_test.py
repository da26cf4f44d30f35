"""Several copies of every process on one PostgreSQL database: killed and started again amid work,
they are one service to whoever calls."""

import contextlib
import threading
import time

import sample
from process import PATIENCE_S, Process, wait_until
from suite import JOURNALS, PROCESSES, SEED, SuiteTest, main

SHARDS = 64  # that reporting shares its counties out in
LEASE_S = 1  # how long a watcher that fell silent holds writes up: HeadWatch::kLease
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

    def post(self, label, number):
        self.suite.client(label).call("bangfu.projects.v1.ProjectsService/CreatePosting", {
            "request_id": f"posting-{number}",
            "posting": {"name": f"counties/510524/postings/N{number}",
                        "programme": f"programmes/{sample.PROGRAMME}", "cadre": f"N{number}",
                        "place": "counties/510524",
                        "start_date": {"year": 2019, "month": 1, "day": 1}}})

    def posted(self, label):
        """How many cadres were posted, as a gateway's sheet has it."""
        sheet = self.suite.client(label).call(
            "bangfu.gateway.v1.AchievementSheetService/GetAchievementSheet", {
                "name": f"programmes/{sample.PROGRAMME}/achievementSheet",
                "as_of": {"year": 2020, "month": 12, "day": 31}})
        values = [figure.value for section in sheet.sections for figure in section.figures
                  if figure.id == "cadres_posted"]
        self.assertEqual(len(values), 1)
        return values[0]

    def test_what_one_copy_answered_the_sheet_of_the_other_has(self):
        self.must(self.import_sample())
        for number in range(20):
            self.post(("projects", "projects.2")[number % 2], number)
            self.assertEqual(self.posted(("gateway", "gateway.2")[number // 2 % 2]),
                             12 + number + 1)

    def test_gateway_that_was_told_of_one_copy_hears_of_what_the_other_wrote(self):
        """Without a promise when, but no sheet is kept for ever."""
        self.must(self.import_sample())
        flags = ["--reproducible-seed", SEED, "--households", self.suite.address("households"),
                 "--projects", self.suite.address("projects"),
                 "--reporting", self.suite.addresses("reporting")]
        self.suite.processes["alone"] = Process("gateway", self.suite.folder, flags,
                                                "alone").start()
        for number in range(5):
            for _ in range(3):  # by now it is kept
                self.assertEqual(self.posted("alone"), 12 + number)
            self.post("projects.2", number)
            wait_until(lambda expected=12 + number + 1: self.posted("alone") == expected,
                       "the sheet to have what the other copy wrote")


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
        """Returns after how many seconds they do."""
        begin = time.monotonic()
        wait_until(lambda: all(self.shards(label) for label in labels) and
                   sorted(sum(map(self.shards, labels), [])) == list(range(SHARDS)),
                   f"{labels} to share all shards")
        return time.monotonic() - begin

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
                took_s = self.wait_until_shared_among([other])
                print(f"what {victim} followed, {other} follows {took_s:.1f} s after its death")
                self.post(2 * number)
                wait_until(lambda of=other: self.suite.applied_entries(of) ==
                           sum(map(self.suite.entries, JOURNALS)),
                           f"{other} to apply every entry")
                self.suite.process(victim).start()
                self.wait_until_shared_among(self.labels)
                self.post(2 * number + 1)
                self.suite.wait_for_reporting()

    def database(self, service):
        with self.suite.connect(service) as connection:
            return connection.execute("SELECT current_database()").fetchone()[0]

    @contextlib.contextmanager
    def out_of_reach(self, service):
        """The database of a service is, for a with statement; those of the others are not. Yields
        what ends every connection to it: one may have been admitted just before, and not be seen
        among the connections yet."""
        name = self.database(service)

        def beside(sql, *values):
            with self.suite.connect("households") as connection:
                connection.execute(sql, values)

        beside(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            yield lambda: beside("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                 "WHERE datname = ?", name)
        finally:
            beside(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def serves(self, label):
        return self.suite.client(label).call("grpc.health.v1.Health/Check").status == 1

    def test_copies_that_lost_their_database_do_not_serve_until_it_is_back(self):
        self.wait_until_shared_among(self.labels)
        def none_serves():
            cut_off()
            return not any(map(self.serves, self.labels))

        with self.out_of_reach("reporting") as cut_off:
            wait_until(none_serves, "no copy to serve")
            self.assertTrue(self.serves("households"))
        wait_until(lambda: all(map(self.serves, self.labels)), "each copy to serve again")
        self.must(self.suite.ctl("import", sample.FOLDER))
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
    def setUp(self):
        self.suite = self.fresh_suite()
        self.must(self.suite.ctl("import", sample.FOLDER))
        self.villages = 0

    def gateway_watches_all(self):
        cache = self.suite.client("gateway").call(
            "bangfu.gateway.v1.SuiteService/GetSuiteStatus").sheet_cache
        return cache.copy_count > 0 and cache.watched_copy_count == cache.copy_count

    def write_s(self):
        """How long a write waits for its answer."""
        self.villages += 1
        begin = time.monotonic()
        self.suite.client("households").call(
            "bangfu.households.v1.HouseholdsService/CreateVillage", {
                "request_id": f"village-{self.villages}",
                "village": {"name": f"counties/510524/villages/510524999{self.villages:03}",
                            "title": "示例村", "township": "示例镇"}})
        return time.monotonic() - begin

    def stop_a_gateway_that_watches(self):
        wait_until(self.gateway_watches_all, "the gateway to watch every copy")
        self.suite.process("gateway").send(19)  # SIGSTOP

    def a_write_is_held_up(self):
        """By a gateway that has just stopped. Its lease runs already when the write comes, and on a
        busy machine may be over by then."""
        self.stop_a_gateway_that_watches()
        if self.write_s() >= LEASE_S / 4:
            return True
        self.suite.process("gateway").send(18)  # SIGCONT
        return False

    def test_watcher_that_falls_silent_holds_one_write_up_and_not_those_behind_it(self):
        self.assertTrue(any(self.a_write_is_held_up() for _ in range(5)),
                        "no write waited for a gateway that watched")
        took_s = [self.write_s() for _ in range(20)]
        # Without a lease a write takes milliseconds; on a busy machine one or the other takes more.
        self.assertLess(sum(one_s >= LEASE_S for one_s in took_s), len(took_s) / 2, took_s)
        self.suite.process("gateway").send(18)  # SIGCONT
        self.must(self.suite.ctl(*SHEET))


if __name__ == "__main__":
    main()
