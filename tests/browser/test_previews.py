"""A term's definition beside its link: what it shows, when it comes and goes, and what it never does (WCAG 1.4.13)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import LONG_DEFINITION, scroll_to, until
from tests.conftest import Server

OPEN_AFTER, CLOSE_AFTER = 350, 300  # ms, as in static/js/previews.js
TOLERANCE = "Needing more to feel the same."


def preview_of(page: Page) -> Locator:
    return page.locator(".preview")


def word_on(page: Page, name: str) -> Locator:
    return page.locator("a.term", has_text=name).first


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    yield from still(browser, viewport={"width": 1280, "height": 800})


@pytest.fixture(scope="module")
def mobile(browser: Browser) -> Iterator[Page]:
    yield from still(browser, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)


def still(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page whose clock stands, so that a test alone lets time go by."""
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.clock.install(time=0)
    page.goto("about:blank")
    page.clock.pause_at(60_000)
    yield page
    context.close()


@pytest.fixture
def page(desk: Page, small_site: Server) -> Page:
    """The guide on a desk."""
    return opened(desk, small_site, 1280, 800)


@pytest.fixture
def phone(mobile: Page, small_site: Server) -> Page:
    return opened(mobile, small_site, 360, 740)


def opened(page: Page, small_site: Server, width: int, height: int) -> Page:
    page.goto("about:blank")
    point_elsewhere(page)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{small_site.url}/guides/words/")
    return page


def hover(page: Page, name: str, *, rest: int = OPEN_AFTER) -> Locator:
    word = word_on(page, name)
    if not word.evaluate("word => word.getBoundingClientRect().bottom < innerHeight"):
        scroll_to(word, top=300)
    word.hover()
    page.clock.run_for(rest)
    return word


def point_elsewhere(page: Page) -> None:
    page.mouse.move(2, 2)


def box_of(locator: Locator) -> dict[str, float]:
    box = locator.evaluate("e => e.getBoundingClientRect().toJSON()")
    assert isinstance(box, dict)
    return box


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )


def fits(locator: Locator) -> bool:
    return bool(locator.evaluate("e => e.scrollHeight <= e.clientHeight + 1"))


def assert_well_placed(page: Page, word: Locator) -> None:
    """All of it in the window, and none of it over any line that the word stands in."""
    preview = box_of(preview_of(page))
    width, height = page.evaluate("[document.documentElement.clientWidth, innerHeight]")
    assert preview["left"] >= 0
    assert preview["right"] <= width
    assert preview["top"] >= 0
    assert preview["bottom"] <= height + 0.5
    assert preview["height"] > 40
    assert apart(preview, box_of(word) | {"left": 0, "right": width})


# --- hover ---------------------------------------------------------------------------------------------------


def test_resting_on_a_word_shows_its_name_and_definition(page: Page) -> None:
    hover(page, "tolerance", rest=OPEN_AFTER - 1)
    expect(preview_of(page)).to_be_hidden()
    page.clock.run_for(1)
    expect(preview_of(page)).to_be_visible()
    assert preview_of(page).locator("p").all_inner_texts() == ["tolerance", TOLERANCE]


def test_sweeping_over_a_paragraph_flashes_nothing(page: Page) -> None:
    page.evaluate("""() => {
        window.shown = 0;
        document.querySelector(".preview").addEventListener("toggle", () => window.shown++);
    }""")
    scroll_to(word_on(page, "tolerance"), top=300)
    for word in (word_on(page, "tolerance"), word_on(page, "relapse")):
        word.hover()
        page.clock.run_for(OPEN_AFTER - 1)
        point_elsewhere(page)
        page.clock.run_for(OPEN_AFTER + CLOSE_AFTER)
    expect(preview_of(page)).to_be_hidden()
    assert page.evaluate("window.shown") == 0


def test_it_stays_while_the_pointer_is_on_it_and_goes_after_it_leaves(page: Page) -> None:
    hover(page, "tolerance")
    point_elsewhere(page)
    page.clock.run_for(CLOSE_AFTER - 1)
    preview_of(page).hover()
    page.clock.run_for(60_000)
    expect(preview_of(page)).to_be_visible()
    point_elsewhere(page)
    page.clock.run_for(CLOSE_AFTER)
    expect(preview_of(page)).to_be_hidden()


def test_it_stays_while_the_pointer_rests_on_the_word(page: Page) -> None:
    hover(page, "tolerance", rest=60_000)
    expect(preview_of(page)).to_be_visible()


def test_one_at_a_time(page: Page) -> None:
    hover(page, "tolerance")
    hover(page, "relapse")
    expect(preview_of(page)).to_have_count(1)
    expect(preview_of(page)).to_contain_text("Using again")
    expect(word_on(page, "tolerance")).not_to_have_attribute("aria-describedby", "preview-text")


def test_escape_closes_while_the_pointer_rests(page: Page) -> None:
    hover(page, "tolerance")
    page.keyboard.press("Escape")
    expect(preview_of(page)).to_be_hidden()
    page.clock.run_for(60_000)
    expect(preview_of(page)).to_be_hidden()


