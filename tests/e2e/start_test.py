"""What keeps a process from starting is told in one line, with an exit code of its own."""

import contextlib
import os
import pathlib
import socket
import sqlite3
import subprocess
import tempfile

from process import PATIENCE_S, command, environment
from suite import PROCESSES, SERVICES, SuiteTest, main

USAGE, UNAVAILABLE, SCHEMA = 2, 3, 4
# Nobody listens there, and nobody has to: a peer is asked when it is needed.
NOWHERE = "127.0.0.1:9"
# Root may write everywhere by this capability; without it, only where it is let, as anybody else.
UNPRIVILEGED = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()


class Start(SuiteTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bangfu-start-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def flags(self, process, data=None, address="127.0.0.1:0"):
        peers = {"projects": ("households",), "reporting": ("households", "projects"),
                 "gateway": SERVICES}
        flags = ["--address", address]
        if process != "gateway":
            flags += ["--data", data or self.folder / process]
        for peer in peers.get(process, ()):
            flags += [f"--{peer}", NOWHERE]
        return flags

    def assert_refused(self, process, code, words, prefix=(), **places):
        """It ends by itself, with this code, and with one line of its name and these words."""
        run = subprocess.run([*prefix, *command(f"bangfu-{process}", *self.flags(process, **places))],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True,
                             env=environment(), timeout=PATIENCE_S, check=False)
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertEqual(run.stdout, "")
        self.assertRegex(run.stderr, rf"\Abangfu-{process}: [^\n]*{words}[^\n]*\n\Z")

    def test_port_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            for process in PROCESSES:
                with self.subTest(process):
                    self.assert_refused(process, UNAVAILABLE,
                                        f"cannot listen on {address}: the port is in use",
                                        address=address)

    def test_port_taken_by_one_of_ours(self):
        suite = self.fresh_suite()
        for process in PROCESSES:
            with self.subTest(process):
                self.assert_refused(process, UNAVAILABLE, "the port is in use",
                                    address=suite.address("gateway"))

    def test_address_of_another_machine(self):
        for process in PROCESSES:
            for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:0"):
                with self.subTest(process, address=address):
                    self.assert_refused(process, USAGE, "loopback", address=address)

    def test_directory_that_cannot_be_one(self):
        file = self.folder / "file"
        file.write_text("", encoding="ascii")
        for service in SERVICES:
            with self.subTest(service):
                self.assert_refused(service, UNAVAILABLE, "is not a directory", data=file)
                self.assert_refused(service, UNAVAILABLE, "is not a directory", data=file / "in")
                # Nobody may make a directory there, root neither.
                self.assert_refused(service, UNAVAILABLE, "cannot be created", data="/proc/bangfu")

    def test_directory_that_is_not_writable(self):
        closed = self.folder / "closed"
        closed.mkdir(mode=0o500)
        for service in SERVICES:
            with self.subTest(service):
                self.assert_refused(service, UNAVAILABLE, "is not writable", UNPRIVILEGED,
                                    data=closed)

    def test_directory_in_use_by_another_process(self):
        suite = self.fresh_suite()
        for service in SERVICES:
            with self.subTest(service):
                self.assert_refused(service, UNAVAILABLE, "is in use by another process",
                                    data=suite.data(service))
        self.assertEqual(set(suite.stop().values()), {0})

    def test_schema_newer_than_the_program(self):
        suite = self.fresh_suite()
        suite.stop()
        for service in SERVICES:
            with self.subTest(service):
                with sqlite3.connect(suite.database(service)) as connection:
                    connection.execute("PRAGMA user_version = 1000")
                connection.close()
                self.assert_refused(service, SCHEMA, "has schema version 1000",
                                    data=suite.data(service))

    def test_database_of_another_service(self):
        suite = self.fresh_suite()
        suite.stop()
        for service, other in zip(SERVICES, (*SERVICES[1:], SERVICES[0])):
            with self.subTest(service):
                (self.folder / service).mkdir()
                file = self.folder / service / f"{service}.db"
                with suite.connect(other) as theirs, \
                        contextlib.closing(sqlite3.connect(file)) as copy:
                    theirs.backup(copy)
                self.assert_refused(service, UNAVAILABLE,
                                    f"the database is that of {other}, not of {service}")

    def test_master_key_of_another_installation(self):
        suite = self.fresh_suite()
        suite.stop()
        (suite.data("households") / "master.key").write_bytes(b"k" * 32)
        self.assert_refused("households", UNAVAILABLE,
                            "the master key in .* is not the one of this database",
                            data=suite.data("households"))

    def test_file_that_is_no_database(self):
        for service in SERVICES:
            with self.subTest(service):
                (self.folder / service).mkdir()
                (self.folder / service / f"{service}.db").write_bytes(b"no database" * 1000)
                self.assert_refused(service, UNAVAILABLE, f"{service}.db")

    def test_unknown_flag(self):
        for process in PROCESSES:
            with self.subTest(process):
                run = subprocess.run(command(f"bangfu-{process}", "--nonsense"),
                                     capture_output=True, text=True, env=environment(),
                                     timeout=PATIENCE_S, check=False)
                self.assertEqual(run.returncode, USAGE)
                self.assertEqual(run.stderr.count("\n"), 1, run.stderr)


if __name__ == "__main__":
    main()
