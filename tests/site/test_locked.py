"""An index that somebody has locked holds no reader up: a page that is not kept is soon the 503 with the numbers."""

import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ContentFolder, Server

SOON = 8  # seconds; a sync waits twenty for the same lock


def test_a_reader_waits_for_no_lock(start_server: Callable[..., Server], folder: ContentFolder, tmp_path: Path) -> None:
    index = tmp_path / "index.sqlite3"
    server = start_server(DATABASE_URL=f"sqlite:///{index}", CONTENT_DIR=str(folder.root))
    kept = urllib.request.urlopen(f"{server.url}/guides/first/", timeout=SOON).read()
    with closing(sqlite3.connect(index, isolation_level=None, timeout=SOON)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE in_the_way (number)")
        with pytest.raises(urllib.error.HTTPError) as told:
            urllib.request.urlopen(f"{server.url}/search/?q=first", timeout=SOON)
        assert told.value.code == 503
        assert b"911" in told.value.read()
        other.execute("ROLLBACK")
    assert urllib.request.urlopen(f"{server.url}/search/?q=first", timeout=SOON).status == 200
    assert urllib.request.urlopen(f"{server.url}/guides/first/", timeout=SOON).read() == kept
