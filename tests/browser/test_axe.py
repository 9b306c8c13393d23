"""axe finds nothing on any kind of page, light and dark, with a preview open too. Text has a contrast of 7 to 1."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE, KINDS, Kind
from tests.conftest import Server

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ALL_RULES = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "rules": {"color-contrast-enhanced": {"enabled": True}},  # tells of 4.5 to 7 to 1 alone
    "resultTypes": ["violations"],
}
RULES_OF_COLOURS = ALL_RULES | {"runOnly": {"type": "tag", "values": ["cat.color"]}}
TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
COLOURS_AND_LINES = {
    *("--solid", "--outline", "forced-color-adjust", "color", "background", "outline"),
    *("border", "border-color", "border-inline-start", "border-inline-start-width"),
    "padding-inline-start",  # of a link with a wider line at its side
}
TERM = "article a.term"


def findings(page: Page, options: dict[str, Any]) -> list[str]:
    """Each as “rule: the element”; what axe ran must have been something."""
    answer = Axe().run(page, options=options).response
    assert answer["passes"]
    return [f"{found['id']}: {node['html'][:200]}" for found in answer["violations"] for node in found["nodes"]]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_axe_finds_nothing(looked_at: Page, site: Server, kind: Kind) -> None:
    looked_at.set_viewport_size({"width": 1280, "height": 800})
    kind.visit(looked_at, site)
    assert findings(looked_at, ALL_RULES) == []
    looked_at.emulate_media(color_scheme="dark")
    assert findings(looked_at, RULES_OF_COLOURS) == []


def test_the_dark_differs_in_colours_alone() -> None:
    """So rules that ask nothing of colours find in the dark what they find in the light."""
    sheets = {sheet: sheet.read_text() for sheet in sorted(TOKENS.parent.glob("*.css"))}
    assert [sheet for sheet, text in sheets.items() if "prefers-color-scheme" in text] == [TOKENS]
    dark = re.findall(r"prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}", sheets[TOKENS])
    assert len(dark) == sheets[TOKENS].count("prefers-color-scheme") == 1
    assert all(re.fullmatch(r"--[a-z-]+: #[0-9a-f]{6};", line.strip()) for line in dark[0].strip().splitlines())


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_axe_finds_nothing_at_400_percent_and_in_forced_colours(looked_at: Page, site: Server, kind: Kind) -> None:
    looked_at.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
    kind.visit(looked_at, site)
    assert findings(looked_at, ALL_RULES) == []
    looked_at.emulate_media(forced_colors="active")
    assert findings(looked_at, RULES_OF_COLOURS) == []


def test_forced_colours_change_colours_and_lines_alone() -> None:
    """So rules that ask nothing of colours find there what they find without."""
    blocks = [
        block
        for sheet in sorted(TOKENS.parent.glob("*.css"))
        for block in re.findall(r"@media \(forced-colors[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", sheet.read_text())
    ]
    assert len(blocks) == sum(sheet.read_text().count("forced-colors") for sheet in TOKENS.parent.glob("*.css")) > 3
    said = {name for block in blocks for name in re.findall(r"([a-z-]+):[^:{}]*;", block)}
    assert said == COLOURS_AND_LINES


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_preview_open(open_page: OpenPage, site: Server, scheme: str) -> None:
    page = open_page(1280, 800, color_scheme=scheme)
    page.goto(f"{site.url}{GUIDE}")
    page.keyboard.press("Shift")
    page.locator(TERM).first.focus()
    expect(page.locator(".preview[data-place=beside]")).to_be_visible()
    assert findings(page, ALL_RULES) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_sheet_open(open_page: OpenPage, site: Server, scheme: str) -> None:
    page = open_page(has_touch=True, is_mobile=True, color_scheme=scheme)
    page.goto(f"{site.url}{GUIDE}")
    page.locator(TERM).first.tap()
    expect(page.locator(".preview[data-place=sheet]")).to_be_visible()
    assert findings(page, ALL_RULES) == []
