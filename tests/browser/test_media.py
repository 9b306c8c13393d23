"""Print and forced colours: what a page becomes on paper, and where the reader's own colours rule."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE, GUIDE_WITH_TABLES, KINDS, Kind
from tests.conftest import Server

LETTER_WIDTH, LETTER_HEIGHT = 687, 919  # px between the margins that print.css sets
GUIDES = [GUIDE, GUIDE_WITH_TABLES, "/guides/overdose-risk/"]

# Text whose colour is that of the ground behind it. A section's own address shows when its heading is pointed to.
UNSEEN = """() => {
    const ground = (e) => {
        for (; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (!/, 0\\)$|transparent/.test(colour)) return colour;
        }
        return "rgb(255, 255, 255)";
    };
    const hasText = (e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    return [...document.body.querySelectorAll("*")]
        .filter((e) => e.checkVisibility() && hasText(e) && !e.matches(".section-link"))
        .filter((e) => getComputedStyle(e).color === ground(e) || getComputedStyle(e).opacity === "0")
        .map((e) => e.outerHTML.slice(0, 120));
}"""
INKS = """() => [...new Set([...document.querySelectorAll("main *")]
    .filter((e) => e.checkVisibility())
    .flatMap((e) => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]))]"""
BLACK_ON_WHITE = {"rgb(0, 0, 0)", "rgb(34, 34, 34)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_in_forced_colours_and_in_print_nothing_is_unseen(looked_at: Page, site: Server, kind: Kind) -> None:
    looked_at.emulate_media(forced_colors="active")
    kind.visit(looked_at, site)
    assert looked_at.evaluate(UNSEEN) == []
    looked_at.emulate_media(media="print", color_scheme="dark", forced_colors="none")
    expect(looked_at.locator("h1, .sheet-name").filter(visible=True).first).to_be_visible()  # a handout has no h1
    assert looked_at.evaluate(UNSEEN) == []
    assert set(looked_at.evaluate(INKS)) <= BLACK_ON_WHITE


def test_in_forced_colours_boxes_and_focus_keep_an_edge(open_page: OpenPage, site: Server) -> None:
    page = open_page(forced_colors="active")
    page.goto(f"{site.url}{GUIDE}")
    page.keyboard.press("Shift")
    page.locator("article a.term").first.focus()
    native = "[type=checkbox]"  # the browser itself draws its edge in the reader's colours
    for box in (".callout-emergency", ".in-short", ".preview", "button", f"input:not({native})"):
        found = page.locator(box).filter(visible=True)
        assert found.count() > 0, box
        widths = found.evaluate_all("all => all.map(e => parseFloat(getComputedStyle(e).borderTopWidth))")
        assert min(widths) >= 1, box
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert re.search(r"solid [23]px|[23]px.* solid", outline)


def test_in_forced_colours_where_you_are_is_told_by_shape(open_page: OpenPage, site: Server) -> None:
    page = open_page(forced_colors="active", width=1280)
    page.goto(f"{site.url}{GUIDE}")
    page.locator("article h2").nth(3).evaluate("heading => scrollTo(0, heading.offsetTop)")
    here = page.locator(".contents a[aria-current]")
    expect(here).to_have_css("border-inline-start-style", "double")
    expect(page.locator(".contents a:not([aria-current])").first).to_have_css("border-inline-start-style", "solid")


@pytest.mark.parametrize("path", GUIDES)
def test_a_printed_guide_is_its_text_with_words_sources_and_address(looked_at: Page, site: Server, path: str) -> None:
    looked_at.emulate_media(media="print", color_scheme="dark")
    looked_at.goto(f"{site.url}{path}")
    for gone in ("header.bar", "[role=search]", "nav", "footer", "button", ".skip", ".section-link"):
        expect(looked_at.locator(gone).filter(visible=True)).to_have_count(0)
    for there in ("#words h2", "#words dt", "#words dd", "#sources li", "h1", ".callout-emergency", "#dates time"):
        every = looked_at.locator(there)
        assert every.count() > 0, there
        expect(every.filter(visible=False)).to_have_count(0)
    expect(looked_at.locator(".print-address")).to_contain_text(f"{site.url}{path}")
    assert set(looked_at.evaluate(INKS)) <= BLACK_ON_WHITE
    assert looked_at.evaluate(UNSEEN) == []


@pytest.mark.parametrize("path", GUIDES)
def test_paper_cuts_no_callout_row_or_item_in_two(looked_at: Page, site: Server, path: str) -> None:
    """Each forbids a break inside it, and fits on one sheet, without which a browser would cut it all the same."""
    looked_at.emulate_media(media="print")
    looked_at.set_viewport_size({"width": LETTER_WIDTH, "height": LETTER_HEIGHT})
    looked_at.goto(f"{site.url}{path}")
    whole = looked_at.locator(".callout, .in-short li, tr, .sources li, #words dl > div").filter(visible=True)
    found = whole.evaluate_all("all => all.map(e => [getComputedStyle(e).breakInside, e.offsetHeight, e.textContent])")
    assert found
    assert [box for box in found if box[0] != "avoid" or box[1] > LETTER_HEIGHT] == []
    heads = looked_at.locator("main :is(h1, h2, h3)").filter(visible=True)
    after = heads.evaluate_all("""all => all.map(e => getComputedStyle(e.closest(".heading") ?? e).breakAfter)""")
    assert set(after) == {"avoid"}


def test_a_printed_guide_ends_with_a_code_that_is_fetched_for_paper_alone(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site.url)))
    page.goto(f"{site.url}{GUIDE}", wait_until="networkidle")
    assert [address for address in asked if "qr" in address] == []
    page.pdf(format="Letter")
    # By the page, and since Chromium 156 by the browser too, which has begun when the page hears of it.
    assert {address for address in asked if "qr" in address} == {f"{GUIDE}qr-print.svg"}
    page.emulate_media(media="print")
    code = page.locator(".print-code")
    expect(code).to_be_visible()
    expect(page.get_by_role("img", name="QR code of the address beside it")).to_have_count(1)
    assert code.evaluate("code => code.getBoundingClientRect().width") >= 20 * 96 / 25.4  # 2 cm


def test_the_codes_of_a_sheet_are_printed_though_far_down(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site.url)))
    page.goto(f"{site.url}/handout/?guide=starting-safely&guide=side-effects", wait_until="networkidle")
    page.pdf(format="Letter")
    codes = {address for address in asked if address.endswith("qr-print.svg")}
    assert codes == {"/guides/starting-safely/qr-print.svg", "/guides/side-effects/qr-print.svg"}


def test_an_open_preview_is_not_printed(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.goto(f"{site.url}{GUIDE}")
    page.keyboard.press("Shift")
    page.locator("article a.term").first.focus()
    expect(page.locator(".preview")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".preview")).to_be_hidden()


def test_a_guide_becomes_a_pdf(open_page: OpenPage, site: Server) -> None:
    page = open_page(color_scheme="dark")
    page.goto(f"{site.url}{GUIDE}")
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter")))
    assert 3 <= sheets <= 12


@pytest.mark.parametrize(("path", "most"), [("/glossary/", 9), ("/references/", 12)])
def test_a_long_list_takes_no_more_paper_than_it_needs(open_page: OpenPage, site: Server, path: str, most: int) -> None:
    page = open_page()
    page.goto(f"{site.url}{path}")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) <= most


def test_the_line_under_what_is_in_short_goes_over_no_page_alone(looked_at: Page, site: Server) -> None:
    looked_at.emulate_media(media="print")
    looked_at.goto(f"{site.url}/guides/missed-doses/")
    line = looked_at.locator(".in-short ul + p")
    assert set(line.evaluate_all("all => all.map(e => getComputedStyle(e).breakBefore)")) == {"avoid"}
