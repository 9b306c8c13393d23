"""Faults while people read: they keep a right page, and afterwards all is whole without hand work."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from articles.editions import Edition
from articles.publishing.index import bring_up_to_date
from naltrexone_site.serving.server import PROVEN
from tests.conftest import ROOT, TODAY, ContentFolder, Server, environment

AGAIN_SECONDS = 15
ADDRESS = "http://127.0.0.1:8000"  # what its pages call themselves, whatever port they are read from


def read(server: Server, path: str = "/guides/first/") -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"{server.url}{path}", timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def synced(settings: dict[str, str], *, check: bool = True) -> str:
    command = [sys.executable, "manage.py", "sync_content"]
    done = subprocess.run(command, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, check=check)
    return done.stdout + done.stderr


def told(command: str, settings: dict[str, str], *arguments: str) -> list[str]:
    whole = [sys.executable, "manage.py", command, *arguments]
    done = subprocess.run(whole, cwd=ROOT, env=environment(**settings), capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture
def served(start_server: Callable[..., Server], folder: ContentFolder, own_url: str) -> tuple[Server, dict[str, str]]:
    settings = {"DATABASE_URL": own_url, "CONTENT_DIR": str(folder.root), "WEB_CONCURRENCY": "2"}
    return start_server(**settings), settings


def test_a_content_folder_that_is_gone_changes_nothing_for_readers(
    served: tuple[Server, dict[str, str]], folder: ContentFolder
) -> None:
    server, settings = served
    before = read(server)
    kept = folder.root.rename(folder.root.with_name("kept"))
    assert "CONTENT_DIR" in synced(settings, check=False)
    assert read(server) == before
    folder.root.mkdir()
    assert "missing-guides" in synced(settings, check=False)
    assert read(server) == before
    folder.root.rmdir()
    shutil.copytree(kept, folder.root)
    folder.article("second")
    assert synced(settings).endswith("edition 2\n")
    assert read(server, "/guides/second/")[0] == 200
    server.stop()


def test_a_killed_worker_is_replaced_while_the_other_serves(served: tuple[Server, dict[str, str]]) -> None:
    server, _ = served
    before = read(server)
    first = set(server.workers())
    os.kill(min(first), signal.SIGKILL)
    end = time.monotonic() + AGAIN_SECONDS
    failed = 0
    while not set(server.workers()) - first and time.monotonic() < end:
        try:
            assert read(server) == before
        except OSError:
            failed += 1  # a connection that the killed worker had taken
        time.sleep(0.05)
    assert set(server.workers()) - first
    assert failed <= 5
    assert [read(server) for _ in range(10)] == [before] * 10
    server.stop()


def test_a_worker_that_is_killed_again_and_again_is_replaced_each_time(served: tuple[Server, dict[str, str]]) -> None:
    server, _ = served
    before = read(server)
    time.sleep(PROVEN)
    for _ in range(4):
        killed = max(server.workers())
        os.kill(killed, signal.SIGKILL)
        end = time.monotonic() + AGAIN_SECONDS
        while (killed in server.workers() or len(server.workers()) < 2) and time.monotonic() < end:
            time.sleep(0.05)
    assert [read(server) for _ in range(10)] == [before] * 10
    assert server.process.poll() is None
    server.stop()


def test_a_clock_that_moves_makes_no_edition_older_than_the_last(
    folder: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bring_up_to_date(TODAY).edition == 1
    for number, day in enumerate([TODAY - timedelta(days=4000), TODAY + timedelta(days=4000), date(1970, 1, 2)], 2):
        moved = datetime(day.year, day.month, day.day, tzinfo=UTC)
        monkeypatch.setattr("articles.publishing.sync.datetime", SimpleNamespace(now=lambda zone, moved=moved: moved))
        folder.article("first", f"Text of edition {number} [@label].\n")
        assert bring_up_to_date(day).edition == number
        present = Edition.objects.first()
        assert present is not None
        assert (present.number, present.made_at) == (number, moved)


def test_a_sync_with_little_memory_fails_whole_or_works(served: tuple[Server, dict[str, str]]) -> None:
    server, settings = served
    before = read(server)
    little = "import resource; resource.setrlimit(resource.RLIMIT_AS, (120 << 20,) * 2)"
    run = "import runpy, sys; sys.argv = ['manage.py', 'sync_content']; runpy.run_path('manage.py', None, '__main__')"
    command = [sys.executable, "-c", f"{little}; {run}"]
    subprocess.run(command, cwd=ROOT, env=environment(**settings), capture_output=True)
    assert read(server) == before
    assert synced(settings).endswith("edition 1\n")
    server.stop()


def test_the_index_of_a_lost_machine_is_made_again_from_the_words_alone(
    folder: ContentFolder, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    """The restore drill of docs/operating.md: a new machine, the repository, one command."""
    pages = []
    for machine in ("old", "new"):
        home = tmp_path / machine
        shutil.copytree(folder.root, home / "content")
        url = f"sqlite:///{home}/index.sqlite3"
        server = start_server(DATABASE_URL=url, CONTENT_DIR=str(home / "content"), SITE_URL=ADDRESS)
        pages.append([read(server, path) for path in ("/", "/guides/first/", "/references/")])
        server.stop()
    assert [status for status, _ in pages[0]] == [200, 200, 200]
    assert pages[0] == pages[1]


def test_a_copy_of_the_index_brings_the_history_of_editions_back(folder: ContentFolder, tmp_path: Path) -> None:
    """As docs/operating.md says: copied while it is in use, put in the place of one that is lost."""
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite3", "CONTENT_DIR": str(folder.root)}
    synced(settings)
    folder.article("first", "A wrong statement [@label].\n")
    synced(settings)
    with (
        closing(sqlite3.connect(tmp_path / "index.sqlite3")) as used,
        closing(sqlite3.connect(tmp_path / "copy")) as copy,
    ):
        used.backup(copy)
    for place in tmp_path.glob("index.sqlite3*"):
        place.unlink()
    (tmp_path / "copy").rename(tmp_path / "index.sqlite3")
    assert [line.split(",")[0] for line in told("editions", settings) if line[0] != " "] == ["edition 2", "edition 1"]
    folder.article("second")
    assert synced(settings).endswith("edition 3\n")
    assert told("rollback", settings, "1")[0].endswith("edition 4, with the words of edition 1")
    assert told("verify", settings)[0].endswith("readers get all of each as it gives it")
