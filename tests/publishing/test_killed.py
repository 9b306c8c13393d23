"""`kill -9` at random moments of a real sync or rollback: readers have the last edition or the next one, whole.

`make trust` kills 200 times (`KILLS=200`), the suite a few times.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from articles.editions import Edition
from articles.publishing.index import bring_up_to_date
from articles.publishing.sync import ADVISORY_LOCK, restore
from tests.conftest import REFERENCE, ROOT, TODAY, ContentFolder, environment
from tests.publishing.state import shown

KILLS, FIRST_KILLS = int(os.environ.get("KILLS", "15")), 6
ROLLBACK_KILLS = int(os.environ.get("KILLS", "9"))
GUIDES, TERMS = 5, 60
SEED = datetime.now(UTC).toordinal()  # other moments each day


def write(folder: ContentFolder, version: str) -> None:
    for number in range(GUIDES):
        folder.article(f"guide-{number}", f"## {version}\n\nWord{number} and {version} [@label].\n")
    for number in range(TERMS):
        folder.term(f"word{number}", f"word{number}", definition=f"What word {number} means in {version}.")
    folder.write("references/label.md", REFERENCE.replace("The label", f"The {version} label"))


class Sync:
    """The real command, on an index of its own."""

    def __init__(self, url: str, folder: ContentFolder, *command: str) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", *(command or ["sync_content"])],
            cwd=ROOT,
            env=environment(DATABASE_URL=url, CONTENT_DIR=str(folder.root)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def running(self) -> bool:
        return self.process.poll() is None

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def kill(self) -> None:
        """It alone; then those that it started, which the test would otherwise leave behind."""
        self.process.kill()
        self.process.wait()
        with suppress(ProcessLookupError):  # it started none that still run
            os.killpg(self.process.pid, signal.SIGKILL)


@pytest.fixture
def writing(own_index: str) -> Iterator[Callable[[], bool]]:
    """Whether some process holds the lock under which an edition is written."""
    if own_index.startswith("sqlite"):
        path = own_index.removeprefix("sqlite:///")

        def locked() -> bool:
            with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
                try:
                    other.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:
                    return True
                return False

        yield locked
        return
    with psycopg.connect(own_index, autocommit=True) as server:

        def held() -> bool:
            asked = (  # of this database alone: tests beside this one sync into others
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
                " WHERE locktype = 'advisory' AND objid = %s AND granted AND datname = current_database()"
            )
            return server.execute(asked, [ADVISORY_LOCK]).fetchone() != (0,)

        yield held


def measured(sync: Sync, writing: Callable[[], bool]) -> tuple[float, float]:
    """How many seconds a sync takes, and how many of them it writes."""
    began = ended = 0.0
    while sync.running():
        if writing():
            began, ended = began or sync.seconds(), sync.seconds()
        time.sleep(0.001)
    assert sync.process.returncode == 0
    return sync.seconds(), ended - began


def wait(sync: Sync, going_on: Callable[[], bool]) -> None:
    while sync.running() and going_on():
        time.sleep(0.001)


def killed(sync: Sync, seconds: float) -> None:
    """After so many seconds, unless it has ended before."""
    while sync.seconds() < seconds and sync.running():
        time.sleep(0.0005)
    sync.kill()


def moments(dice: random.Random, duration: float, count: int) -> list[float]:
    """In seconds: one at random in each equal part of the time, so that the early are among few, too; mixed."""
    found = [duration * (part + dice.random()) / count for part in range(count)]
    dice.shuffle(found)
    return found


def test_a_sync_killed_at_any_moment_leaves_one_whole_edition(
    own_index: str, folder: ContentFolder, writing: Callable[[], bool]
) -> None:
    dice = random.Random(SEED)
    whole: dict[str, object] = {}
    for version in ("old", "new"):
        write(folder, version)
        bring_up_to_date(TODAY)
        whole[version] = shown()
    write(folder, "old")
    duration, writing_seconds = measured(Sync(own_index, folder), writing)
    anywhere = moments(dice, duration, -(-KILLS // 3))
    present, counted = "old", {"before": 0, "after": 0}
    for kill in range(KILLS):
        wanted = {"old": "new", "new": "old"}[present]
        write(folder, wanted)
        sync = Sync(own_index, folder)
        moment = anywhere[kill // 3]
        if kill % 3:  # or while it writes, or just after
            wait(sync, lambda: not writing())
            moment = sync.seconds() + writing_seconds * dice.random()
        if kill % 3 == 2:
            wait(sync, writing)
        killed(sync, moment)
        found = shown()
        assert found in (whole[present], whole[wanted]), f"kill {kill} of seed {SEED} left a torn edition"
        counted["after" if found == whole[wanted] else "before"] += 1
        bring_up_to_date(TODAY)
        assert shown() == whole[wanted]
        present = wanted
    assert min(counted.values()) >= KILLS // 8, counted


def test_a_first_sync_killed_at_any_moment_leaves_nothing_or_all(own_index: str, folder: ContentFolder) -> None:
    """All tables or none; an edition whole or none."""
    write(folder, "new")
    duration, _ = measured(Sync(own_index, folder), lambda: False)
    whole = shown()
    left = []
    for kill in range(FIRST_KILLS):
        wipe(own_index)
        killed(Sync(own_index, folder), duration * (kill + 1) / (FIRST_KILLS + 1))
        tables = connection.introspection.table_names()
        left.append(Edition.objects.count() if tables else None)
        assert left[-1] != 1 or shown() == whole
        bring_up_to_date(TODAY)
        assert shown() == whole
    assert None in left


def test_a_rollback_killed_at_any_moment_leaves_one_whole_edition(
    own_index: str, folder: ContentFolder, writing: Callable[[], bool]
) -> None:
    dice = random.Random(SEED)
    whole: dict[str, object] = {}
    numbers = {}
    for version in ("old", "new"):
        write(folder, version)
        numbers[version] = bring_up_to_date(TODAY).edition
        whole[version] = shown()
    duration, writing_seconds = measured(Sync(own_index, folder, "rollback", str(numbers["old"])), writing)
    anywhere = moments(dice, duration, -(-ROLLBACK_KILLS // 3))
    present, counted = "old", {"before": 0, "after": 0}
    for kill in range(ROLLBACK_KILLS):
        wanted = {"old": "new", "new": "old"}[present]
        rollback = Sync(own_index, folder, "rollback", str(numbers[wanted]))
        moment = anywhere[kill // 3]
        if kill % 3:
            wait(rollback, lambda: not writing())
            moment = rollback.seconds() + writing_seconds * dice.random()
        if kill % 3 == 2:
            wait(rollback, writing)
        killed(rollback, moment)
        found = shown()
        assert found in (whole[present], whole[wanted]), f"kill {kill} of seed {SEED} left a torn edition"
        counted["after" if found == whole[wanted] else "before"] += 1
        restore(numbers[wanted], today=TODAY)
        assert shown() == whole[wanted]
        present = wanted
    assert min(counted.values()) >= max(1, ROLLBACK_KILLS // 8), counted


def wipe(url: str) -> None:
    if url.startswith("sqlite"):
        connection.close()
        path = url.removeprefix("sqlite:///")
        for ending in ("", "-wal", "-shm"):
            Path(path + ending).unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
