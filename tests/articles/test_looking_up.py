"""`new_reference --look-up`, against a server of our own that answers as Crossref and PubMed do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.editing.lint import lint
from articles.management import looking_up
from tests.conftest import TODAY, ContentFolder

DOI = "10.1001/jama.295.17.2003"
PEOPLE = [{"family": family, "given": "Raymond F."} for family in ("Anton", "O’Malley", "Ciraulo", "Cisler")]
CROSSREF = {
    "message": {
        "title": ["Combined <i>pharmacotherapies</i> &amp;\n  talks"],
        "author": PEOPLE,
        "issued": {"date-parts": [[2006, 5, 3]]},
    }
}
PUBMED = {
    "result": {
        "uids": ["77"],
        "77": {
            "title": "Naltrexone: a review.",
            "authors": [{"name": "A Study Group", "authtype": "CollectiveName"}],
            "pubdate": "1999 Jul-Aug",
        },
    }
}


@contextmanager
def answering(body: bytes, status: int = 200, wait: Event | None = None) -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if wait:
                wait.wait(10)
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port, asked
    finally:
        if wait:
            wait.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def here(folder: ContentFolder, settings: LazySettings) -> ContentFolder:
    settings.CONTENT_DIR = folder.root
    return folder


def to(port: int, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        looking_up, "HTTPSConnection", lambda host, timeout: HTTPConnection("127.0.0.1", port, timeout=timeout)
    )


@pytest.mark.parametrize(
    ("where", "answer", "typed", "path", "file", "lines"),
    [
        (
            DOI,
            CROSSREF,
            [],
            "/works/10.1001%2Fjama.295.17.2003",
            "anton-2006",
            "title: Combined pharmacotherapies & talks\n"
            "authors: Anton RF, O’Malley RF, Ciraulo RF, and others\nyear: 2006\n",
        ),
        (
            "77",
            PUBMED,
            ["--key", "group-1999"],
            "/entrez/eutils/esummary.fcgi?db=pubmed&retmode=json&id=77",
            "group-1999",
            "title: 'Naltrexone: a review'\norganisation: A Study Group\nyear: 1999\n",
        ),
        (
            "77",
            PUBMED,
            ["--authors", "Own A", "--year", "2001"],
            "/entrez/eutils/esummary.fcgi?db=pubmed&retmode=json&id=77",
            "own-2001",
            "title: 'Naltrexone: a review'\nauthors: Own A\nyear: 2001\n",
        ),
    ],
)
def test_what_is_not_typed_is_looked_up(
    where: str,
    answer: Any,
    typed: list[str],
    path: str,
    file: str,
    lines: str,
    here: ContentFolder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering(json.dumps(answer).encode()) as (port, asked):
        to(port, monkeypatch)
        call_command("new_reference", where, "--look-up", "--kind", "trial", *typed)
    assert asked == [path]
    assert (here.root / f"references/{file}.md").read_text(encoding="utf-8").startswith(f"---\n{lines}")
    assert lint(here.root, TODAY) == []


@pytest.mark.parametrize(
    ("where", "body", "status", "says"),
    [
        (DOI, b"", 404, "api.crossref.org knows no such source. Check each sign of its number."),
        (DOI, b"", 503, "gave no answer now (503). Try again later. Type --title, --authors (or --organisation)"),
        (DOI, b"", 302, "gave no answer now (302)."),
        (DOI, b"<html>", 200, "an answer that cannot be read."),
        (DOI, b"[" * 100_000, 200, "an answer that cannot be read."),
        (DOI, b" " * 2_000_001, 200, "an answer that is too long to be read."),
        (DOI, b"[]", 200, "Type --title, --year, --authors (or --organisation) too."),
        (DOI, b'{"message": {"title": 7, "author": [3], "issued": {"date-parts": [[null]]}}}', 200, "Type --title, "),
        ("77", b'{"result": {"77": {"error": "cannot get document summary"}}}', 200, "knows no such source."),
        ("https://example.org/a", b"", 200, "Only a DOI or a PubMed number can be looked up"),
    ],
)
def test_what_is_not_found_is_said_and_nothing_is_written(
    where: str, body: bytes, status: int, says: str, here: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(body, status) as (port, asked):
        to(port, monkeypatch)
        with pytest.raises(CommandError) as refusal:
            call_command("new_reference", where, "--look-up", "--kind", "trial")
    assert says in str(refusal.value)
    assert len(asked) <= 1
    assert len(list((here.root / "references").iterdir())) == 1


def test_who_does_not_answer_is_not_waited_for(here: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_up, "SECONDS_MAX", 0.2)
    with answering(b"", wait=Event()) as (port, _):
        to(port, monkeypatch)
        with pytest.raises(CommandError, match=r"did not answer within|cannot be reached"):
            call_command("new_reference", DOI, "--look-up", "--kind", "trial")


def test_nobody_there_is_said(here: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(b"") as (port, _):
        pass
    to(port, monkeypatch)
    with pytest.raises(CommandError, match=r"api\.crossref\.org cannot be reached\. Type --title"):
        call_command("new_reference", DOI, "--look-up", "--kind", "trial")


def test_a_source_that_is_there_already_is_not_asked_for(here: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(json.dumps(PUBMED).encode()) as (port, asked):
        to(port, monkeypatch)
        call_command("new_reference", "77", "--look-up", "--kind", "trial", "--key", "one")
        with pytest.raises(CommandError, match=r"already\. Cite it as"):
            call_command("new_reference", "77", "--look-up", "--kind", "trial", "--key", "two")
    assert len(asked) == 1


def test_without_being_told_to_nothing_is_asked(here: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(b"") as (port, asked):
        to(port, monkeypatch)
        typed = ["--title", "It", "--authors", "Own A", "--year", "2001", "--kind", "trial"]
        call_command("new_reference", "77", *typed)
    assert asked == []
