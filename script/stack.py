"""The whole product in a process of its own, started as a user starts it, for the checks and measurements."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path


class DidNotStart(Exception):
    """The product ended, or did not answer in time; carries what it said."""


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def leave_nothing_running() -> None:
    """Let a request to end unwind like Ctrl-C, so that what was started is stopped on the way out."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


class Stack:
    """A started product; a context manager, so that it never outlives its user."""

    def __init__(self, command: Sequence[str], *, url: str, log: Path, environment: dict[str, str]) -> None:
        self.url = url
        self.log = log
        self.began = time.monotonic()
        with open(log, "wb") as out:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, start_new_session=True)

    def wait(self, seconds: float) -> float:
        """Wait until the sign-in page answers 200; the seconds since the command began. Raises ``DidNotStart``."""
        while (passed := time.monotonic() - self.began) < seconds:
            if self.process.poll() is not None:
                raise DidNotStart(f"ended with {self.process.returncode}\n{self.tail()}")
            if answers(self.url):
                return passed
            time.sleep(0.05)
        raise DidNotStart(f"no answer within {seconds:.0f} s\n{self.tail()}")

    def tail(self) -> str:
        """The last words of the log."""
        return self.log.read_text(errors="replace")[-4000:]

    def stop(self) -> None:
        """Ask to stop as Ctrl-C does; after half a minute no longer ask."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def __enter__(self) -> "Stack":
        return self

    def __exit__(self, *fault: object) -> None:
        self.stop()


def answers(url: str) -> bool:
    """Whether the sign-in page answers 200."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/sign-in/", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
