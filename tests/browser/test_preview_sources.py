"""A citation's source beside its mark: the same moves as for a term, and links for a pointer or a finger."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LONGEST_WORD, OpenPage
from tests.browser.previewing import CLOSE_AFTER, OPEN_AFTER, box_of, point_elsewhere, preview_of, scroll_to
from tests.conftest import Server


def mark_on(page: Page, number: int = 8) -> Locator:
    return page.locator("article .cite a").nth(number)


def rest_on(page: Page, *, top: int = 300) -> Locator:
    mark = mark_on(page)
    scroll_to(mark, top=top)
    mark.hover()
    page.clock.run_for(OPEN_AFTER)
    return mark


def test_resting_on_a_mark_shows_publisher_year_title_and_where_they_lead(page: Page) -> None:
    rest_on(page)
    assert preview_of(page).locator("p").all_inner_texts() == ["Source 1", f"M, 2025. {LONGEST_WORD}", "All sources"]
    expect(preview_of(page).get_by_role("link", name=LONGEST_WORD)).to_have_attribute("href", "https://example.org/")
    preview_of(page).get_by_role("link", name="All sources").click()
    page.wait_for_url("**#sources")
    expect(page.locator("#sources")).to_be_in_viewport()
    expect(preview_of(page)).to_be_hidden()


def test_it_says_which_place_of_the_source_is_meant(open_page: OpenPage, site: Server) -> None:
    page = open_page(1280, 800)
    page.goto(f"{site.url}/guides/the-injection/")
    mark = page.locator("article .cite a[aria-label*='section 2.1']").first
    mark.hover()
    expect(preview_of(page).locator(".preview-name")).to_have_text(mark.get_attribute("aria-label") or "")
    expect(preview_of(page)).to_contain_text("section 2.1")


def test_one_at_a_time_with_terms_too(page: Page) -> None:
    mark = rest_on(page)
    page.keyboard.press("Shift")
    page.locator("a.term", has_text="relapse").focus()
    expect(preview_of(page)).to_have_count(1)
    expect(preview_of(page)).to_contain_text("Using again")
    expect(mark).not_to_have_attribute("aria-describedby", "preview-text")


def test_the_pointer_can_go_to_its_links(page: Page) -> None:
    rest_on(page)
    point_elsewhere(page)
    page.clock.run_for(CLOSE_AFTER - 1)
    preview_of(page).get_by_role("link", name="All sources").hover()
    page.clock.run_for(60_000)
    expect(preview_of(page)).to_be_visible()


@pytest.mark.parametrize("top", [60, 300, 700])
def test_it_never_covers_the_line_that_the_mark_ends(page: Page, top: int) -> None:
    mark = rest_on(page, top=top)
    line = mark.evaluate("""mark => {
        const before = document.createRange();
        before.selectNodeContents(mark.parentElement.previousSibling);
        return [...before.getClientRects()].at(-1).toJSON();
    }""")
    preview = box_of(preview_of(page))
    assert preview["top"] >= line["bottom"] or preview["bottom"] <= line["top"]
    assert preview["left"] >= 0
    assert preview["right"] <= 1280
    assert 0 <= preview["top"] < preview["bottom"] <= 800


def test_focus_describes_the_mark_and_adds_no_step_for_tab(page: Page) -> None:
    page.keyboard.press("Shift")
    mark_on(page).focus()
    expect(mark_on(page)).to_have_accessible_description(f"M, 2025. {LONGEST_WORD}")
    expect(preview_of(page).get_by_role("link")).to_have_count(0)
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('.preview').contains(document.activeElement)") is False
    page.keyboard.press("Shift+Tab")
    expect(mark_on(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(preview_of(page)).to_be_hidden()
    expect(mark_on(page)).to_be_focused()
    expect(mark_on(page)).to_have_accessible_description("")
    page.keyboard.press("Enter")
    page.wait_for_url("**#source-1")


def test_a_tap_opens_a_sheet_and_a_second_tap_goes_to_the_source(phone: Page) -> None:
    scroll_to(mark_on(phone), top=200)
    mark_on(phone).tap()
    sheet = preview_of(phone)
    expect(sheet.get_by_role("link")).to_have_count(2)
    expect(sheet.get_by_role("button", name="Close")).to_be_visible()
    assert box_of(sheet)["bottom"] == 740
    mark_on(phone).tap()
    phone.wait_for_url("**#source-1")
    expect(sheet).to_be_hidden()


def test_a_sheet_is_announced_once(phone: Page) -> None:
    """By the live region alone: a description that changes under the focus would be said again."""
    scroll_to(mark_on(phone), top=200)
    mark_on(phone).tap()
    expect(phone.locator("[aria-live=polite] .preview")).to_be_visible()
    expect(mark_on(phone)).to_have_accessible_description("")


@pytest.mark.parametrize("mark", [".cite a", "a.term"])
def test_where_nothing_is_known_a_tap_leads_on_at_once(phone: Page, mark: str) -> None:
    phone.evaluate("document.querySelectorAll('#sources li, #words dl > div').forEach((entry) => entry.remove())")
    link = phone.locator(f"article {mark}").first
    scroll_to(link, top=200)
    leads_to = link.evaluate("link => link.href")
    link.tap()
    phone.wait_for_url(leads_to)


def test_without_a_script_the_mark_jumps_to_the_source_and_back(open_page: OpenPage, small_site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{small_site.url}/guides/words/")
    place = mark_on(page).get_attribute("id")
    mark_on(page).click()
    page.wait_for_url("**#source-1")
    expect(page.locator("#source-1")).to_be_in_viewport()
    page.locator(f"#source-1 a[href='#{place}']").click()
    page.wait_for_url(f"**#{place}")
    expect(mark_on(page)).to_be_in_viewport()
