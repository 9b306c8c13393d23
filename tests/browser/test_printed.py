"""A code on paper carries the day of its print: opened later, the page says what has changed since."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.conftest import Server


def scanned(open_page: OpenPage, site: Server, printed: str, *, guide: str = "renewed") -> Page:
    """What opens the code of a copy that was printed on a day; of a section, where that is named behind it."""
    page = open_page()
    page.goto(f"{site.url}/guides/{guide}/#printed-{printed}")
    return page


def changes(notice: Locator) -> list[str]:
    return [words.split(": ")[1] for words in notice.locator("li").all_inner_texts()]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-02-28", ["Kratom counts too.", "A number was mended."]),
        ("2026-03-02", ["Kratom counts too."]),
        ("2026-11-19", ["Kratom counts too."]),
        ("2026-11-21", []),
    ],
)
def test_what_changed_since_the_print_is_said_at_the_top(
    open_page: OpenPage, small_site: Server, day: str, told: list[str]
) -> None:
    page = scanned(open_page, small_site, day)
    notice = page.locator("[data-printed]")
    expect(notice).to_be_visible()
    assert changes(notice) == told
    said = "Changed since your copy was printed:" if told else "No change of substance is noted"
    expect(notice).to_contain_text(said)


@pytest.mark.parametrize(
    ("day", "told"),
    [("2026-03-01", ["Kratom counts too.", "A number was mended."]), ("2026-11-20", ["Kratom counts too."])],
)
def test_a_copy_may_be_older_than_what_changed_on_its_own_day(
    open_page: OpenPage, small_site: Server, day: str, told: list[str]
) -> None:
    page = scanned(open_page, small_site, day)
    notice = page.locator("[data-printed]")
    expect(notice).to_contain_text("Changed on the day your copy was printed, or later.")
    assert changes(notice) == told


def test_nothing_has_changed_only_where_the_page_is_no_newer_than_the_print(
    open_page: OpenPage, small_site: Server
) -> None:
    page = scanned(open_page, small_site, "2999-01-01")
    expect(page.locator("[data-printed]")).to_contain_text("Nothing of substance has changed since")


def test_the_code_of_a_section_leads_to_it_with_what_changed_right_above(
    open_page: OpenPage, small_site: Server
) -> None:
    page = scanned(open_page, small_site, "2026-02-28/further-down")
    notice = page.locator("[data-printed]")
    expect(notice).to_be_in_viewport()
    expect(notice).to_contain_text("Kratom counts too.")
    expect(page.locator("[data-printed] + .heading > #further-down")).to_be_in_viewport()
    expect(notice).to_be_focused()


@pytest.mark.parametrize("id", ["nowhere", "main"])
def test_a_section_that_is_not_there_leaves_what_changed_at_the_top(
    open_page: OpenPage, small_site: Server, id: str
) -> None:
    page = scanned(open_page, small_site, f"2026-03-02/{id}")
    expect(page.locator("[data-printed]:not(article *)")).to_contain_text("Kratom counts too.")


def test_an_old_section_leads_to_where_it_went(open_page: OpenPage, small_site: Server) -> None:
    page = scanned(open_page, small_site, "2026-03-01/once-called", guide="moved")
    expect(page.locator("[data-printed] + .heading > #third-part")).to_be_in_viewport()


def test_a_page_that_is_open_already_answers_another_code(open_page: OpenPage, small_site: Server) -> None:
    page = open_page()
    page.goto(f"{small_site.url}/guides/renewed/")
    notice = page.locator("[data-printed]")
    for day, told in (("2026-02-28/further-down", 2), ("2026-03-02", 1), ("2026-11-21", 0), ("2026-02-28", 2)):
        page.evaluate("day => { location.hash = `printed-${day}` }", day)
        expect(notice).to_be_in_viewport()
        expect(notice.locator("li")).to_have_count(told)
    expect(page.locator("[data-printed]:not(article *)")).to_contain_text("Changed since your copy was printed:")


@pytest.mark.parametrize(
    "fragment", ["", "#printed-", "#printed-yesterday", "#printed-2026-02-28-x", "#printed-2026-02-28/", "#in-short"]
)
def test_any_other_address_says_nothing(open_page: OpenPage, small_site: Server, fragment: str) -> None:
    page = open_page()
    page.goto(f"{small_site.url}/guides/renewed/{fragment}")
    expect(page.locator("[data-printed]")).to_be_hidden()


def test_without_a_script_the_changes_stand_below(open_page: OpenPage, small_site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{small_site.url}/guides/renewed/#printed-2026-02-28")
    expect(page.locator("[data-printed]")).to_be_hidden()
    expect(page.locator("#dates")).to_contain_text("Kratom counts too.")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_code_of_a_section_leads_to_it_without_a_script_too(
    open_page: OpenPage, small_site: Server, javascript: bool
) -> None:
    page = open_page(java_script_enabled=javascript)
    page.goto(f"{small_site.url}/guides/renewed/#printed-2026-02-28/further-down:~:text=Further%20down")
    expect(page.locator("#further-down")).to_be_in_viewport()
    expect(page.locator("[data-printed]")).to_be_visible(visible=javascript)
    if javascript:
        expect(page.locator("[data-printed] + .heading > #further-down")).to_be_visible()


def test_a_browser_that_leaves_the_text_fragment_in_the_address_finds_the_section(
    open_page: OpenPage, small_site: Server
) -> None:
    page = open_page()
    page.goto(f"{small_site.url}/guides/renewed/")
    page.evaluate("""() => {
        const kept = "#printed-2026-02-28/further-down:~:text=Further%20down";
        const { match } = String.prototype;
        String.prototype.match = function (by) { return match.call(this.startsWith("#printed") ? kept : this, by); };
        location.hash = "printed-2026-02-28";
    }""")
    expect(page.locator("[data-printed] + .heading > #further-down")).to_be_in_viewport()
