"""How a worker of the server answers: what is kept at once, and what has to be made on threads beside it.

Nobody who is slow is waited for before a reader is answered: a page in the making, a long answer of the index, a body
that is still on its way.
"""

import logging
import os
import select
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from threading import BoundedSemaphore, Event, Lock, local
from typing import Any, Protocol

from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections, connection
from django.http import HttpRequest

from naltrexone_site.pages import HEALTH, unavailable
from naltrexone_site.serving.guarding import headers as guarding_headers
from naltrexone_site.serving.keeping import Application, Environ, KeptPages, Start
from naltrexone_site.serving.posted import BUSY, CUT, NOT_READ, is_small

# Beside the thread that hands out. On SQLite they wait for the processor alone; an answer of PostgreSQL is worth
# waiting for beside others.
MAKING = {"sqlite": 2, "postgresql": 4}
SEARCHING_MAX = 50  # searches and sheets that wait or are made, in each worker; a reader waits a second behind as many
TURN = 0.0005  # seconds that a thread which makes a page may hold up one that hands out; Python's own are 0.005
SPEAKS_WITHIN_SECONDS = 2  # or PostgreSQL is asked on another connection
READERS_WAIT_SECONDS = 1  # for a SQLite index that somebody has locked; then it is a 503 with the numbers
LAST = ("Connection", "close")  # the header of a worker's last answers


