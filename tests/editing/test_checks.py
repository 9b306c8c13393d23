"""What only the whole folder shows. The refusals stand in tests/articles/test_refusals.py; here, what they rest on."""

import json
from dataclasses import replace

import pytest

from articles.editing.checks import check_folder
from articles.editing.outline import Outline
from articles.policy import Language
from articles.problems import Place, Problem, Severity
from articles.reading.shelf import Shelf, read_reference, read_term
from articles.rendering import render
from articles.source import Group, read_article
from glossary.linker import Linker, Phrase
from tests.articles.refusals import guide, reference, word
from tests.conftest import TODAY

LABEL = read_reference("references/label.md", reference().encode())
SAFETY = Group("safety", "Safety", "Staying safe.", Place(1))
SHELF = Shelf(references=[LABEL], tags={Language.EN: [SAFETY], Language.ES: [SAFETY]})


def outline(path: str, text: str) -> Outline:
    source = read_article(path, text.encode())
    return Outline.of(source, render(source, Linker([], str)))


def found(*outlines: Outline, shelf: Shelf = SHELF) -> list[str]:
    return [f"{problem.path}:{problem.line}: {problem.code}" for problem in check_folder(outlines, shelf, TODAY)]


def test_an_outline_outlives_the_index() -> None:
    body = "## A {#a}\n\nSee [b](b.md#c) and [here](#a) [@label] ![It](../../images/a.png) @home\n"
    keys = {"need": "now", "formerly": "[old]", "glossary_skip": "[word]", "moved": "{z: a}", "order": "3"}
    made = outline("en/articles/it.md", guide(body, **keys))
    assert Outline.restored(json.loads(json.dumps(made.stored()))) == made
    assert made.ids == {"a", "z"}
    assert made.cited == (("label", (16, 33)),)
    assert made.bare == (("home", (16, 67)),)
    assert [(link.path, link.fragment, link.place.line) for link in made.links] == [
        ("en/articles/b.md", "c", 16),
        ("en/articles/it.md", "a", 16),
        ("images/a.png", "", 16),
    ]


@pytest.mark.parametrize("written", ["@label", "(see @label)", "@label.", "**@label**", "- @label"])
def test_a_source_without_its_brackets_is_refused_where_it_stands(written: str) -> None:
    body = f"Text [@label].\n\nMore {written}\n" if written[0] != "-" else f"Text [@label].\n\n{written}\n"
    line = guide(body).split("\n")[10]
    (problem,) = check_folder([outline("en/articles/it.md", guide(body))], SHELF, TODAY)
    assert (problem.line, problem.column, problem.code) == (11, line.index("@") + 1, "cite-form")
    assert problem.message.endswith("Write [@label] or [@label, section 5.3].")


def test_a_name_after_an_at_that_is_no_source_is_text() -> None:
    assert found(outline("en/articles/it.md", guide("Ask @home, a@label.org or \\@label [@label].\n"))) == []


def test_languages_do_not_meet() -> None:
    """One title, slug, older slug and phrase in each language."""
    english, spanish = "en/articles/it.md", "es/articles/it.md"
    words = [read_term(f"{language}/glossary/word.md", word().encode()) for language in Language]
    shelf = Shelf(words, [LABEL], SHELF.tags)
    text = guide(formerly="[old]")
    assert found(outline(english, text), outline(spanish, text), shelf=shelf) == []
    assert shelf.phrases(Language.ES) == [Phrase("word", "word", spanish=True)]


def test_a_section_that_moved_can_still_be_linked_to() -> None:
    moved = outline("en/articles/a.md", guide("## B {#b}\n\n[@label]\n", title="A", moved="{old: b}"))
    assert found(moved, outline("en/articles/c.md", guide("[it](a.md#old) [@label]\n"))) == []


def test_a_term_and_a_picture_can_be_linked_to() -> None:
    shelf = Shelf(
        [read_term("en/glossary/word.md", word().encode())], [LABEL], SHELF.tags, pictures={"images/a.png": None}
    )
    text = guide("[it](../glossary/word.md) ![It](../../images/a.png) [@label]\n")
    assert found(outline("en/articles/a.md", text), shelf=shelf) == []


@pytest.mark.parametrize(
    ("text", "unfit"),
    [
        (guide(tags="[other]"), "en/tags.yaml"),
        (guide(need="now"), "en/needs.yaml"),
        (guide("[@other]\n"), "references/other.md"),
        (guide(glossary_skip="[other]"), "en/glossary/other.md"),
        (guide("[it](../glossary/other.md) [@label]\n"), "en/glossary/other.md"),
        (guide("[it](other.md#there) [@label]\n"), "en/articles/other.md"),
    ],
)
def test_a_file_that_could_not_be_read_is_not_called_missing(text: str, unfit: str) -> None:
    made = outline("en/articles/a.md", text)
    spoilt = Shelf(references=[LABEL], tags=SHELF.tags, unfit=[unfit])
    assert len(found(made)) == 1
    assert found(made, shelf=spoilt) == []


def test_two_terms_of_one_phrase_are_told_where_the_second_claims_it() -> None:
    terms = [
        read_term("en/glossary/a.md", word(term="opioid-free window").encode()),
        read_term("en/glossary/b.md", word(term="b", aliases="[c, Opioid Free Windows]").encode()),
    ]
    message = (
        "“Opioid Free Windows” is claimed by en/glossary/a.md too (as “opioid-free window”). "
        "Take it out of one of the two."
    )
    assert check_folder([], Shelf(terms), TODAY) == [
        Problem("en/glossary/b.md", 3, 14, Severity.ERROR, "term-clash", message)
    ]


def test_a_picture_that_no_guide_shows_is_told() -> None:
    shelf = replace(SHELF, pictures={"images/a.png": None, "images/b.png": None})
    shows = outline("en/articles/it.md", guide("![It](../../images/a.png) [@label]\n"))
    assert found(shows, shelf=shelf) == ["images/b.png:1: picture-unused"]
    assert found(shows, shelf=replace(shelf, unfit=["en/articles/other.md"])) == []
