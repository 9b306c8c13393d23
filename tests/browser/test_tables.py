"""A long table: its heads stay in sight while it is read, on a desk, and hide nothing that a keyboard reaches."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE_WITH_TABLES
from tests.conftest import Server

LONG = "/evidence/"
TO_THE_LAST_ROW = "(row) => scrollTo(0, scrollY + row.getBoundingClientRect().top - innerHeight / 2)"
UNDER_THE_HEADS = """() => {
    const { top, left, width } = document.activeElement.getBoundingClientRect();
    return !document.activeElement.contains(document.elementFromPoint(left + width / 2, top + 2));
}"""


def longest(page: Page) -> tuple[int, int]:
    heights = page.locator("table").evaluate_all("all => all.map(table => table.offsetHeight)")
    return heights.index(max(heights)), max(heights)


@pytest.mark.parametrize("width", [768, 1280])
def test_the_heads_of_a_long_table_stay_in_sight(looked_at: Page, site: Server, width: int) -> None:
    looked_at.set_viewport_size({"width": width, "height": 700})
    looked_at.goto(f"{site.url}{LONG}")
    place, height = longest(looked_at)
    assert height > 1000
    table = looked_at.locator("table").nth(place)
    table.locator("tbody tr").last.evaluate(TO_THE_LAST_ROW)
    for head in table.locator("thead th").all():
        expect(head).to_be_in_viewport(ratio=1)
    at = table.locator("thead th").first.bounding_box()
    assert at
    assert at["y"] == 0
    ground = table.locator("thead th").first.evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert ground == "rgb(253, 252, 249)"  # the rows pass behind


def test_a_keyboard_that_goes_back_meets_nothing_under_the_heads(looked_at: Page, site: Server) -> None:
    looked_at.set_viewport_size({"width": 1280, "height": 700})
    looked_at.goto(f"{site.url}{LONG}")
    place, _ = longest(looked_at)
    links = looked_at.locator("table").nth(place).locator("tbody a")
    links.last.focus()
    for _ in range(links.count() - 1):
        looked_at.keyboard.press("Shift+Tab")
        assert not looked_at.evaluate(UNDER_THE_HEADS), looked_at.evaluate("document.activeElement.outerHTML")


def test_in_a_window_of_few_lines_the_heads_take_no_room(looked_at: Page, site: Server) -> None:
    looked_at.set_viewport_size({"width": 900, "height": 360})
    looked_at.goto(f"{site.url}{LONG}")
    rows = looked_at.locator("table").first.locator("tr")
    rows.last.evaluate(TO_THE_LAST_ROW)
    expect(rows.first).not_to_be_in_viewport()


def test_on_paper_the_heads_stand_on_each_page_as_rows(open_page: OpenPage, site: Server) -> None:
    page = open_page(1280, 700)
    page.emulate_media(media="print")
    page.goto(f"{site.url}{GUIDE_WITH_TABLES}")
    assert page.locator("thead th").first.evaluate("(e) => getComputedStyle(e).position") == "static"
