"""A code on paper carries the day of its print: opened later, the page says what has changed since."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.conftest import Server


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-02-28", ["Kratom counts too.", "A number was mended."]),
        ("2026-03-01", ["Kratom counts too."]),
        ("2026-11-19", ["Kratom counts too."]),
        ("2026-11-20", []),
    ],
)
def test_what_changed_since_the_print_is_said_at_the_top(
    open_page: OpenPage, small_site: Server, day: str, told: list[str]
) -> None:
    page = open_page()
    page.goto(f"{small_site.url}/guides/renewed/#printed-{day}")
    notice = page.locator("[data-printed]")
    expect(notice).to_be_visible()
    assert [words.split(": ")[1] for words in notice.locator("li").all_inner_texts()] == told
    said = "Changed since your copy was printed:" if told else "Nothing of substance has changed"
    expect(notice).to_contain_text(said)


@pytest.mark.parametrize("fragment", ["", "#printed-", "#printed-yesterday", "#printed-2026-02-28-x", "#in-short"])
def test_any_other_address_says_nothing(open_page: OpenPage, small_site: Server, fragment: str) -> None:
    page = open_page()
    page.goto(f"{small_site.url}/guides/renewed/{fragment}")
    expect(page.locator("[data-printed]")).to_be_hidden()


def test_without_a_script_the_changes_stand_below(open_page: OpenPage, small_site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{small_site.url}/guides/renewed/#printed-2026-02-28")
    expect(page.locator("[data-printed]")).to_be_hidden()
    expect(page.locator("#dates")).to_contain_text("Kratom counts too.")
