"""No notation is published as typed in silence: it is refused or warned of, in its line, with what to do."""

import random

import pytest

from articles.dialect.notation import LEFTOVERS, SIGNS
from tests.dialect.guide import html, problems, warnings

REFUSED = {
    "| a | b |\n|---|\n| c | d |": (4, "table-form"),
    "a | b\n---|---|---": (4, "table-form"),
    "Text [ @ref].": (3, "cite-form"),
    "Text [@ref.": (3, "cite-form"),
    "!! note\n    Text": (3, "callout-form"),
    '! note "A"\n    Text': (3, "callout-form"),
    "Text [@ref, section 5; @other].": (3, "cite-form"),
    "Text [@ref; @other].": (3, "cite-form"),
    "> [!NOTE]\n> Text": (3, "callout-form"),
    "::: note": (3, "callout-form"),
    "!!! note “Title”\n    Text": (3, "callout-form"),
    '!!! note "A"\n    One.\n\n  Two.': (6, "callout-form"),
    '!!! note "A"\n    One.\n  Two.': (5, "callout-form"),
    '!!! note "A"\n  One.': (3, "callout-empty"),
    "## Heading {id}": (3, "heading-id"),
    "## Heading { #id }": (3, "heading-id"),
    "## Heading {#id": (3, "heading-id"),
    "Text {#id}": (3, "heading-id"),
    "[text] (first.md)": (3, "link-form"),
    "(text)[first.md]": (3, "link-form"),
    "[text][gone]": (3, "link-form"),
    "[text] [first.md]": (3, "link-form"),
    "[text]\n(first.md#id)": (3, "link-form"),
    "[text]{first.md}": (3, "link-form"),
    "{text}(first.md)": (3, "link-form"),
    "[text}(first.md)": (3, "link-form"),
    "(text) [https://example.org]": (3, "link-form"),
    "[text]<first.md>": (3, "link-form"),
    "![text] (../../images/a.png)": (3, "image-form"),
    "!(text)[../../images/a.png]": (3, "image-form"),
    "![text](../../images/a.png": (3, "image-form"),
    "## Heading (#first-dose)": (3, "heading-id"),
    "## Heading [#first-dose]": (3, "heading-id"),
    "## Heading {#id}.": (3, "heading-id"),
    "## Heading {#id} and more": (3, "heading-id"),
    "'''timeline\na\n'''": (3, "fence-place"),
    "## Heading ( #id": (3, "heading-id"),
    "A note[^1].": (3, "footnote"),
    '!!! note "Title"': (3, "callout-empty"),
    '!!! note "Title\n    Text': (3, "callout-form"),
    '!!! note "Title":\n    Text': (3, "callout-form"),
    "!!! note: Title\n    Text": (3, "callout-form"),
    '!!!! note "Title"\n    Text': (3, "callout-form"),
    ' !!! note "Title"\n    Text': (3, "callout-form"),
    "| a | b |\n|—|—|\n| c | d |": (4, "table-form"),
    "a | b\n— | —\nc | d": (4, "table-form"),
    "It is so @vivitrol-pi.": (3, "cite-form"),
    "It is so @vivitrol-pi, section 2.": (3, "cite-form"),
    "It is so (@vivitrol-pi, section 2).": (3, "cite-form"),
    "It is so {@vivitrol-pi}.": (3, "cite-form"),
    "It is so\n**@vivitrol-pi**.": (4, "cite-form"),
    "| a | b |\n|---|---|\n| c | @vivitrol-pi |": (5, "cite-form"),
    "!!! note ‘Title’\n    Text": (3, "callout-form"),
    "!!! note 'Title'\n    Text": (3, "callout-form"),
}
WARNED = {
    "Some **bold text.": (3, "emphasis-open"),
    "Some *text and more.": (3, "emphasis-open"),
    "Some _text and more.": (3, "emphasis-open"),
    "A word*, explained.": (3, "emphasis-open"),
    "Some `code.": (3, "emphasis-open"),
    "~~Gone~~": (3, "emphasis-open"),
    "-text\n-more": (3, "list-form"),
    "– text\n– more": (3, "list-form"),
    '!!! note "A"\n    - One.\n- Two.': (5, "callout-form"),
    '!!! note "A"\n    One.\nTwo.': (5, "callout-form"),
    "  ## Heading": (3, "heading-form"),
    "• text": (3, "list-form"),
    "1) text": (3, "list-form"),
    "1.text": (3, "list-form"),
    "[ ] to do": (3, "list-form"),
    "Text [@ref](https://example.org/) and more.": (3, "cite-form"),
    "Text\nand [@ref, page 2](#here).": (4, "cite-form"),
    "– text alone": (3, "list-form"),
    "– text\n- more": (3, "list-form"),
    "a. text\nb. more": (3, "list-form"),
    "A) text\nB) more": (3, "list-form"),
    "o\ttext\no\tmore": (3, "list-form"),
    "==Gone==": (3, "emphasis-open"),
    "***Some** text": (3, "emphasis-open"),
    "** Some ** text": (3, "emphasis-open"),
    "- [ ] to do\n- more": (3, "list-form"),
    "- one\n- [x] **done** at last": (4, "list-form"),
    "1. [] to do": (3, "list-form"),
    "- one\n- [x]done": (4, "list-form"),
    "    Text set in.": (3, "text-indented"),
    "\tText set in.": (3, "text-indented"),
    "> One.\n>\n>     Text set in.": (5, "text-indented"),
    "- one\n\n        Text set in.\n\n- two": (5, "text-indented"),
    "| a | b |\n| c | d |": (3, "table-form"),
    "| a | b |\n---": (3, "table-form"),
    "**What to pack**": (3, "heading-bold"),
    "__What to pack__": (3, "heading-bold"),
    "What\tWhere\nTablets\tHand bag": (3, "table-form"),
    "-\u00a0text": (3, "list-form"),
    "·\u00a0text": (3, "list-form"),
    "It is so (@label, section 2).": (3, "cite-form"),
    "It is so [vivitrol-pi, section 2].": (3, "cite-form"),
    "It is so [vivitrol-pi].": (3, "cite-form"),
    "[text](../../images/a.png)": (3, "image-link"),
    "! [text](../../images/a.png)": (3, "image-link"),
    "(text)(first.md)": (3, "link-form"),
    "[text(first.md)": (3, "link-form"),
    "text](first.md)": (3, "link-form"),
    "See first.md for more.": (3, "link-form"),
    "## Heading #first-dose": (3, "heading-id"),
    "See https://example.org/a.": (3, "link-bare"),
    "One\nSee (www.example.org)": (4, "link-bare"),
    "It is so [1].": (3, "cite-number"),
    "It is so.[12]": (3, "cite-number"),
}
TEXT = [
    "a == b, a=b and 1 == 2 == 3",
    "a. m. or p. m.\nor both",
    "On a trip –\n– he said, — it is – so",
    "Write to a@b-c.org, @home, \\@vivitrol-pi (at @b-c.org)",
    "A [] in the text, and more [ ] of them",
    "5 * 3 = 15, 2*3, a_b and snake_case",
    "Born: ______ at ______",
    "She said “it [the tablet] helps” (see @home)",
    "One\ttab",
    "A range of 5\n-7 days",
    "and so on —\n– he said",
    "\\*\\*bold\\*\\*, \\[@x], \\{#id}, \\[a]\\[b]",
    "[brackets] (and an aside), (an aside)[1]",
    "in {braces}",
    "a | b",
    "at 2.5 or\n3.5 mg",
    "Ask your M.D. (see B.md5)",
    "[brackets] {and braces}, (an aside) {and more}",
]


