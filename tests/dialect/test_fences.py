"""Fenced blocks show text as typed, and a list or block may follow a line of text at once."""

import pytest

from tests.dialect.guide import html, problems

REFUSED = {
    "```\ntext": (3, "fence-open"),
    "~~~\ntext\n```": (3, "fence-open"),
    "````\ntext\n```": (3, "fence-open"),
    "``` chart\ntext\n```": (3, "figure-unknown"),
    "```html\n<b>\n```": (3, "figure-unknown"),
    " ```\n text": (3, "fence-place"),
    "- item\n\n    ```": (5, "fence-place"),
    "!!! note\n    ~~~": (4, "fence-place"),
}


@pytest.mark.parametrize(("block", "found"), REFUSED.items(), ids=REFUSED.keys())
def test_a_fence_is_refused_in_its_line(block: str, found: tuple[int, str]) -> None:
    assert problems(f"Text.\n\n{block}\n")[0] == found
    assert {code for _, code in problems(f"Text.\n\n{block}\n")} <= {found[1], "callout-empty"}


@pytest.mark.parametrize(
    "text",
    [
        "<b>&amp;</b>",
        "[@Bad] [x](y)",
        "# no heading",
        "!!! no callout",
        "| a |\n|--|",
        "    inset",
        "a\n\n\nb",
        "~~~",
        "\\*",
    ],
)
def test_a_fenced_block_shows_text_as_typed(text: str) -> None:
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert (
        html(f"Before\n```\n{text}\n```\nafter") == f"<p>Before</p>\n<pre><code>{shown}\n</code></pre>\n<p>after</p>\n"
    )
    assert problems(f"```\n{text}\n```\n[@Bad]")[0] == (text.count("\n") + 4, "cite-form")


def test_indented_code_may_show_a_fence() -> None:
    assert html("Text.\n\n    ```\n    x\n    ```\n") == "<p>Text.</p>\n<pre><code>```\nx\n```\n</code></pre>\n"


@pytest.mark.parametrize("typed", ["\ue000fence 0\ue001", "\ue000fence 7\ue001", "klzzwxh:0000", "wzxhzdk:0"])
def test_what_only_looks_like_a_placeholder_is_text(typed: str) -> None:
    assert html(f"```\nblock\n```\n\n{typed}\n").endswith(f"<p>{typed}</p>\n")


LISTS = {
    "Do not take:\n- a\n- b": "<p>Do not take:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n",
    "Steps:\n1. a\n2. b": "<p>Steps:</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n",
    "It was in\n2024. A year": "<p>It was in\n2024. A year</p>\n",
    "A range of 5\n-7 days": "<p>A range of 5\n-7 days</p>\n",
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
