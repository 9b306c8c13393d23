"""Whole answers, kept in front of Django: every reader gets the same bytes, so a page is made once an edition.

Only what may be shared is kept: 200, `Cache-Control: public`. Whatever a query changes is `private` or `no-store`, so a
page that was passed on with marks of whoever counts clicks behind its address is the page. All is forgotten the
moment the index changes, and where the index cannot be asked for, nothing is handed out that Django would not.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from django.db import connection

from articles.editions import Mark, present_mark
from naltrexone_site.serving.delivery import accepted, matches

KEPT_BYTES_MAX = 64_000_000  # a worker; 7,500 guides of 6 KB, compressed
BESIDE_A_BODY = 2_500  # bytes of an answer's headers and key, measured
SPELLINGS_MAX, SPELLING_LETTERS_MAX = 1_000, 200  # of Accept-Encoding; a browser has one
LOOKED_AT_EVERY_SECONDS = 0.002  # the files of SQLite
ASKED_EVERY_SECONDS = 0.5  # of PostgreSQL, which edition is present
OF_A_BODY = frozenset(["content-type", "content-length", "content-encoding", "content-language"])

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[Environ, Start], Iterable[bytes]]
Key = tuple[str, str, str]  # host without its port, path, encoding


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    tag: str
    headers_without_body: list[tuple[str, str]]

    @property
    def size(self) -> int:
        return len(self.body) + BESIDE_A_BODY

    def to(self, environ: Environ) -> tuple[int, list[tuple[str, str]], bytes]:
        """The status, headers and body for who asks: less where the reader has the page, or wants no body."""
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted and self.status == HTTPStatus.OK and matches(wanted, self.tag):
            return HTTPStatus.NOT_MODIFIED.value, self.headers_without_body, b""
        return self.status, self.headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else self.body

    @property
    def may_be_shared(self) -> bool:
        caching = next((value for name, value in self.headers if name.lower() == "cache-control"), "")
        return self.status == HTTPStatus.OK and bool(self.tag) and "public" in caching


class KeptPages:
    """A WSGI application before another. `state` says what the index is now; None where it cannot be asked for."""

    def __init__(self, application: Application, state: Callable[[], object], most: int = KEPT_BYTES_MAX) -> None:
        self.application = application
        self.state = state
        self.most = most  # bytes
        self.kept: dict[Key, Answer] = {}
        self.size = 0  # bytes
        self.as_of: object = None
        self.encodings: dict[str, str] = {}
        self.lock = Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if not _may_be_kept(environ):
            return self.application(environ, start)
        state = self._present()
        key = self._key(environ)
        answer = self.kept.get(key) if state is not None else None
        if answer is None:
            answer = self._make(environ)
            if state is not None and answer.may_be_shared and self.state() == state:
                self._keep(key, answer, state)
        status, headers, body = answer.to(environ)
        start(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    def find(self, environ: Environ) -> Answer | None:
        """What is kept for this request. Waits for nothing."""
        if not _may_be_kept(environ) or self._present() is None:
            return None
        return self.kept.get(self._key(environ))

    def _present(self) -> object:
        state = self.state()
        if state != self.as_of:
            self._forget(state)
        return state

    def _key(self, environ: Environ) -> Key:
        return _host(environ), environ["PATH_INFO"], self._encoding(environ)

    def _encoding(self, environ: Environ) -> str:
        header = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = self.encodings.get(header)
        if encoding is None:
            encoding = next(iter(accepted(header)), "")
            if len(header) <= SPELLING_LETTERS_MAX:
                if len(self.encodings) >= SPELLINGS_MAX:
                    self.encodings.clear()
                self.encodings[header] = encoding
        return encoding

    def _make(self, environ: Environ) -> Answer:
        """As the whole page, whether or not this reader needs its body."""
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        whole = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        made = self.application(whole | {"REQUEST_METHOD": "GET"}, lambda *line: begun.append(line))
        status, headers = begun[0]
        tag = next((value for name, value in headers if name.lower() == "etag"), "")
        bare = [(name, value) for name, value in headers if name.lower() not in OF_A_BODY]
        return Answer(int(status[:3]), headers, b"".join(made), tag, bare)

    def _keep(self, key: Key, answer: Answer, state: object) -> None:
        with self.lock:
            if state != self.as_of or key in self.kept:
                return
            self.kept[key] = answer
            self.size += answer.size
            while self.size > self.most:  # the one kept longest goes first
                self.size -= self.kept.pop(next(iter(self.kept))).size

    def _forget(self, state: object) -> None:
        with self.lock:
            self.kept = {}
            self.size = 0
            self.as_of = state


def _may_be_kept(environ: Environ) -> bool:
    return environ["REQUEST_METHOD"] in ("GET", "HEAD")


def _host(environ: Environ) -> str:
    """One name for the site's own host whichever port a client says, or a stranger could fill the memory with ports.
    What is no host at all stays as it is: Django refuses it, and a refusal is not kept."""
    said: str = environ.get("HTTP_HOST", "").lower()
    name, colon, port = said.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() else said


def state_of_index() -> Callable[[], object]:
    """Asked at every request, so it must cost next to nothing."""
    if connection.vendor == "sqlite":
        index = Path(str(connection.settings_dict["NAME"]))
        return SqliteState(str(index), f"{index}-wal")
    return EditionState()


class SqliteState:
    """What the files of the index say, asked for so often that a new edition is there before its sync has said so, and
    so seldom that asking costs nothing: the two questions to the system take a quarter of a kept page's time."""

    def __init__(self, index: str, log: str, every: float = LOOKED_AT_EVERY_SECONDS) -> None:
        self.index = Path(index)
        self.log = Path(log)
        self.every = every
        self.known: object = None
        self.due = 0.0

    def __call__(self) -> object:
        now = time.monotonic()
        if now >= self.due:
            self.known = self._look()
            self.due = now + self.every
        return self.known

    def _look(self) -> object:
        try:
            index = self.index.stat()
        except OSError:
            return None
        present = index.st_ino, index.st_size, index.st_mtime_ns
        try:
            log = self.log.stat()
        except OSError:
            return present
        # An empty log only says that somebody is reading: all of it stands in the index.
        return (*present, log.st_size, log.st_mtime_ns) if log.st_size else present


class EditionState:
    """The present edition's number, followed by a thread of its own, so that no reader waits for the database.

    While it is away or silent, readers keep what they had.
    """

    def __init__(self) -> None:
        self.present: Mark | None = None
        self.following = Lock()

    def __call__(self) -> object:
        if self.following.acquire(blocking=False):  # once, and never given back
            Thread(target=self._follow, name="present edition", daemon=True).start()
        return self.present

    def ask(self) -> None:
        try:
            self.present = present_mark()
        except Exception:  # whatever it was, nobody else would go on asking
            connection.close()

    def _follow(self) -> None:
        while True:
            self.ask()
            time.sleep(ASKED_EVERY_SECONDS)
