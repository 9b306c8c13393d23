"""The real server under hostile connections: each request is answered once, in time, and nobody else waits."""

import gzip
import resource
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPException
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from naltrexone_site.serving.server import BODIES_MAX
from tests.conftest import ContentFolder, Server
from tests.site.wire import Wire

IDLE = 2_000  # connections
SLOW = 100  # clients that send a letter at a time
HALF_SENT = 200  # bodies
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


@pytest.mark.parametrize(("size", "status"), [(60_000, 200), (131_000, 431)])
def test_a_head_may_be_as_long_as_a_browser_sends_and_no_longer(site: Server, size: int, status: int) -> None:
    with Wire(site.url) as wire:
        assert wire.ask(b"/privacy/", b"X-A: " + b"a" * size).status == status


FORM = b"Content-Type: application/x-www-form-urlencoded"
PARTS = b"Content-Type: multipart/form-data; boundary=x"
FILE = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'


@pytest.mark.parametrize("length", [20_001, 1_000_000_000])
@pytest.mark.parametrize("kind", [FORM, PARTS, b"X-No-Kind: any"])
@pytest.mark.parametrize("target", [b"/infobutton/", b"/"])
def test_a_large_body_is_refused_unread(site: Server, target: bytes, kind: bytes, length: int) -> None:
    """Not even a file that a form holds, which Django would write to the disk, whatever its size."""
    with Wire(site.url) as wire:
        started = time.monotonic()
        wire.send(wire.request(target, kind, b"Content-Length: %d" % length, method=b"POST") + FILE)
        assert wire.answer().status == (413 if target == b"/infobutton/" else 405)  # before a hundredth was sent
        assert time.monotonic() - started < SECONDS_MAX
    with Wire(site.url) as wire:
        assert wire.ask(b"/healthz").status == 200


ASKED = b"mainSearchCriteria.v.ot=naltrexone"


