"""Fenced blocks show text as typed, and may follow a line of text at once."""

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


@pytest.mark.parametrize("typed", ["klzzwxh:0000", "wzxhzdk:0"])
def test_what_only_looks_like_a_placeholder_is_text(typed: str) -> None:
    assert html(f"```\nblock\n```\n\n{typed}\n").endswith(f"<p>{typed}</p>\n")
