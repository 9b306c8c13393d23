"""Several machines before one PostgreSQL: any may sync, all follow, and readers keep their pages while it is away."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest

from tests import needs
from tests.conftest import ROOT, ContentFolder, Server, environment
from tests.site.cable import Cable

NODES = 3
FOLLOWS_WITHIN = 1.0  # seconds after the sync has returned
KEPT_WITHIN = 1.0  # seconds, for a page that a node has, whatever the database does
LOCKED_OUT = 6  # readers: more than a node has threads that make pages
OTHERWISE_WITHIN = 20.0  # seconds, for a page that it has not


IN_THE_MIDDLE = """
import time, django
django.setup()
from django.db import transaction
from articles.publishing import sync
sync.GONE_AFTER_SECONDS = 1
with transaction.atomic():
    sync.wait_for_other_syncs()
    print("writing", flush=True)
    time.sleep(600)
"""


@dataclass
class Nodes:
    content: ContentFolder
    cable: Cable
    settings: dict[str, str]
    servers: list[Server]

    def sync(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", "sync_content"]
        return subprocess.Popen(command, cwd=ROOT, env=environment(**self.settings), text=True, stdout=subprocess.PIPE)

    def edit(self, word: str) -> bytes:
        self.content.article("first", f"Some text that says {word} [@label].\n")
        return word.encode()

    def shown(self, path: str = "/guides/first/") -> list[tuple[int, bytes]]:
        return [read(f"{server.url}{path}") for server in self.servers]


def read(address: str) -> tuple[int, bytes]:
    try:
        with urlopen(address, timeout=OTHERWISE_WITHIN) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with needs.postgresql(needs.postgresql_bin()) as url:
        yield url


@pytest.fixture
def nodes(start_server: Callable[..., Server], folder: ContentFolder, database: str) -> Iterator[Nodes]:
    far = int(database.rpartition(":")[2].partition("/")[0])
    cable = Cable(far)
    url = database.replace(f":{far}/", f":{cable.port}/")
    settings = {"DATABASE_URL": url, "CONTENT_DIR": str(folder.root), "WEB_CONCURRENCY": "1"}
    made = Nodes(folder, cable, settings, [start_server(**settings) for _ in range(NODES)])
    yield made
    for server in made.servers:
        server.stop()
    cable.unplug()


def home_of(database: str) -> Path:
    with psycopg.connect(database) as connection:
        asked = connection.execute("SHOW data_directory").fetchone()
    assert asked is not None
    return Path(str(asked[0])).parent


def restart(database: str) -> None:
    """As an administrator does it: whoever is connected is cut off."""
    home = home_of(database)
    told = ["--silent", "--wait", "--mode=fast", "--pgdata", str(home / "data"), "--log", str(home / "log")]
    needs.run_plain([str(needs.postgresql_bin() / "pg_ctl"), "restart", *told], home)


def follow(nodes: Nodes, expected: bytes) -> bool:
    deadline = time.monotonic() + OTHERWISE_WITHIN  # who waits for a dead cable finds out after a while
    while time.monotonic() < deadline and not all(expected in body for _, body in nodes.shown()):
        time.sleep(0.2)
    return all(status == 200 and expected in body for status, body in nodes.shown())


def done(sync: "subprocess.Popen[str]") -> str:
    said, _ = sync.communicate(timeout=60)
    assert sync.returncode == 0
    return said


def test_every_node_follows_a_sync_on_any_of_them_within_a_second(nodes: Nodes) -> None:
    for word in ("crimson", "violet"):
        nodes.shown()
        expected = nodes.edit(word)
        done(nodes.sync())
        time.sleep(FOLLOWS_WITHIN)
        assert all(status == 200 and expected in body for status, body in nodes.shown())


def test_syncs_on_two_nodes_at_once_make_one_edition(nodes: Nodes) -> None:
    nodes.edit("amber")
    said = sorted(done(sync) for sync in [nodes.sync(), nodes.sync()])
    assert [line.partition(",")[0] for line in said] == ["0 changed", "1 changed"]
    assert said[0].rpartition("edition")[2] == said[1].rpartition("edition")[2]


def test_a_sync_whose_machine_is_gone_holds_no_other_up_for_long(nodes: Nodes) -> None:
    settings = environment(**nodes.settings, DJANGO_SETTINGS_MODULE="naltrexone_site.settings")
    command = [sys.executable, "-c", IN_THE_MIDDLE]
    with subprocess.Popen(command, cwd=ROOT, env=settings, text=True, stdout=subprocess.PIPE) as gone:
        try:
            assert gone.stdout is not None
            assert gone.stdout.readline() == "writing\n"
            gone.send_signal(signal.SIGSTOP)
            expected = nodes.edit("saffron")
            assert done(nodes.sync()).startswith("1 changed")
        finally:
            gone.kill()
    assert follow(nodes, expected)


@pytest.mark.parametrize("fault", ["silent", "unplugged"])
def test_readers_keep_their_pages_while_the_database_is_away(nodes: Nodes, fault: str) -> None:
    nodes.shown()
    time.sleep(FOLLOWS_WITHIN)
    before = nodes.shown()
    if fault == "silent":
        nodes.cable.sound.clear()
    else:
        nodes.cable.unplug()
    for _ in range(8):
        started = time.monotonic()
        assert nodes.shown() == before
        assert time.monotonic() - started < KEPT_WITHIN * NODES
        time.sleep(0.25)
    status, body = read(f"{nodes.servers[0].url}/about/")
    assert status == 503
    assert b"911" in body
    nodes.cable.unplug()
    nodes.cable.plug_in()
    expected = nodes.edit(fault)
    done(nodes.sync())
    assert follow(nodes, expected)
    assert read(f"{nodes.servers[0].url}/about/")[0] == 200


def test_nodes_follow_also_where_what_they_asked_is_never_answered(nodes: Nodes) -> None:
    """As where PostgreSQL's machine stood still, or a wall between forgot the connections: nobody hangs up."""
    nodes.shown()
    time.sleep(FOLLOWS_WITHIN)
    before = nodes.shown()
    nodes.cable.stall()
    assert nodes.shown() == before
    expected = nodes.edit("ochre")
    done(nodes.sync())
    assert follow(nodes, expected)
    assert [status for status, _ in nodes.shown("/about/")] == [200] * NODES


