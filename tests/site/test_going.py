"""A worker that goes lets nobody down: each connection that is held open is told with its last answer that it is."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ContentFolder, Server
from tests.site.wire import Wire

SECONDS = 30
READERS = 8


class Crowd:
    """Readers who ask on, each on one connection for as long as they may, and on a new one where it was the last."""

    def __init__(self, url: str, target: bytes) -> None:
        self.url, self.target = url, target
        self.leave = threading.Event()
        self.answered, self.told_last = [0], [0]
        self.let_down: list[str] = []
        self.threads = [threading.Thread(target=self._read) for _ in range(READERS)]
        for thread in self.threads:
            thread.start()

    def _read(self) -> None:
        while not self.leave.is_set():
            try:
                wire = Wire(self.url)
            except OSError:
                return  # refused: there is no server any more
            with wire:
                self._ask_on(wire)

    def _ask_on(self, wire: Wire) -> None:
        while not self.leave.is_set():
            try:
                answer = wire.ask(self.target)
            except (OSError, AssertionError) as error:
                self.let_down.append(repr(error))
                return
            self.answered[0] += 1
            if answer.status != 200:
                self.let_down.append(f"{answer.status}")
            if answer.headers.get("connection") == "close":
                self.told_last[0] += 1
                return

    def go(self) -> None:
        self.leave.set()
        for thread in self.threads:
            thread.join(SECONDS)


@pytest.fixture
def settings_of(library: ContentFolder, tmp_path: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite3",
        "CONTENT_DIR": str(library.root),
        "WEB_CONCURRENCY": "2",
    }


def wrk(url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["wrk", "-t1", "-c16", "-d4", f"{url}/guides/first/"],
        stdout=subprocess.PIPE,
        text=True,
        stderr=subprocess.STDOUT,
    )


def cut(said: str) -> int:
    """What wrk had asked and was not answered. Where nobody listens any more, it cannot ask: those are “write”."""
    errors = re.search(r"Socket errors: connect \d+, read (\d+)", said)
    return int(errors[1]) if errors else 0


@pytest.mark.parametrize("target", [b"/guides/first/", b"/search/?q=first"], ids=["kept", "made"])
def test_who_holds_a_connection_is_told_its_last_answer_before_the_server_stops(
    start_server: Callable[..., Server], settings_of: dict[str, str], target: bytes
) -> None:
    server = start_server(**settings_of)
    crowd = Crowd(server.url, target)
    time.sleep(1)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(SECONDS) == 0
    crowd.go()
    assert crowd.let_down == []
    assert crowd.answered[0] > crowd.told_last[0] == READERS


def test_who_holds_a_connection_is_told_its_last_answer_before_a_worker_goes(
    start_server: Callable[..., Server], settings_of: dict[str, str]
) -> None:
    server = start_server(**settings_of)
    crowd = Crowd(server.url, b"/guides/first/")
    before = set(server.workers())
    server.process.send_signal(signal.SIGHUP)
    end = time.monotonic() + 2 * SECONDS
    while before & set(server.workers()) and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.5)
    crowd.go()
    assert not before & set(server.workers())
    assert crowd.let_down == []
    assert crowd.told_last[0] >= READERS


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_under_wrk_no_request_fails(
    start_server: Callable[..., Server], settings_of: dict[str, str], number: signal.Signals
) -> None:
    """The load that benchmarks use."""
    server = start_server(**settings_of)
    load = wrk(server.url)
    time.sleep(1)
    server.process.send_signal(number)
    said, _ = load.communicate(timeout=SECONDS)
    assert "requests in" in said
    assert "Non-2xx" not in said
    assert cut(said) == 0, said
    if number is signal.SIGTERM:
        assert server.process.wait(SECONDS) == 0


def test_ctrl_c_ends_the_site_as_any_stop_does_and_is_no_error(
    start_server: Callable[..., Server], settings_of: dict[str, str], tmp_path: Path
) -> None:
    """A terminal sends it to each process at once, not to the server alone."""
    log = tmp_path / "log"
    with log.open("w") as output:
        server = start_server(output, **settings_of)
        for process in [*server.workers(), server.process.pid]:
            os.kill(process, signal.SIGINT)
        assert server.process.wait(SECONDS) == 0
    assert log.read_text().partition("(Ctrl-C stops)\n")[2] == ""
