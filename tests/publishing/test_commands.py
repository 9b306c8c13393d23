"""What an operator types: sync_content, and editions to say what readers saw on a day."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from articles import models
from articles.editions import Edition
from articles.models import Article
from tests.conftest import ContentFolder


def said(*command: str) -> str:
    output = StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


@pytest.mark.django_db
def test_sync_content_says_its_result_in_one_line(folder: ContentFolder, settings: LazySettings) -> None:
    settings.CONTENT_DIR = folder.root
    assert said("sync_content") == "1 changed, 0 removed, 0 unchanged, edition 1\n"
    assert said("sync_content") == "0 changed, 0 removed, 1 unchanged, edition 1\n"


@pytest.mark.django_db
def test_sync_content_names_every_problem_and_fails(folder: ContentFolder, settings: LazySettings) -> None:
    settings.CONTENT_DIR = folder.root
    folder.article("first", "[gone](gone.md) [@label]\n")
    folder.article("second", "Text [@unknown].\n")
    output, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("sync_content", stdout=output, stderr=errors)
    assert output.getvalue() == ""
    assert [line.split(" “")[0].split(" There")[0] for line in errors.getvalue().splitlines()] == [
        "en/articles/first.md:9: link-broken",
        "en/articles/second.md:9: cite-missing",
    ]


@pytest.fixture
def three(folder: ContentFolder) -> list[str]:
    """Three editions, of 20 November at noon, and of 22 November at 9 and at 23 o'clock. How each is told."""
    folder.sync()
    digest = Article.objects.get().digest[:12]
    folder.term("craving", "craving")
    folder.sync()
    folder.remove("en/glossary/craving.md")
    folder.sync()
    for number, (day, hour) in enumerate(((20, 12), (22, 9), (22, 23)), 1):
        Edition.objects.filter(number=number).update(made_at=datetime(2026, 11, day, hour, tzinfo=UTC))
    first, second, _ = Edition.objects.order_by("number")
    digests = {change.path: change.digest[:12] for change in (*first.changes.all(), *second.changes.all())}
    assert digests["en/articles/first.md"] == digest
    return [
        "edition 1, from 2026-11-20 12:00:00 UTC\n"
        + "".join(
            f"  added {path} {digests[path]}\n"
            for path in ("en/articles/first.md", "en/tags.yaml", "references/label.md")
        ),
        "edition 2, from 2026-11-22 09:00:00 UTC\n"
        f"  added en/glossary/craving.md {digests['en/glossary/craving.md']}\n",
        "edition 3, from 2026-11-22 23:00:00 UTC\n  removed en/glossary/craving.md\n",
    ]


SEEN = {
    "the day of the first": ("2026-11-20", [1]),
    "a day between": ("2026-11-21", [1]),
    "a day with two changes": ("2026-11-22", [3, 2, 1]),
    "later": ("2026-11-23", [3]),
    "the last day there is": ("9999-12-30", [3]),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "numbers"), SEEN.values(), ids=SEEN.keys())
def test_editions_tells_what_readers_saw_on_a_day(three: list[str], day: str, numbers: list[int]) -> None:
    assert said("editions", "--on", day) == "".join(three[number - 1] for number in numbers)


@pytest.mark.django_db
def test_editions_tells_all_the_newest_first(three: list[str]) -> None:
    assert said("editions") == "".join(reversed(three))


@pytest.mark.django_db
def test_before_the_first_edition_there_was_none(three: list[str]) -> None:
    with pytest.raises(CommandError, match=r"\AReaders had no edition yet\.\Z"):
        said("editions", "--on", "2026-11-19")


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "20.11.2026", "9999-12-31"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(CommandError, match=f"“{day}” is no day. Write it as 2026-11-20."):
        said("editions", "--on", day)


def test_without_an_index_editions_says_what_to_run(own_index: str) -> None:
    with pytest.raises(
        CommandError, match=r"\AThe index cannot be read \([^\n]*\)\. Run: python manage\.py sync_content\Z"
    ):
        said("editions")
    connection.close()


@pytest.mark.django_db
def test_sync_content_warns_of_more_guides_than_a_phone_should_carry(
    folder: ContentFolder, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CONTENT_DIR = folder.root
    folder.article("first")
    warned = StringIO()
    call_command("sync_content", stdout=StringIO(), stderr=warned)
    assert warned.getvalue() == ""
    monkeypatch.setattr(models, "GUIDES_CARRIED_MAX", 0)
    call_command("sync_content", stdout=StringIO(), stderr=warned)
    assert "too many to keep on a phone" in warned.getvalue()