def test_a_reader_waits_for_no_lock_of_the_database(nodes: Nodes, database: str) -> None:
    nodes.shown()
    time.sleep(FOLLOWS_WITHIN)
    before = nodes.shown()
    assert [status for status, _ in before] == [200] * NODES
    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor(LOCKED_OUT) as readers:
            answers = list(readers.map(read, [f"{nodes.servers[0].url}/guides/"] * LOCKED_OUT))
        assert all(status == 503 and b"911" in body for status, body in answers)
        assert nodes.shown() == before
        assert nodes.shown("/healthz")[0][0] == 200
        other.rollback()
    assert [status for status, _ in nodes.shown("/guides/")] == [200] * NODES


def test_what_failed_stands_in_the_log_of_the_database_without_the_words_of_a_reader(
    nodes: Nodes, database: str
) -> None:
    nodes.edit("crimson")
    done(nodes.sync())
    with psycopg.connect(database) as other:
        other.execute("LOCK TABLE articles_passage, articles_article IN ACCESS EXCLUSIVE MODE")
        for path in ("/search/?q=crimson", "/guides/crimson/"):
            read(f"{nodes.servers[0].url}{path}")
    said = (home_of(database) / "log").read_text(encoding="utf-8", errors="replace")
    assert "articles_passage" in said  # the statements that waited in vain
    assert "articles_article" in said
    assert "crimson" not in said


def test_readers_keep_their_pages_while_the_database_is_restarted_and_all_nodes_follow_after(
    nodes: Nodes, database: str
) -> None:
    nodes.shown()
    time.sleep(FOLLOWS_WITHIN)
    before = nodes.shown()
    assert [status for status, _ in before] == [200] * NODES
    with psycopg.connect(database) as connection, ThreadPoolExecutor() as beside:
        restarting = beside.submit(restart, database)
        while not restarting.done():
            assert nodes.shown() == before
        restarting.result()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert nodes.shown() == before
    assert [status for status, _ in nodes.shown("/about/")] == [200] * NODES  # made by who was connected before
    expected = nodes.edit("indigo")
    done(nodes.sync())
    assert follow(nodes, expected)
    assert [status for status, _ in nodes.shown("/about/")] == [200] * NODES
