"""No page keeps anything on the reader's machine, asks another host, or breaks its own policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE, KINDS, Kind
from tests.conftest import Server

KEPT = """async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    caches: (await caches.keys()).length,
})"""
NOTHING = {"cookies": "", "local": 0, "session": 0, "databases": 0, "workers": 0, "caches": 0}


class Listener:
    """What a page asks for and complains about."""

    def __init__(self, page: Page) -> None:
        self.forget()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script("document.addEventListener('securitypolicyviolation', e => console.error(e.blockedURI))")

    def forget(self) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[tuple[Page, Listener]]:
    """One reader goes from page to page: what the first kept, the next would find."""
    context = browser.new_context()
    page = context.new_page()
    yield page, Listener(page)
    context.close()


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_nothing_is_kept_and_nobody_else_is_asked(reader: tuple[Page, Listener], site: Server, kind: Kind) -> None:
    page, heard = reader
    heard.forget()
    kind.visit(page, site)
    assert page.evaluate(KEPT) == NOTHING
    assert page.context.cookies() == []
    assert heard.asked
    assert [address for address in heard.asked if not address.startswith(f"{site.url}/")] == []
    own_status = f"status of {kind.status}"  # Chromium notes that the page itself came with an error status
    assert [complaint for complaint in heard.complaints if own_status not in complaint] == []
    page.unroute_all()


def test_using_a_guide_keeps_nothing_either(open_page: OpenPage, site: Server) -> None:
    page = open_page(has_touch=True, is_mobile=True, permissions=["clipboard-read", "clipboard-write"])
    heard = Listener(page)
    page.goto(f"{site.url}{GUIDE}")
    page.locator("article a.term").first.tap()
    page.get_by_role("button", name="Close").tap()
    page.get_by_role("button", name="Copy the address").tap()
    page.get_by_role("status").get_by_text("The address is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}{GUIDE}"
    assert page.evaluate(KEPT) == NOTHING
    assert page.context.cookies() == []
    assert {address.split("/")[2] for address in heard.asked} == {site.url.split("/")[2]}
    assert heard.complaints == []


def test_the_listener_hears_a_script_that_the_policy_forbids(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    heard = Listener(page)
    page.goto(site.url)
    page.evaluate("""() => {
        document.body.append(Object.assign(new Image(), { src: "https://example.org/pixel.gif" }));
        localStorage.setItem("reader", "1");
    }""")
    page.wait_for_event("console", predicate=lambda message: "example.org" in message.text)
    assert heard.complaints != []
    assert page.evaluate(KEPT) != NOTHING
