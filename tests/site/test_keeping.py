"""Kept pages: the same bytes as Django's, for as long as the edition lasts, in bounded memory."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.test import Client

from articles.editions import Edition
from naltrexone_site.exporting import public
from naltrexone_site.serving.keeping import BESIDE_A_BODY, SPELLINGS_MAX, EditionState, KeptPages, SqliteState
from tests.conftest import ROOT, ContentFolder, Server, environment

PUBLIC = ("Cache-Control", "public, max-age=60")


class Django:
    """Stands in for the application: says how often it was asked, and answers as it was told."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.status, self.headers, self.body = "200 OK", [PUBLIC, ("ETag", '"one"'), ("Content-Type", "x")], b"text"
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("HTTP_ACCEPT_ENCODING", "")))
        self.meanwhile()
        start(self.status, list(self.headers))
        return [self.body]


class Reader:
    def __init__(self, django: Django, most: int = 100_000) -> None:
        self.state: object = 1
        self.pages = KeptPages(django, lambda: self.state, most)

    def get(
        self, path: str = "/", method: str = "GET", query: str = "", **headers: str
    ) -> tuple[str, list[str], bytes]:
        said: list[Any] = []
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "here", **headers}
        body = b"".join(self.pages(environ, lambda *line: said.append(line)))
        status, names = said[0]
        return status, [name for name, _ in names], body


@pytest.fixture
def django() -> Django:
    return Django()


def test_a_page_is_made_once_an_edition(django: Django) -> None:
    reader = Reader(django)
    answers = [reader.get() for _ in range(3)]
    assert answers == [("200 OK", ["Cache-Control", "ETag", "Content-Type"], b"text")] * 3
    assert len(django.asked) == 1
    reader.state = 2
    django.body = b"new"
    assert reader.get()[2] == b"new"
    assert reader.get()[2] == b"new"
    assert len(django.asked) == 2


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("200 OK", ("Cache-Control", "private, max-age=60")),
        ("200 OK", ("Cache-Control", "no-store")),
        ("404 Not Found", PUBLIC),
        ("301 Moved Permanently", PUBLIC),
        ("503 Service Unavailable", PUBLIC),
    ],
)
def test_what_is_not_for_everybody_is_asked_for_each_time(django: Django, status: str, header: tuple[str, str]) -> None:
    django.status, django.headers[0] = status, header
    reader = Reader(django)
    assert [reader.get()[0] for _ in range(2)] == [status, status]
    assert len(django.asked) == 2
    assert reader.pages.kept == {}


def test_a_page_is_one_page_whatever_follows_its_address(django: Django) -> None:
    reader = Reader(django)
    answers = [reader.get(query=f"fbclid={number}") for number in range(50)]
    assert answers == [reader.get()] * 50
    assert (len(django.asked), len(reader.pages.kept)) == (1, 1)


def test_what_a_query_changes_and_another_method_go_by_and_fill_nothing(django: Django) -> None:
    django.headers = [("Cache-Control", "private, max-age=60"), ("ETag", '"one"')]
    reader = Reader(django)
    for number in range(50):
        reader.get(query=f"q={number}")
    reader.get(method="POST")
    assert len(django.asked) == 51
    assert reader.pages.kept == {}


def test_no_query_changes_what_may_be_shared(library: ContentFolder, db: None) -> None:
    """Of every address: else one reader's words would be the next one's page."""
    library.sync()
    client = Client()
    asked = "q=naltrexone&exact=1&guide=first&for=clinicians&text=large&mainSearchCriteria.v.ot=naltrexone&page=2"
    shared = 0
    for address in [*public(), "/infobutton/", "/healthz"]:
        plain, answer = client.get(address), client.get(f"{address}?{asked}")
        if any("public" in each.headers["Cache-Control"] for each in (plain, answer)):
            assert (address, answer.content) == (address, plain.content)
            shared += 1
        elsewhere = client.get(f"{address.upper()}?{asked}")
        assert "public" not in elsewhere.get("Cache-Control", "") or "?" not in elsewhere.get("Location", "")
    assert shared > 40


