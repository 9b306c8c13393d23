"""What every benchmark hands to `make bench`: rows of one table, and how programs and the site are run for them."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.needs import free_port

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 90
SAMPLE_SECONDS = 0.2
COLUMNS = (58, 12, 26, 7, 12)
HEADS = ("what", "ours", "peer or limit", "ratio", "target")
LAST_LINES = 8  # of what a program said that failed


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured: the default within ten minutes, or all that was promised (--full)."""

    full: bool = False

    @property
    def rounds(self) -> int:
        return 5 if self.full else 3

    @property
    def large(self) -> int:
        """Guides of the large library."""
        return 10_000 if self.full else 1_000


@dataclass(frozen=True, slots=True)
class Beside:
    """What a ratio is made of: a peer that did the same in the same run."""

    peer: str
    ours: float
    theirs: float
    unit: str


@dataclass(frozen=True, slots=True)
class Measure:
    """With a peer beside it, `value` is the ratio and `unit` is empty."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False  # the limit is a floor, as for a score
    note: str = ""
    beside: Beside | None = None

    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        verdict = "" if self.limit is None else "held" if self.holds() else "NOT HELD"
        return laid_out(*self._cells(), verdict + (f"  ({self.note})" if self.note else ""))

    def _cells(self) -> tuple[str, ...]:
        target = "" if self.limit is None else f"{'≥' if self.at_least else '≤'} {with_unit(self.limit, self.unit)}"
        if self.beside:
            theirs = f"{self.beside.peer} {with_unit(self.beside.theirs, self.beside.unit)}"
            return self.name, with_unit(self.beside.ours, self.beside.unit), theirs, number(self.value), target
        limit = "" if self.limit is None else with_unit(self.limit, self.unit)
        ratio = number(self.value / self.limit) if self.limit else ""
        return self.name, with_unit(self.value, self.unit), limit, ratio, target


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A promise that this run says nothing about, and why: something is missing here, or a test holds it."""

    name: str
    why: str
    target: str = ""

    def holds(self) -> bool:
        return True

    def __str__(self) -> str:
        return laid_out(self.name, "–", "", "", self.target, self.why)


Row = Measure | NotMeasured


def heading() -> str:
    return laid_out(*HEADS, "held")


def laid_out(*cells: str) -> str:
    return " ".join(f"{cell:{width}}" for cell, width in zip(cells, COLUMNS, strict=False)) + " " + cells[-1]


def with_unit(value: float, unit: str) -> str:
    return f"{number(value)} {unit}".rstrip()


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def compared(
    name: str, peer: str, ours: Sequence[float], theirs: Sequence[float], unit: str, limit: float | None
) -> Measure:
    """How many times faster we are: ratios within a round, their median, and their range."""
    ratios = [their / our for our, their in zip(ours, theirs, strict=True)]
    beside = Beside(peer, statistics.median(ours), statistics.median(theirs), unit)
    span = f"{number(min(ratios))} to {number(max(ratios))}" if len(ratios) > 1 else "one round"
    return Measure(name, statistics.median(ratios), "", limit, at_least=True, note=span, beside=beside)


@dataclass(frozen=True, slots=True)
class Run:
    """A program from its start to its end."""

    seconds: float
    work: float  # seconds of processor time, its children's too
    megabytes: float  # the most that it and its children held at once; shared pages count once
    said: str


def run(command: Sequence[str], folder: Path = ROOT, **settings: str) -> Run:
    before, started = os.times(), time.monotonic()
    with tempfile.TemporaryFile("w+") as said, ThreadPoolExecutor(1) as watching:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | settings, stdout=said, stderr=subprocess.STDOUT
        )
        peak = watching.submit(_peak, process)
        process.wait()
        seconds, after = time.monotonic() - started, os.times()
        said.seek(0)
        words = said.read()
    if process.returncode:
        last = "\n".join(words.splitlines()[-LAST_LINES:])
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{last}")
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, work, peak.result(), words.strip())


def _peak(process: "subprocess.Popen[bytes]") -> float:
    peak = 0.0
    while process.returncode is None:
        peak = max(peak, _held(process.pid))
        time.sleep(SAMPLE_SECONDS)
    return peak


def _held(process: int) -> float:
    """Megabytes of a process and of those that it started, as far as the system tells."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1_000
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (OSError, StopIteration):
        return 0
    return own + sum(_held(int(child)) for child in children)


def manage(*command: str, **settings: str) -> Run:
    return run([sys.executable, "manage.py", *command], ROOT, **settings)


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
            wait(f"{url}/healthz", process, seconds)
            yield url
        finally:
            process.terminate()
            process.wait()


def wait(address: str, process: "subprocess.Popen[bytes]", seconds: float = START_SECONDS) -> None:
    """Until it answers. What hinders it, such as a port in use, it says itself."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"Nothing answers at {address}: {' '.join(map(str, process.args))} did not start.")  # type: ignore[arg-type]
