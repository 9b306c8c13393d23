"""A long run with readers, edits and faults together: `SOAK_SECONDS=1200 python -m tests.trust.soak`.

Two versions of our own content come in turn. Every answer must be, byte for byte but for the number of its edition, a
page of the version that was published by then; of either where one follows the other, and a second after.
Between the edits syncs and workers are killed, but never the oldest worker, whose memory would show a leak. Says how
many answers were right, wrong, and refused, and what memory each process used at first, in the middle and at last.
Status 1 where an answer was wrong or memory still grew at the end.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = float(os.environ.get("SOAK_SECONDS", "300"))
READERS = 4
GROWTH_MAX = 1.10  # of the most memory in the last third of the run over the most in the second; the first fills caches
FOLLOWED_AFTER = 1.0  # seconds after a sync returned, in which a reader may still get the edition before
PAUSE = 0.02  # seconds between a reader's pages
NUMBER = re.compile(rb"[Ee]dition \d+")  # which edition last changed a guide; it is another each time
PATHS = ("/", "/guides/", "/guides/mood/", "/guides/stopping/", "/glossary/", "/references/", "/search/?q=mood", "/es/")
PORT = os.environ.get("PORT", "8123")


@dataclass(frozen=True)
class Settled:
    """What is published, and since when. None while a sync runs, or was killed."""

    version: str
    since: float


class Site:
    settled: Settled | None = None

    def __init__(self, home: Path) -> None:
        self.content = home / "content"
        shutil.copytree(ROOT / "content", self.content)
        self.guide = self.content / "en/articles/mood.md"
        text = self.guide.read_text(encoding="utf-8")
        self.versions = {"A": text, "B": text.replace("title: Mood", "title: Low mood")}
        settings = {"DATABASE_URL": f"sqlite:///{home}/index.sqlite3", "CONTENT_DIR": str(self.content), "PORT": PORT}
        self.environ = os.environ | settings
        self.server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environ)

    def sync(self, version: str, *, killed_after: float | None = None) -> None:
        self.settled = None
        self.guide.write_text(self.versions[version], encoding="utf-8")
        command = [sys.executable, "manage.py", "sync_content"]
        sync = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=subprocess.DEVNULL)
        if killed_after is None:
            if sync.wait():
                sys.exit("a sync failed")
            self.settled = Settled(version, time.monotonic())
            return
        time.sleep(killed_after)
        sync.kill()
        sync.wait()

    def workers(self) -> list[int]:
        process = self.server.pid
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]

    def megabytes(self) -> dict[int, float]:
        """Of each process that serves."""
        return {process: resident(process) for process in (self.server.pid, *self.workers())}


def resident(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0  # killed a moment ago
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def read(path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=30) as answer:
            return answer.status, NUMBER.sub(b"edition", answer.read())
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def judged(path: str, status: int, body: bytes, known: dict[str, bytes], alone: str | None) -> str:
    """Whether an answer is the page as one of the versions gives it, or as one alone where no other may be read."""
    wanted = known.values() if alone is None else [known[alone]]
    if status == 200 and body in wanted:
        return "right"
    return f"WRONG {'stale ' if body in known.values() else ''}{status} {path}"


def wait_until_it_serves() -> None:
    for _ in range(600):
        try:
            if read("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


def main() -> None:
    counted: Counter[str] = Counter()
    over = threading.Event()
    with tempfile.TemporaryDirectory() as home:
        site = Site(Path(home))
        try:
            wait_until_it_serves()
            right = {path: {"A": read(path)[1]} for path in PATHS}
            site.sync("B")
            time.sleep(FOLLOWED_AFTER)
            for path in PATHS:
                right[path]["B"] = read(path)[1]
            if all(pages["A"] == pages["B"] for pages in right.values()):
                sys.exit("both versions look the same")

            def read_on() -> None:
                while not over.is_set():
                    path = random.choice(PATHS)
                    settled = site.settled
                    followed = settled is not None and time.monotonic() - settled.since > FOLLOWED_AFTER
                    try:
                        status, body = read(path)
                    except OSError:
                        counted["hung up on"] += 1  # by a worker that was killed
                        continue
                    alone = settled.version if settled and followed and site.settled is settled else None
                    counted[judged(path, status, body, right[path], alone)] += 1
                    if alone and len({*right[path].values()}) > 1:
                        counted["of one version alone"] += 1
                    time.sleep(PAUSE)

            readers = [threading.Thread(target=read_on) for _ in range(READERS)]
            for reader in readers:
                reader.start()
            memory = _disturb(site, counted)
            over.set()
            for reader in readers:
                reader.join()
        finally:
            site.server.terminate()
            site.server.wait()
    print(dict(sorted(counted.items())))
    grew = not flat(memory)
    sys.exit(any(name.startswith("WRONG") for name in counted) or grew)


def _disturb(site: Site, counted: Counter[str]) -> list[dict[int, float]]:
    """Until the time is over. What each process used, after each edit."""
    began = time.monotonic()
    dice = random.Random(9)
    version, memory = "B", list[dict[int, float]]()
    while time.monotonic() - began < SECONDS:
        version = "A" if version == "B" else "B"
        if dice.random() < 0.4:
            site.sync(version, killed_after=3 * dice.random())
            counted["syncs killed"] += 1
        site.sync(version)
        counted["syncs"] += 1
        if dice.random() < 0.2:
            os.kill(max(site.workers(), key=started), signal.SIGKILL)
            counted["workers killed"] += 1
        time.sleep(3)
        memory.append(site.megabytes())
    return memory


def started(process: int) -> int:
    """When, in ticks of the machine's clock."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])


def flat(memory: list[dict[int, float]]) -> bool:
    """Of those that lived from the first third to the end; whether all were flat."""
    third = max(1, len(memory) // 3)
    all_were = True
    for process in memory[third - 1].keys() & memory[-1].keys():
        used = [sample[process] for sample in memory if process in sample]
        first, middle, last = (max(part) for part in (used[:third], used[third:-third] or used, used[-third:]))
        print(f"process {process}, MB at most: {first:.0f} at first, {middle:.0f} in the middle, {last:.0f} at last")
        all_were = all_were and last <= middle * GROWTH_MAX
    return all_were


if __name__ == "__main__":
    main()
