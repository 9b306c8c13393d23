"""The index missing, damaged, locked or full: made again, or one line that says why not."""

import random
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from articles.editing.workshop import Made, Phrases, Progress, Refused, make_into
from articles.editions import Edition
from articles.finding.search import search
from articles.models import Article
from articles.policy import Language
from articles.problems import ContentError
from articles.publishing import index, planning, sync
from articles.publishing.index import bring_up_to_date
from articles.publishing.sheets import Sheet
from articles.publishing.sync import ADVISORY_LOCK, Result
from articles.reading.folder import File
from articles.reading.pictures import Pictures
from tests.conftest import ROOT, TODAY, ContentFolder, environment
from tests.publishing.state import shown, tables

ONE_LINE = r"\AThe index cannot be written \([^\n]*{}[^\n]*\)\. Readers keep the last edition\.\Z"


@pytest.fixture
def file(library: ContentFolder, own_file: Path) -> Path:
    """A good index of the library as a SQLite file that nobody has open."""
    bring_up_to_date(TODAY)
    connection.close()
    return own_file


def aside(file: Path) -> list[str]:
    return sorted(place.name for place in file.parent.glob("index.sqlite3.*"))


def test_a_missing_index_is_made(library: ContentFolder, own_index: str) -> None:
    assert bring_up_to_date(TODAY) == Result(4, 0, 0, edition=1)
    assert bring_up_to_date(TODAY) == Result(0, 0, 4, edition=1)


