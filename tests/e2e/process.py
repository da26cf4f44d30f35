"""One real process of Bangfu: started, waited for, stopped, killed, started again.

Not which processes there are and how they know each other: suite.py.
"""

import os
import pathlib
import signal
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Where a program is: where ctest says, or in build/dev.
_PROGRAMS = {name: pathlib.Path(os.environ.get(
    f"{name.upper().replace('-', '_')}_PROGRAM", ROOT / "build" / "dev" / "bin" / name))
    for name in ("bangfu-households", "bangfu-projects", "bangfu-reporting", "bangfu-gateway",
                 "bangfuctl")}

# How long anything may take before a test gives up on it. Sanitized programs are slow.
PATIENCE_S = 60


def wait_until(condition, what, seconds=PATIENCE_S):
    """Returns what `condition` answers once it is true; fails when it does not become true."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        pause.wait(0.002)


def command(program, *arguments):
    """The command line of one of our programs; it dies with the test that started it."""
    return ["setpriv", "--pdeathsig", "KILL", str(_PROGRAMS[program]), *map(str, arguments)]


def environment():
    """What the programs see: none of the caller's own settings for them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("BANGFU_")}


class Process:
    """A service process on a port of 127.0.0.1: a free one at first, and then always the same."""

    def __init__(self, program, folder, flags, name=None):
        self.program = program
        self.name = name or program
        self.flags = flags
        self.folder = folder
        self.address = "127.0.0.1:0"
        self.log = folder / f"{self.name}.log"
        self._port_file = folder / f"{self.name}.address"
        self._popen = None

    @property
    def running(self):
        return self._popen is not None and self._popen.poll() is None

    @property
    def pid(self):
        return self._popen.pid

    def start(self):
        """Starts it and waits until it listens."""
        assert not self.running, f"{self.name} runs already"
        self._port_file.unlink(missing_ok=True)  # one that was killed leaves its file behind
        with open(self.log, "ab") as log:
            self._popen = subprocess.Popen(
                command(f"bangfu-{self.program}", "--address", self.address,
                        "--port-file", self._port_file, *self.flags),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment())
        wait_until(lambda: self._port_file.exists() or not self.running,
                   f"{self.name} to listen")
        if not self.running:
            raise AssertionError(
                f"{self.name} ended with {self._popen.returncode}:\n{self.tail()}")
        self.address = self._port_file.read_text(encoding="ascii").strip()
        return self

    def send(self, number):
        """Sends a signal and does not wait."""
        self._popen.send_signal(number)

    def wait(self, seconds=PATIENCE_S):
        """Waits for its end; its exit code."""
        return self._popen.wait(seconds)

    def stop(self):
        """SIGTERM; its exit code."""
        self.send(signal.SIGTERM)
        return self.wait()

    def kill(self):
        """kill -9."""
        self._popen.kill()
        self.wait()

    def tail(self, lines=40):
        """The end of its log."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])
