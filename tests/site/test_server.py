"""The production server over the wire: what it says, what it survives, and what it keeps quiet about."""

import gzip
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from naltrexone_site.serving.keeping import LOOKED_AT_EVERY_SECONDS
from tests.conftest import REFERENCE, ROOT, TAGS, ContentFolder, Server, environment
from tests.site.wire import Answer, Wire

MARK = b"whoreadsthis"
SECURITY = ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy",
            "cross-origin-opener-policy", "cross-origin-resource-policy")  # fmt: skip
HOSTILE = (
    b"/search/?q=" + MARK, b"/" + MARK, b"/guides/" + MARK + b"/", b"/%ff" + MARK, b"/%00" + MARK, b"/%" + MARK,
    b"/%zz" + MARK, b"//" + MARK, b"/../" + MARK, b"/%2e%2e/%2e%2e/" + MARK, b"/\xe2\x82\xac" + MARK, b"/%c3%ad" + MARK,
    b"/search/?q=%00" + MARK, b"/search/?q=%ff%ed%a0%80" + MARK, b"/search/?q=\xe2\x82\xac" + MARK,
    b"/search/?q=a&q=" + MARK, b"/search/?q=" + MARK * 4000, b"/search/?" + b"&".join([MARK] * 1001),
    b"/" + MARK * 4000, b"/fails/" + b"?" + MARK, b"http://evil.example/" + MARK, b"/static/" + MARK,
    b"/static/..%2f..%2f" + MARK,
)  # fmt: skip
MALFORMED = (
    b"GET /" + MARK + b" HTTP/1.1\r\nHost: " + MARK + b"\r\n\r\n",
    b"GET /" + MARK + b" HTTP/1.1\r\n\r\n",
    b"GET /\xff" + MARK + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + MARK + b" : x\r\n\r\n",
    b"GET /" + MARK * 9000 + b" HTTP/1.1\r\n\r\n",
    MARK + b"\r\n\r\n",
)


