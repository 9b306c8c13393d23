"""A body of which nothing is too much is let through whole; with one mark too many it is looked at line by line."""

import pytest

from articles.policy import (
    BACKSLASHES_IN_A_BLOCK_MAX,
    BLOCKS_IN_A_FILE_MAX,
    BRACKET_REACH_MAX,
    HEADINGS_IN_A_BLOCK_MAX,
    INDENT_COLUMNS_MAX,
    MARKERS_IN_A_ROW_MAX,
    OPENERS_IN_A_BLOCK_MAX,
    SPACES_IN_A_ROW_MAX,
)
from articles.problems import Notebook
from articles.reading import bounds

TOO_MUCH = {
    "openers": "*" * (OPENERS_IN_A_BLOCK_MAX + 1),
    "backslashes": "\\" * (BACKSLASHES_IN_A_BLOCK_MAX + 1),
    "headings": "# a\n" * (HEADINGS_IN_A_BLOCK_MAX + 1),
    "spaces": f"a{' ' * (SPACES_IN_A_ROW_MAX + 1)}b",
    "inset": f"{' ' * (INDENT_COLUMNS_MAX + 1)}a",
    "tabs": "\t" * (INDENT_COLUMNS_MAX // 4 + 1) + "a",
    "markers": f"words\n  {'- ' * (MARKERS_IN_A_ROW_MAX + 1)}a",
    "blocks": "a\n\n" * (BLOCKS_IN_A_FILE_MAX + 1),
    "reach": f"{'[' * 100}{'a' * (BRACKET_REACH_MAX // 100)}",
}


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_what_is_too_much_is_seen_in_a_short_body_too(kind: str) -> None:
    notes = Notebook("en/articles/a.md", [])
    bounds.bound(TOO_MUCH[kind], 1, notes)
    assert notes.errors


def test_a_usual_body_is_light() -> None:
    assert bounds._is_light("## A heading {#a}\n\n- one [link](b.md)\n- *two*\n\n!!! warning\n    Words.\n" * 20)
