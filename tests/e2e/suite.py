"""All processes of Bangfu together, with their data in a temporary folder, and the client.

Every process ends with the test, whatever happens; of a test that failed the logs are shown.
"""

import collections
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import storage
from process import PATIENCE_S, Process, command, environment, wait_until
from reflection import Client

SEED = "synthetic-sample"  # that of deploy/demo, so that its sheet is the golden one
SERVICES = ("households", "projects", "reporting")
PROCESSES = (*SERVICES, "gateway")
JOURNALS = ("households", "projects")
# What the copies of a service tell each other: of other batches, other rows.
COPIES_TABLES = ("copy_lease", "county_commit", "rollup_change")

# Of tables whose numbers stand for names as they came: the names. How many days of a subject are
# kept depends on the batches; the first, and the reversals, do not.
_OF_CELL = "programme, cell.kind, pillar, project, facet"
_OF_SERIES = "programme, scope, kind, facet"
NAMED_ROWS = {
    "cell": f"SELECT county, {_OF_CELL} FROM cell",
    "series": f"SELECT county, {_OF_SERIES} FROM series",
    "fact": f"SELECT fact.county, {_OF_CELL}, day, seq, ordinal, subject, delta, quantity, record, "
            "document, leaf_hash FROM fact "
            "LEFT JOIN cell ON cell.county = fact.county AND cell.cell = fact.cell",
    "presence": f"SELECT presence.county, {_OF_CELL}, subject, substr(fact_days, 1, 4), "
                "reversal_days FROM presence "
                "LEFT JOIN cell ON cell.county = presence.county AND cell.cell = presence.cell",
    "rollup": f"SELECT rollup.county, {_OF_SERIES}, block, days FROM rollup "
              "LEFT JOIN series ON series.county = rollup.county AND series.series = rollup.series",
}

# What a run of bangfuctl came to.
Run = collections.namedtuple("Run", "code out err")


