"""What tests share: a content folder to write into, a synced index, a real server and a real browser."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import pytest
from django.conf import LazySettings
from django.conf import settings as of_this_run
from django.db import connections
from hypothesis import settings as of_examples
from playwright.sync_api import Browser, Page, sync_playwright

from articles.publishing.sync import Result, sync
from tests.needs import free_port

# Playwright’s loop runs in this thread while a browser is open; Django would take every query then for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The same examples in every run, so that no change is refused for what it did not do; tests/fuzzing.py draws new ones.
of_examples.register_profile("suite", derandomize=True)
of_examples.load_profile("suite")

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)
SERVER_START_SECONDS = 60

# Only who uses one of these, or the mark `django_db`, asks the database that DATABASE_URL names. Django's plugin
# refuses a query to every other test, and `told_of_no_database` takes its address away from what such a test starts.
FIXTURES_THAT_ASK = {"db", "transactional_db", "django_db_setup", "own_url"}

ARTICLE = """\
---
title: {title}
summary: One sentence.
tags: [safety]
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
---
{body}"""
TERM = """\
---
term: {term}
aliases: {aliases}
---
{definition}
"""
REFERENCE = """\
---
title: The label
organisation: The maker
year: 2025
url: https://example.org/label
kind: label
---
"""
TAGS = "safety:\n  title: Safety\n  description: Staying safe.\n"


def pytest_addoption(parser: pytest.Parser) -> None:
    what = "only the tests that ask the database of DATABASE_URL: the others do the same on every database"
    parser.addoption("--database-only", action="store_true", help=what)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("database_only"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = filter(asks_a_database, items)


def asks_a_database(item: pytest.Item) -> bool:
    used = FIXTURES_THAT_ASK.intersection(getattr(item, "fixturenames", ()))
    return bool(used or item.get_closest_marker("django_db"))


@dataclass(frozen=True, slots=True)
class ContentFolder:
    """A small valid content folder in a temporary place, to be spoilt by a test."""

    root: Path

    def write(self, path: str, text: str | bytes) -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
        return place

    def article(self, slug: str, body: str = "Some text [@label].\n", *, title: str = "", language: str = "en") -> Path:
        text = ARTICLE.format(title=title or f"About {slug}", body=body)
        return self.write(f"{language}/articles/{slug}.md", text)

    def term(self, slug: str, term: str, *, aliases: str = "[]", definition: str = "What it means.") -> Path:
        return self.write(f"en/glossary/{slug}.md", TERM.format(term=term, aliases=aliases, definition=definition))

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def sync(self, today: date = TODAY) -> Result:
        return sync(self.root, today=today)


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    """One guide (`first`), one tag (`safety`), one reference (`label`)."""
    made = ContentFolder(tmp_path / "content")
    made.write("en/tags.yaml", TAGS)
    made.write("references/label.md", REFERENCE)
    made.article("first")
    return made


GUIDE = """\
---
title: {title}
summary: {summary}
tags: [{tag}]
need: starting
sources_checked: 2025-11-20
review_by: {review_by}
status: {status}
formerly: [{formerly}]
---
{body}"""
LONG_BODY = """\
!!! emergency "Call 911 now if:"
    - a person cannot be woken [@label]

## In short

- A craving can pass [@label, section 2].

## Before

See [the second guide](second.md).

![A dot](../../images/dot.svg)

## During

Some text.

## After

Some more text, and more of it, so that this file is worth compressing: some more text, and more of it, and more.
Some more text, and more of it, and more, and then no more.
"""
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'


@pytest.fixture
def library(folder: ContentFolder) -> ContentFolder:
    """One of each kind, not yet synced. Guides: first (long, once called older-first), second, late (overdue),
    hidden (a draft, once called was-hidden, alone under the tag unseen). Terms: craving, relapse."""

    def guide(slug: str, body: str, formerly: str = "", tag: str = "safety", status: str = "published") -> None:
        review_by = "2026-01-01" if slug == "late" else "2027-11-20"
        text = {"title": f"The {slug} guide", "summary": f"What the {slug} guide says.", "formerly": formerly}
        folder.write(
            f"en/articles/{slug}.md",
            GUIDE.format(body=body, tag=tag, status=status, review_by=review_by, **text),
        )

    guide("first", LONG_BODY, formerly="older-first")
    guide("second", "Some text on relapse [@label].\n")
    guide("late", "Some text [@label].\n")
    guide("hidden", "A craving in secret [@label].\n", formerly="was-hidden", tag="unseen", status="draft")
    folder.write("en/tags.yaml", TAGS + "unseen:\n  title: Unseen\n  description: Not yet.\n")
    folder.write("en/needs.yaml", "starting:\n  title: Starting\n")
    folder.write("images/dot.svg", DOT)
    folder.term("relapse", "relapse")
    folder.term("craving", "craving", aliases="[urge]")
    return folder


@pytest.fixture(autouse=True)
def told_of_no_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not asks_a_database(request.node):
        monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture(autouse=True)
def plain_static_files(settings: LazySettings) -> None:
    """Pages name static files as they are; only the real server collects and fingerprints them."""
    settings.STATIC_ROOT = None
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@dataclass(frozen=True, slots=True)
class Server:
    """The production server, as `make serve` starts it, with an index and content of its own."""

    url: str
    process: subprocess.Popen[str]

    def workers(self) -> list[int]:
        process = self.process.pid
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


# What a test's child must not see: of the run itself, and of the `make test` that may have started it, for a `make`
# that knows of another above it says which folder it enters.
OF_THE_TESTS = frozenset(
    {"DATABASE_URL", "PYTEST_CURRENT_TEST", "DJANGO_ALLOW_ASYNC_UNSAFE", "MAKELEVEL", "MAKEFLAGS", "MFLAGS"}
)


def environment(**settings: str) -> dict[str, str]:
    """This process's environment for a child, without what is only of the tests, with `settings`."""
    return {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS} | settings


@pytest.fixture(scope="session")
def start_server() -> Iterator[Callable[..., Server]]:
    """Starts servers with the settings given as keyword arguments; all are stopped at the end. What they say goes
    where pytest's own words go, or into the file `output`. A server has started when one worker answers and all
    are there: who comes to another before it is up waits for it."""
    servers: list[Server] = []

    def start(output: IO[str] | None = None, **settings: str) -> Server:
        port = settings.setdefault("PORT", str(free_port()))
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(**settings),
            text=True,
            stdout=output,
            stderr=output,
        )
        server = Server(f"http://127.0.0.1:{port}", process)
        servers.append(server)
        deadline = time.monotonic() + SERVER_START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                urllib.request.urlopen(f"{server.url}/healthz", timeout=5).close()
            except urllib.error.HTTPError:
                pass  # it answers, if only that it has no edition
            except OSError:
                time.sleep(0.05)
                continue
            if len(server.workers()) >= int(settings.get("WEB_CONCURRENCY", of_this_run.WEB_CONCURRENCY)):
                return server
            time.sleep(0.05)
        raise AssertionError(f"the server did not start: {settings}")

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def site_index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the index of the real site."""
    return f"sqlite:///{tmp_path_factory.mktemp('site')}/index.sqlite3"


@pytest.fixture(scope="session")
def site(start_server: Callable[..., Server], site_index: str) -> Server:
    """The real site: our own content, served the production way."""
    return start_server(DATABASE_URL=site_index)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from tests import needs

    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or str(needs.chromium())
        launched = playwright.chromium.launch(executable_path=chromium, args=["--disable-background-networking"])
        yield launched
        connections.close_all()  # those of a thread in which Playwright’s loop runs; Django knows only the others
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone's page, 360 px wide."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()
