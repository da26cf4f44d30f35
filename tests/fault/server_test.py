"""The PostgreSQL server crashes and comes back in the middle of an import: nobody has to start it
again, every record is there once, and the logs verify. And one that answers no longer."""

import concurrent.futures
import contextlib
import os
import signal
import subprocess

import grpc

import sample
from process import ROOT, wait_until
from suite import JOURNALS, SERVICES, SuiteTest, main

SERVER = ROOT / "tests" / "postgresql" / "server"
COUNTY = f"counties/{sample.COUNTIES[0]}"
GET_COUNTY = "bangfu.households.v1.HouseholdsService/GetCounty"
# Small batches make many places for a crash.
IMPORT = ("import", sample.FOLDER, "--batch-size", "20")


class OwnServer(SuiteTest):
    """A server that no other test is disturbed by. In /tmp, since a socket's path is short."""

    folder = f"/tmp/bangfu-crash-{os.getpid()}"

    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(cls.server, "stop")
        before = os.environ["BANGFU_TEST_POSTGRESQL"]
        cls.addClassCleanup(os.environ.update, BANGFU_TEST_POSTGRESQL=before)
        os.environ["BANGFU_TEST_POSTGRESQL"] = cls.server("start")

    @classmethod
    def server(cls, verb):
        return subprocess.run([SERVER, verb, cls.folder], check=True,
                              stdout=subprocess.PIPE).stdout.decode().strip()

    def send(self, number):
        """A signal to all processes of the server."""
        with open(f"{self.folder}/data/postmaster.pid", encoding="ascii") as lines:
            postmaster = int(lines.readline())
        os.kill(postmaster, number)
        with open(f"/proc/{postmaster}/task/{postmaster}/children", encoding="ascii") as children:
            for child in children.read().split():
                with contextlib.suppress(ProcessLookupError):  # one that went on may end at once
                    os.kill(int(child), number)


class CrashedServer(OwnServer):
    def imported(self, crash_at=()):
        """A suite after an import amid which the server crashed, each time that so large a part of
        the entries of both journals stood there."""
        suite = self.fresh_suite()
        entries = sum(sample.row_counts().values())
        with suite.ctl_start(*IMPORT) as importing:
            for part in crash_at:
                wait_until(lambda of=part: sum(map(suite.entries, JOURNALS)) >= of * entries,
                           f"{part} of the entries")
                self.assertIsNone(importing.poll(), "the import ended before the crash")
                self.server("crash")
            out, err = importing.communicate()
        self.assertEqual(importing.returncode, 0, (out + err).decode())
        suite.wait_for_reporting()
        return suite

    def test_the_import_ends_with_every_record_once(self):
        undisturbed = self.imported()
        suite = self.imported(crash_at=(0.1, 0.4, 0.8))
        self.assertEqual(suite.heads(), undisturbed.heads())
        for county in sample.COUNTIES:
            self.must(suite.ctl("journal", "verify", county))
        for either in (suite, undisturbed):
            either.stop_cleanly()
        for service in SERVICES:
            expected = undisturbed.tables(service)
            for table, rows in suite.tables(service).items():
                self.assertEqual(rows, expected[table], f"{service}: {table}")


class StoppedServer(OwnServer):
    """It stops amid a statement whose caller then gives up."""

    def call(self, suite):
        with self.assertRaises(grpc.RpcError) as caught:
            suite.client("households").call(GET_COUNTY, {"name": COUNTY}, timeout=5)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED)

    def prepare_the_statement(self, suite):
        """On each reader, so that the call to come is amid running it."""
        client = suite.client("households")

        def ask(_):
            with self.assertRaises(grpc.RpcError) as caught:
                client.call(GET_COUNTY, {"name": COUNTY})
            self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND,
                             caught.exception.details())

        ask(0)  # alone: reflection has few threads
        with concurrent.futures.ThreadPoolExecutor(32) as callers:
            list(callers.map(ask, range(1000)))

    @staticmethod
    def somebody_waits(suite):
        with suite.connect("households") as other:
            return other.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]

    def test_a_service_ends_all_the_same_when_it_is_asked_to(self):
        suite = self.fresh_suite()
        self.prepare_the_statement(suite)
        with suite.connect("households") as holder:
            holder.execute("LOCK TABLE county IN ACCESS EXCLUSIVE MODE")
            with concurrent.futures.ThreadPoolExecutor() as caller:
                called = caller.submit(self.call, suite)
                wait_until(lambda: self.somebody_waits(suite), "the call to wait for the lock")
                self.send(signal.SIGSTOP)
                try:
                    called.result()
                    self.assertEqual(suite.stop("households"), {"households": 0})
                finally:
                    self.send(signal.SIGCONT)


if __name__ == "__main__":
    main()
