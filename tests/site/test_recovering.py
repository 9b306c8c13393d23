"""What the server does of its own when a worker is gone, and what it says of it."""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from naltrexone_site.serving import server
from tests.conftest import ContentFolder, Server


def worker(*, alive: bool) -> SimpleNamespace:
    return SimpleNamespace(inner=SimpleNamespace(is_alive=lambda: alive))


def test_who_died_while_the_list_of_the_dead_was_cleared_is_replaced_too(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced: list[int] = []
    monkeypatch.setattr(server.Server, "_replace", lambda self, idx, *_given, **_named: replaced.append(idx))
    own: Any = server.Server.__new__(server.Server)
    own.interrupt_signal = False
    own.wrks = [worker(alive=False), worker(alive=True), worker(alive=False)]
    own._respawn_workers([0], None, None)
    assert replaced == [0, 2]


def test_each_line_of_the_log_is_json_also_when_a_worker_ends(
    start_server: Callable[..., Server], folder: ContentFolder, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with log.open("w") as output:
        url = f"sqlite:///{tmp_path}/index.sqlite3"
        own = start_server(output, DATABASE_URL=url, CONTENT_DIR=str(folder.root), WEB_CONCURRENCY="2")
        os.kill(max(own.workers()), signal.SIGKILL)
        time.sleep(server.PROVEN)
        own.stop()
    lines = log.read_text().partition("(Ctrl-C stops)\n")[2].splitlines()
    assert [json.loads(line)["message"][:15] for line in lines] == ["Unexpected exit"]
