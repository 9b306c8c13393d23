"""Citations: their numbers follow the text, and what is no citation is refused."""

import re

import pytest

from articles.policy import Language
from tests.dialect.guide import html, problems, render

REFUSED = ["[@]", "[@Key]", "[@a b]", "[@a_b]", "[@a--b]", "[@-a]", "[@a,]", "[@a, ]", "[@a]x[@ñ]"]


@pytest.mark.parametrize("citation", REFUSED)
def test_what_is_no_citation_is_refused(citation: str) -> None:
    assert problems(f"Text [@good].\n\nText {citation}.\n") == [(3, "cite-form")]


@pytest.mark.parametrize("link", ["[words [@a] more](guide.md)", "[[@a]](guide.md)", "[**bold [@a]**](guide.md)"])
def test_a_citation_in_the_words_of_a_link_is_refused(link: str) -> None:
    assert (3, "link-nested") in problems(f"Text.\n\n{link}\n")


def test_numbers_follow_the_text_and_each_mark_has_its_own_id() -> None:
    page = render("Text [@b] [@a].\n\n- item [@b, table 1]\n\n> [@c] [@a]\n")
    assert [(mark.key, mark.locator, mark.id) for mark in page.marks] == [
        ("b", "", "cite-1-1"),
        ("a", "", "cite-2-1"),
        ("b", "table 1", "cite-1-2"),
        ("c", "", "cite-3-1"),
        ("a", "", "cite-2-2"),
    ]


@pytest.mark.parametrize(("language", "word"), [(Language.EN, "Source"), (Language.ES, "Fuente")])
def test_a_mark_says_what_it_is_and_where_in_the_source(language: Language, word: str) -> None:
    made = html("Text [@a, section 5 “Warnings & precautions”].", language=language)
    assert f'aria-label="{word} 1, section 5 “Warnings &amp; precautions”"' in made


def test_marks_of_one_source_in_a_row_stand_as_one_that_names_each_place() -> None:
    page = render("Text [@b, section 4] [@b, table 1][@b] [@b, section 4]. More [@b] [@a] [@b] **[@b]**\n\n[@b]\n")
    assert [(mark.key, mark.locator, mark.id) for mark in page.marks] == [
        ("b", "section 4; table 1", "cite-1-1"),
        ("b", "", "cite-1-2"),
        ("a", "", "cite-2-1"),
        ("b", "", "cite-1-3"),
        ("b", "", "cite-1-4"),
        ("b", "", "cite-1-5"),
    ]
    assert 'aria-label="Source 1, section 4; table 1">[1]</a></sup>. More' in page.lead


def test_in_an_emergency_callout_too_marks_in_a_row_stand_as_one() -> None:
    made = html('!!! emergency "Call 911 now if:"\n    - it hurts [@b, section 4] [@b, table 1]\n')
    assert made.count("[1]") == 1


@pytest.mark.parametrize("text", ["a [@x].", "a[@x].", "a\n[@x].", "a   [@x]."])
def test_a_mark_never_stands_alone_on_the_next_line(text: str) -> None:
    assert html(text).startswith('<p>a<sup class="cite">')


@pytest.mark.parametrize("text", ["`[@x]`", "    [@x]", "```\n[@x]\n```", "\\[@x]", "\\[@Not a key]"])
def test_code_and_escaped_brackets_cite_nothing(text: str) -> None:
    page = render(f"Text.\n\n{text}\n")
    assert page.marks == ()
    assert re.search(r"\[@\w", page.lead)


def test_the_number_of_a_source_is_no_part_of_a_name() -> None:
    made = html("## Findings [@a]\n\n| what [@a] | how |\n|---|---|\n| x | y |\n")
    assert re.findall('id="findings"|aria-label="([^"]*)"', made)[0] == ""
    assert re.findall('aria-label="(?!Source)([^"]*)"', made) == ["Link to this section: Findings", "Findings"]
