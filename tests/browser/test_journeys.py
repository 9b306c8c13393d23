"""Three people from the hub to an answer: with a phone, without JavaScript, and with a keyboard alone."""

import itertools
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE, KINDS, Kind
from tests.conftest import Server

TERM = "article a.term"
ALIKE = (
    "spanish-hub",
    "spanish-glossary",
    "spanish-404",
    "privacy",
)  # nothing to reach in them that is not in another kind
STANDING_ALONE = (400, 405, 500, 503)  # these have nothing to skip
FOCUSED = """() => {
    const here = document.activeElement;
    const box = here.getBoundingClientRect();
    const style = getComputedStyle(here);
    const pieces = [...here.getClientRects()];
    const { left, top, width, height } = pieces[0] ?? box;
    const above = document.elementFromPoint(left + Math.min(width, 12) / 2, top + height / 2);
    return {
        is: here.outerHTML.slice(0, 120),
        number: reachable.indexOf(here),
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.opacity === "1",
        inSight: box.top > -1 && box.bottom < innerHeight + 1 && box.left >= 0 && box.right <= innerWidth,
        inFront: here.contains(above),
        y: box.top + scrollY,
        inContents: here.closest("#contents") !== null,
    };
}"""
REACHABLE = """() => {
    window.reachable = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }));
    return reachable.length;
}"""


def test_a_patient_with_a_phone_goes_from_the_hub_to_a_terms_preview(open_page: OpenPage, site: Server) -> None:
    page = open_page(has_touch=True, is_mobile=True)
    page.goto(site.url)
    page.get_by_role("link", name="Starting naltrexone safely").first.tap()
    page.wait_for_url(f"**{GUIDE}")
    expect(page.get_by_role("heading", name="Emergency: Call 911 now if:")).to_be_visible()
    word = page.locator(TERM).first
    word.tap()
    sheet = page.locator(".preview")
    expect(sheet).to_be_visible()
    expect(sheet.locator(".preview-name")).not_to_be_empty()
    expect(sheet.locator(".preview-text")).to_have_text(re.compile(r"\w{2,} .+\.$"))
    expect(sheet.get_by_role("link", name=re.compile("^More about "))).to_be_visible()
    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_be_hidden()
    word.tap()
    expect(sheet).to_be_visible()
    definition = sheet.locator(".preview-text").inner_text()
    word.tap()
    page.wait_for_url("**/glossary/*/")
    expect(page.get_by_role("article")).to_contain_text(definition)


