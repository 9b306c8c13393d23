"""What a page says where its script was asked for and never came: a line that broke, a cache that lost it."""

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.waiting import wait_for
from tests.conftest import Server

LATER = "document.getAnimations().forEach((wait) => wait.finish())"


def test_the_box_that_keeps_the_site_says_in_the_end_that_it_has_not_loaded(
    open_page: OpenPage, small_site: Server
) -> None:
    page = open_page()
    said = page.locator("[data-keeping] [data-status]")
    page.route("**/keeping.*.js", lambda route: route.abort())
    page.goto(f"{small_site.url}/keep/")
    assert said.inner_text().strip() == "Looking how much it would load …"
    page.evaluate(LATER)
    assert said.inner_text().strip().startswith("What keeps the site has not loaded.")
    page.unroute_all()
    page.reload()
    expect(said).to_contain_text("No copy of this site is kept", timeout=30_000)
    page.evaluate(LATER)
    expect(said).not_to_contain_text("has not loaded")


def test_while_it_looks_what_the_copy_weighs_the_box_says_so_and_nothing_moves(
    open_page: OpenPage, small_site: Server
) -> None:
    page = open_page(320, 640)
    box, said = page.locator("[data-keeping]"), page.locator("[data-keeping] [data-status]")
    waiting: list[Route] = []
    page.route("**/keep/edition.json", lambda route: waiting.append(route))
    page.goto(f"{small_site.url}/keep/")
    expect(said).to_have_text("Looking how much it would load …")
    wait_for(page, lambda: bool(waiting))
    before = box.bounding_box()
    waiting[0].continue_()
    expect(said).to_contain_text("No copy of this site is kept", timeout=30_000)
    assert box.bounding_box() == before


def test_without_javascript_nothing_waits_for_it(open_page: OpenPage, small_site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{small_site.url}/keep/")
    box = page.locator("[data-keeping]")
    expect(box.locator("noscript")).to_be_visible()
    room = page.locator("[data-status]").bounding_box()
    whole = box.bounding_box()
    assert room is not None
    assert whole is not None
    assert whole["y"] + whole["height"] - room["y"] - room["height"] < 40  # px: no empty room for buttons below
