"""`new_term` and `new_reference`: sound files from what is typed, or nothing and why."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.editing.drafts import DraftKind, draft
from articles.editing.lint import lint
from articles.problems import Severity
from tests.conftest import TODAY, ContentFolder

TYPED = {"title": "Combined: a trial", "authors": "Anton RF, and others", "year": 2006, "kind": "trial"}
WORD = "en/glossary/opioid-free-window.md"


@pytest.fixture
def here(folder: ContentFolder, settings: LazySettings) -> ContentFolder:
    settings.CONTENT_DIR = folder.root
    return folder


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_a_new_term_is_sound(here: ContentFolder, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("new_term", "opioid-free window", "Days: without any opioid.", alias=["no", "the wait"])
    assert capsys.readouterr().out == f"{here.root / WORD}\n"
    text = (here.root / WORD).read_text(encoding="utf-8")
    assert text == "---\nterm: opioid-free window\naliases:\n- 'no'\n- the wait\n---\nDays: without any opioid.\n"
    assert lint(here.root, TODAY) == []


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("10.1001/jama.295.17.2003", "doi: 10.1001/jama.295.17.2003"),
        ("https://doi.org/10.1001/jama.295.17.2003", "doi: 10.1001/jama.295.17.2003"),
        ("16670409", "pmid: 16670409"),
        ("PMID: 16670409", "pmid: 16670409"),
        ("https://example.org/trial", "url: https://example.org/trial"),
    ],
)
def test_a_new_reference_is_sound(where: str, line: str, here: ContentFolder) -> None:
    call_command("new_reference", where, **TYPED)
    text = (here.root / "references/anton-2006.md").read_text(encoding="utf-8")
    assert text == (
        "---\ntitle: 'Combined: a trial'\nauthors: Anton RF, and others\nyear: 2006\n" + f"{line}\nkind: trial\n---\n"
    )
    assert lint(here.root, TODAY) == []


@pytest.mark.parametrize(
    ("command", "arguments", "options", "says"),
    [
        ("new_term", ["it", "With **marks**."], {}, "Nothing is written:\nen/glossary/it.md:4: definition-markup"),
        ("new_term", ["it", " "], {}, "empty-body"),
        ("new_term", ["taken", "Words."], {}, "exists already."),
        (
            "new_term",
            ["other", "Words."],
            {"alias": ["taken"]},
            "Choose another name, or mend this first:\nen/glossary/",
        ),
        ("new_reference", ["nowhere"], TYPED, "link-scheme"),
        ("new_reference", ["123"], TYPED | {"year": 1492}, "impossible-date"),
        ("new_reference", ["123"], TYPED | {"key": "No Key"}, "file-name"),
        ("new_reference", ["123"], TYPED | {"key": "label"}, "exists already."),
        ("new_reference", ["https://example.org/label"], TYPED, "references/label.md already. Cite it as [@label]."),
    ],
)
def test_what_is_unsound_is_not_written(
    command: str, arguments: list[str], options: dict[str, Any], says: str, here: ContentFolder
) -> None:
    here.term("taken", "taken")
    before = files(here.root)
    with pytest.raises(CommandError) as refusal:
        call_command(command, *arguments, **options)
    assert says in str(refusal.value)
    assert files(here.root) == before


@pytest.mark.parametrize("kind", list(DraftKind))
def test_a_draft_of_each_kind_is_sound_and_stays_a_draft(here: ContentFolder, kind: DraftKind) -> None:
    call_command("new_article", "It is here", "--kind", kind)
    text = (here.root / "en/articles/it-is-here.md").read_text()
    assert "status: draft" in text
    assert ("{#questions}" in text) is (kind is not DraftKind.GUIDE)
    assert [problem.code for problem in lint(here.root, TODAY) if problem.severity is Severity.ERROR] == []
    assert {problem.code for problem in lint(here.root, TODAY)} <= {"cite-none", "date-future"}


@pytest.mark.parametrize("kind", DraftKind)
def test_words_for_the_editor_are_told_once_they_would_be_published(kind: DraftKind, folder: ContentFolder) -> None:
    text = draft(kind, title="It", tag="safety", today=TODAY, next_year="2027-11-20")
    folder.write("en/articles/it.md", text)
    assert [each.code for each in lint(folder.root, TODAY)] == ["cite-none"]
    folder.write("en/articles/it.md", text.replace("status: draft", "status: published"))
    told = [each.line for each in lint(folder.root, TODAY) if each.code == "draft-words"]
    assert told == [number for number, line in enumerate(text.split("\n"), 1) if is_for_the_editor(line)]


def is_for_the_editor(line: str) -> bool:
    return len(line.split()) > 4 and not line.startswith(("#", "!", "|", "title:"))
