"""What every rendered page keeps: the terms of rule 1, no active element, the same bytes twice, the editor's words."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from bleach._vendor import html5lib  # type: ignore[import-not-found]  # a second opinion, as a browser reads
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import guard
from articles.policy import PARTS_MAX, CalloutKind
from articles.problems import ContentError
from articles.rendering import Page
from tests.dialect.guide import FRONT_MATTER, html, problems, render

PASSIVE = set(
    "html head body a aside blockquote br code details div em h2 h3 h4 h5 h6 hr img li ol p pre section span strong"
    " summary sup table tbody td th thead tr ul".split()
)
ATTRIBUTES = set("alt aria-hidden aria-label class href id role scope src start tabindex".split())
LINES_BEFORE = FRONT_MATTER.format(keys="").count("\n")
EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def parsed(page: Page) -> list[Element]:
    tree: Any = html5lib.parse(page.lead + page.body + page.onward, namespaceHTMLElements=False)
    return list(tree.iter())


def check_page(page: Page) -> None:
    """The promises that hold for whatever was let through."""
    elements = parsed(page)
    assert {element.tag for element in elements} <= PASSIVE
    assert {name for element in elements for name in element.attrib} <= ATTRIBUTES
    leads = [element.get("href", "") for element in elements if element.tag == "a"]
    assert all(re.match(r"https://\w|tel:|sms:|mailto:|/\w|#", address) for address in leads)
    assert all(element.get("src", "").startswith("/images/") for element in elements if element.tag == "img")
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not any(inner.tag == "a" for element in elements if element.tag == "a" for inner in list(element.iter())[1:])
    assert guard.difference(page.lead + page.body + page.onward) == ""
    spoken = {heading.id for heading in page.headings}
    assert spoken <= set(ids)


WORDS = st.text(st.characters(categories=["L", "N"], max_codepoint=0x2FFF), min_size=1, max_size=6)
MARKS = st.sampled_from(
    "* ** _ ` `` [ ] ( ) [@a] [@a,b] [@ [x](b.md) [x]: b.md ![x](../../images/a.png) <b> </b> <!-- --> < > & &lt;"
    " &#1; &amp; \\ \\* | |---| # ## {#a} {#words} > - 1. 2. ``` ~~~ !!! !!!note === --- \" ' \u00a0 \ue000 \t".split(
        " "
    )
)
SPACES = st.sampled_from(["", " ", "  ", "\n", "\n\n", "\n    ", "\n\n    ", "\n\n        ", "\n> ", "\n- ", "\n| "])
RAW = st.one_of(
    st.text(max_size=80),
    st.lists(st.one_of(MARKS, SPACES, WORDS), max_size=40).map("".join),
)

INLINE = st.recursive(
    st.one_of(
        WORDS,
        st.sampled_from(["[@a]", "[@b, section 5.3]", "`code`", "opioids", "naltrexone", "5 < 6 & 7", "&eacute;"]),
        st.sampled_from(["[a link](b.md#c)", "[911](tel:911)", "<https://example.org>", "![alt](../../images/a.png)"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(" ".join),
        inner.map("**{}**".format),
        inner.map("*{}*".format),
    ),
    max_leaves=6,
)


def inset(text: str, first: str) -> str:
    return first + text.replace("\n", "\n    ").replace("\n    \n", "\n\n")


BLOCK = st.recursive(
    st.one_of(
        INLINE,
        st.lists(INLINE, min_size=1, max_size=3).map("\n".join),
        st.lists(INLINE, min_size=1, max_size=3).map(lambda cells: f"|{'|'.join(cells)}|\n|{'--|' * len(cells)}\n|x|"),
        INLINE.map("    {}".format),
        st.just("---"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n\n".join),
        inner.map(lambda text: inset(text, "-   ")),
        inner.map(lambda text: inset(text, "1.  ")),
        inner.map(lambda text: "> " + text.replace("\n", "\n> ")),
        st.tuples(st.sampled_from(list(CalloutKind)), inner).map(
            lambda callout: f'!!! {callout[0]} "Title"\n    ' + inset(callout[1], "")
        ),
    ),
    max_leaves=5,
)
GUIDE = st.lists(
    st.one_of(
        BLOCK,
        st.tuples(st.sampled_from(["##", "###"]), INLINE).map(" ".join),
        BLOCK.map(lambda text: f"```\n{text}\n```"),
    ),
    min_size=1,
    max_size=5,
).map("\n\n".join)


@EXAMPLES
@given(st.one_of(RAW, GUIDE))
def test_whatever_is_typed_is_refused_or_safe_and_the_same_twice(body: str) -> None:
    try:
        page = render(body)
    except ContentError as error:
        refused = error.problems
    else:
        check_page(page)
        assert render(body) == page
        return
    lines = LINES_BEFORE + body.count("\n") + body.count("\r") + 1
    assert refused
    assert [problem for problem in refused if not 1 <= problem.line <= lines or not problem.message] == []


@EXAMPLES
@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=5), st.data())
def test_every_word_of_a_plain_text_is_on_the_page(paragraphs: list[list[str]], data: st.DataObject) -> None:
    starts = st.sampled_from(
        ["", "- ", "1. ", "> ", "**Bold** ", "## ", "!!! note\n    ", "| a | b |\n|---|---|\n| | "]
    )
    body = "\n\n".join(data.draw(starts) + " ".join(words) for words in paragraphs)
    page = render(body)
    shown = " ".join(" ".join(element.itertext()) for element in parsed(page) if element.tag == "body").split()
    assert [word for words in paragraphs for word in words if word not in shown] == []
    told = page.text.split() + [word for heading in page.headings for word in heading.text.split()]
    assert [word for words in paragraphs for word in words if word not in told] == []


def linked(body: str) -> Iterator[str]:
    return iter(re.findall(r'<a class="term" href="/glossary/([^/]*)/">', html(body)))


LEFT_ALONE = {
    "a heading": "## naltrexone\n\n",
    "a deeper heading": "## One\n\n#### naltrexone\n\n",
    "a table's column head": "| naltrexone | b |\n|---|---|\n| 1 | 2 |\n\n",
    "a table's row head": "| a | b |\n|---|---|\n| naltrexone | 2 |\n\n",
    "the words of a link": "[about naltrexone](b.md)\n\n",
    "an address in brackets": "<https://naltrexone.example.org>\n\n",
    "a bare address": "At https://example.org/naltrexone or naltrexone@example.org.\n\n",
    "code": "`naltrexone`\n\n",
    "a fenced block": "```\nnaltrexone\n```\n\n",
    "indented code": "Text.\n\n    naltrexone\n\n",
    "a callout's title": '!!! note "naltrexone"\n    Text.\n\n',
    "the title of what is folded": '!!! clinicians "naltrexone"\n    Text.\n\n',
    "an emergency callout": "!!! emergency\n    Tell them: naltrexone.\n\n    - naltrexone\n\n",
    "a callout in an emergency callout": "!!! emergency\n    Text.\n\n    !!! note\n        Tell them: naltrexone.\n\n",
    "a picture's text": "![naltrexone](../../images/a.png)\n\n",
    "the place in a source": "Text [@a, naltrexone].\n\n",
}


@pytest.mark.parametrize("before", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_what_is_left_alone_holds_no_link_and_does_not_use_up_the_first_mention(before: str) -> None:
    assert list(linked(before)) == []
    made = html(f"{before}## Last\n\nHere is naltrexone, and naltrexone.\n")
    assert made.count('class="term"') == 1
    assert made.endswith(
        '<p>Here is <a class="term" href="/glossary/naltrexone/">naltrexone</a>, and naltrexone.</p>\n'
    )


@pytest.mark.parametrize(
    "place",
    ["{}", "- {}", "> {}", "**{}**", "| a | b |\n|---|---|\n| x | {} |", "!!! note\n    {}", "!!! clinicians\n    {}"],
)
def test_the_first_mention_in_running_text_is_linked(place: str) -> None:
    assert list(linked(place.format("naltrexone") + "\n\nThen naltrexone.\n")) == ["naltrexone"]


def test_a_page_says_what_search_and_lists_need() -> None:
    page = render(
        "Before [@a].\n\n## One {#one}\n\nText, *with* `code`.\n\n- item\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        '### Part\n\n!!! note "Title"\n    Inside.\n\n## Two\n'
    )
    assert [(section.id, section.title, section.text) for section in page.sections] == [
        ("", "", "Before."),
        ("one", "One", "Text, with code.\nitem\na\nb\n1\n2"),
        ("part", "Part", "Note: Title\nInside."),
        ("two", "Two", ""),
    ]
    assert page.prose == ("Before.", "Text, with code.", "item", "a", "b", "1", "2", "Inside.")
    assert [(heading.level, heading.id) for heading in page.headings] == [(2, "one"), (3, "part"), (2, "two")]
    assert page.minutes == 1


def test_every_mistake_is_told_at_once() -> None:
    body = (
        "# One\n\n[@Bad] <b> [x](y)\n\n!!! warning\n    Text.\n\n| a |\n|---|\n| 1 | 2 |\n\n![](../../images/a.png)\n"
    )
    assert problems(body) == [
        (1, "heading-level"),
        (3, "cite-form"),
        (3, "raw-html"),
        (3, "link-form"),
        (5, "callout-unknown"),
        (10, "table-cells"),
        (12, "image-alt"),
    ]


@pytest.mark.parametrize(("items", "found"), [(PARTS_MAX, []), (PARTS_MAX + 9, [(3 + PARTS_MAX, "too-many-parts")])])
def test_a_list_that_would_keep_the_guard_busy_is_refused_in_its_line(items: int, found: list[tuple[int, str]]) -> None:
    assert problems("Text.\n\n" + "- item\n" * items) == found
