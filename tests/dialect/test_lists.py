"""A list may follow a line of text at once, and its items stand equally far apart."""

import pytest

from tests.dialect.guide import html, warnings

LISTS = {
    "Do not take:\n- a\n- b": "<p>Do not take:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n",
    "Steps:\n1. a\n2. b": "<p>Steps:</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n",
    "It was in\n2024. A year": "<p>It was in\n2024. A year</p>\n",
    "A range of 5\n-7 days": "<p>A range of 5\n-7\u00a0days</p>\n",
    "Words\n**bold** words": "<p>Words\n<strong>bold</strong> words</p>\n",
    "1. a\n\n    text\n2. b": "<ol>\n<li>\n<p>a</p>\n<p>text</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>\n",
    "- a\n\n    - b\n- c": "<ul>\n<li>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n",
    "- a **b** `c`\n- d\n\n- e": (
        "<ul>\n<li>\n<p>a <strong>b</strong> <code>c</code></p>\n</li>\n"
        "<li>\n<p>d</p>\n</li>\n<li>\n<p>e</p>\n</li>\n</ul>\n"
    ),
}


@pytest.mark.parametrize(("text", "shown"), LISTS.items(), ids=LISTS.keys())
def test_a_list_is_read_as_its_editor_saw_it(text: str, shown: str) -> None:
    assert html(text) == shown


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("- a\n  - b\n", 2),
        ("- a\n- b\n\n  - c\n", 4),
        ("1. a\n   - b\n", 2),
        ("- a\n\n  More of a.\n", 3),
        ("Text.\n\n- a\n - b\n", 4),
    ],
)
def test_what_is_set_in_by_too_little_is_a_warning(body: str, line: int) -> None:
    assert warnings(body) == [(line, "list-inset")]


@pytest.mark.parametrize(
    "body",
    [
        "- a\n- b\n",
        "- a\n    - b\n",
        "- a\n\n    More of a.\n",
        "  - a\n  - b\n",
        "- a long item\n  that goes on\n",
        "- a\n\nText.\n\n  inset text, and no list\n",
        "```\n- a\n  - b\n```\n",
        "1. a\n2. b\n",
    ],
)
def test_other_lists_are_none(body: str) -> None:
    assert warnings(body) == []