def test_escape_before_it_has_opened_keeps_it_shut(page: Page) -> None:
    hover(page, "tolerance", rest=OPEN_AFTER - 1)
    page.keyboard.press("Escape")
    page.clock.run_for(60_000)
    expect(preview_of(page)).to_be_hidden()


def test_scrolling_closes_what_a_hover_opened(page: Page) -> None:
    hover(page, "tolerance")
    page.mouse.wheel(0, 40)
    expect(preview_of(page)).to_be_hidden()


def test_a_press_elsewhere_closes(page: Page) -> None:
    hover(page, "tolerance")
    page.evaluate("document.body.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true, pointerType: 'mouse'}))")
    expect(preview_of(page)).to_be_hidden()


def test_a_mouse_click_follows_the_link_without_a_flash(page: Page) -> None:
    hover(page, "tolerance", rest=0)
    page.mouse.down()
    assert page.evaluate("document.activeElement.textContent") == "tolerance"
    expect(preview_of(page)).to_be_hidden()
    page.mouse.up()
    page.wait_for_url("**/glossary/tolerance/")


def test_coming_back_finds_it_closed(page: Page) -> None:
    hover(page, "tolerance")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    expect(preview_of(page)).to_be_hidden()


# --- focus ---------------------------------------------------------------------------------------------------


def focus_by_keyboard(page: Page, name: str) -> Locator:
    word = word_on(page, name)
    page.keyboard.press("Shift")  # so that the browser knows that a keyboard is in use
    word.focus()
    return word


def test_focus_opens_at_once_and_escape_leaves_the_focus_where_it_was(page: Page) -> None:
    word = focus_by_keyboard(page, "tolerance")
    expect(preview_of(page)).to_be_visible()
    expect(word).to_have_accessible_description(TOLERANCE)
    page.keyboard.press("Escape")
    expect(preview_of(page)).to_be_hidden()
    expect(word).to_be_focused()
    expect(word).to_have_accessible_description("")


def test_leaving_by_keyboard_closes(page: Page) -> None:
    focus_by_keyboard(page, "relapse")
    expect(preview_of(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(preview_of(page)).to_be_hidden()


def test_a_pointer_that_passes_by_does_not_close_what_the_focus_opened(page: Page) -> None:
    word = focus_by_keyboard(page, "tolerance")
    for passed in (word, word_on(page, "relapse")):
        passed.hover()
        page.clock.run_for(OPEN_AFTER - 1)
        point_elsewhere(page)
        page.clock.run_for(60_000)
    expect(preview_of(page)).to_contain_text(TOLERANCE)
    expect(preview_of(page)).to_be_visible()


def test_a_press_on_its_text_does_not_close_it(page: Page) -> None:
    focus_by_keyboard(page, "tolerance")
    preview_of(page).locator(".preview-text").click()
    expect(preview_of(page)).to_be_visible()


def test_while_the_focus_stays_it_follows_its_line_until_that_is_out_of_sight(page: Page) -> None:
    word = focus_by_keyboard(page, "tolerance")
    scroll_to(word, top=300)
    expect(preview_of(page)).to_be_visible()
    until(
        page,
        """() => {
        const [word, preview] = [document.activeElement, document.querySelector(".preview")];
        return preview.getBoundingClientRect().top - word.getBoundingClientRect().bottom === 8;
    }""",
    )
    scroll_to(word, top=-200)
    expect(preview_of(page)).to_be_hidden()


def test_opening_moves_nothing_and_takes_no_focus(page: Page) -> None:
    places = (
        "[...document.querySelectorAll('main *:not(.preview, .preview *)')].map(e => e.getBoundingClientRect().top)"
    )
    focus_by_keyboard(page, "relapse")
    page.keyboard.press("Escape")
    before = page.evaluate(places)
    hover(page, "tolerance")
    assert page.evaluate(places) == before
    expect(word_on(page, "relapse")).to_be_focused()


# --- touch ---------------------------------------------------------------------------------------------------


def tap(page: Page, name: str) -> Locator:
    word = word_on(page, name)
    scroll_to(word, top=200)
    word.tap()
    return word


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


# --- place ---------------------------------------------------------------------------------------------------

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


# --- content -------------------------------------------------------------------------------------------------


def test_a_definition_explains_without_links_of_its_own(phone: Page) -> None:
    tap(phone, "craving")
    expect(preview_of(phone)).to_contain_text("can lead to a relapse when tolerance is gone")
    assert preview_of(phone).locator("a").all_inner_texts() == ["More about craving"]


def test_definitions_are_in_the_page_and_nothing_is_fetched(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("craving", "tolerance", "relapse"):
        hover(page, name)
        expect(preview_of(page)).to_contain_text(name)
    assert [url for url in asked if "/static/icon." not in url] == []  # which a browser fetches when it likes
