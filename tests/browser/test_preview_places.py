"""A preview never covers the line it explains, and never leaves the window."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LONG_DEFINITION
from tests.browser.previewing import (
    OPEN_AFTER,
    assert_well_placed,
    box_of,
    fits,
    focus_by_keyboard,
    hover,
    point_elsewhere,
    preview_of,
    scroll_to,
    until,
    word_on,
)

WINDOWS = [(1280, 800), (360, 740), (320, 256)]  # the last: 1280 × 1024 at 400 %


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_it_never_covers_its_line_and_stays_in_the_window(phone: Page, width: int, height: int) -> None:
    page = phone
    page.set_viewport_size({"width": width, "height": height})
    for name, share in (("tolerance", 0.1), ("precipitated withdrawal", 0.45), ("precipitated withdrawal", 0.8)):
        word = word_on(page, name)
        scroll_to(word, top=round(height * share))
        hover(page, name)
        expect(preview_of(page)).to_be_visible()
        assert_well_placed(page, word)
        assert height < 700 or fits(preview_of(page)), "above the word there is room for all of it"
        page.keyboard.press("Escape")
        word.tap()
        expect(preview_of(page)).to_have_attribute("data-place", "sheet")
        assert_well_placed(page, word)
        page.keyboard.press("Escape")


def test_a_word_that_breaks_is_met_at_the_piece_that_is_pointed_to(page: Page) -> None:
    word = word_on(page, "precipitated withdrawal")
    for width in range(900, 500, -10):
        page.set_viewport_size({"width": width, "height": 740})
        pieces = word.evaluate("word => [...word.getClientRects()].map(piece => piece.toJSON())")
        if len(pieces) == 2:
            break
    scroll_to(word, top=200)
    lefts = []
    for piece, y in zip(pieces, (204, 240), strict=True):
        page.mouse.move(piece["left"] + 2, y)
        page.clock.run_for(OPEN_AFTER)
        expect(preview_of(page)).to_be_visible()
        assert_well_placed(page, word)
        lefts.append(box_of(preview_of(page))["left"])
        page.keyboard.press("Escape")
        point_elsewhere(page)
    assert lefts[1] == pieces[1]["left"]
    assert lefts[0] > lefts[1] + 100


def test_at_400_percent_the_focus_makes_room_and_all_can_be_read_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    word = word_on(page, "precipitated withdrawal")
    scroll_to(word, top=120)
    focus_by_keyboard(page, "precipitated withdrawal")
    expect(preview_of(page)).to_contain_text(LONG_DEFINITION)
    until(page, "document.activeElement.getBoundingClientRect().top < 60")
    assert_well_placed(page, word)
    page.keyboard.press("Tab")
    expect(preview_of(page)).to_be_focused()
    page.keyboard.press("End")
    until(page, "(e => e.scrollTop + e.clientHeight >= e.scrollHeight - 1)(document.activeElement)")
    page.keyboard.press("Escape")
    expect(word).to_be_focused()
    expect(preview_of(page)).to_be_hidden()


def test_a_window_of_another_size_finds_it_in_its_place_again(page: Page) -> None:
    word = focus_by_keyboard(page, "craving")
    page.set_viewport_size({"width": 320, "height": 568})
    until(page, "document.querySelector('.preview').getBoundingClientRect().right <= 320")
    assert_well_placed(page, word)
