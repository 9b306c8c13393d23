"""What `serve` does before, around and after serving: the port, the content, the static files, the end."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from naltrexone_site.management.commands import serve
from tests.conftest import REFERENCE, ROOT, TAGS, ContentFolder, Server, environment
from tests.needs import free_port
from tests.site.wire import Wire

SET_UP_SECONDS = 2  # what the second start may take before it serves
STOP_SECONDS = 8  # a worker that is told so while it is still starting is ended after two


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("serve")
    folder = ContentFolder(made / "content")
    folder.write("en/tags.yaml", TAGS)
    folder.write("references/label.md", REFERENCE)
    folder.article("first")
    return made


@pytest.fixture(scope="module")
def settings_of(home: Path) -> dict[str, str]:
    return {"CONTENT_DIR": str(home / "content"), "DATABASE_URL": f"sqlite:///{home / 'index.sqlite3'}"}


def refused(**settings: str) -> subprocess.CompletedProcess[str]:
    """A start that must not come to serving."""
    command = [sys.executable, "manage.py", "serve"]
    port = {"PORT": settings.pop("PORT", str(free_port()))}
    return subprocess.run(
        command, cwd=ROOT, env=environment(**port, **settings), capture_output=True, text=True, timeout=60
    )


def alive(process: int) -> bool:
    """Neither gone nor merely waiting for its parent to notice."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def processor_seconds(process: int) -> float:
    """What it has used so far, which does not depend on what else the machine does."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_busy_port_is_one_line(settings_of: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = refused(PORT=str(port), **settings_of)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"PORT: {port} cannot be used (address already in use). Stop what uses it, or set PORT.\n"


def test_content_that_is_refused_with_no_edition_yet_stops_with_its_problems(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path / "content")
    folder.write("en/tags.yaml", TAGS)
    folder.article("first", "See [@nobody] and <b>this</b>.\n")
    done = refused(CONTENT_DIR=str(folder.root), DATABASE_URL=f"sqlite:///{tmp_path / 'index.sqlite3'}")
    lines = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (1, "")
    assert lines[-1] == "There is no earlier edition to serve. Mend these files first."
    assert len(lines) >= 2
    assert all(re.match(r"en/articles/first\.md:\d+: [a-z-]+ \S", line) for line in lines[:-1])


@pytest.mark.parametrize("address", ["sqlite:////proc/index.sqlite3", "postgres://me:hidden@127.0.0.1:1/name"])
def test_an_index_that_cannot_be_made_is_one_line(address: str) -> None:
    done = refused(DATABASE_URL=address)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"DATABASE_URL: the index cannot be written \(.+\)\.\n", done.stderr)
    assert "hidden" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_promptly_with_all_its_workers(
    start_server: Callable[..., Server], settings_of: dict[str, str], number: signal.Signals
) -> None:
    server = start_server(WEB_CONCURRENCY="2", **settings_of)
    workers = server.workers()
    with Wire(server.url) as idle, Wire(server.url) as used:
        assert used.ask(b"/").status == 200
        assert len(workers) >= 2
        start = time.monotonic()
        server.process.send_signal(number)
        assert server.process.wait(STOP_SECONDS) in (0, 128 + number, -number)
        assert time.monotonic() - start < STOP_SECONDS
        assert not any(map(alive, workers))
        assert idle.socket.fileno() > 0


def test_workers_end_with_a_master_that_is_killed_and_leave_the_port_free(
    start_server: Callable[..., Server], settings_of: dict[str, str]
) -> None:
    server = start_server(WEB_CONCURRENCY="3", **settings_of)
    workers = server.workers()
    assert len(workers) >= 3
    server.process.kill()
    server.process.wait(STOP_SECONDS)
    end = time.monotonic() + STOP_SECONDS
    while any(map(alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(alive, workers))
    while not is_free(int(server.url.rpartition(":")[2])) and time.monotonic() < end:
        time.sleep(0.05)
    assert is_free(int(server.url.rpartition(":")[2]))


def is_free(port: int) -> bool:
    with socket.socket() as next_start:
        next_start.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            next_start.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def test_a_second_start_is_quick(start_server: Callable[..., Server], settings_of: dict[str, str]) -> None:
    server = start_server(**settings_of)
    assert processor_seconds(server.process.pid) < SET_UP_SECONDS
    server.stop()


def test_content_that_is_refused_later_leaves_the_last_edition_served(
    start_server: Callable[..., Server], settings_of: dict[str, str], home: Path, tmp_path: Path
) -> None:
    folder = ContentFolder(home / "content")
    folder.article("second", "See [@nobody].\n")
    output = tmp_path / "output"
    with output.open("w") as file:
        server = start_server(file, **settings_of)
    with Wire(server.url) as wire:
        answers = [wire.ask(target).status for target in (b"/guides/first/", b"/guides/second/", b"/healthz")]
    server.stop()
    folder.remove("en/articles/second.md")
    said = output.read_text()
    assert answers == [200, 404, 200]
    assert re.search(r"^en/articles/second\.md:\d+: \S", said, re.MULTILINE)
    assert (
        "The last good edition is served. Mend these files, then run: .venv/bin/python manage.py sync_content" in said
    )


def test_static_files_are_collected_once_and_again_after_a_change(settings: LazySettings, tmp_path: Path) -> None:
    source, root = tmp_path / "static", tmp_path / "collected"
    source.mkdir()
    (source / "a.css").write_text("main { color: black; }\n")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], root
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "naltrexone_site.collecting.JoinedFiles"}}

    def collected() -> set[str]:
        serve.collect_static_files()
        return {place.name for place in root.glob("a.*.css")}

    first = collected()
    assert len(first) == 1
    (root / first.pop()).unlink()
    assert collected() == set()  # nothing has changed, so nothing is done
    (source / "a.css").write_text("main { color: white; }\n")
    os.utime(source / "a.css", (time.time() + 5,) * 2)
    assert len(collected()) == 1
    (root / "staticfiles.json").unlink()
    serve.collect_static_files()
    assert (root / "staticfiles.json").exists()


def test_a_place_for_static_files_that_cannot_be_written_is_one_line(settings: LazySettings) -> None:
    settings.STATIC_ROOT = Path("/proc/nowhere")
    with pytest.raises(SystemExit, match=r"\A/proc/nowhere\S*: cannot be written \(.+\)\. Make it writable first\.\Z"):
        serve.collect_static_files()


def test_a_python_without_the_environment_is_told_what_to_run() -> None:
    command = [sys.executable, "-S", "manage.py"]
    run = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        "Django is not installed for this Python. Run: make install, then: .venv/bin/python manage.py …"
    ]