def test_without_javascript_everything_is_there(open_page: OpenPage, site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(site.url)
    page.get_by_role("link", name="Starting naltrexone safely").first.click()
    page.wait_for_url(f"**{GUIDE}")
    for_scripts = "button, summary, [role=status], [data-aloud], [data-printed], [data-printed] *"
    hidden = page.locator(f"main *:not(#words, #words *, .print-only, {for_scripts})")
    assert {tag for tag in hidden.filter(visible=False).all_inner_texts() if tag.strip()} == set()
    assert page.get_by_role("button").all_inner_texts() == ["Search"]
    word = page.locator(TERM).first
    address = word.get_attribute("href")
    word.click()
    page.wait_for_url(f"**{address}")
    expect(page.get_by_role("article").locator(".definition")).to_be_visible()
    page.get_by_role("searchbox").fill("missed dose")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=missed+dose")
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_stranger_finds_what_to_do_after_a_missed_shot(open_page: OpenPage, site: Server, javascript: bool) -> None:
    """By search: four words typed or one example tapped, then the first answer. By need: two taps. No stranger was
    timed; each tap leads to where the next stands in sight."""
    page = open_page(java_script_enabled=javascript, has_touch=True, is_mobile=True)
    for ask in ("missed shot", "what do I do if I missed my shot?"):
        page.goto(site.url)
        field = page.get_by_label("What do you want to know?")
        expect(field).to_be_in_viewport(ratio=1)
        field.fill(ask)
        page.get_by_role("button", name="Search").tap()
        page.wait_for_url("**/search/?q=*")
        answer = page.locator(".hits a[href*='#']").first
        expect(answer).to_have_text("Missed injection")
        expect(answer).to_be_in_viewport(ratio=1)
        answer.tap()
        page.wait_for_url("**/guides/missed-doses/#injection")
        expect(page.get_by_role("heading", name="Missed injection", exact=True)).to_be_in_viewport(ratio=1)
    page.goto(site.url)
    example = page.get_by_role("link", name="missed shot")
    expect(example).to_be_in_viewport(ratio=1)
    example.tap()
    expect(page.locator(".hits a[href*='#']").first).to_have_text("Missed injection")
    page.goto(site.url)
    page.get_by_role("link", name="The medicine", exact=True).first.tap()
    guide = page.get_by_role("link", name="Missed a tablet or an injection").first
    expect(guide).to_be_in_viewport(ratio=1)
    guide.tap()
    page.wait_for_url("**/guides/missed-doses/")
    expect(page.get_by_role("link", name="Missed injection", exact=True)).to_have_count(1)


@pytest.mark.parametrize(("path", "width"), [("/", 320), ("/", 360), ("/es/", 320), ("/es/", 360)])
def test_the_hub_says_in_one_screen_what_this_is_and_who_made_it(
    open_page: OpenPage, site: Server, path: str, width: int
) -> None:
    page = open_page(width, 640)
    page.goto(f"{site.url}{path}")
    for part in ("h1", ".summary", "#query", ".hub-help", ".hub-who"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)


def test_the_hub_leads_to_any_guide(open_page: OpenPage, site: Server) -> None:
    page = open_page(360, 640)
    page.goto(site.url)
    linked = set(page.locator(".need a").evaluate_all("all => all.map(a => a.pathname)"))
    needs = page.locator(".needs > li > a").evaluate_all("all => all.map(a => a.hash.slice(1))")
    assert needs
    for need in needs:
        expect(page.locator(f"[id='{need}']")).to_have_count(1)
    page.goto(f"{site.url}/guides/")
    every = set(page.locator(".guide-links a").evaluate_all("all => all.map(a => a.pathname)"))
    assert len(every) >= 40
    assert every - linked == set()


def walk(page: Page, key: str = "Tab") -> list[dict[str, Any]]:
    """Every stop from the top of the page until the focus leaves it or meets a stop again."""
    page.evaluate(REACHABLE)
    stops: list[dict[str, Any]] = []
    seen: set[int] = set()
    while True:
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop["number"] in seen or stop["is"].startswith("<body"):
            return stops
        seen.add(stop["number"])
        stops.append(stop)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.name not in ALIKE], ids=str)
def test_a_keyboard_alone_reaches_everything_from_top_to_bottom_and_shows_where_it_is(
    open_page: OpenPage, site: Server, kind: Kind
) -> None:
    """A guide's contents list stands after the article in the source (docs/decisions/0006): the one step back."""
    page = open_page()
    kind.visit_whole(page, site)
    stops = walk(page)
    if kind.status not in STANDING_ALONE:
        assert stops[0]["is"].startswith('<a class="skip" href="#main"')
    assert {stop["number"] for stop in stops} == set(range(page.evaluate("reachable.length")))
    assert [stop["is"] for stop in stops if not (stop["ring"] and stop["inSight"] and stop["inFront"])] == []
    heights = [stop["y"] for stop in stops if not stop["inContents"] and 'class="skip"' not in stop["is"]]
    assert [(one, below) for one, below in itertools.pairwise(heights) if below < one - 30] == []


def test_a_skip_link_leads_to_the_contents(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.goto(f"{site.url}{GUIDE}")
    page.get_by_role("link", name="Skip to what is on this page").press("Enter")
    contents = page.get_by_role("navigation", name="On this page")
    page.keyboard.press("Tab")
    expect(contents.locator("summary")).to_be_focused()
    page.keyboard.press("Tab")
    first = contents.get_by_role("link").first
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport(ratio=1)


def test_the_skip_link_skips(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.goto(f"{site.url}{GUIDE}")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_whoever_comes_back_from_a_source_sees_the_mark_again(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.goto(f"{site.url}{GUIDE}#source-1")
    for back in page.locator("#source-1 .source-back a").all()[:2]:  # to the emergency callout, and to the text
        back.press("Enter")
        mark = page.locator(":target")
        expect(mark).to_be_in_viewport(ratio=1)
        expect(mark).to_have_text("[1]")
        assert mark.evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"


def test_with_a_keyboard_a_term_explains_itself_and_leads_on(open_page: OpenPage, site: Server) -> None:
    page = open_page(1280, 800)
    page.goto(f"{site.url}{GUIDE}")
    word = page.locator(TERM).first
    while not word.evaluate("word => word === document.activeElement"):
        page.keyboard.press("Tab")
    expect(page.locator(".preview")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_be_hidden()
    expect(word).to_be_focused()
    address = word.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
