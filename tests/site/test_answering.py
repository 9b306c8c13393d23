"""A reader of a kept page waits for nobody: neither for a page in the making nor for a body that is on its way."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, connections

from naltrexone_site.serving.answering import Connections, Door, answering
from naltrexone_site.serving.keeping import KeptPages
from naltrexone_site.serving.posted import BUSY, BYTES_MAX, CUT, NOT_READ

PUBLIC = [("Cache-Control", "public"), ("ETag", '"one"')]
FIFTY = 50  # searches, as docs/threat-model.md says
WAITS = 10  # seconds
HASTE = 0.2


class Reader:
    def __init__(self) -> None:
        self.answer: Future[tuple[int, list[tuple[str, str]], bytes]] = Future()

    def response_bytes(self, *answer: Any) -> None:
        self.answer.set_result(answer)

    def status(self) -> int:
        return self.answer.result(WAITS)[0]


class Body:
    """Comes when it is let."""

    def __init__(self) -> None:
        self.asked, self.sent = Event(), Event()

    def read(self, length: int) -> bytes:
        self.asked.set()
        assert self.sent.wait(WAITS)
        return b"a" * length


def environ(path: str = "/", method: str = "GET", /, **more: Any) -> dict[str, Any]:
    return {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "here", **more}


def post(body: Body, length: str = "3", **more: str) -> dict[str, Any]:
    return environ("/", "POST", CONTENT_LENGTH=length, **{"wsgi.input": body}, **more)


class Threads:
    """Two of them, which nobody waits for at the end: one of them has nothing to do for ever."""

    def __init__(self) -> None:
        self.waiting: SimpleQueue[tuple[Callable[..., None], tuple[Any, ...], Future[None]]] = SimpleQueue()
        for _ in range(2):
            Thread(target=self._work, daemon=True).start()

    def submit(self, call: Callable[..., None], *given: Any) -> Future[None]:
        done: Future[None] = Future()
        self.waiting.put((call, given, done))
        return done

    def _work(self) -> None:
        while True:
            call, given, done = self.waiting.get()
            call(*given)
            done.set_result(None)


class Site:
    """Two threads, as the server has in a worker. The application tells what it was asked; /slow/ waits."""

    def __init__(self) -> None:
        self.may_go, self.going = Event(), Event()
        self.read: list[tuple[bytes, str]] = []
        self.answer = answering(KeptPages(self.application, lambda: 1), self.going, bodies_max=1)
        self.threads = Threads()

    def application(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow/":
            assert self.may_go.wait(WAITS)
        if environ["PATH_INFO"] == "/broken/":
            raise ZeroDivisionError
        self.read.append((environ["wsgi.input"].read(), environ.get(NOT_READ, "")))
        start("200 OK", PUBLIC)
        return [b"page"]

    def ask(self, environ: dict[str, Any]) -> Reader:
        reader = Reader()
        self.threads.submit(self.answer, reader, environ)
        return reader


@pytest.fixture(autouse=True)
def django_as_it_was() -> Iterator[None]:
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site() -> Site:
    return Site()


def test_a_page_is_made_and_kept_and_its_header_says_as_much(site: Site) -> None:
    answers = [site.ask(environ()).answer.result(WAITS) for _ in range(2)]
    assert answers == [(200, PUBLIC, b"page")] * 2
    assert len(site.read) == 1
    assert site.ask(environ(HTTP_IF_NONE_MATCH='"one"')).status() == 304
    assert site.ask(environ("/", "HEAD")).answer.result(WAITS) == (200, PUBLIC, b"")


def test_a_kept_page_is_answered_while_every_maker_is_busy(site: Site) -> None:
    site.ask(environ()).status()
    slow = [site.ask(environ("/slow/")) for _ in range(20)]
    assert site.ask(environ()).status() == 200
    assert not any(reader.answer.done() for reader in slow)
    site.may_go.set()
    assert {reader.status() for reader in slow} == {200}


def test_readers_are_answered_while_a_body_is_on_its_way_and_another_comes_again(site: Site) -> None:
    body = Body()
    poster = site.ask(post(body))
    assert body.asked.wait(WAITS)
    assert [site.ask(environ(f"/{number}/")).status() for number in range(5)] == [200] * 5
    site.read.clear()
    assert site.ask(post(Body())).status() == 200
    assert site.read == [(b"", BUSY)]
    body.sent.set()
    assert poster.status() == 200
    assert site.read[1:] == [(b"aaa", "")]
    for _ in range(5):  # whichever thread hands out now
        later = Body()
        later.sent.set()
        assert site.ask(post(later)).status() == 200
        assert site.ask(environ()).status() == 200
        assert site.read[-1] == (b"aaa", "") or site.read[-2] == (b"aaa", "")


def test_of_two_threads_one_waits_with_nothing_in_its_hands() -> None:
    door = Door(bodies_max=1)
    for _ in range(2):
        door.stay()  # this thread hands out
    other = Threads().submit(door.stay)
    with pytest.raises(TimeoutError):
        other.result(HASTE)
    assert door.body(post(Body()) | {"wsgi.input": BytesIO(b"abc")})["wsgi.input"].read() == b"abc"
    other.result(WAITS)


@pytest.mark.parametrize(
    "asked",
    [
        post(Body(), length=str(BYTES_MAX + 1)),
        post(Body(), length="-1"),
        post(Body(), length="x"),
        post(Body(), HTTP_TRANSFER_ENCODING="chunked"),
        environ("/", "GET", CONTENT_LENGTH="3", **{"wsgi.input": Body()}),
        environ("/", "PUT", CONTENT_LENGTH="3", **{"wsgi.input": Body()}),
    ],
    ids=["too long", "below nothing", "no number", "no length", "GET", "PUT"],
)
def test_what_is_refused_is_not_read(site: Site, asked: dict[str, Any]) -> None:
    body = asked["wsgi.input"]
    assert site.ask(asked).status() == 200
    assert not body.asked.is_set()
    assert site.read == [(b"", "")]


def test_a_body_that_breaks_off_is_told(site: Site) -> None:
    assert site.ask(post(Body()) | {"wsgi.input": BytesIO(b"ab")}).status() == 200
    assert site.read == [(b"", CUT)] or site.read == [(b"ab", CUT)]


def test_of_many_searches_some_are_asked_to_come_again_and_health_is_told_at_once(site: Site) -> None:
    asked = [site.ask(environ("/slow/", "GET", QUERY_STRING=f"q={number}")) for number in range(FIFTY + 5)]
    assert [reader.status() for reader in asked[FIFTY:]] == [503] * 5
    assert b"tel:911" in asked[-1].answer.result(WAITS)[2]
    assert site.ask(environ("/healthz")).status() == 200
    assert not any(reader.answer.done() for reader in asked[:FIFTY])
    site.may_go.set()
    assert {reader.status() for reader in asked[:FIFTY]} == {200}
    assert site.ask(environ("/", "GET", QUERY_STRING="q=later")).status() == 200


def test_where_the_application_itself_fails_the_reader_gets_an_answer(site: Site) -> None:
    assert site.ask(environ("/broken/")).status() == 500
    assert site.ask(environ()).status() == 200


@pytest.mark.django_db
def test_no_thread_holds_a_file_of_sqlite_when_its_page_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or nobody could make an index again that was emptied. A connection to PostgreSQL is held."""
    monkeypatch.setattr(type(connections["default"]), "is_in_memory_db", lambda self: False, raising=False)

    def application(_environ: dict[str, Any], start: Any) -> list[bytes]:
        connection.ensure_connection()
        return [b"page"]

    connected = Connections(lambda: 1).before(application)

    def held() -> bool:
        connected(environ(), print)
        return connection.connection is not None

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(held).result(WAITS) == (connection.vendor == "postgresql")
        thread.submit(lambda: connection.close()).result(WAITS)


