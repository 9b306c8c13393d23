"""What every benchmark hands to `make bench`: a number with its unit and, where one was promised, its limit."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Measure:
    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False  # the limit is a floor, as for a score
    note: str = ""  # what stands behind a ratio

    def __str__(self) -> str:
        behind = f"  ({self.note})" if self.note else ""
        if self.limit is None:
            return f"{self.name:58}{self.value:>9.2f} {self.unit}{behind}"
        sign, verdict = (">=" if self.at_least else "<="), ("holds" if self.holds() else "DOES NOT HOLD")
        return f"{self.name:58}{self.value:>9.2f} {self.unit:6}{sign} {self.limit:<6g} {verdict}{behind}"

    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@contextmanager
def served(*, seconds: float = START_SECONDS, before: Sequence[str] = (), **settings: str) -> Iterator[str]:
    """The address of the real site, started as `make serve` starts it, with an index of its own and these settings;
    `before` is a program that starts it, such as taskset."""
    with tempfile.TemporaryDirectory() as place:
        port = str(free_port())
        environment = os.environ | {"PORT": port, "DATABASE_URL": f"sqlite:///{place}/index.sqlite3"} | settings
        command = [*before, sys.executable, "manage.py", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(f"{url}/healthz", process, seconds)
            yield url
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The site did not start. Run `make serve` to see why.")
