"""Every problem of a folder at once, sorted. That lint and sync agree is held in tests/articles/test_refusals.py."""

import pytest

from articles.editing.lint import lint
from articles.policy import Language
from articles.reading import folder as content
from articles.reading.shelf import read_shelf
from tests.articles.refusals import guide, place, word
from tests.conftest import TODAY, ContentFolder


def test_a_sound_folder_has_no_problem(folder: ContentFolder) -> None:
    assert lint(folder.root, TODAY) == []


def test_every_problem_is_named_once_and_sorted(folder: ContentFolder) -> None:
    folder.write("references/z.md", "Nothing.")
    folder.write("images/notes.txt", "Nothing.")
    folder.write("en/articles/b.md", guide("An addict. An addict.\n", review_by="2026-11-22", order="x"))
    folder.write("en/articles/a.md", guide("Text [@gone] and [@gone].\n", title="a" * 70))
    folder.write("en/glossary/w.md", word("[it]"))
    found = lint(folder.root, TODAY)
    assert [place(problem) for problem in found] == [
        "en/articles/a.md:2: title-long",
        "en/articles/a.md:9: cite-missing",
        "en/articles/a.md:9: cite-missing",
        "en/articles/b.md:8: wrong-type",
        "en/glossary/w.md:4: definition-markup",
        "images/notes.txt:1: unused-file",
        "references/z.md:1: front-matter",
    ]
    assert found == sorted(found)


def test_a_problem_stands_in_the_column_where_it_begins(folder: ContentFolder) -> None:
    body = "Some text [@label], and a [link](gone.md) [@nobody].\r\n\r\nA \u2028 mark, and an addict.\r\n"
    folder.write("en/articles/a.md", guide(body, tags="\n  - safety\n  - saftey"))
    found = {problem.code: (problem.line, problem.column) for problem in lint(folder.root, TODAY)}
    assert found["tag-unknown"] == (6, 5)
    assert found["link-broken"] == (11, 1 + body.index("gone.md"))
    assert found["cite-missing"] == (11, 1 + body.index("@nobody"))
    assert found["control-character"][0] == 13


def test_many_guides_are_read_as_few_are(folder: ContentFolder) -> None:
    """More than are worth a process of their own."""
    for number in range(20):
        folder.write(f"en/articles/g{number:02}.md", guide("No source.\n", title=f"Guide {number}"))
    assert [place(problem) for problem in lint(folder.root, TODAY)] == [
        f"en/articles/g{number:02}.md:9: cite-none" for number in range(20)
    ]


def test_the_shelf_holds_everything_but_the_guides(folder: ContentFolder) -> None:
    folder.write("en/glossary/good.md", word(term="good"))
    folder.write("en/glossary/bad.md", "Nothing.")
    folder.write("en/needs.yaml", "now:\n  title: Now\n")
    folder.write("images/dot.svg", "<svg/>")
    (folder.root / "references/link.md").symlink_to(folder.root / "references/label.md")
    shelf, problems = read_shelf(content.read(folder.root))
    assert [term.slug for term in shelf.terms] == ["good"]
    assert [reference.key for reference in shelf.references] == ["label"]
    assert {language: [tag.slug for tag in tags] for language, tags in shelf.tags.items()} == {Language.EN: ["safety"]}
    assert [need.slug for need in shelf.needs[Language.EN]] == ["now"]
    assert list(shelf.pictures) == ["images/dot.svg"]
    assert set(shelf.unfit) == {"en/glossary/bad.md", "references/link.md"}
    assert [place(problem) for problem in problems] == [
        "en/glossary/bad.md:1: front-matter",
        "images/dot.svg:1: picture-size",
    ]


def test_a_file_that_goes_while_it_is_read_is_said_to_be_gone(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder.write("en/articles/gone.md", guide())

    def take_away(_: str) -> str:
        place.unlink(missing_ok=True)
        return ""

    monkeypatch.setattr(content, "_marks", take_away)
    found = [problem for problem in lint(folder.root, TODAY) if problem.path == "en/articles/gone.md"]
    message = "The file was here a moment ago and is gone. Put it back, or run this again."
    assert [(problem.code, problem.message) for problem in found] == [("unreadable", message)]
