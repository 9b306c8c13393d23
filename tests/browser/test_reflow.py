"""No page scrolls sideways, loses text or shrinks a target, on a narrow phone, with larger or wider-set text."""

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import GUIDE, GUIDE_WITH_TABLES, KINDS, Kind
from tests.browser.previewing import until
from tests.conftest import Server

# What sticks out of the window or is cut off by its own box. A region that scrolls by itself may be wider inside;
# what is only for screen readers is a pixel wide on purpose.
TOO_WIDE = """() => {
    const name = (e) => `${e.tagName} ${e.className} “${e.textContent.trim().slice(0, 40)}”`;
    const excused = ".visually-hidden, .table-wide *, .table-stacked thead, .table-stacked thead *, .skip";
    const shown = [...document.body.querySelectorAll("*")].filter((e) => e.checkVisibility() && !e.matches(excused));
    const over = shown.filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
    const cut = shown.filter((e) => {
        const { overflowX, overflowY } = getComputedStyle(e);
        const cutSideways = overflowX !== "visible" && !e.matches(".table-wide, input");
        if (cutSideways && e.scrollWidth > e.clientWidth + 1) return true;
        return ["hidden", "clip"].includes(overflowY) && e.scrollHeight > e.clientHeight + 1;
    });
    const whole = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
    return [...whole, ...over.map(name), ...cut.map(name)];
}"""
TEXT_SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
LARGER_TEXT = "document.documentElement.style.fontSize = '32px'"

# A link in a sentence is as high as its line, and so are the marks that lead back from a source's entry, of 24 px.
# All else is hit 21 px off its middle, whatever lies beside it: 44 px. A box to tick is pressed on its label too.
MISSED = """() => {
    const letters = (...all) => all.map((e) => e.textContent.replace(/\\W/g, "")).join("").length;
    const inSentence = (e) => {
        const block = e.closest("p, li, dd, dt, td, th, h2, h3, h4");
        const links = block?.querySelectorAll("a") ?? [];
        return getComputedStyle(e).display === "inline" && block && letters(block) > letters(...links);
    };
    const missed = (e) => {
        const whole = e.closest("label") ?? e;
        whole.scrollIntoView({ block: "center", inline: "center" });
        const { left, top, width, height } = whole.getBoundingClientRect();
        const [x, y, far] = [left + width / 2, top + height / 2, e.closest(".source-back") ? 11 : 21];
        const places = [[x, y - far], [x, y + far], [x - far, y], [x + far, y]];
        return places.some((place) => !whole.contains(document.elementFromPoint(...place)));
    };
    const targets = [...document.querySelectorAll("a[href], button, input, summary")]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.matches(".skip") && !inSentence(e));
    return [targets.length, targets.filter(missed).map((e) => e.outerHTML.slice(0, 160))];
}"""


def narrow(page: Page, width: int = 320, height: int = 640) -> None:
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_nothing_is_too_wide_for_a_narrow_phone(looked_at: Page, site: Server, kind: Kind) -> None:
    narrow(looked_at)
    kind.visit(looked_at, site)
    assert looked_at.evaluate(TOO_WIDE) == []
    looked_at.evaluate(TEXT_SPACING)
    assert looked_at.evaluate(TOO_WIDE) == []
    looked_at.evaluate("document.adoptedStyleSheets = []")
    looked_at.evaluate(LARGER_TEXT)
    assert looked_at.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("width", [768, 1280])
@pytest.mark.parametrize(
    "path", ["/evidence/", "/clinicians/", GUIDE_WITH_TABLES, "/guides/side-effects/", "/guides/opioid-free-window/"]
)
def test_letters_twice_as_large_move_no_page_sideways(looked_at: Page, site: Server, path: str, width: int) -> None:
    """Alone, as where a browser enlarges nothing but text: the window's width in letters is told as before."""
    narrow(looked_at, width, 800)
    looked_at.goto(f"{site.url}{path}")
    looked_at.evaluate(LARGER_TEXT)
    assert looked_at.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize(
    "path",
    [
        *("/guides/wide/", "/guides/words/", "/guides/", "/", "/tags/safety/", "/glossary/", "/glossary/longest/"),
        "/search/?q=pneumonoultramicroscopicsilicovolcanoconiosisbutevenlongerxx",
    ],
)
def test_a_word_of_60_letters_breaks(looked_at: Page, small_site: Server, path: str) -> None:
    narrow(looked_at)
    response = looked_at.goto(f"{small_site.url}{path}")
    assert response is not None
    assert response.status == 200
    assert looked_at.evaluate(TOO_WIDE) == []
    if path == "/guides/wide/":
        looked_at.evaluate(LARGER_TEXT)
        assert looked_at.evaluate(TOO_WIDE) == []


def test_a_wide_table_scrolls_inside_a_region_that_a_keyboard_can_scroll(looked_at: Page, small_site: Server) -> None:
    narrow(looked_at)
    looked_at.goto(f"{small_site.url}/guides/wide/")
    region = looked_at.locator(".table-wide")
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    assert looked_at.get_by_role("region", name="Table:").count() == 1
    region.focus()
    looked_at.keyboard.press("ArrowRight")
    until(looked_at, "document.activeElement.scrollLeft > 0")


def test_a_stacked_table_is_still_a_table_to_a_screen_reader(looked_at: Page, small_site: Server) -> None:
    narrow(looked_at)
    looked_at.goto(f"{small_site.url}/guides/wide/")
    table = looked_at.locator(".table-stacked").get_by_role("table")
    assert table.get_by_role("columnheader").all_inner_texts() == ["One", "Two"]
    assert table.get_by_role("rowheader").count() == 1
    assert table.get_by_role("cell").count() == 1


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_target_is_hit_within_44_px(looked_at: Page, site: Server, kind: Kind) -> None:
    narrow(looked_at)
    kind.visit(looked_at, site)
    for width in (320, 1280):
        looked_at.set_viewport_size({"width": width, "height": 800})
        targets, missed = looked_at.evaluate(MISSED)
        assert targets
        assert missed == []


def test_a_citation_can_be_hit_within_24_px(looked_at: Page, site: Server) -> None:
    narrow(looked_at)
    looked_at.goto(f"{site.url}{GUIDE}")
    missed = looked_at.evaluate("""() => [...document.querySelectorAll("article .cite a")].filter((mark) => {
        mark.scrollIntoView({ block: "center" });
        const { left, top, width, height } = mark.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        return ![y - 11, y, y + 11].every((each) => document.elementFromPoint(x, each) === mark);
    }).map((mark) => mark.id)""")
    assert missed == []


def test_a_difference_alone_does_not_say_twice_that_the_rest_is_not_given(looked_at: Page, site: Server) -> None:
    narrow(looked_at)
    looked_at.goto(f"{site.url}/guides/naltrexone-for-alcohol/")
    assert "about 10 more" in looked_at.locator(".difference-alone").first.inner_text()
    assert "not given" not in looked_at.locator(".figure-facts").first.inner_text()
    looked_at.set_viewport_size({"width": 1280, "height": 800})
    assert "not given" in looked_at.locator(".difference-alone").first.inner_text()