@pytest.mark.django_db
def test_a_thread_keeps_its_connection_while_the_index_is_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    tested = type(connections["default"])
    monkeypatch.setattr(tested, "is_in_memory_db", lambda self: False, raising=False)  # which Django never closes
    states: list[object] = [1]
    stays = Connections(lambda: states[-1])

    def ask() -> object:
        stays.refresh()
        request_started.send(sender=None)
        connection.ensure_connection()
        asked = connection.connection
        request_finished.send(sender=None)  # Django closes here what is past its age
        return asked

    def meet_an_error() -> None:
        connection.errors_occurred = True
        request_finished.send(sender=None)  # Django takes the error back here, where the connection says anything

    with ThreadPoolExecutor(1) as thread:
        asked = [thread.submit(ask).result(WAITS) for _ in range(2)]
        assert asked[0] is asked[1]
        for state in (2, None, None):
            states.append(state)
            asked.append(thread.submit(ask).result(WAITS))
        states.append(3)
        asked += [thread.submit(ask).result(WAITS) for _ in range(2)]
        assert asked[-1] is asked[-2]
        thread.submit(meet_an_error).result(WAITS)
        asked.append(thread.submit(ask).result(WAITS))
        thread.submit(lambda: connection.close()).result(WAITS)
    assert len({id(each) for each in asked}) == 6


def test_a_thread_looks_at_its_connection_after_it_is_noted_as_of_when_a_page_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or a page of an index that was replaced in between would be kept as one of the new index."""
    asked: list[str] = []

    def state() -> int:
        asked.append("state")
        return 1

    def application(_environ: dict[str, Any], start: Any) -> list[bytes]:
        asked.append("page")
        start("200 OK", PUBLIC)
        return [b"page"]

    monkeypatch.setattr(Connections, "refresh", lambda self: asked.append("connection"))
    reader = Reader()
    Threads().submit(answering(KeptPages(application, state), Event(), bodies_max=1), reader, environ())
    assert reader.status() == 200
    assert asked == ["state", "state", "connection", "page", "state"]
