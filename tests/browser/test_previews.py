"""A term's definition beside its link: what it shows, when it comes and goes, and what it never does (WCAG 1.4.13)."""

from playwright.sync_api import Page, expect

from tests.browser.previewing import (
    CLOSE_AFTER,
    OPEN_AFTER,
    TOLERANCE,
    focus_by_keyboard,
    hover,
    point_elsewhere,
    preview_of,
    scroll_to,
    tap,
    until,
    word_on,
)

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
    page.keyboard.press("Tab")  # to a citation, which has a preview of its own
    expect(preview_of(page)).not_to_contain_text("Using again")
    page.locator(".bar-name").focus()
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