def test_tables_are_made_all_or_none(library: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Cut(Exception):
        """The power fails."""

    record = MigrationRecorder.record_applied

    def record_or_cut(recorder: MigrationRecorder, app: str, name: str) -> None:
        if name == "0002_full_text":
            raise Cut
        record(recorder, app, name)

    with monkeypatch.context() as patched:
        patched.setattr(MigrationRecorder, "record_applied", record_or_cut)
        with pytest.raises(Cut):
            bring_up_to_date(TODAY)
    assert connection.introspection.table_names() == []
    assert bring_up_to_date(TODAY) == Result(4, 0, 0, edition=1)


def garbage(count: int, seed: object = 1) -> bytes:
    return random.Random(repr(seed)).randbytes(count)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "garbage": lambda data: garbage(5000),
    "text": lambda data: b"This is no database.\n" * 100,
    "a spoilt header": lambda data: garbage(100) + data[100:],
    "half of it": lambda data: data[: len(data) // 2],
    "a page of zeros": lambda data: data[:8192] + bytes(4096) + data[12288:],
    "a page of garbage": lambda data: data[:8192] + garbage(4096) + data[12288:],
    "another word": lambda data: data.replace(b"What it means.", b"What it weans."),
    "letters that are none": lambda data: data.replace(b"What it means.", b"What \xff\xfe\xff\xfe\xff\xfe\xff\xfe."),
}


@pytest.mark.parametrize("spoil", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_kept_aside_and_made_again(file: Path, spoil: Callable[[bytes], bytes]) -> None:
    before = shown()
    connection.close()
    damaged = spoil(file.read_bytes())
    assert damaged != file.read_bytes()
    file.write_bytes(damaged)
    assert bring_up_to_date(TODAY) == Result(4, 0, 0, edition=1)
    assert shown() == before
    assert file.with_name("index.sqlite3.damaged").read_bytes() == damaged


def test_an_empty_file_is_filled(file: Path) -> None:
    file.write_bytes(b"")
    assert bring_up_to_date(TODAY) == Result(4, 0, 0, edition=1)
    assert aside(file) == []


def test_garbage_anywhere_in_the_file_never_reaches_a_reader(file: Path) -> None:
    """Much of it, which SQLite's own check may see, and one wrong letter of a text, which the seal alone does."""
    before, good = shown(), file.read_bytes()
    found = 0
    pages = range(4096, len(good) + 1, 4096)
    spoilt = [(end - 300, garbage(300, end)) for end in pages[:: len(pages) // 16]]  # a page's content is at its end
    letters = [(text.start(), b"#") for text in re.finditer(rb"(?<=[a-z ])[a-z](?=[a-z ]{9})", good)]
    for start, wrong in [*spoilt, *letters[:: len(letters) // 8]]:
        connection.close()
        file.write_bytes(good[:start] + wrong + good[start + len(wrong) :])
        found += bring_up_to_date(TODAY).changed > 0
        assert shown() == before
        assert search("craving", Language.EN).guides
    assert found >= 16  # the rest fell on pages that hold nothing yet


def test_every_damaged_file_is_kept(file: Path) -> None:
    for _ in range(3):
        connection.close()
        file.write_bytes(garbage(3000))
        bring_up_to_date(TODAY)
    assert aside(file) == ["index.sqlite3.damaged", "index.sqlite3.damaged-2", "index.sqlite3.damaged-3"]


def test_of_many_damaged_indexes_the_first_and_the_newest_are_kept(
    library: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(index, "ASIDE_MAX", 3)
    for number in range(5):
        bring_up_to_date(TODAY)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE articles_mark_{number} (id integer)")
            cursor.execute("DROP TABLE articles_related")
    bring_up_to_date(TODAY)
    kept = [record.message.partition("kept as ")[2] for record in caplog.records if "kept as" in record.message]
    assert len(kept) == 5
    assert [kept.index(name) for name in kept] == [0, 1, 2, 1, 2]
    if connection.vendor == "sqlite":
        marks = [re.findall(rb"articles_mark_\d", Path(name).read_bytes())[0] for name in kept[:3]]
        assert marks == [b"articles_mark_0", b"articles_mark_3", b"articles_mark_4"]


MISSING = {
    "a table": ["DROP TABLE articles_related"],
    "a column": ["ALTER TABLE articles_article DROP COLUMN minutes"],
    "what was migrated": ["DROP TABLE django_migrations"],
    "what an older version of the site had not": [
        "UPDATE django_migrations SET name = '0001_initial' WHERE name = '0001_index'",
        "DROP TABLE articles_word",
    ],
    "that it was migrated": ["DELETE FROM django_migrations WHERE app = 'articles'"],
}


@pytest.mark.parametrize("statements", MISSING.values(), ids=MISSING.keys())
def test_an_index_that_lacks_something_is_made_again(
    library: ContentFolder, own_index: str, statements: list[str]
) -> None:
    bring_up_to_date(TODAY)
    before = shown()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    bring_up_to_date(TODAY)
    assert shown() == before
    library.article("new")
    assert bring_up_to_date(TODAY).changed == 1


def test_a_change_of_the_tables_alone_is_no_damage(file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_article ADD COLUMN extra text")
    assert bring_up_to_date(TODAY) == Result(0, 0, 4, edition=1)
    assert aside(file) == []


def test_a_refused_folder_leaves_the_index_as_it_was(library: ContentFolder, own_index: str) -> None:
    bring_up_to_date(TODAY)
    before = tables()
    library.article("broken", "[gone](nowhere.md) [@label]\n")
    with pytest.raises(ContentError):
        bring_up_to_date(TODAY)
    assert tables() == before


@contextmanager
def half_written() -> Iterator[None]:
    """Another sync holds the lock and has written something that it has not committed."""
    other = connection.copy()
    lock = (
        "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else f"BEGIN; SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"
    )
    with closing(other), other.cursor() as cursor:
        cursor.execute(lock)
        cursor.execute("UPDATE articles_article SET title = 'Half written'")
        yield


def test_while_another_writes_readers_go_on_and_a_sync_gives_up_with_one_line(
    library: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(TODAY)
    before = shown()
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = 0.1  # seconds
    monkeypatch.setattr(sync, "PATIENCE_SECONDS", 0.1)
    library.article("new")
    with half_written():
        with pytest.raises(CommandError, match=ONE_LINE.format("lock")):
            call_command("sync_content")
        assert shown() == before
        assert search("relapse", Language.EN).first_terms
    assert bring_up_to_date(TODAY) == Result(1, 0, 4, edition=2)


def test_a_file_that_cannot_be_written_is_said_in_one_line_and_kept(library: ContentFolder, file: Path) -> None:
    before = shown()
    connection.close()
    connection.settings_dict["OPTIONS"]["init_command"] += "; PRAGMA query_only=ON"  # which stops root, too
    library.article("new")
    with pytest.raises(CommandError, match=ONE_LINE.format("readonly")):
        call_command("sync_content")
    assert (shown(), aside(file)) == (before, [])


def test_a_full_disk_is_said_in_one_line_and_the_index_kept(library: ContentFolder, file: Path) -> None:
    before = shown()
    connection.close()
    library.write("en/tags.yaml", (library.root / "en/tags.yaml").read_text() + f"# {garbage(90_000).hex()}\n")
    process = subprocess.run(
        [sys.executable, "manage.py", "sync_content"],
        cwd=ROOT,
        env=environment(DATABASE_URL=f"sqlite:///{file}", CONTENT_DIR=str(library.root)),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert (process.returncode, process.stdout) == (1, "")
    assert re.search(ONE_LINE.format("disk"), process.stderr.strip())
    assert (shown(), aside(file)) == (before, [])
    assert bring_up_to_date(TODAY) == Result(0, 0, 4, edition=2)


def together(url: str, folder: ContentFolder, count: int) -> list[str]:
    """What so many real syncs say that start at once."""
    environ = environment(DATABASE_URL=url, CONTENT_DIR=str(folder.root))
    command = [sys.executable, "manage.py", "sync_content"]
    syncs = [
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=PIPE, stderr=STDOUT, text=True) for _ in range(count)
    ]
    return sorted(sync.communicate()[0].strip() for sync in syncs)


def test_syncs_that_start_at_once_make_each_edition_once(library: ContentFolder, own_index: str) -> None:
    nothing, done = "0 changed, 0 removed, {} unchanged, edition {}", "{} changed, 0 removed, {} unchanged, edition {}"
    connection.close()
    assert together(own_index, library, 3) == [nothing.format(4, 1)] * 2 + [done.format(4, 0, 1)]
    library.article("new")
    assert together(own_index, library, 3) == [nothing.format(5, 2)] * 2 + [done.format(1, 4, 2)]
    assert list(Edition.objects.values_list("number", flat=True)) == [2, 1]
    assert Article.objects.count() == 5


def test_a_sync_that_finds_nothing_left_to_do_names_the_edition_of_the_one_that_did_it(
    library: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(TODAY)
    library.article("new")
    others: list[str] = []

    def look_and_be_overtaken() -> Edition:
        edition = planning.present_edition()
        if not others:
            others.append("begun")
            others.append(str(sync.sync(library.root, today=TODAY)))
        return edition

    monkeypatch.setattr(sync, "present_edition", look_and_be_overtaken)
    assert sync.sync(library.root, today=TODAY) == Result(0, 0, 5, edition=2)
    assert others[1:] == [str(Result(1, 0, 4, edition=2))]


def test_no_open_index_is_carried_into_another_process(
    folder: ContentFolder, own_index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite forbids it, and a child that closed PostgreSQL's connection would end its parent's."""
    for number in range(10):
        folder.article(f"guide-{number}")
    opened: list[bool] = []

    def make_and_look(
        take: Callable[[Made], Sheet], files: Sequence[File], phrases: Phrases, pictures: Pictures, told: Progress
    ) -> tuple[list[Sheet], list[Refused]]:
        opened.append(connection.connection is not None)
        return make_into(take, files, phrases, pictures, told)

    monkeypatch.setattr(planning, "make_into", make_and_look)
    assert bring_up_to_date(TODAY) == Result(11, 0, 0, edition=1)
    assert opened == [False]
