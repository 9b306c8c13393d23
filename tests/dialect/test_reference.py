"""The reference and the cheat sheet say what really comes of what editors write."""

import re

import pytest

from articles.policy import CalloutKind
from tests.dialect.guide import render
from tests.dialect.reference import CHEATS, PAGE, SHEET, SHOWN, page, sheet

MADE = {
    "a section": '<h2 id="storing">',
    "bold, seldom": "<strong>not</strong>",
    "a list": "<ul>",
    "steps": "<ol>",
    "a source": 'class="cite"',
    "a guide": 'href="/guides/starting-safely/#tests"',
    "a page elsewhere": 'href="https://www.fda.gov/"',
    "a telephone": 'href="tel:911"',
    "a picture": 'src="/images/receptor.svg"',
    "a table": "<table",
    "a callout": "callout-ask",
}


def test_they_are_made_of_what_is_there() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert SHEET.read_text(encoding="utf-8") == sheet()


def test_each_kind_of_callout_and_figure_is_shown() -> None:
    assert {f"callout-{kind}" for kind in CalloutKind} <= set(SHOWN.values())
    assert {f"figure-{kind}" for kind in ("icon-array", "timeline", "facts")} <= set(SHOWN.values())


def test_its_picture_is_there() -> None:
    (source,) = re.findall(r'<img [^>]*src="([^"]+)"', page())
    assert (PAGE.parent / source).stat().st_size < 20_000


def test_the_cheat_sheet_fits_one_page() -> None:
    assert len(sheet().splitlines()) <= 50  # of paper


@pytest.mark.parametrize("what", CHEATS)
def test_what_the_cheat_sheet_says_works(what: str) -> None:
    made = render(CHEATS[what] + "\n")
    assert MADE[what] in made.lead + made.body
    assert made.warnings == ()