class Reader(Protocol):
    """What granian gives for each request: who waits at the other end. It takes one answer, from any thread."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


def answering(pages: KeptPages, going: Event, bodies_max: int) -> Callable[[Reader, Environ], None]:
    """What the server calls for each request, on one thread at a time; it has one more than `bodies_max`. Once the
    worker is `going`, each answer says that it is the last on its connection, so that nobody asks there in vain."""
    always = environment()
    pages.application = Connections(pages.state).before(pages.application)
    makers = ThreadPoolExecutor(MAKING[connection.vendor], thread_name_prefix="making")
    health = ThreadPoolExecutor(1, thread_name_prefix="health")  # whoever watches waits behind nobody
    searching = BoundedSemaphore(SEARCHING_MAX)
    door = Door(bodies_max)
    sys.setswitchinterval(TURN)

    def hand(reader: Reader, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        reader.response_bytes(status, [*headers, LAST] if going.is_set() else headers, body)

    def make(reader: Reader, environ: Environ) -> None:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        try:
            body = b"".join(pages(always | environ, lambda *line: begun.append(line)))
            status, headers = begun[0]
            hand(reader, int(status[:3]), headers, body)
        except Exception as error:
            failed(reader, error)

    def search(reader: Reader, environ: Environ) -> None:
        try:
            make(reader, environ)
        finally:
            searching.release()

    def answer(reader: Reader, environ: Environ) -> None:
        try:
            kept = pages.find(environ)
            if kept:
                hand(reader, *kept.to(environ))
            else:
                environ |= door.body(environ)
                hand_over(reader, environ)
        except Exception as error:
            failed(reader, error)
        door.stay()

    def hand_over(reader: Reader, environ: Environ) -> None:
        if environ["PATH_INFO"] == HEALTH:
            health.submit(make, reader, environ)
        elif not environ.get("QUERY_STRING"):
            makers.submit(make, reader, environ)
        elif searching.acquire(blocking=False):
            makers.submit(search, reader, environ)
        else:
            hand(reader, *too_many())

    return answer


def environment() -> Environ:
    """What is the same for each request."""
    return dict(os.environ) | {
        "SCRIPT_NAME": "",
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multiprocess": False,
        "wsgi.multithread": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }


def failed(reader: Reader, error: Exception) -> None:
    """What even Django did not catch. Its words may quote what a reader asked for."""
    logging.getLogger("naltrexone_site").error(
        "A page failed: %s", type(error).__name__, extra={"event": "page-failed"}
    )
    reader.response_bytes(500, list(guarding_headers().items()), b"")


@cache
def too_many() -> tuple[int, list[tuple[str, str]], bytes]:
    """The plain 503 with the numbers to call."""
    response = unavailable(HttpRequest())
    return response.status_code, [*(guarding_headers() | dict(response.headers)).items()], response.content


class Connections:
    """On PostgreSQL each thread that makes pages keeps its connection while the index is what it was: to open one takes
    5 ms, a third of a search. On SQLite it takes 1 ms, and none is kept: also one that idles holds a lock on the file,
    and an index that was emptied could not be made again."""

    def __init__(self, state: Callable[[], object]) -> None:
        self.state = state
        self.mine = local()
        for signal in (request_started, request_finished):  # Django would close all, or take back an error
            signal.disconnect(close_old_connections)
        if connection.vendor == "sqlite":  # the connections of all threads share these settings
            connection.settings_dict["OPTIONS"]["timeout"] = READERS_WAIT_SECONDS

    def before(self, application: Application) -> Application:
        """After KeptPages has noted as of when it keeps a page, so that none is of an index that was replaced."""

        def connected(environ: Environ, start: Start) -> Iterable[bytes]:
            self.refresh()
            try:
                return application(environ, start)
            finally:
                if connection.vendor == "sqlite":
                    connection.close()

        return connected

    def refresh(self) -> None:
        """Before a page is made. After an error, another connection may fare better."""
        state = self.state()
        as_it_was = state is not None and state == getattr(self.mine, "opened_at", None)
        if not as_it_was or connection.errors_occurred or not _speaks():
            connection.close()
        self.mine.opened_at = state


def _speaks() -> bool:
    """Whether PostgreSQL answers where this thread is connected, if it is. Django (`CONN_HEALTH_CHECKS`) would wait for
    that without end: a server that stands still says nothing, and its kernel confirms all that it is sent."""
    if connection.vendor == "sqlite" or connection.connection is None:
        return True
    server, answer = connection.connection.pgconn, select.poll()
    try:
        with connection.wrap_database_errors:
            server.send_query(b"")
            answer.register(server.socket, select.POLLIN)
            if not answer.poll(SPEAKS_WITHIN_SECONDS * 1_000):
                return False
            server.consume_input()
            while answered := server.get_result():
                if answered.error_message:  # its last words, where it ended the connection
                    return False
    except DatabaseError:  # it hung up without any
        return False
    return True


class Door:
    """Of granian's threads in a worker one hands out, and the others wait here with nothing in their hands: together
    they would only take turns at Python's lock, at half the speed. Another takes its place when it reads a body, which
    granian gives away only here, and which may be long in coming, or never come."""

    def __init__(self, bodies_max: int) -> None:
        self.place = Lock()
        self.mine = local()
        self.reading = BoundedSemaphore(bodies_max)

    def stay(self) -> None:
        """After an answer: who does not hand out waits until that is wanted again."""
        if not getattr(self.mine, "hands_out", False):
            self.place.acquire()
            self.mine.hands_out = True

    def body(self, environ: Environ) -> dict[str, Any]:
        """What of the request depends on its body. None is read that posted.py refuses, nor one too many at a time."""
        length = environ.get("CONTENT_LENGTH", "0")
        if environ["REQUEST_METHOD"] != "POST" or not is_small(length) or "HTTP_TRANSFER_ENCODING" in environ:
            return {"wsgi.input": BytesIO()}
        if not self.reading.acquire(blocking=False):
            return {"wsgi.input": BytesIO(), NOT_READ: BUSY}
        try:
            body = self._read(environ["wsgi.input"], int(length))
        finally:
            self.reading.release()
        return {"wsgi.input": BytesIO(body), NOT_READ: CUT if len(body) < int(length) else ""}

    def _read(self, body: Any, length: int) -> bytes:
        if getattr(self.mine, "hands_out", False):
            self.mine.hands_out = False
            self.place.release()
        return bytes(body.read(length))
