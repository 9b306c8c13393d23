"""Each attack through each place of a guide's text: refused with its line, or shown as the letters it is."""

import pytest

from articles import guard
from articles.problems import ContentError
from tests.dialect.guide import render
from tests.trust.active import CONTEXTS, active, fragment, mutated, page
from tests.trust.vectors import ALL, VECTORS

PLACES = {
    "a paragraph": "{}\n",
    "between words": "Some text {} and more.\n",
    "an item": "- {}\n",
    "a quotation": "> {}\n",
    "a heading": "## {}\n",
    "a cell": "| a | b |\n|---|---|\n| x | {} |\n",
    "a callout": '!!! note "Title"\n    {}\n',
    "a callout's title": '!!! note "{}"\n    Text.\n',
    "a link's words": "[{}](https://example.org/)\n",
    "a link's address": "[x]({})\n",
    "a link's title": '[x](https://example.org/ "{}")\n',
    "an address in angles": "<{}>\n",
    "a citation's place": "Text [@label, {}].\n",
    "a citation's key": "Text [@{}].\n",
    "words in code": "`{}`\n",
    "a fence": "```\n{}\n```\n",
    "a fence's kind": "```{}\nx\n```\n",
    "a section's id": "## Words {{#{}}}\n",
    "strong words": "**{}**\n",
    "a definition": "[x]\n\n[x]: {}\n",
}


@pytest.mark.parametrize("kind", VECTORS)
@pytest.mark.parametrize("place", PLACES)
def test_an_attack_is_refused_or_shown_as_letters(kind: str, place: str) -> None:
    lines: list[int] = []
    for vector in VECTORS[kind]:
        try:
            made = render(PLACES[place].format(vector))
        except ContentError as refused:
            lines.extend(problem.line for problem in refused.problems)
            continue
        for html in (made.lead, made.body, made.onward):
            assert active(fragment(html)) == [], vector
            assert not mutated(page(html)), vector
    assert all(lines)


def test_each_attack_itself_is_found_by_the_guard_or_is_no_markup() -> None:
    """As if all else had failed and it had reached the page as it was typed: the guard lets through nothing active."""
    let_through = [vector for vector in ALL if guard.difference(f"<p>{vector}</p>") == ""]
    for vector in let_through:
        for context in CONTEXTS:
            assert active(fragment(f"<p>{vector}</p>", context)) == [], (vector, context)
    assert len(let_through) < len(ALL) // 2


def test_the_search_for_what_is_active_finds_it() -> None:
    """Or the tests above could not fail."""
    for html in (
        "<script>alert(1)</script>", "<p onclick=x>", "<a href='java&#9;script:x'>", "<svg onload=x>", "<p style=x>",
        "<iframe>", "<img src=//evil.example/x>", "<a href=' javascript:x'>", "<script src=https://evil.example/x>",
    ):  # fmt: skip
        assert active(fragment(html)) != [], html
    assert mutated(page("<form><div></form><form>x"))
