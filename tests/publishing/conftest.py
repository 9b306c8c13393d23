"""An index of a test's own, outside the suite's database: for what a transaction would hide, and what is damaged."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connections
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from articles.editing.workshop import Made, Phrases, Progress, Refused, make_into
from articles.publishing import edits, planning
from articles.publishing.sheets import Sheet
from articles.reading.folder import File
from articles.reading.pictures import Pictures
from naltrexone_site import environment
from tests.conftest import ROOT, ContentFolder

URL = os.environ.get("DATABASE_URL", "")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the guides that were rendered, as they are rendered."""
    paths: list[str] = []

    def make_and_tell(
        take: Callable[[Made], Sheet], files: Sequence[File], phrases: Phrases, pictures: Pictures, told: Progress
    ) -> tuple[list[Sheet], list[Refused]]:
        paths.extend(file.path for file in files)
        return make_into(take, files, phrases, pictures, told)

    for module in (planning, edits):
        monkeypatch.setattr(module, "make_into", make_and_tell)
    return paths


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/index.sqlite3"


@pytest.fixture
def own_url(sqlite_url: str) -> Iterator[str]:
    """An index that is not there yet, of the kind that the suite runs on."""
    if URL.startswith("postgres"):
        with new_database() as url:
            yield url
    else:
        yield sqlite_url


@contextmanager
def new_database() -> Iterator[str]:
    name = f"own_{uuid4().hex}"
    with psycopg.connect(URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(URL)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def using(url: str, monkeypatch: pytest.MonkeyPatch, blocker: DjangoDbBlocker) -> Iterator[None]:
    """In this process too, with the product's own options."""
    monkeypatch.setenv("DATABASE_URL", url)
    usual = connections["default"]
    connections["default"] = ConnectionHandler({"default": environment.database(ROOT)})["default"]
    try:
        with blocker.unblock():
            yield
    finally:
        connections["default"].close()
        connections["default"] = usual


@pytest.fixture
def own_index(
    own_url: str,
    folder: ContentFolder,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """Its DATABASE_URL. `bring_up_to_date` and every query of this process go there; content is the folder's."""
    settings.CONTENT_DIR = folder.root
    with using(own_url, monkeypatch, django_db_blocker):
        yield own_url


@pytest.fixture
def own_file(
    sqlite_url: str,
    folder: ContentFolder,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Path]:
    """The same, always a SQLite file: the file."""
    settings.CONTENT_DIR = folder.root
    with using(sqlite_url, monkeypatch, django_db_blocker):
        yield Path(sqlite_url.removeprefix("sqlite:///"))