def test_hosts_paths_and_encodings_do_not_share(django: Django) -> None:
    reader = Reader(django)
    for headers in ({}, {"HTTP_HOST": "there"}, {"HTTP_ACCEPT_ENCODING": "gzip"}, {"HTTP_ACCEPT_ENCODING": "br, gzip"}):
        reader.get(**headers)
    reader.get("/other/")
    assert len(django.asked) == len(reader.pages.kept) == 5
    reader.get(HTTP_ACCEPT_ENCODING="gzip;q=0.8, deflate")  # says the same in other words
    assert len(django.asked) == 5


def test_a_host_is_the_same_in_capitals_and_at_every_port(django: Django) -> None:
    reader = Reader(django)
    for host in ("here", "HERE", "here:80", "here:00080", "here:65535"):
        reader.get(HTTP_HOST=host)
    assert len(django.asked) == len(reader.pages.kept) == 1
    for host in ("here:x", "here:", "here:٣", "[::1]", "a:b:1"):
        reader.get(HTTP_HOST=host)
    assert len(django.asked) == 6


def test_a_known_tag_gets_no_body_and_is_kept_for_others_all_the_same(django: Django) -> None:
    reader = Reader(django)
    for _ in range(2):
        assert reader.get(HTTP_IF_NONE_MATCH='"zero", W/"one"') == ("304 Not Modified", ["Cache-Control", "ETag"], b"")
    assert reader.get(HTTP_IF_NONE_MATCH='"zero"')[2] == b"text"
    assert len(django.asked) == 1


def test_head_is_answered_from_the_page_without_its_body(django: Django) -> None:
    reader = Reader(django)
    assert reader.get(method="HEAD") == ("200 OK", ["Cache-Control", "ETag", "Content-Type"], b"")
    assert reader.get() == ("200 OK", ["Cache-Control", "ETag", "Content-Type"], b"text")
    assert django.asked == [("GET", "/", "")]


def test_a_page_made_while_the_edition_changed_is_handed_out_once_and_not_kept(django: Django) -> None:
    reader = Reader(django)
    django.meanwhile = lambda: setattr(reader, "state", 2)
    reader.get()
    django.meanwhile = lambda: None
    reader.get()
    assert len(django.asked) == 2
    assert len(reader.pages.kept) == 1


def test_nothing_kept_is_handed_out_while_the_index_cannot_be_asked_for(django: Django) -> None:
    reader = Reader(django)
    reader.get()
    reader.state = None
    reader.get()
    reader.get()
    assert len(django.asked) == 3


def test_memory_is_bounded_and_the_oldest_goes_first(django: Django) -> None:
    django.body = b"x" * 100
    reader = Reader(django, most=10 * (100 + BESIDE_A_BODY))
    for number in range(30):
        reader.get(f"/{number}/")
    assert reader.pages.size == 10 * (100 + BESIDE_A_BODY)
    assert [path for _, path, _ in reader.pages.kept] == [f"/{number}/" for number in range(20, 30)]
    for number in range(3 * SPELLINGS_MAX):
        reader.get("/29/", HTTP_ACCEPT_ENCODING=f"x{number}")
    reader.get("/29/", HTTP_ACCEPT_ENCODING="x" * 300_000)
    assert len(reader.pages.encodings) <= SPELLINGS_MAX
    assert max(map(len, reader.pages.encodings)) < 300


def test_sqlites_files_tell_a_change_and_a_loss(tmp_path: Path) -> None:
    index, log = tmp_path / "index", tmp_path / "index-wal"
    state = SqliteState(str(index), str(log), every=0)
    assert state() is None
    index.write_bytes(b"1")
    seen = [state()]
    log.write_bytes(b"1")
    seen.append(state())
    log.write_bytes(b"12")
    seen.append(state())
    assert len(set(seen)) == 3
    assert state() == state()
    log.write_bytes(b"")  # somebody reads, and all of it stands in the index
    assert state() == seen[0]
    index.unlink()
    assert state() is None


