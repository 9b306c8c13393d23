"""On a phone a tap on a term opens a sheet at the window's foot; it never takes a reader's place or way back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.previewing import TOLERANCE, box_of, fits, hover, preview_of, scroll_to, tap, word_on


def test_a_tap_opens_a_sheet_and_a_second_tap_follows_the_link(phone: Page) -> None:
    word = tap(phone, "tolerance")
    sheet = preview_of(phone)
    expect(sheet).to_be_visible()
    assert box_of(sheet)["bottom"] == 740
    assert box_of(sheet)["width"] == 360
    expect(sheet.get_by_text(TOLERANCE)).to_be_visible()
    expect(sheet.get_by_role("link", name="More about tolerance")).to_have_attribute("href", word_address(word))
    expect(sheet.get_by_role("button", name="Close")).to_be_visible()
    word.tap()
    phone.wait_for_url("**/glossary/tolerance/")


@pytest.mark.parametrize(("width", "height"), [(320, 480), (640, 320), (320, 256)])
def test_close_is_in_sight_where_a_small_phone_has_no_room_for_all_of_the_sheet(
    phone: Page, width: int, height: int
) -> None:
    phone.set_viewport_size({"width": width, "height": height})
    scroll_to(word_on(phone, "relapse"), top=height // 2 - 20)
    phone.locator("#words dd").evaluate_all("all => all.forEach(one => one.append(' More words to read.'.repeat(12)))")
    word_on(phone, "relapse").tap()
    sheet = preview_of(phone)
    assert not fits(sheet)
    expect(sheet.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
    expect(sheet.get_by_role("link", name="More about")).to_be_in_viewport(ratio=1)
    sheet.evaluate("sheet => sheet.scrollTo(0, sheet.scrollHeight)")
    last, actions = sheet.locator(".preview-text"), sheet.locator(".preview-actions")
    assert box_of(last)["bottom"] <= box_of(actions)["top"], "the last line can be read above them"
    assert box_of(actions)["bottom"] <= height


def word_address(word: Locator) -> str:
    return str(word.evaluate("word => word.href"))


def test_the_sheet_leads_on(phone: Page) -> None:
    tap(phone, "tolerance")
    phone.get_by_role("link", name="More about tolerance").tap()
    phone.wait_for_url("**/glossary/tolerance/")


@pytest.mark.parametrize(
    "shut",
    [
        pytest.param(lambda page: page.get_by_role("button", name="Close").tap(), id="close"),
        pytest.param(lambda page: page.locator("h1, p").filter(visible=True).nth(8).tap(), id="tap outside"),
        pytest.param(lambda page: page.evaluate("scrollBy(0, 60)"), id="scroll"),
        pytest.param(lambda page: page.keyboard.press("Escape"), id="Escape"),
    ],
)
def test_the_sheet_is_closed_by(phone: Page, shut: Callable[[Page], Any]) -> None:
    tap(phone, "tolerance")
    expect(preview_of(phone)).to_be_visible()
    shut(phone)
    expect(preview_of(phone)).to_be_hidden()


def test_a_press_on_the_sheets_text_does_not_close_it(phone: Page) -> None:
    tap(phone, "tolerance")
    phone.locator(".preview-text").tap()
    expect(preview_of(phone)).to_be_visible()


def test_from_the_word_tab_goes_into_the_sheet_and_escape_comes_back(phone: Page) -> None:
    word = tap(phone, "tolerance")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="More about tolerance")).to_be_focused()
    phone.keyboard.press("Escape")
    expect(preview_of(phone)).to_be_hidden()
    expect(word).to_be_focused()


def test_close_by_keyboard_comes_back_and_opens_nothing(phone: Page) -> None:
    word = tap(phone, "tolerance")
    phone.get_by_role("button", name="Close").press("Enter")
    expect(preview_of(phone)).to_be_hidden()
    expect(word).to_be_focused()


def test_after_a_tap_a_keyboard_follows_the_link_at_once(phone: Page) -> None:
    word = tap(phone, "tolerance")
    phone.keyboard.press("Escape")
    word.press("Enter")
    phone.wait_for_url("**/glossary/tolerance/")


def test_a_sheet_is_said_aloud_and_a_preview_only_describes(phone: Page, page: Page) -> None:
    tap(phone, "tolerance")
    expect(phone.locator("[aria-live=polite] .preview")).to_be_visible()
    hover(page, "tolerance")
    expect(page.locator("[aria-live=off] .preview")).to_be_visible()