class Suite:
    """The four processes. Each keeps its port over a restart, so that the others find it again."""

    def __init__(self, folder, extra_flags=(), copies=1, distributed=True):
        self.folder = pathlib.Path(folder)
        self.copies = copies
        self.extra_flags = list(extra_flags)
        self.storage = storage.make(self.folder, SERVICES, distributed)
        self.processes = {}
        self._clients = {}

    def start(self):
        for name in PROCESSES:
            flags = ["--reproducible-seed", SEED, *self.extra_flags, *self._places(name)]
            for label in self.labels(name):
                self.processes[label] = Process(name, self.folder, flags, label).start()
        return self

    def labels(self, name):
        """What the copies of a process are called: gateway, gateway.2, ..."""
        return [name, *(f"{name}.{number}" for number in range(2, self.copies + 1))]

    def addresses(self, name):
        """Of all copies, as a flag takes them."""
        return ",".join(self.address(label) for label in self.labels(name))

    def _places(self, name):
        """Where a process keeps its data and finds those that it asks."""
        flags = []
        if name != "gateway":
            flags += self.storage.flags(name)
        peers = {"projects": ("households",), "reporting": JOURNALS, "gateway": SERVICES}
        for peer in peers.get(name, ()):
            flags += [f"--{peer}", self.addresses(peer)]
        return flags

    def data(self, name):
        return self.folder / name

    def address(self, name):
        return self.processes[name].address

    def process(self, name):
        return self.processes[name]

    def stop_cleanly(self):
        """Stops all; none may have anything to complain of."""
        codes = self.stop()
        assert not any(codes.values()), f"exit codes {codes}\n{self.tails()}"

    def stop(self, *names):
        """Stops these, or all from the gateway down; a dictionary of their exit codes."""
        codes = {}
        for name in names or reversed(self.processes):
            if name in self.processes and self.processes[name].running:
                self._close_clients(name)
                codes[name] = self.processes[name].stop()
        return codes

    def _close_clients(self, *names):
        """Idle connections of this Python hold a server up: it does not answer their pings."""
        for key in [key for key in self._clients if key[0] in names]:
            self._clients.pop(key).close()

    def close(self):
        """Ends whatever still runs."""
        self._close_clients(*self.processes)
        for process in self.processes.values():
            if process.running:
                process.kill()
        self.storage.close()

    def tails(self):
        return "\n".join(f"--- end of the log of {name}\n{process.tail()}"
                         for name, process in self.processes.items())

    # --- the client ---

    def ctl(self, *arguments):
        """Runs bangfuctl to its end."""
        done = subprocess.run(self._ctl_command(arguments), stdin=subprocess.DEVNULL,
                              capture_output=True, env=environment(), timeout=4 * PATIENCE_S,
                              check=False)
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def ctl_start(self, *arguments):
        """Starts bangfuctl and does not wait for it."""
        return subprocess.Popen(self._ctl_command(arguments), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=environment())

    def _ctl_command(self, arguments):
        return command("bangfuctl", "--gateway", self.addresses("gateway"), *arguments)

    # --- what the services say ---

    def client(self, name):
        """A client of one process, by reflection alone; a new one for each run of the process."""
        key = (name, self.processes[name].pid)
        if key not in self._clients:
            self._clients[key] = Client(self.address(name))
        return self._clients[key]

    def heads(self):
        """(journal, county) -> (size, root) of all journals."""
        heads = {}
        for journal in JOURNALS:
            answer = self.client(journal).call("bangfu.journal.v1.JournalService/ListTreeHeads")
            for head in answer.tree_heads:
                heads[journal, head.county] = (head.size, head.root_hash.hex())
        return heads

    def entries(self, journal):
        """How many entries a journal has, over all counties."""
        answer = self.client(journal).call("bangfu.journal.v1.JournalService/ListTreeHeads")
        return sum(head.size for head in answer.tree_heads)

    def progress(self, label="reporting"):
        """What a copy of reporting says about itself."""
        return self.client(label).call("bangfu.reporting.v1.ReportingService/GetProgress")

    def applied_entries(self, label="reporting"):
        """How many entries a copy of reporting knows to be applied."""
        return sum(head.size for head in self.progress(label).tree_heads)

    def wait_for_reporting(self):
        """Waits until each copy of reporting knows that all there is was applied."""
        for label in self.labels("reporting"):
            wait_until(lambda of=label: self.applied_entries(of) == sum(map(self.entries, JOURNALS)),
                       f"{label} to apply every entry")

    def database(self, name):
        """The file of a service's database."""
        return self.data(name) / f"{name}.db"

    def connect(self, name):
        """A connection to the database of a service, for a with statement."""
        return self.storage.connect(name)

    def tables(self, name):
        """table -> its rows in order, of a service that does not run, but for COPIES_TABLES."""
        assert not any(self.processes[label].running for label in self.labels(name)), \
            f"{name} runs"
        with self.connect(name) as connection:
            return {table: sorted(connection.execute(
                        NAMED_ROWS.get(table, f'SELECT * FROM "{table}"')), key=repr)
                    for table in self.storage.table_names(connection)
                    if table not in COPIES_TABLES}


class SuiteTest(unittest.TestCase):
    """A test with suites: `fresh_suite` is the test's own, `class_suite` that of its class."""

    maxDiff = None
    _opened = []  # suites whose logs are shown when a test fails
    _ended_logs = []  # of those that ended with the test

    @staticmethod
    def _open(add_cleanup, **options):
        folder = tempfile.mkdtemp(prefix="bangfu-e2e-")
        suite = Suite(folder, **options)
        SuiteTest._opened.append(suite)

        def end():
            suite.close()
            SuiteTest._opened.remove(suite)
            SuiteTest._ended_logs.append(suite.tails())
            shutil.rmtree(folder)

        add_cleanup(end)
        return suite.start()

    def fresh_suite(self, **options):
        return self._open(self.addCleanup, **options)

    @classmethod
    def class_suite(cls, **options):
        return cls._open(cls.addClassCleanup, **options)

    def must(self, run, code=0):
        """The output of a run of bangfuctl that ended as it must."""
        self.assertEqual(run.code, code, f"\n{run.out}\n{run.err}")
        return run.out

    def run(self, result=None):
        flaws = len(result.failures) + len(result.errors)
        SuiteTest._ended_logs.clear()
        super().run(result)
        if len(result.failures) + len(result.errors) > flaws:
            for logs in (*SuiteTest._ended_logs, *(suite.tails() for suite in SuiteTest._opened)):
                print(logs, file=sys.stderr)


def imported(suite, folder):
    """The suite, after an import that must succeed."""
    run = suite.ctl("import", folder)
    if run.code != 0:
        raise AssertionError(f"the import failed with {run.code}\n{run.out}\n{run.err}\n"
                             f"{suite.tails()}")
    return suite


def main():
    unittest.main(module="__main__", verbosity=2)
