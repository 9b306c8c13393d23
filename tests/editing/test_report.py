"""`content_report`: each kind of finding, the most dangerous first."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.editing.report import report
from tests.articles.refusals import guide, reference
from tests.conftest import TAGS, TODAY, ContentFolder

HARD = "The administration of pharmacological interventions necessitates interdisciplinary communication [@label].\n"


def findings(folder: ContentFolder) -> dict[str, tuple[str, ...]]:
    return {section.title: section.findings for section in report(folder.root, TODAY) if section.findings}


def test_everything_to_look_at_is_found(folder: ContentFolder) -> None:
    def write(slug: str, text: str) -> None:
        folder.write(f"en/articles/{slug}.md", text.replace("title: About it", f"title: About {slug}"))

    write("first", guide("A craving. See [due](due.md), [old](old.md), [hard](hard.md) [@label].\n"))
    write("refused", guide("<b>No</b> [@label].\n"))
    write("old", guide("Text of [first](first.md) [@label].\n", sources_checked="2024-01-01", review_by="2026-01-01"))
    write("due", guide("A craving [@label].\n", review_by="2026-12-20"))
    write("hard", guide(f"A craving. {HARD}"))
    write("plain", guide("A craving for 7 days.\n"))
    write("draft", guide("A craving for 7 days [@label].\n", status="draft"))
    folder.term("craving", "craving")
    folder.write("references/unused.md", reference())
    folder.write("es/tags.yaml", TAGS)
    folder.write("es/articles/first.md", guide("Texto [@label].\n", title="Uno", sources_checked="2026-11-19"))
    found = findings(folder)
    missing = [f"es/articles/{slug}.md: missing" for slug in ("due", "hard", "old", "plain")]
    assert list(found.items()) == [
        ("Refused, so not published", ("en/articles/refused.md",)),
        ("Overdue: sources to be read again", ("en/articles/old.md: by 2026-01-01",)),
        ("Without any source", ("en/articles/plain.md",)),
        ("Numbers without a source beside them", ("en/articles/plain.md: line 9",)),
        ("Harder to read than grade 8", found["Harder to read than grade 8"]),
        ("Due within 60 days", ("en/articles/due.md: by 2026-12-20",)),
        ("No other guide leads there", ("en/articles/plain.md", "es/articles/first.md")),
        ("No word is explained in", ("en/articles/old.md", "es/articles/first.md")),
        (
            "Without a picture or figure",
            (*(f"en/articles/{slug}.md" for slug in ("due", "first", "hard", "old", "plain")), "es/articles/first.md"),
        ),
        ("Translations missing or behind", (*sorted([*missing, "es/articles/first.md: checked 2026-11-19"]),)),
        ("Sources that no guide cites", ("references/unused.md",)),
        ("Drafts", ("en/articles/draft.md",)),
    ]
    assert found["Harder to read than grade 8"][0].startswith("en/articles/hard.md: ")


def test_the_command_says_also_what_is_well(
    folder: ContentFolder, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CONTENT_DIR = folder.root
    folder.term("text", "text")
    call_command("content_report")
    said = capsys.readouterr().out
    assert "Overdue: sources to be read again: none\n" in said
    assert "No other guide leads there: 1\n  en/articles/first.md\n" in said


def test_where_somebody_could_die_stands_first(folder: ContentFolder) -> None:
    folder.write("en/articles/z.md", guide('!!! emergency "Call 911 now if:"\n    You cannot wake them.\n', title="Z"))
    assert findings(folder)["No other guide leads there"] == ("en/articles/z.md", "en/articles/first.md")


def test_it_is_also_a_page(folder: ContentFolder, settings: LazySettings, tmp_path: Path) -> None:
    settings.CONTENT_DIR = folder.root
    folder.write("en/articles/a&b.md", "Nothing.")
    call_command("content_report", html=str(tmp_path / "report.html"))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<h2>Refused, so not published: 1</h2><ul><li>en/articles/a&amp;b.md</li></ul>" in page
    assert "<ul><li>Overdue: sources to be read again</li>" in page.partition("nothing found</h2>")[2]
    assert "<li>Drafts</li>" in page
    with pytest.raises(CommandError, match="Check the folder"):
        call_command("content_report", html=str(tmp_path / "no such" / "report.html"))
