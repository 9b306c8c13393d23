"""An export that is cut short for real, by a full disk or kill -9, leaves the old one whole and nobody behind.

One that waits for another says so.
"""

import fcntl
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from select import select

import pytest

from tests.conftest import ROOT, ContentFolder, environment

SECONDS = 60
GUIDES = 12  # enough for more than one process
KILLS = int(os.environ.get("KILLS", "4"))
SEED = datetime.now(UTC).toordinal()  # other moments each day
LARGEST = 40_000  # bytes of a file that the full disk has room for
SIZE, LEFT = 16_000_000, 100_000  # bytes of a small disk


@pytest.fixture
def shop(library: ContentFolder, tmp_path: Path) -> dict[str, str]:
    for number in range(GUIDES):
        library.article(f"guide-{number}")
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite3", "CONTENT_DIR": str(library.root)}
    assert run(settings, "sync_content").returncode == 0
    return settings


def start(settings: dict[str, str], *command: str, largest: int = resource.RLIM_INFINITY) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )


def run(
    settings: dict[str, str], *command: str, largest: int = resource.RLIM_INFINITY
) -> "subprocess.CompletedProcess[str]":
    process = start(settings, *command, largest=largest)
    said = process.communicate(timeout=SECONDS)
    return subprocess.CompletedProcess(process.args, process.returncode, *said)


def edit(library: ContentFolder, settings: dict[str, str], words: str) -> None:
    for number in range(GUIDES):
        library.article(f"guide-{number}", f"{words} [@label].\n")
    assert run(settings, "sync_content").returncode == 0


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names_beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if out.name in path.name)


def refused(done: "subprocess.CompletedProcess[str]", why: str) -> None:
    assert (done.returncode, done.stdout) == (1, "")
    assert why in done.stderr
    assert done.stderr.endswith("The folder is as it was.\n")
    assert done.stderr.count("\n") == 1


def test_a_file_for_which_there_is_no_room(shop: dict[str, str], library: ContentFolder, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(shop, "export_site", str(out)).returncode == 0
    before = contents(out)
    edit(library, shop, "Many more words. " * 4_000)
    refused(run(shop, "export_site", str(out), largest=LARGEST), "File too large")
    assert contents(out) == before
    assert names_beside(out) == ["out"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """None where nobody may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)], capture_output=True)
    yield place if made.returncode == 0 else None
    if made.returncode == 0:
        subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full(shop: dict[str, str], library: ContentFolder, small_disk: Path | None) -> None:
    if small_disk is None:
        return  # the test above fills what is like a disk anywhere
    out = small_disk / "out"
    assert run(shop, "export_site", str(out)).returncode == 0
    before = contents(out)
    edit(library, shop, "Other words.")
    state = os.statvfs(small_disk)
    (small_disk / "others").write_bytes(b"a" * (state.f_bavail * state.f_frsize - LEFT))
    refused(run(shop, "export_site", str(out)), "No space left on device")
    assert contents(out) == before
    assert names_beside(out) == ["out"]
    (small_disk / "others").unlink()
    assert run(shop, "export_site", str(out)).returncode == 0
    assert b"Other words." in (out / "guides/guide-1.md").read_bytes()


def processes_of(session: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(place.name))
    return found


def test_a_kill_at_any_moment(shop: dict[str, str], library: ContentFolder, tmp_path: Path) -> None:
    """Those that it started end with it; whoever reads has the old export or the next one, whole."""
    out, whole = tmp_path / "out", tmp_path / "whole"
    started = time.monotonic()
    assert run(shop, "export_site", str(out)).returncode == 0
    lasted = time.monotonic() - started
    old = contents(out)
    edit(library, shop, "Other words.")
    assert run(shop, "export_site", str(whole)).returncode == 0
    new = contents(whole)
    chance, found = random.Random(SEED), list[dict[str, bytes]]()
    for moment in [0.9 * lasted, *(chance.uniform(0.2, 1) * lasted for _ in range(KILLS - 1))]:
        process = start(shop, "export_site", str(out))
        time.sleep(moment)
        process.kill()
        process.wait(SECONDS)  # not for what it would say: who is left behind could say more
        end = time.monotonic() + SECONDS
        while processes_of(process.pid) and time.monotonic() < end:
            time.sleep(0.05)
        left = processes_of(process.pid)
        if left:
            os.killpg(process.pid, signal.SIGKILL)
        assert not left, f"{len(left)} processes were left behind"
        found.append(contents(out))  # nothing, where it was killed between its two renames: see test_exporting.py
        assert found[-1] in (old, new, {})
    assert found.count({}) <= KILLS // 4
    assert run(shop, "export_site", str(out)).returncode == 0
    assert contents(out) == new
    assert names_beside(out) == ["out"]


def test_an_export_that_waits_for_another_says_so(shop: dict[str, str], tmp_path: Path) -> None:
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    waiting = start(shop, "export_site", str(tmp_path / "out"))
    assert waiting.stderr
    heard = select([waiting.stderr], [], [], SECONDS)[0]
    os.close(other)
    assert heard
    assert waiting.stderr.readline() == (
        f"Another export into a folder of {tmp_path} is going on. This one waits for it.\n"
    )
    assert (waiting.communicate(timeout=SECONDS)[1], waiting.returncode) == ("", 0)
