"""The real server under hostile connections: each request is answered once, in time, and nobody else waits."""

import resource
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ContentFolder, Server
from tests.site.wire import Wire

IDLE = 2_000  # connections
SLOW = 100  # clients that send a letter at a time
SECONDS_MAX = 5.0  # for a reader beside them, on a busy machine

SMUGGLED = {
    "both lengths": (b"Content-Length: 6", b"Transfer-Encoding: chunked", b"0\r\n\r\nX"),
    "two lengths": (b"Content-Length: 0", b"Content-Length: 44", b""),
    "a length of words": (b"Content-Length: abc", b"", b""),
    "a length below nothing": (b"Content-Length: -1", b"", b""),
    "a length with a sign": (b"Content-Length: +3", b"", b"abc"),
    "an unknown coding": (b"Transfer-Encoding: xchunked", b"", b"0\r\n\r\n"),
    "a coding before chunked": (b"Transfer-Encoding: identity, chunked", b"", b"0\r\n\r\n"),
    "a space before the colon": (b"Content-Length : 3", b"", b"abc"),
    "a folded header": (b"X-A: b", b" Content-Length: 3", b""),
    "a chunk of no number": (b"Transfer-Encoding: chunked", b"", b"zz\r\nab\r\n0\r\n\r\n"),
    "a chunk too large to count": (b"Transfer-Encoding: chunked", b"", b"fffffffffffffffff\r\na"),
}


@pytest.mark.parametrize(("first", "second", "body"), SMUGGLED.values(), ids=SMUGGLED.keys())
def test_no_second_request_is_smuggled_in_the_first(site: Server, first: bytes, second: bytes, body: bytes) -> None:
    """Whatever is made of the first, what follows it on the wire is never answered as a page."""
    hidden = b"GET /about/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with Wire(site.url) as wire:
        lines = [line for line in (first, second) if line]
        wire.send(wire.request(b"/healthz", *lines, method=b"POST") + body + hidden)
        wire.socket.settimeout(2)
        received = b""
        try:
            while piece := wire.socket.recv(65536):
                received += piece
        except OSError:
            pass
    statuses = [line.split()[1] for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
    assert set(statuses) <= {b"400", b"405", b"200"}
    if b"200" in statuses:  # the first was well framed: it got its own answer, and the second is a request of its own
        assert statuses == [b"405", b"200"]
        assert first in (b"Content-Length : 3", b"X-A: b", b"Content-Length: 0", b"Content-Length: 6")


@pytest.mark.parametrize(
    "header",
    [
        b"SCRIPT_NAME: /evil",
        b"Script-Name: /evil",
        b"X-Script-Name: /evil",
        b"X-Forwarded-Host: evil.example",
        b"Forwarded: host=evil.example",
        b"X-Forwarded-Prefix: /evil",
        b"X-Original-URL: /evil",
        b"X-Rewrite-URL: /evil",
        b"X-HTTP-Method-Override: DELETE",
        b"Range: bytes=0-1",
        b"Range: bytes=" + b"0-1," * 500 + b"0-1",
        b"Content-Encoding: gzip",
        b"Expect: 100-continue",
        b"Upgrade: h2c",
        b"Connection: Upgrade, HTTP2-Settings",
    ],
)
def test_no_header_changes_the_page(site: Server, header: bytes) -> None:
    with Wire(site.url) as wire:
        plain = wire.ask(b"/privacy/")
        answer = wire.ask(b"/privacy/", header)
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, plain.body, plain.headers["etag"])
    assert b"evil" not in answer.body


def test_too_much_of_anything_is_refused_and_the_server_goes_on(site: Server) -> None:
    loads = {
        "many headers": b"".join(b"X-%d: a\r\n" % number for number in range(20_000)),
        "a long header": b"X-A: " + b"a" * 2_000_000 + b"\r\n",
        "many cookies": b"Cookie: " + b"a=b; " * 300_000 + b"\r\n",
    }
    for name, load in loads.items():
        with Wire(site.url) as wire:
            try:
                wire.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + load + b"\r\n")
                assert wire.answer().status in (400, 413, 431), name
            except OSError:
                pass  # hung up on
    with Wire(site.url) as wire:
        wire.send(b"GET /" + b"a" * 500_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert wire.answer().status in (400, 404, 414, 431)
    with Wire(site.url) as wire:
        assert wire.ask(b"/healthz").status == 200


def test_a_large_body_is_not_read_for_long(site: Server) -> None:
    with Wire(site.url) as wire:
        started = time.monotonic()
        try:
            wire.send(wire.request(b"/infobutton/", b"Content-Length: 1000000000", method=b"POST") + b"a" * 4_000_000)
            assert wire.answer().status in (400, 413)
        except OSError:
            pass
        assert time.monotonic() - started < SECONDS_MAX
    with Wire(site.url) as wire:
        assert wire.ask(b"/healthz").status == 200


def test_slow_and_idle_clients_keep_nobody_waiting(site: Server) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * IDLE)), hard))
    host, port = urlsplit(site.url).hostname, urlsplit(site.url).port
    with ExitStack() as stack:
        opened = [stack.enter_context(socket.create_connection((host, port), 20)) for _ in range(IDLE)]
        for client in opened[:SLOW]:
            client.sendall(b"GET / HT")
        for client in opened[SLOW : 2 * SLOW]:  # who asks and never reads
            client.sendall(b"GET /guides/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20)
        started = time.monotonic()
        for _ in range(5):
            with Wire(site.url) as wire:
                assert wire.ask(b"/guides/starting-safely/").status == 200
                assert wire.ask(b"/search/?q=craving").status == 200
        assert time.monotonic() - started < SECONDS_MAX
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_server_told_to_stop_answers_what_it_has_begun(
    start_server: Callable[..., Server], folder: ContentFolder, tmp_path: Path
) -> None:
    server = start_server(DATABASE_URL=f"sqlite:///{tmp_path}/index.sqlite3", CONTENT_DIR=str(folder.root))
    whole = urllib.request.urlopen(f"{server.url}/guides/first/").read()
    wrong: list[bytes | int] = []
    served = [0]
    stopped = threading.Event()

    def read_on() -> None:
        while not stopped.is_set():
            try:
                answer = urllib.request.urlopen(f"{server.url}/guides/first/", timeout=10).read()
            except urllib.error.HTTPError as error:
                wrong.append(error.code)
            except OSError:
                return  # no more connections are taken
            else:
                served[0] += 1
                if answer != whole:
                    wrong.append(answer)

    readers = [threading.Thread(target=read_on) for _ in range(8)]
    for reader in readers:
        reader.start()
    time.sleep(0.5)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 0
    stopped.set()
    for reader in readers:
        reader.join()
    assert served[0] > 0
    assert wrong == []
