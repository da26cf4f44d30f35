"""A sheet is never older than what was acknowledged before it was asked for."""

import os
import signal
import tempfile

import sample
from process import wait_until
from suite import SuiteTest, imported, main

SHOW = ("sheet", "show", sample.PROGRAMME, "--as-of", "2020-12-31", "-o", "json")


class Freshness(SuiteTest):
    def half_imported(self):
        """A suite with the first half of the ledger, which reporting has applied."""
        suite = self.fresh_suite(extra_flags=["--channelz"])
        with tempfile.TemporaryDirectory() as folder:
            copy = sample.Copy(f"{folder}/sample")
            # Of one county, and so with all that its reversals reverse.
            copy.bytes("ledger.csv", lambda content: b"\n".join(
                content.split(b"\n")[:2000]) + b"\n")
            imported(suite, copy.folder)
        suite.wait_for_reporting()
        return suite

    @staticmethod
    def calls_in_flight(suite, service):
        """How many calls the gateway has begun at a service that have not ended."""
        channels = suite.client("gateway").call("grpc.channelz.v1.Channelz/GetTopChannels").channel
        return sum(one.data.calls_started - one.data.calls_succeeded - one.data.calls_failed
                   for one in channels if one.data.target.endswith(suite.address(service)))

    def whole_sheet(self):
        suite = imported(self.fresh_suite(), sample.FOLDER)
        return self.must(suite.ctl(*SHOW))

    def test_right_after_an_import_it_is_the_whole_one(self):
        whole = self.whole_sheet()
        for _ in range(3):
            suite = imported(self.fresh_suite(), sample.FOLDER)
            self.assertEqual(self.must(suite.ctl(*SHOW)), whole)
            suite.close()

    def test_it_waits_for_a_reporting_that_is_behind(self):
        suite = self.half_imported()
        half = self.must(suite.ctl(*SHOW))
        watching = wait_until(lambda: self.calls_in_flight(suite, "reporting"),
                              "the gateway to watch whether reporting serves")
        reporting = suite.process("reporting")
        reporting.send(signal.SIGSTOP)
        imported(suite, sample.FOLDER)

        # It cannot be had in time: then there is none, or one that says what is missing.
        early = suite.ctl("--timeout-s", "3", *SHOW)
        self.assertIn(early.code, (3, 4), early.out)
        if early.code == 4:
            self.assertIn('"source": "reporting"', early.out)
            self.assertIn('"sections": []', early.out)

        wait_until(lambda: self.calls_in_flight(suite, "reporting") == watching,
                   "the gateway to give that call up")

        with suite.ctl_start(*SHOW) as waiting:
            wait_until(lambda: self.calls_in_flight(suite, "reporting") > watching,
                       "the gateway to ask reporting")
            os.set_blocking(waiting.stdout.fileno(), False)
            self.assertIsNone(waiting.stdout.read())  # it is asked, and nothing is answered yet
            os.set_blocking(waiting.stdout.fileno(), True)
            reporting.send(signal.SIGCONT)
            out, err = waiting.communicate()
        self.assertEqual(waiting.returncode, 0, err.decode())
        whole = out.decode()
        self.assertNotEqual(whole, half)
        self.assertEqual(whole, self.must(suite.ctl(*SHOW)))
        heads = suite.heads()
        self.assertEqual(sum(size for size, _ in heads.values()), suite.applied_entries())


if __name__ == "__main__":
    main()
