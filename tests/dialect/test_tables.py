"""Tables: no cell gets lost, each is named, and a screen reader can tell where it is."""

import re

import pytest

from articles.policy import CELLS_MAX
from tests.dialect.guide import html, problems

HEAD = "| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    "row", ["| 1 | 2 | 3 |", "| 1 | 2 | |", "1 | 2 | 3", "| 1 | `x` | 2 &amp; 3 |", "| 1 |", "| `1|2` |"]
)
def test_a_cell_too_many_or_too_few_is_refused_in_its_line(row: str) -> None:
    assert problems(f"{HEAD}| 1 | 2 |\n\nText.\n\n{HEAD}| 1 | 2 |\n{row}\n| 1 | 2 |\n") == [(10, "table-cells")]
    assert problems(f"!!! note\n    Text.\n\n    {HEAD.replace(chr(10), chr(10) + '    ')}{row}\n") == [
        (6, "table-cells")
    ]


@pytest.mark.parametrize("row", ["| 1 | 2 |", "| 1 | |", "1 | 2", "| `1|2` | 3 |", "| 1 \\| 2 | 3 |"])
def test_cells_may_be_empty_and_may_hold_bars(row: str) -> None:
    made = html(HEAD + row)
    assert made.count('role="row"') == 2
    assert len(re.findall('role="(?:rowheader|cell)"', made)) == 2


@pytest.mark.parametrize("before", ["Text.\n\n", "Text.\n", "> Quoted.\n\n", "## Heading\n", "- item\n\n"])
def test_a_table_needs_no_empty_line_before_it(before: str) -> None:
    assert html(f"{before}{HEAD}| 1 | 2 |\n").count("<table") == 1


def test_tables_of_one_section_are_told_apart() -> None:
    wide = "| a | b | c | d | e |\n|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 |\n\n"
    names = re.findall(
        'role="region" tabindex="0" aria-label="([^"]*)"', html(f"## One\n\n{wide}{wide}## Two\n\n{wide}")
    )
    assert names == ["Table: One", "Table: One (2)", "Table: Two"]


@pytest.mark.parametrize(("columns", "kind"), [(1, "stacked"), (4, "stacked"), (5, "wide"), (9, "wide")])
def test_only_a_table_of_few_columns_is_stacked_on_a_phone(columns: int, kind: str) -> None:
    made = html(f"|{'a|' * columns}\n|{'-|' * columns}\n|{'1|' * columns}\n")
    assert made.startswith(f'<div class="table table-{kind}"')
    assert made.count("cell-label") == (columns - 1 if kind == "stacked" else 0)


def test_an_empty_corner_is_no_head() -> None:
    heads = re.findall("<t[hd] [^>]*>", html("| | b |\n|---|---|\n| 1 | 2 |\n"))
    assert heads == [
        '<td role="cell">',
        '<th scope="col" role="columnheader">',
        '<th scope="row" role="rowheader">',
        '<td role="cell">',
    ]


@pytest.mark.parametrize(("rows", "found"), [(50, []), (51, [(3, "table-size")])])
def test_a_table_with_too_many_cells_is_refused_in_its_line(rows: int, found: list[tuple[int, str]]) -> None:
    columns = CELLS_MAX // 50
    assert problems(f"Text.\n\n|{'a|' * columns}\n|{'-|' * columns}" + f"\n|{'1|' * columns}" * rows) == found


@pytest.mark.parametrize(
    ("cell", "whole"),
    [("Nov 25, 2026", True), ("23 nov 2026", True), ("Often", False), ("Nov 25, 2026 and on", False), ("a *b*", False)],
)
def test_a_short_cell_such_as_a_date_stays_on_one_line(cell: str, whole: bool) -> None:
    made = html(f"{HEAD}| 1 | {cell} |\n")
    assert ('<td role="cell" class="whole">' in made or '<td class="whole" role="cell">' in made) == whole
