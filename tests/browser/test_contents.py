"""The contents list and each section's own address land where they say, with the heading in sight."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE
from tests.conftest import Server

SIZES = [(360, 740), (1280, 800), (320, 256)]


def assert_target_in_sight(page: Page, fragment: str) -> None:
    target = page.locator(":target")
    assert target.get_attribute("id") == fragment.removeprefix("#")
    expect(target).to_be_in_viewport()
    top, above = target.evaluate("""target => {
        const { left, top, height } = target.getBoundingClientRect();
        return [top, target.contains(document.elementFromPoint(left + 4, top + Math.min(height, 24) / 2))];
    }""")
    assert top >= 0
    assert above, f"something lies over {fragment}"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_line_of_the_contents_leads_to_its_section(
    looked_at: Page, site: Server, width: int, height: int
) -> None:
    page = looked_at
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site.url}{GUIDE}")
    links = page.get_by_role("navigation", name="On this page").get_by_role("link")
    assert links.count() >= 3
    for link in links.all():
        fragment = link.get_attribute("href") or ""
        link.click()
        page.wait_for_url(f"**{fragment}")
        assert_target_in_sight(page, fragment)
        if fragment != "#sources":
            expect(page.locator(":target")).to_have_text(link.inner_text())


def test_the_contents_name_every_section_in_order(looked_at: Page, site: Server) -> None:
    page = looked_at
    page.goto(f"{site.url}{GUIDE}")
    named = page.get_by_role("navigation", name="On this page").get_by_role("link").all_inner_texts()
    headings = page.locator("article .sections h2[id]").all_inner_texts()
    assert named == [*headings, "Sources"]


def test_each_heading_has_an_address_with_a_name_that_a_finger_can_reach(open_page: OpenPage, site: Server) -> None:
    page = open_page(has_touch=True, is_mobile=True)
    page.goto(f"{site.url}{GUIDE}")
    headings = page.locator("article :is(h2, h3)[id]").all()
    assert headings
    for heading in headings:
        link = page.get_by_role("link", name=f"Link to this section: {heading.inner_text()}", exact=True)
        expect(link).to_have_attribute("href", f"#{heading.get_attribute('id')}")
        assert link.evaluate("link => getComputedStyle(link).opacity") == "1"
        fragment = link.get_attribute("href") or ""
        link.tap()
        page.wait_for_url(f"**{fragment}")


def test_a_citation_leads_to_its_source_and_back(looked_at: Page, site: Server) -> None:
    page = looked_at
    page.goto(f"{site.url}{GUIDE}")
    mark = page.locator("article .cite a").nth(3)
    place, fragment = mark.get_attribute("id"), mark.get_attribute("href") or ""
    mark.press("Enter")
    page.wait_for_url(f"**{fragment}")
    assert_target_in_sight(page, fragment)
    page.locator(f"#sources a[href='#{place}']").press("Enter")
    page.wait_for_url(f"**#{place}")
    assert_target_in_sight(page, f"#{place}")
