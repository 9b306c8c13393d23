"""The contents list and each section's own address land where they say, with the heading in sight."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE
from tests.browser.previewing import until
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
        if fragment not in ("#sources", "#share"):
            expect(page.locator(":target")).to_have_text(link.inner_text())


def test_the_contents_name_every_section_in_order(looked_at: Page, site: Server) -> None:
    page = looked_at
    page.goto(f"{site.url}{GUIDE}")
    named = page.get_by_role("navigation", name="On this page").get_by_role("link").all_inner_texts()
    headings = page.locator("article .sections h2[id]").all_inner_texts()
    assert named == [*headings, "Sources", "Share this page"]


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


# --- where the reader is -------------------------------------------------------------------------------------

HERE = "[...document.querySelectorAll('#contents [aria-current]')].map((line) => line.hash).join()"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_contents_mark_the_section_that_is_read(looked_at: Page, site: Server, width: int, height: int) -> None:
    page = looked_at
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site.url}{GUIDE}")
    until(page, f"{HERE} === ''")
    sections = page.locator("#contents a").evaluate_all("lines => lines.map((line) => line.hash)")
    for fragment in (sections[0], sections[-1], sections[3], sections[1]):  # jumps over others, and back
        page.evaluate("id => document.querySelector(id).scrollIntoView()", fragment)
        until(page, f"{HERE} === '{fragment}'")
    page.evaluate("scrollTo(0, 0)")
    until(page, f"{HERE} === ''")


def test_a_line_that_was_followed_is_the_one_that_is_marked(looked_at: Page, site: Server) -> None:
    """Short sections too, with others in sight below them."""
    page = looked_at
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site.url}{GUIDE}")
    for line in page.locator("#contents a").all():
        line.click()
        until(page, f"{HERE} === '{line.get_attribute('href')}'")


def test_from_1024_px_the_contents_stay_in_view_and_follow(looked_at: Page, site: Server) -> None:
    page = looked_at
    page.set_viewport_size({"width": 1024, "height": 320})
    page.goto(f"{site.url}{GUIDE}")
    last = page.locator("#contents a").nth(-2)
    page.evaluate("id => document.querySelector(id).scrollIntoView()", last.get_attribute("href"))
    until(page, f"{HERE} === '{last.get_attribute('href')}'")
    expect(last).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1023, "height": 320})
    assert page.locator("#contents").evaluate("nav => getComputedStyle(nav).position") == "static"


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without"])
def test_the_contents_are_open_and_fold_by_keyboard(open_page: OpenPage, site: Server, scripted: bool) -> None:
    page = open_page(java_script_enabled=scripted)
    page.goto(f"{site.url}{GUIDE}")
    nav = page.get_by_role("navigation", name="On this page")
    expect(nav.get_by_role("link").first).to_be_visible()
    nav.locator("summary").press("Enter")
    expect(nav.get_by_role("link").first).to_be_hidden()
    nav.locator("summary").press("Space")
    nav.get_by_role("link").nth(1).press("Enter")
    page.wait_for_url("**#*")
    expect(page.locator("article h2").nth(3)).to_be_in_viewport()


BAR = """() => {
    const bar = getComputedStyle(document.querySelector(".sections"), "::before");
    if (bar.content === "none" || bar.display === "none") return null;
    return [new DOMMatrix(bar.transform).d, parseFloat(bar.inlineSize)];
}"""


def test_on_a_phone_a_thin_line_says_how_far(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.goto(f"{site.url}{GUIDE}")
    assert page.evaluate(BAR) == [0, 3]
    page.locator("#sources").scroll_into_view_if_needed()
    until(page, f"({BAR})()[0] === 1")
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(BAR) is None
    page.emulate_media(reduced_motion="no-preference", media="print")
    assert page.evaluate(BAR) is None
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate(BAR) is None


@pytest.mark.parametrize("width", [320, 360, 768, 1000])
def test_the_line_lies_beside_the_text(open_page: OpenPage, site: Server, width: int) -> None:
    page = open_page(width)
    page.goto(f"{site.url}{GUIDE}")
    assert page.evaluate("getComputedStyle(document.querySelector('.sections'), '::before').right") == "0px"
    assert (
        page.evaluate("""() => Math.max(...[...document.querySelectorAll("main *")]
        .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect().right))""")
        <= width - 3
    )


def test_nothing_moves_while_a_guide_loads(open_page: OpenPage, site: Server) -> None:
    for width, height in SIZES:
        page = open_page(width, height)
        page.add_init_script("""
            window.moved = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((each) => window.moved += each.value))
                .observe({ type: "layout-shift", buffered: true });
        """)
        page.goto(f"{site.url}{GUIDE}", wait_until="networkidle")
        page.wait_for_timeout(100)
        assert page.evaluate("moved") == 0
