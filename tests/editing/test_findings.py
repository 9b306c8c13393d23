"""A guide's findings kept from the run before: the same problems as without them, and nothing of an older day."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from articles.editing import findings, lint
from articles.editing.findings import Findings, KeptFindings
from articles.editing.workshop import Made, Refused, make, make_into
from articles.reading import folder as content
from articles.reading.folder import File, Kind
from articles.reading.shelf import read_shelf
from tests.articles.refusals import guide, place, word
from tests.conftest import TODAY, ContentFolder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept.json"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the guides that lint really reads."""
    paths = list[str]()

    def noted(
        take: Callable[[Made], Findings], files: Sequence[File], *rest: Any
    ) -> tuple[list[Findings], list[Refused]]:
        paths.extend(file.path for file in files)
        return make_into(take, files, *rest)

    monkeypatch.setattr(lint, "make_into", noted)
    return paths


def linted(folder: ContentFolder, kept: Path) -> list[str]:
    """Each problem, which must be the same without anything kept."""
    alone = lint.lint(folder.root, TODAY)
    assert lint.lint(folder.root, TODAY, kept=KeptFindings(kept)) == alone
    return [place(problem) for problem in alone]


def fill(folder: ContentFolder) -> None:
    folder.write("en/articles/a.md", guide("## One {#one}\n\nAn addict [@label].\n", title="A"))
    folder.write("en/articles/b.md", guide("[There](a.md#one) [@label].\n", title="B"))


def test_only_what_changed_is_read_again(folder: ContentFolder, kept: Path, read: list[str]) -> None:
    fill(folder)
    lint.lint(folder.root, TODAY, kept=KeptFindings(kept))
    read.clear()
    folder.write("en/articles/b.md", guide("[There](a.md#one). An addict.\n", title="B"))
    found = lint.lint(folder.root, TODAY, kept=KeptFindings(kept))
    assert read == ["en/articles/b.md"]
    assert [place(problem) for problem in found] == [
        "en/articles/a.md:11: wording",
        "en/articles/b.md:9: cite-none",
        "en/articles/b.md:9: wording",
    ]


def test_an_unchanged_guide_hears_of_the_rest_of_the_folder(folder: ContentFolder, kept: Path) -> None:
    fill(folder)
    assert linted(folder, kept) == ["en/articles/a.md:11: wording"]
    folder.write("en/articles/a.md", guide("## Two {#two}\n\nText [@label].\n", title="B"))
    assert linted(folder, kept) == ["en/articles/b.md:2: title-repeated", "en/articles/b.md:9: link-section"]
    folder.remove("references/label.md")
    assert "en/articles/b.md:9: cite-missing" in linted(folder, kept)
    folder.remove("en/articles/a.md")
    assert "en/articles/b.md:9: link-broken" in linted(folder, kept)


def test_a_guide_grows_old_without_being_changed(folder: ContentFolder, kept: Path) -> None:
    folder.write("en/articles/a.md", guide("Text [@label].\n", title="A", review_by=str(TODAY)))
    assert linted(folder, kept) == []
    tomorrow = TODAY + timedelta(days=1)
    found = lint.lint(folder.root, tomorrow, kept=KeptFindings(kept))
    assert [problem.code for problem in found if problem.path.endswith("a.md")] == ["review-due"]


def test_a_change_of_a_day_to_come_is_told_until_that_day(folder: ContentFolder, kept: Path) -> None:
    tomorrow = TODAY + timedelta(days=1)
    changes = f"[{{date: {tomorrow}, text: Kratom counts.}}]"
    folder.write("en/articles/a.md", guide("Text [@label].\n", title="A", changes=changes))
    for _ in ("first", "kept"):
        assert linted(folder, kept) == ["en/articles/a.md:8: date-future"]
    assert lint.lint(folder.root, tomorrow, kept=KeptFindings(kept)) == []


def test_a_guide_with_an_error_is_read_each_time(folder: ContentFolder, kept: Path, read: list[str]) -> None:
    folder.write("en/articles/a.md", guide("```\n", title="A"))
    assert linted(folder, kept) == ["en/articles/a.md:9: fence-open"]
    read.clear()
    lint.lint(folder.root, TODAY, kept=KeptFindings(kept))
    assert read == ["en/articles/a.md"]


def test_a_renamed_guide_and_another_engine_are_read_anew(
    folder: ContentFolder, kept: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder)
    lint.lint(folder.root, TODAY, kept=KeptFindings(kept))
    folder.remove("en/articles/a.md")
    folder.write("en/articles/c.md", guide("## One {#one}\n\nAn addict [@label].\n", title="A"))
    read.clear()
    found = lint.lint(folder.root, TODAY, kept=KeptFindings(kept))
    assert read == ["en/articles/c.md"]
    assert [problem.path for problem in found] == ["en/articles/b.md", "en/articles/c.md"]
    monkeypatch.setattr(findings, "version", lambda name: "0")
    read.clear()
    lint.lint(folder.root, TODAY, kept=KeptFindings(kept))
    assert read == ["en/articles/b.md", "en/articles/c.md", "en/articles/first.md"]


@pytest.mark.parametrize("damage", ["", "nonsense", "[]", '{"made_by": 1}', '{"guides": 3}', "\x00"])
def test_a_damaged_file_is_as_none(folder: ContentFolder, kept: Path, damage: str) -> None:
    fill(folder)
    kept.write_text(damage)
    assert linted(folder, kept) == ["en/articles/a.md:11: wording"]


def test_a_damaged_entry_is_as_none(folder: ContentFolder, kept: Path) -> None:
    fill(folder)
    linted(folder, kept)
    stored = json.loads(kept.read_text())
    stored["guides"] = {name: {"outline": 1} for name in stored["guides"]}
    kept.write_text(json.dumps(stored))
    assert linted(folder, kept) == ["en/articles/a.md:11: wording"]


def test_where_it_cannot_be_kept_nothing_is_said(folder: ContentFolder, tmp_path: Path) -> None:
    fill(folder)
    assert linted(folder, tmp_path / "no such folder" / "kept.json") == ["en/articles/a.md:11: wording"]


def test_no_finding_depends_on_linked_words_or_sizes_of_pictures(folder: ContentFolder) -> None:
    fill(folder)
    folder.write("en/glossary/text.md", word(term="Text", aliases="[There, An]"))
    found = content.read(folder.root)
    shelf, _ = read_shelf(found)
    phrases = {language: shelf.phrases(language) for language in {term.language for term in shelf.terms}}
    guides = found.of(Kind.ARTICLE)
    linked, _ = make(guides, phrases, shelf.pictures)
    plain, _ = make(guides, {}, {})
    assert any(each.page.terms for each in linked)
    assert list(map(Findings.of, linked)) == list(map(Findings.of, plain))
