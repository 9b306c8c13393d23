"""Passing a guide on: share, copy, print where a script can; the address, e-mail, text message and code always."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE
from tests.browser.previewing import until
from tests.conftest import Server

SHARES = "navigator.share = async (what) => { window.shared = what; };"
THINKS_AGAIN = "navigator.share = async () => { throw new DOMException('', 'AbortError'); };"
REFUSES = "navigator.clipboard.writeText = async () => { throw new DOMException('', 'NotAllowedError'); };"
ALWAYS = ["This guide as plain text", "Make a handout", "QR code of this page"]
COPY = ["clipboard-read", "clipboard-write"]


def row(page: Page) -> list[str]:
    return page.locator("#share :is(button, a)").filter(visible=True).all_inner_texts()


def test_without_a_script_there_are_the_address_the_code_and_plain_links(open_page: OpenPage, site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.url}{GUIDE}")
    assert row(page) == ["Send by e-mail", "Send as a text message", *ALWAYS]
    expect(page.locator("#share")).to_contain_text(f"{site.url}{GUIDE}")
    expect(page.get_by_role("link", name="QR code of this page")).to_have_attribute("href", f"{GUIDE}qr.svg")


def test_a_message_has_the_title_and_the_bare_address(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.goto(f"{site.url}{GUIDE}")
    title = page.locator("h1").inner_text()
    links = page.locator("#share a[data-without-share]")
    said = links.evaluate_all("links => links.map(link => decodeURIComponent(link.href))")
    address = f"{site.url}{GUIDE}"
    assert said == [f"mailto:?subject={title}&body={address}", f"sms:?&body={title} {address}"]


def test_where_the_system_shares_its_sheet_takes_the_place_of_the_links(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.add_init_script(SHARES)
    page.goto(f"{site.url}{GUIDE}")
    assert row(page) == ["Share", "Copy the address", "Print this page", *ALWAYS]
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("shared") == {"title": page.locator("h1").inner_text(), "url": f"{site.url}{GUIDE}"}


def test_a_reader_who_thinks_again_is_not_told_of_an_error(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(THINKS_AGAIN)
    page.goto(f"{site.url}{GUIDE}")
    page.get_by_role("button", name="Share").click()
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert errors == []


def test_where_copying_is_refused_it_says_what_to_do(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.add_init_script(REFUSES)
    page.goto(f"{site.url}{GUIDE}")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.locator("[role=status][data-status]")).to_have_text(
        "Your browser did not let us copy. Select the address and copy it."
    )


@pytest.mark.parametrize("touch", [True, False], ids=["touch", "keyboard"])
def test_the_link_of_a_heading_leads_there_and_copies_its_address(
    open_page: OpenPage, site: Server, touch: bool
) -> None:
    page = open_page(has_touch=touch, is_mobile=touch, permissions=COPY)
    page.goto(f"{site.url}{GUIDE}")
    heading = page.locator("article .sections h2").nth(1)
    link = page.get_by_role("link", name=f"Link to this section: {heading.inner_text()}", exact=True)
    link.tap() if touch else link.press("Enter")
    address = f"{site.url}{GUIDE}#{heading.get_attribute('id')}"
    page.wait_for_url(address)
    expect(page.locator("[role=status][data-status]")).to_have_text("The address of this section is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert "Copied" in link.evaluate("link => getComputedStyle(link, '::after').content")
    expect(link).to_have_accessible_name(f"Link to this section: {heading.inner_text()}")
    until(page, "!document.querySelector('[data-copied].section-link')")


def test_print_this_page_prints(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto(f"{site.url}{GUIDE}")
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("printed") is True


def test_one_press_takes_the_whole_citation_with_or_without_a_script(open_page: OpenPage, site: Server) -> None:
    for javascript in (True, False):
        page = open_page(java_script_enabled=javascript)
        page.goto(f"{site.url}{GUIDE}")
        text = page.locator(".cite-text")
        text.click()
        taken = page.evaluate("getSelection().toString().trim()")
        assert taken == text.inner_text()
        assert taken.endswith(GUIDE)