@pytest.mark.parametrize(("block", "found"), REFUSED.items(), ids=REFUSED.keys())
def test_what_can_only_be_a_mistake_is_refused(block: str, found: tuple[int, str]) -> None:
    assert problems(f"Text.\n\n{block}\n") == [found]


@pytest.mark.parametrize(("block", "found"), WARNED.items(), ids=WARNED.keys())
def test_what_may_be_meant_is_warned_of(block: str, found: tuple[int, str]) -> None:
    assert list(warnings(f"Text.\n\n{block}\n")) == [found]


@pytest.mark.parametrize("text", TEXT)
def test_what_only_looks_like_notation_is_text(text: str) -> None:
    assert warnings(text) == []
    assert html(text).count("<") == 2


@pytest.mark.parametrize("text", ["```\n| a |\n|---|---|\n[^1] **\n```", "`**`, `[@x`, `[^1]`"])
def test_code_shows_any_notation(text: str) -> None:
    assert warnings(text) == []


@pytest.mark.parametrize("heading", ["## Reason (#1)", "## Reason #1", "## Reason [1]", "## Reason ##"])
def test_a_number_in_a_heading_is_no_id(heading: str) -> None:
    assert warnings(f"Text.\n\n{heading}\n") == []


def test_a_mark_that_stands_in_sound_text_too_is_found_where_it_is_left_over() -> None:
    sound = "Text [@a] and [b](c.md).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    assert problems(f"{sound}Foo bar [@ and no more.\n") == [(7, "cite-form")]
    assert problems(f"{sound}Foo\nbar [@ and no more.\n") == [(8, "cite-form")]
    assert problems(f"{sound}| a | b |\n|---|\n| 1 | 2 |\n") == [(8, "table-form")]


ALONE = [
    "!!! note “Title”",
    "::: note",
    "```timeline",
    "| --- | --- |",
    "| a | b |\n| c | d |",
    "• text",
    "1) text",
    "-\u00a0text",
    "**What to pack**",
    "__What to pack__",
]
SOUND = {
    "within a line": "Some {} words.",
    "at a line's end": "Some words, {}",
    "within an item": "- some {} words",
    "within a quotation": "> some {} words",
}


@pytest.mark.parametrize("mistake", ALONE)
@pytest.mark.parametrize("sound", SOUND.values(), ids=SOUND.keys())
def test_a_mistake_on_a_line_of_its_own_is_not_looked_for_within_another(sound: str, mistake: str) -> None:
    before = sound.format(" ".join(mistake.split("\n")))
    assert {line for line, _ in found_in(before)} <= {1}
    said = len(found_in(before))
    assert [line for line, _ in found_in(f"{before}\n\n{mistake}\n")[said:]] == [3]
    assert [line for line, _ in found_in(f"{before}\n\nText.\n\n{mistake}\n\n{before}\n")] == [1] * said + [
        5,
        *[7] * said,
    ]


def test_a_mistake_on_a_line_of_its_own_is_not_looked_for_at_the_beginning_of_another() -> None:
    assert found_in("**What to pack** and more\n\n**What to pack**\n") == [(3, "heading-bold")]


def test_a_mistake_within_a_line_is_not_looked_for_on_a_line_of_its_own() -> None:
    assert found_in("`a`\n**bold\n\n") == [(2, "emphasis-open")]


def test_what_cannot_be_read_does_not_take_the_place_of_what_can() -> None:
    assert problems("Text [ @Bad].\n\nMore [@Bad].\n") == [(1, "cite-form"), (3, "cite-form")]
    assert problems("Text.\n\n[ @Bad].\n\nMore [@Bad].\n") == [(3, "cite-form"), (5, "cite-form")]


@pytest.mark.parametrize("address", ["https://a.example/@b-c", "https://a.example/a.md", "http://a.example/x-(y)"])
def test_an_address_that_is_only_written_out_is_one_mistake(address: str) -> None:
    assert found_in(f"Ask there: {address} (once)\n") == [(1, "link-bare")]


@pytest.mark.parametrize(
    "link",
    [
        "<https://a.example/>",
        "[https://a.example](https://a.example)",
        "[**www.a.example**](https://a.example)",
        "`www.a`",
    ],
)
def test_an_address_that_is_a_link_or_shown_as_code_may_be_written_out(link: str) -> None:
    assert found_in(f"See {link}.\n") == []


def test_words_in_brackets_behind_a_source_are_words() -> None:
    assert found_in("Text [@ref] (see https://example.org/) and [@ref](in short)\n") == [(1, "link-bare")]


def test_sources_that_are_written_wrong_in_several_ways_are_told_in_one_run() -> None:
    text = "One [label-b], two @label-b, three (@label-b, section 2) and four [@label\n"
    assert problems(text) == [(1, "cite-form")] * 4


@pytest.mark.parametrize("mark", ["1.", "*", "-", "+"])
def test_a_list_with_tabs_in_it_is_a_list(mark: str) -> None:
    assert found_in(f"{mark}\tTake one\n{mark}\tTake two\n") == []


def test_a_heading_below_a_callout_that_is_set_in_is_called_a_heading() -> None:
    assert found_in('!!! note "A"\n    Text.\n\n  ## Heading\n') == [(4, "heading-form")]


def test_a_line_after_one_that_is_broken_begins_with_its_mark() -> None:
    assert found_in("Bring:  \n• tablets\n") == [(2, "list-form")]


def found_in(body: str) -> list[tuple[int, str]]:
    return problems(body) or list(warnings(body))


def test_whatever_is_found_has_one_of_the_signs_by_which_a_text_is_looked_at() -> None:
    dice = random.Random(1)
    found = 0
    for _ in range(20_000):
        text = "".join(dice.choices(["md", *"<[](){}#|*_~`-+•◦:!?1.) \t\nxa@^/"], k=dice.randint(1, 9)))
        if any(leftover.pattern.search(text) for leftover in LEFTOVERS):
            found += 1
            assert SIGNS.search(text), text
    assert found > 5_000


@pytest.mark.parametrize(
    "text", ["**Call 911.**", "**What to pack:** tablets", "- **One of**\n- **Two of**", "**not**"]
)
def test_bold_words_that_are_no_heading_are_let_alone(text: str) -> None:
    assert warnings(f"{text}\n\nText [@label].\n") == []