def test_the_files_are_looked_at_again_after_a_moment_and_not_before(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.write_bytes(b"1")
    state = SqliteState(str(index), f"{index}-wal", every=0.2)
    before = state()
    index.write_bytes(b"12")
    assert state() == before
    time.sleep(0.3)
    assert state() != before


def test_who_reads_the_index_meanwhile_changes_nothing(tmp_path: Path) -> None:
    """Each question to it opens its log anew and takes it away again."""
    index = tmp_path / "index"
    state = SqliteState(str(index), f"{index}-wal", every=0)
    with closing(sqlite3.connect(index)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE edition (number)")
    before = state()
    with closing(sqlite3.connect(index)) as reader:
        reader.execute("SELECT * FROM edition").fetchall()
        assert Path(f"{index}-wal").exists()
        assert state() == before
    assert state() == before


def test_the_edition_is_the_state_where_there_are_no_files(library: ContentFolder, db: None) -> None:
    library.sync()
    state = EditionState()
    state.ask()
    seen = [state.present]
    library.article("third")
    library.sync()
    state.ask()
    seen.append(state.present)
    Edition.objects.update(made_at=datetime(2031, 1, 1, tzinfo=UTC))  # the same number, of an index made anew
    state.ask()
    assert len({*seen, state.present}) == 3


def read(site: Server, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urlopen(Request(site.url + path, headers=headers), timeout=20) as response:
            return response.status, dict(response.headers), response.read()
    except HTTPError as error:
        return error.code, dict(error.headers), error.read()


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br"}])
@pytest.mark.parametrize("path", ["/", "/guides/stopping/", "/guides/stopping.md", "/feed.xml", "/static/icon.svg"])
def test_a_kept_answer_is_the_same_as_a_fresh_one(site: Server, path: str, headers: dict[str, str]) -> None:
    """Under another name of this machine a page is kept apart, so the first answer is a fresh one."""
    port = site.url.rpartition(":")[2]
    fresh = read(site, path, Host=f"localhost:{port}", **headers)
    kept = [read(site, path, **headers) for _ in range(2)]
    for status, told, body in kept:
        assert (status, body) == (fresh[0], fresh[2])
        told.pop("date"), fresh[1].pop("date", None)
        assert told.pop("etag", "") == fresh[1].get("etag", "")
        assert told == {name: value for name, value in fresh[1].items() if name != "etag"}
    unchanged = read(site, path, **headers, **{"If-None-Match": kept[0][1].get("etag", "") or fresh[1]["etag"]})
    fresh_unchanged = read(site, path, Host=f"[::1]:{port}", **headers, **{"If-None-Match": fresh[1]["etag"]})
    assert unchanged[0] == fresh_unchanged[0] == 304
    assert {name: value for name, value in unchanged[1].items() if name != "date"} == {
        name: value for name, value in fresh_unchanged[1].items() if name != "date"
    }


def test_a_host_that_is_not_ours_gets_nothing_kept(site: Server) -> None:
    assert read(site, "/about/")[0] == 200
    assert read(site, "/about/", Host="elsewhere.example")[0] == 400


def test_a_new_edition_replaces_every_page_in_every_worker_within_a_second(
    start_server: Callable[..., Server], library: ContentFolder, tmp_path: Path
) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/index.sqlite3", "CONTENT_DIR": str(library.root)}
    server = start_server(**settings, WEB_CONCURRENCY="2")
    for _ in range(20):
        assert b"The first guide" in read(server, "/guides/first/")[2]
    path = library.root / "en/articles/first.md"
    path.write_text(path.read_text().replace("The first guide", "The changed guide"))
    command = [sys.executable, "manage.py", "sync_content"]
    subprocess.run(command, cwd=ROOT, env=environment(**settings), check=True, capture_output=True)
    time.sleep(1)
    for _ in range(40):
        assert b"The changed guide" in read(server, "/guides/first/")[2]