@pytest.mark.parametrize("kind", [FORM, PARTS])
def test_bodies_that_come_slowly_or_never_keep_neither_readers_nor_other_bodies_waiting(
    site: Server, kind: bytes
) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(Wire(site.url)) for _ in range(HALF_SENT)]
        for wire in slow:
            wire.send(wire.request(b"/infobutton/", kind, b"Content-Length: 34", method=b"POST") + ASKED[:3])
        started = time.monotonic()
        for _ in range(5):
            with Wire(site.url) as wire:
                assert wire.ask(b"/guides/starting-safely/").status == 200
                assert wire.ask(b"/search/?q=craving").status == 200
            with Wire(site.url) as wire:
                wire.send(wire.request(b"/infobutton/", FORM, b"Content-Length: 34", method=b"POST") + ASKED)
                assert wire.answer().status == 200
        assert time.monotonic() - started < SECONDS_MAX
        for wire in slow[: HALF_SENT // 2]:
            wire.send(ASKED[3:])
        assert {wire.answer().status for wire in slow[: HALF_SENT // 2]} == {200 if kind == FORM else 400}


def test_more_bodies_on_their_way_than_threads_are_told_to_come_again_and_all_is_well_when_they_are_gone(
    site: Server,
) -> None:
    head = [FORM, b"Content-Length: 34"]
    with ExitStack() as stack:
        last = 0
        for _ in range(3 * BODIES_MAX):  # of two workers
            wire = stack.enter_context(Wire(site.url))
            wire.send(wire.request(b"/infobutton/", *head, method=b"POST") + ASKED[:3])
        for _ in range(5):
            with Wire(site.url) as wire:
                assert wire.ask(b"/search/?q=craving").status == 200
            with Wire(site.url) as wire:
                wire.send(wire.request(b"/infobutton/", *head, method=b"POST") + ASKED)
                last = wire.answer().status
                assert last in (200, 503)
    assert last == 503
    for _ in range(100):
        with Wire(site.url) as wire:
            wire.send(wire.request(b"/infobutton/", *head, method=b"POST") + ASKED)
            if (last := wire.answer().status) == 200:
                return
        time.sleep(0.1)
    raise AssertionError(last)


@pytest.mark.parametrize("plain", [b"a" * 10_000_000, b"mainSearchCriteria.v.ot=x"], ids=["large", "small"])
def test_what_is_sent_compressed_is_never_unpacked(site: Server, plain: bytes) -> None:
    body = gzip.compress(plain)
    length = b"Content-Length: %d" % len(body)
    with Wire(site.url) as wire:
        started = time.monotonic()
        wire.send(wire.request(b"/infobutton/", FORM, b"Content-Encoding: gzip", length, method=b"POST"))
        wire.send(body[:10_000])
        assert wire.answer().status in (400, 413)
        assert time.monotonic() - started < SECONDS_MAX


def test_a_method_counts_as_it_was_sent(site: Server) -> None:
    for method, target in product((b"get", b"Get", b"head", b"post", b"PosT"), (b"/", b"/infobutton/", b"/healthz")):
        with Wire(site.url) as wire:
            answer = wire.ask(target, method=method)
        allowed = "GET, HEAD, POST" if target == b"/infobutton/" else "GET, HEAD"
        assert (answer.status, answer.headers["allow"]) == (405, allowed), (method, target)


def test_an_address_that_names_another_host_changes_nothing_and_is_never_repeated(site: Server) -> None:
    """A target may be a whole address. Its host is passed over; the line `Host` has to be one of ours."""
    for target in (b"/privacy/", b"/privacy", b"/nowhere", b"/search/?q=a"):
        with Wire(site.url) as wire:
            plain = wire.ask(target)
            named = wire.ask(b"http://evil.example" + target)
        for answer in (plain, named):
            answer.headers.pop("date")
        assert (named.status, named.headers, named.body) == (plain.status, plain.headers, plain.body)
        assert b"evil" not in named.body
    with Wire(site.url) as wire:
        wire.send(b"GET " + site.url.encode() + b"/privacy/ HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        refused = wire.answer()
    assert refused.status == 400
    assert b"evil" not in refused.body


NO_REQUEST = (
    b"hello\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\nX-A: a\0b\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X-A: a\r\n" * 200 + b"\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
)


@pytest.mark.parametrize("raw", NO_REQUEST, ids=range(len(NO_REQUEST)))
def test_what_is_no_request_is_answered_by_the_server_itself_with_nothing_that_a_browser_could_use(
    site: Server, raw: bytes
) -> None:
    """Our headers cannot stand on it, for the site is never asked; so there must be no page that would need them."""
    with Wire(site.url) as wire:
        wire.send(raw)
        answer = wire.answer()
        assert wire.closed()
    assert answer.status in (400, 414, 431)
    assert answer.body == b""
    assert set(answer.headers) == {"connection", "content-length", "date"}


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


def not_taken(error: OSError) -> bool:
    """The connection was refused, or waited to be taken when the server went, and got not one byte."""
    return isinstance(getattr(error, "reason", error), ConnectionRefusedError | ConnectionResetError)


@pytest.mark.parametrize(
    ("address", "posted"),
    [
        ("/guides/first/", None),  # kept
        ("/search/?q=first", None),  # made each time
        ("/infobutton/", b"mainSearchCriteria.v.ot=naltrexone"),
    ],
    ids=["kept", "made", "posted"],
)
def test_a_server_told_to_stop_answers_what_it_has_begun(
    start_server: Callable[..., Server], folder: ContentFolder, tmp_path: Path, address: str, posted: bytes | None
) -> None:
    server = start_server(DATABASE_URL=f"sqlite:///{tmp_path}/index.sqlite3", CONTENT_DIR=str(folder.root))
    whole = urllib.request.urlopen(f"{server.url}{address}", posted).read()
    wrong: list[bytes | Exception] = []
    served = [0]
    stopped = threading.Event()

    def read_on() -> None:
        while not stopped.is_set():
            try:
                answer = urllib.request.urlopen(f"{server.url}{address}", posted, timeout=10)
            except urllib.error.HTTPError as error:
                if posted is None or error.code != 503:  # another body was being read
                    wrong.append(error)
                continue
            except OSError as error:
                if not not_taken(error):
                    wrong.append(error)
                return
            try:
                body = answer.read()
            except (OSError, HTTPException) as error:  # begun and not ended
                wrong.append(error)
                return
            served[0] += 1
            if body != whole:
                wrong.append(body)

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
