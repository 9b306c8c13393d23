"""How a worker of the server answers: what is kept at once, and what has to be made on threads beside it.

Nobody who is slow is waited for before a reader is answered: a page in the making, a long answer of the index, a body
that is still on its way.
"""

import logging
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Lock, local
from typing import Any, Protocol

from django.db import connection

from naltrexone_site.serving.keeping import Environ, KeptPages
from naltrexone_site.serving.posted import BUSY, is_small

# Beside the thread that hands out. On SQLite they wait for the processor alone; an answer of PostgreSQL is worth
# waiting for beside others.
MAKING = {"sqlite": 2, "postgresql": 4}
TURN = 0.0005  # seconds that a thread which makes a page may hold up one that hands out; Python's own are 0.005
MOMENT = 0.005  # seconds that a body waits for the one before it, which has mostly arrived with its head
SLOW_FOR = 1.0  # seconds after a body was too slow for that, in which no other waits


class Reader(Protocol):
    """What granian gives for each request: who waits at the other end. It takes one answer, from any thread."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...


def answering(pages: KeptPages) -> Callable[[Reader, Environ], None]:
    """What the server calls for each request, on one thread at a time."""
    always = dict(os.environ) | {
        "SCRIPT_NAME": "",
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multiprocess": False,
        "wsgi.multithread": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }
    makers = ThreadPoolExecutor(MAKING[connection.vendor], thread_name_prefix="making")
    door = Door()
    sys.setswitchinterval(TURN)

    def make(reader: Reader, environ: Environ) -> None:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        try:
            body = b"".join(pages(always | environ, lambda *line: begun.append(line)))
        except Exception:
            logging.getLogger("granian").error("A request could not be answered.")
            reader.response_bytes(500, [], b"")
            raise
        status, headers = begun[0]
        reader.response_bytes(int(status[:3]), headers, body)

    def answer(reader: Reader, environ: Environ) -> None:
        kept = pages.find(environ)
        if kept is None:
            environ |= door.body(environ)
            makers.submit(make, reader, environ)
        else:
            reader.response_bytes(*kept.to(environ))
        door.stay()

    return answer


class Door:
    """Of granian's two threads in a worker one hands out, and the other waits here with nothing in its hands: together
    they would only take turns at Python's lock, at half the speed. They change places when one reads a body, which
    granian gives away only here, and which may be long in coming."""

    def __init__(self) -> None:
        self.place = Lock()
        self.mine = local()
        self.reading = Lock()
        self.slow_at = 0.0

    def stay(self) -> None:
        """After an answer: who does not hand out waits until that is wanted again."""
        if not getattr(self.mine, "hands_out", False):
            self.place.acquire()
            self.mine.hands_out = True

    def body(self, environ: Environ) -> dict[str, Any]:
        """What of the request depends on its body. None is read that posted.py refuses, nor two at a time."""
        length = environ.get("CONTENT_LENGTH", "0")
        if environ["REQUEST_METHOD"] != "POST" or not is_small(length) or "HTTP_TRANSFER_ENCODING" in environ:
            return {"wsgi.input": BytesIO()}
        if not self.reading.acquire(timeout=self._patience()):
            self.slow_at = time.monotonic()
            return {"wsgi.input": BytesIO(), BUSY: "yes"}
        try:
            return {"wsgi.input": BytesIO(self._read(environ["wsgi.input"], int(length)))}
        finally:
            self.reading.release()

    def _read(self, body: Any, length: int) -> bytes:
        if getattr(self.mine, "hands_out", False):
            self.mine.hands_out = False
            self.place.release()
        return bytes(body.read(length))

    def _patience(self) -> float:
        return MOMENT if time.monotonic() - self.slow_at > SLOW_FOR else 0
