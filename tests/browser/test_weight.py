"""What a visit weighs over the wire with an empty cache, and that one request at most is waited for."""

import urllib.request
import zlib
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks import weight
from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE, KINDS, Kind
from tests.browser.meddler import meddling
from tests.conftest import Server

FIRST_FLIGHT_KB = 14.6  # what a server may send before a phone has answered once
MOVED = """window.moved = [];
new PerformanceObserver((list) => window.moved.push(...list.getEntries().map((entry) => entry.value)))
    .observe({ type: "layout-shift", buffered: true });"""


def test_a_visit_weighs_no_more_than_promised(browser: Browser, site: Server) -> None:
    measures = list(weight.of_site(site.url, browser))
    assert len(measures) == 7
    assert all(measure.value > 0 for measure in measures)
    assert [str(measure) for measure in measures if not measure.holds()] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.status == 200], ids=str)
def test_one_request_at_most_is_waited_for_and_the_words_come_at_once(
    browser: Browser, site: Server, kind: Kind
) -> None:
    context = browser.new_context()
    (visit,) = weight.visits(context, f"{site.url}{kind.path}")
    context.close()
    assert len(visit.blocking) == 1
    assert "/static/site." in visit.blocking[0]
    assert visit.kilobytes("Document") <= FIRST_FLIGHT_KB


@pytest.mark.parametrize(
    ("path", "needed"), [("/handout/card/", 0), ("/handout/", 0), ("/handout/checklist/", 1), (GUIDE, 1)]
)
def test_a_page_with_no_words_or_sources_to_preview_loads_no_script_for_it(
    looked_at: Page, site: Server, path: str, needed: int
) -> None:
    looked_at.goto(f"{site.url}{path}")
    assert looked_at.locator('script[src*="/static/guide."]').count() == needed
    if path != "/handout/":
        expect(looked_at.get_by_role("button", name="Print this page")).to_be_visible()


def test_of_a_handout_beyond_the_first_flight_the_first_screens_are_in_it(site: Server) -> None:
    """The choice of all guides stands before the sheet and is folded; the first guide's emergency comes after both."""
    chosen = "&".join(
        f"guide={slug}" for slug in ("starting-safely", "side-effects", "missed-doses", "naltrexone-for-opioids")
    )
    request = urllib.request.Request(f"{site.url}/handout/?{chosen}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as response:
        packed, headers = response.read(), len(str(response.headers))
    assert len(packed) > FIRST_FLIGHT_KB * 1000
    first = (
        zlib.decompressobj(wbits=31).decompress(packed[: int(FIRST_FLIGHT_KB * 1000) - headers]).decode(errors="ignore")
    )
    assert "Call 911 now if:" in first
    assert 'id="starting-safely-steps"' in first


@pytest.mark.parametrize("path", [GUIDE, "/handout/?guide=starting-safely", "/search/?q=missed+dose", "/"])
def test_nothing_moves_while_a_page_loads(open_page: OpenPage, site: Server, path: str) -> None:
    page = open_page()
    page.add_init_script(MOVED)
    page.goto(f"{site.url}{path}", wait_until="networkidle")
    assert page.evaluate("window.moved") == []


@pytest.mark.parametrize(
    "part", ["<article>", '<p class="summary">', '<div class="text lead">', '<section class="in-short">', "<footer"]
)
def test_nothing_moves_where_the_page_comes_in_two_parts(open_page: OpenPage, site: Server, part: str) -> None:
    page = open_page()
    page.add_init_script(MOVED)
    with meddling(site.url) as line:
        line.halting[GUIDE] = part.encode()
        page.goto(f"{line.url}{GUIDE}", wait_until="networkidle")
        assert part in page.content()  # or it would not have been halted
        assert page.evaluate("window.moved") == []


KEPT = """async () => {
    const made = { headers: { Made: "2026-11-25" } };
    await (await caches.open("kept-edition")).put("/keep/copy", new Response("a copy", made));
}"""
BOTH = """async () => void (await caches.open("kept-edition"))"""  # a browser that has lost the copy, and not its place
A_MOMENT = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"  # ms; shifts are told late
UNABLE = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })"


@pytest.mark.parametrize("state", ["kept", "both", "unable", "withdrawn"])
def test_nothing_moves_on_the_page_that_keeps_the_site_after_the_first_visit(
    open_page: OpenPage, site: Server, state: str
) -> None:
    page = open_page()
    page.add_init_script(MOVED)
    page.goto(f"{site.url}/keep/")
    if state == "kept":
        page.evaluate(KEPT)
    if state == "both":
        page.evaluate(BOTH)
    if state == "unable":
        page.add_init_script(UNABLE)
    if state == "withdrawn":
        page.route("**/keep/edition.json", lambda route: route.fulfill(status=404))
    shown = {"kept": ["Remove"], "both": ["Keep this site on this phone", "Remove"]}.get(state, [])
    for width, path in product((320, 360, 768), ("/keep/", "/es/keep/")):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{site.url}{path}")
        expect(page.locator("[data-status]")).not_to_contain_text("JavaScript")
        page.evaluate(A_MOMENT)
        if path == "/keep/":
            assert page.locator(".keeping button").filter(visible=True).all_inner_texts() == shown
        assert page.evaluate("window.moved") == [], (width, path)


@pytest.mark.parametrize("width", [320, 360, 412, 768])
@pytest.mark.parametrize("path", ["/keep/", "/es/keep/"])
def test_nothing_moves_when_the_page_that_keeps_the_site_finds_its_words(
    open_page: OpenPage, site: Server, path: str, width: int
) -> None:
    page = open_page(width=width)
    page.add_init_script(MOVED)
    page.goto(f"{site.url}{path}", wait_until="networkidle")
    expect(page.locator("[data-keep]")).to_be_visible()
    assert page.evaluate("window.moved") == []
