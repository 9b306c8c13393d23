"""When a sync need not read the whole index again, and when it must."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from articles.editions import Edition
from articles.models import Article
from articles.problems import ContentError
from articles.publishing import index, seal
from articles.publishing.index import bring_up_to_date
from articles.publishing.sync import restore
from tests.conftest import TODAY, ContentFolder


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One for each time that the whole index is read."""
    looks: list[bool] = []
    check = index._check_file

    def check_and_tell() -> None:
        looks.append(True)
        check()

    monkeypatch.setattr(index, "_check_file", check_and_tell)
    return looks


@pytest.fixture
def file(library: ContentFolder, own_file: Path, looked: list[bool]) -> Path:
    bring_up_to_date(TODAY)
    looked.clear()
    return own_file


def test_what_only_we_have_written_is_not_read_again(file: Path, library: ContentFolder, looked: list[bool]) -> None:
    for number in range(3):
        library.article("new", f"Text {number} [@label].\n")
        assert bring_up_to_date(TODAY).changed == 1
    library.article("new", "[gone](nowhere.md)\n")
    for _ in range(2):
        with pytest.raises(ContentError):
            bring_up_to_date(TODAY)
    assert looked == []


def test_a_reader_who_comes_and_goes_is_no_writer(file: Path, library: ContentFolder, looked: list[bool]) -> None:
    reader = connection.copy()
    with reader.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_article")
        cursor.fetchall()
        library.article("new")
        bring_up_to_date(TODAY)
    reader.close()
    bring_up_to_date(TODAY)
    assert looked == []


def put_back(file: Path, data: bytes) -> None:
    """A letter is another, and the times are as if it were not."""
    stat = file.stat()
    file.write_bytes(data.replace(b"What it means.", b"What it weans."))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def moved_in(file: Path, data: bytes) -> None:
    other = file.with_name("other")
    other.write_bytes(data)
    other.replace(file)


@pytest.mark.parametrize("write", [put_back, moved_in, Path.write_bytes])
def test_what_another_wrote_is_read_whole(file: Path, looked: list[bool], write: Callable[[Path, bytes], None]) -> None:
    write(file, file.read_bytes())
    bring_up_to_date(TODAY)
    assert looked == [True]
    assert not seal.broken()
    assert b"weans" not in file.read_bytes()


def test_the_first_sync_of_a_day_and_a_start_of_the_server_read_all(file: Path, looked: list[bool]) -> None:
    bring_up_to_date(TODAY + timedelta(days=1))
    assert looked == [True]
    bring_up_to_date(TODAY + timedelta(days=1), whole=True)
    assert looked == [True] * 2
    bring_up_to_date(TODAY + timedelta(days=1))
    assert looked == [True] * 2


@pytest.mark.parametrize("note", ["", "2026-11-23 []\n", "\0" * 9], ids=["empty", "of nothing", "zeros"])
def test_a_note_that_does_not_fit_is_not_believed(file: Path, looked: list[bool], note: str) -> None:
    file.with_name("index.sqlite3-checked").write_text(note)
    bring_up_to_date(TODAY)
    assert looked == [True]


def test_a_file_written_in_this_very_tick_is_not_noted(
    file: Path, looked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of its file system stands still, so a write after the note could not be told from one before."""
    stat = Path.stat

    def standing_still(place: Path, **options: bool) -> os.stat_result:
        found = stat(place, **options)
        if not place.name.startswith("index"):
            return found
        times = {"st_mtime_ns": 5_000_000_000, "st_ctime_ns": 5_000_000_000}
        return os.stat_result(tuple(found), {"st_atime_ns": 0} | times)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", standing_still)
        bring_up_to_date(TODAY)
        looked.clear()
        bring_up_to_date(TODAY)
    assert looked == [True]


def test_no_write_makes_a_broken_seal_whole(file: Path, library: ContentFolder) -> None:
    """Whatever rows it touches: the damaged one, or others."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET body_html = 'Take more.' WHERE slug = 'first'")
    assert seal.broken()
    library.article("new")
    library.sync()
    assert seal.broken()
    first = library.root / "en/articles/first.md"
    first.write_text(first.read_text().replace("status: published", "status: draft"))
    library.sync()
    assert "Take more" not in repr(list(Article.objects.values_list("body_html")))
    assert seal.broken()
    assert bring_up_to_date(TODAY, whole=True).edition == 1  # made again


def test_the_seal_follows_every_kind_of_write(file: Path, library: ContentFolder) -> None:
    steps: list[Callable[[], object]] = [
        lambda: library.article("new", "A craving, and [first](first.md) [@label].\n"),
        lambda: library.term("opioid", "opioid"),
        lambda: library.remove("en/glossary/opioid.md"),
        lambda: library.remove("en/articles/new.md"),
    ]
    for step in steps:
        step()
        library.sync()
        assert not seal.broken()
    restore(2, today=TODAY)
    assert not seal.broken()
    assert Edition.objects.count() == 6


def test_a_write_that_is_taken_back_leaves_the_seal(file: Path, library: ContentFolder) -> None:
    def cut() -> None:
        with transaction.atomic(), seal.kept():
            Article.objects.update(title="Half written")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        cut()
    assert not seal.broken()
    library.article("new")
    library.sync()
    assert not seal.broken()
