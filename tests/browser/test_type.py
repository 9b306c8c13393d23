"""One typographic system: six sizes and no more, lines that an eye can follow, more room above a heading than below."""

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import GUIDE, KINDS, Kind
from tests.conftest import Server

# 14 marks, 16 notes, 18 text, 21 parts, 27 sections, 34 titles; from 768 px the larger of the last four
PHONE = {14, 16, 18, 21, 27, 34}
DESK = {14, 16, 19, 22, 30, 44}
SIZES = """() => [...new Set([...document.body.querySelectorAll("*")]
    .filter((e) => e.checkVisibility() && !e.matches(".visually-hidden"))
    .filter((e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((e) => Math.round(parseFloat(getComputedStyle(e).fontSize))))]"""
# The characters of each line of running text but the last of its paragraph.
LINES = """() => [...document.querySelectorAll(".sections > p")].flatMap((paragraph) => {
    const lines = new Map();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest(".cite")) continue;
        for (let i = 0; i < node.length; i += 1) {
            const range = new Range();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const line = Math.round(range.getBoundingClientRect().top / 10);
            lines.set(line, (lines.get(line) ?? 0) + 1);
        }
    }
    return [...lines.values()].slice(0, -1);
})"""
GAPS = """() => [...document.querySelectorAll(".sections > .heading:not(:first-child)")].map((heading) => [
    heading.getBoundingClientRect().top - heading.previousElementSibling.getBoundingClientRect().bottom,
    heading.nextElementSibling.getBoundingClientRect().top - heading.getBoundingClientRect().bottom,
])"""


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_page_keeps_to_six_sizes(looked_at: Page, site: Server, kind: Kind) -> None:
    kind.visit(looked_at, site)
    for width, sizes in ((360, PHONE), (1280, DESK)):
        looked_at.set_viewport_size({"width": width, "height": 800})
        assert set(looked_at.evaluate(SIZES)) <= sizes, width


def test_a_line_of_text_has_60_to_70_characters(looked_at: Page, site: Server) -> None:
    looked_at.set_viewport_size({"width": 1280, "height": 800})
    looked_at.goto(f"{site.url}{GUIDE}")
    lines = sorted(looked_at.evaluate(LINES))
    assert len(lines) >= 10
    assert 58 <= lines[len(lines) // 2] <= 70
    assert lines[-1] <= 75


@pytest.mark.parametrize("width", [360, 1280])
def test_a_heading_belongs_to_what_follows_it(looked_at: Page, site: Server, width: int) -> None:
    looked_at.set_viewport_size({"width": width, "height": 800})
    looked_at.goto(f"{site.url}{GUIDE}")
    gaps = looked_at.evaluate(GAPS)
    assert gaps
    assert [(above, below) for above, below in gaps if above < 2 * below] == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("path", "above", "below"),
    [
        ("/search/?q=i+want+to+die", "h1", ".help-now.crisis"),
        ("/handout/checklist/", ".by-hand", ".ticks :is(h2, h3)"),
        ("/handout/checklist/", ".ticks", ".ticks + .ticks :is(h2, h3)"),
    ],
)
def test_what_is_new_does_not_touch_what_stands_above(
    looked_at: Page, site: Server, path: str, above: str, below: str, width: int
) -> None:
    looked_at.set_viewport_size({"width": width, "height": 800})
    looked_at.goto(f"{site.url}{path}")
    end = looked_at.locator(above).first.evaluate("(e) => e.getBoundingClientRect().bottom")
    start = looked_at.locator(below).first.evaluate("(e) => e.getBoundingClientRect().top")
    assert start - end >= 24
