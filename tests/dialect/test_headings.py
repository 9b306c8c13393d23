"""Section addresses: unique, stable, and never one that the page itself uses."""

import pytest

from articles.dialect.headings import slug_of
from articles.policy import ALLOWED_ID, RESERVED_IDS
from tests.dialect.guide import problems, render, warnings

REFUSED = {
    "# Title": "heading-level",
    "Title\n=====": "heading-level",
    "## Words {#Upper}": "heading-id",
    "## Words {#two--hyphens}": "heading-id",
    "## Words {#under_score}": "heading-id",
    "## Words {#}": "heading-id",
    "## Words {# space}": "heading-id",
    "## Words {#good}": "heading-repeated",
    "## Words {#source-1}": "heading-id",
    "## Words {#cite-1-1}": "heading-id",
    "## {#empty}": "heading-empty",
    "##": "heading-empty",
    "- ## In an item": "heading-nested",
    "> ## In a quotation": "heading-nested",
    "!!! note\n    ## In a callout": "heading-nested",
    "!!! note\n    Text.\n\n    Under\n    -----": "heading-nested",
    "- one\n\n    ### Good": "heading-nested",
}
NESTED_DEEPER = {
    "!!! note\n    ## In a callout": 1,
    "!!! note\n    Text.\n\n    Under\n    -----": 3,
    "- one\n\n    ### Good": 2,
}


@pytest.mark.parametrize(("heading", "code"), REFUSED.items(), ids=REFUSED.keys())
def test_a_heading_is_refused_in_its_line(heading: str, code: str) -> None:
    line = 7 + NESTED_DEEPER.get(heading, 0)
    assert problems(f"## Good {{#good}}\n\nText # text.\n\n### Words\n\n{heading}\n\nText.\n\n## Last\n") == [
        (line, code)
    ]


@pytest.mark.parametrize("reserved", sorted(RESERVED_IDS))
def test_an_id_that_the_page_uses_is_refused(reserved: str) -> None:
    assert problems(f"Text.\n\n## Words {{#{reserved}}}\n") == [(3, "heading-id")]
    assert [heading.id for heading in render(f"## {reserved}\n").headings] == [f"{reserved}-2"]


UNIQUE = {
    "## A\n\n## A\n\n## A-2\n\n## A {#a}\n\n## A-3 {#a-3}\n\n## A\n": "a-2 a-4 a-2-2 a a-3 a-5",
    "## Source 1\n\n## Cite 1 1\n\n## Cite 1 1\n": "section-source-1 section-cite-1-1 section-cite-1-1-2",
    "## ?\n\n## !\n\n## Section\n": "section section-2 section-3",
}


@pytest.mark.parametrize(("body", "ids"), UNIQUE.items())
def test_ids_are_unique_whoever_comes_first(body: str, ids: str) -> None:
    assert [heading.id for heading in render(body).headings] == ids.split()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("How long?", "how-long"),
        ("Año y niño", "ano-y-nino"),
        ("½ “quoted” – 7 to 10", "12-quoted-7-to-10"),
        ("日本", "section"),
        ("a" * 100, "a" * 80),
        ("a" * 79 + " b", "a" * 79),
    ],
)
def test_an_id_is_made_from_the_words(text: str, slug: str) -> None:
    assert slug_of(text) == slug
    assert ALLOWED_ID.fullmatch(slug)


def test_a_skipped_level_is_a_warning() -> None:
    assert warnings("### First\n\n## Two\n\n#### Four\n\n### Three\n") == [
        (1, "heading-skipped"),
        (5, "heading-skipped"),
    ]


MOVED = {
    "moved: {old: new}": [],
    "moved: {old: gone}": [(-1, "moved-target")],
    "moved: {new: other}": [(-1, "moved-exists")],
    "moved: {gone: old, new: new}": [(-1, "moved-target"), (-1, "moved-exists")],
}


@pytest.mark.parametrize(("moved", "found"), MOVED.items(), ids=MOVED.keys())
def test_an_id_moves_from_what_is_gone_to_what_exists(moved: str, found: list[tuple[int, str]]) -> None:
    assert problems("## New {#new}\n\n## Other {#other}\n", keys=f"{moved}\n") == found