@dataclass(frozen=True, slots=True)
class Lone:
    """A server of its own, which has an address that always fails, and what it has said so far."""

    server: Server
    index: Path
    settings: dict[str, str]
    output: Path

    def ask(self, target: bytes) -> Answer:
        with Wire(self.server.url) as wire:
            return wire.ask(target)

    def sync(self) -> str:
        command = [sys.executable, "manage.py", "sync_content"]
        done = subprocess.run(command, cwd=ROOT, env=environment(**self.settings), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def lone(start_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lone]:
    home = tmp_path_factory.mktemp("lone")
    folder = ContentFolder(home / "content")
    folder.write("en/tags.yaml", TAGS)
    folder.write("references/label.md", REFERENCE)
    folder.article("first")
    settings = {
        "DATABASE_URL": f"sqlite:///{home / 'index.sqlite3'}",
        "CONTENT_DIR": str(folder.root),
        "DJANGO_SETTINGS_MODULE": "tests.site.failing_settings",
    }
    with (home / "output").open("w") as output:
        server = start_server(output, **settings)
        yield Lone(server, home / "index.sqlite3", settings, home / "output")
        server.stop()


def test_one_connection_serves_one_request_after_another(site: Server) -> None:
    with Wire(site.url) as wire:
        whole = wire.ask(b"/guides/starting-safely/")
        head = wire.ask(b"/guides/starting-safely/", method=b"HEAD")
        nowhere = wire.ask(b"/nowhere", method=b"HEAD")
        same = wire.ask(b"/guides/starting-safely/", b"If-None-Match: " + whole.headers["etag"].encode())
        packed = wire.ask(b"/guides/starting-safely/", b"Accept-Encoding: gzip")
        moved = wire.ask(b"/guides/starting-safely")
    assert [answer.status for answer in (whole, head, nowhere, same, packed, moved)] == [200, 200, 404, 304, 200, 301]
    undated = [{name: value for name, value in answer.headers.items() if name != "date"} for answer in (whole, head)]
    assert undated[0] == undated[1]
    assert gzip.decompress(packed.body) == whole.body
    assert packed.headers["etag"] != whole.headers["etag"] == same.headers["etag"]
    assert moved.headers["location"] == "/guides/starting-safely/"


def test_requests_sent_at_once_are_answered_in_turn(site: Server) -> None:
    with Wire(site.url) as wire:
        wire.send(b"".join(wire.request(target) for target in (b"/healthz", b"/robots.txt", b"/nowhere", b"/healthz")))
        answers = [wire.answer() for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 404, 200]
    assert answers[0].body == answers[3].body == b"ok 1\n"
    assert answers[1].body.startswith(b"User-agent: *")


def test_who_asks_to_hang_up_is_hung_up_on(site: Server) -> None:
    with Wire(site.url) as wire:
        assert wire.ask(b"/healthz", b"Connection: close").status == 200
        assert wire.closed()


def test_no_answer_waits_for_the_network_to_confirm_its_head(site: Server) -> None:
    """With Nagle's algorithm and head and body apart, each answer would take a delayed acknowledgement: 40 ms."""
    with Wire(site.url) as wire:
        taken = []
        for _ in range(20):
            start = time.perf_counter()
            wire.ask(b"/privacy/")
            taken.append(time.perf_counter() - start)
    assert min(taken[1:]) < 0.03


def test_a_static_file_is_kept_for_good_under_the_name_of_its_content(site: Server) -> None:
    with Wire(site.url) as wire:
        page = wire.ask(b"/").body
        for kind, content_type in ((b"css", "text/css; charset=utf-8"), (b"svg", "image/svg+xml; charset=utf-8")):
            named = re.findall(rb'href="(/static/[^"]+\.[0-9a-f]{12}\.' + kind + b')"', page)
            assert named, kind
            plain, packed = wire.ask(named[0]), wire.ask(named[0], b"Accept-Encoding: gzip")
            again = wire.ask(named[0], b"Accept-Encoding: gzip", b"If-None-Match: " + packed.headers["etag"].encode())
            assert (plain.status, packed.status, again.status) == (200, 200, 304)
            assert plain.headers["content-type"] == content_type
            assert plain.headers["cache-control"] == "max-age=315360000, public, immutable"
            assert [name for answer in (plain, packed, again) for name in SECURITY if name not in answer.headers] == []
            assert "set-cookie" not in plain.headers


def test_any_other_method_is_refused_and_its_body_is_not_taken_for_a_request(site: Server) -> None:
    with Wire(site.url) as wire:
        wire.send(wire.request(b"/", b"Content-Length: 42", method=b"POST") + wire.request(b"/healthz")[:42])
        refused = wire.answer()
        after = wire.ask(b"/healthz")
        options = wire.ask(b"*", method=b"OPTIONS")
    assert [answer.status for answer in (refused, after, options)] == [405, 200, 405]
    assert (refused.headers["allow"], options.headers["allow"]) == ("GET, HEAD", "GET, HEAD")


def test_a_hostile_visit_gets_an_answer_each_time_and_leaves_no_trace(lone: Lone) -> None:
    shown = (
        b"User-Agent: " + MARK,
        b"Referer: https://" + MARK,
        b"Cookie: " + MARK + b"=1",
        b"X-Forwarded-For: 203.0.113.9",
    )
    statuses = []
    for target in HOSTILE:
        with Wire(lone.server.url) as wire:
            answer = wire.ask(target, *shown)
        statuses.append(answer.status)
        assert [name for name in SECURITY if name not in answer.headers] == [], target
        assert "set-cookie" not in answer.headers, target
        assert b"tel:911" in answer.body, target
    assert statuses == [200, *[404] * 11, 200, 200, 200, 200, 200, 400, 404, 500, 404, 404, 404]
    for raw in MALFORMED:
        with Wire(lone.server.url) as wire:
            wire.send(raw)
            assert wire.answer().status in (400, 414), raw
    assert lone.ask(b"/healthz").status == 200
    said = lone.output.read_text().replace(lone.server.url, "").replace(str(ROOT), "")
    *spoken, logged = said.splitlines()
    assert spoken == ["1 changed, 0 removed, 0 unchanged, edition 1", "Serving on / (Ctrl-C stops)"]
    assert json.loads(logged) == {
        "level": "error",
        "event": "page-failed",
        "edition": 1,
        "message": "A page failed: RuntimeError in /tests/site/failing.py, line 14",
    }
    assert not re.search(rf"{MARK.decode()}|203\.0\.113|evil|/search|/guides|/fails|\?|GET|[Aa]gent", said)


@pytest.mark.parametrize("damage", ["emptied", "overwritten", "cut short", "lost"])
def test_a_spoilt_index_is_503_until_a_sync_has_made_another(lone: Lone, damage: str) -> None:
    assert lone.ask(b"/guides/first/").status == 200
    if damage == "lost":
        for place in lone.index.parent.glob("index.sqlite3*"):
            place.unlink()
    else:
        whole = lone.index.read_bytes()
        left = {"emptied": b"", "overwritten": os.urandom(200_000), "cut short": whole[: len(whole) // 2]}
        lone.index.write_bytes(left[damage])
    time.sleep(2 * LOOKED_AT_EVERY_SECONDS)  # until then a worker may hand out what it has
    for target in (b"/", b"/guides/first/", b"/es/", b"/nowhere", b"/healthz"):
        answer = lone.ask(target)
        assert (answer.status, answer.headers["retry-after"]) == (503, "60"), target
        assert (b"tel:911" in answer.body) == (target != b"/healthz"), target
    page = lone.ask(b"/").body
    style = re.findall(rb'href="(/static/[^"]+\.css)"', page)[0]
    assert lone.ask(style).status == 200
    assert re.fullmatch(r"1 changed, 0 removed, 0 unchanged, edition \d+\n", lone.sync())
    assert [lone.ask(target).status for target in (b"/", b"/guides/first/", b"/healthz")] == [200, 200, 200]
