"""Keep this site on this phone: nothing before the reader asks, the whole site after, nothing again when removed."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.conftest import two_guides
from tests.browser.kept import NEVER_UP, TAKEN_OVER, KeptSite, keep, left, said
from tests.browser.meddler import Meddler, meddling
from tests.browser.test_quiet import NOTHING
from tests.browser.waiting import visit_until, wait_for
from tests.conftest import ROOT, Server

REMOVED_WITHIN = 20_000  # ms: it waits for a worker that does not answer, 2 s, and for one that does not let go, 8 s
NOTE = "The site cannot be reached right now."
SHELVED = """async () => {
    const copy = await caches.match("/keep/copy");
    return copy && { name: copy.headers.get("Copy"), size: (await copy.blob()).size };
}"""


@pytest.fixture(scope="module")
def kept_site(start_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    home = tmp_path_factory.mktemp("kept-site")
    folder = two_guides(home / "content")
    settings = {"DATABASE_URL": f"sqlite:///{home}/index.sqlite3", "CONTENT_DIR": str(folder.root)}
    return KeptSite(folder, settings, start_server(**settings), start_server(**settings, OFFLINE_COPY="off"))


@pytest.fixture
def between(kept_site: KeptSite) -> Iterator[Meddler]:
    with meddling(kept_site.server.url) as meddler:
        yield meddler


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_nothing_is_stored_before_the_reader_asks_and_what_it_weighs_is_said(phone: Page, between: Meddler) -> None:
    phone.goto(f"{between.url}/guides/first/")
    phone.goto(f"{between.url}/keep/")
    status = said(phone)
    expect(status).to_contain_text("No copy of this site is kept on this device.")
    expect(status).to_contain_text("kB")
    expect(phone.get_by_role("button", name="Remove")).to_be_hidden()
    assert left(phone) == NOTHING
    assert "/worker.js" not in between.asked
    assert "copy" not in between.asked


def test_once_kept_every_page_opens_offline_also_one_never_visited(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    assert left(phone) == NOTHING | {"workers": 1, "caches": 1}
    expect(said(phone)).to_contain_text("today")
    phone.context.set_offline(True)
    asked = len(between.asked)
    phone.goto(f"{between.url}/guides/second/?from=elsewhere")
    expect(phone.get_by_role("heading", level=1)).to_have_text("About second")
    expect(phone.get_by_role("note")).to_contain_text(NOTE)
    expect(phone.locator('.foot a[href="tel:911"]')).to_be_visible()
    assert phone.locator(".bar").evaluate("bar => getComputedStyle(bar).borderBottomStyle") == "solid"
    phone.get_by_role("link", name="Words explained, A to Z").click()
    phone.get_by_role("link", name="craving").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("craving")
    phone.goto(f"{between.url}/search/?q=craving")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Search in your copy")
    expect(phone).to_have_title("Search in your copy – Naltrexone guides")
    expect(phone.locator(".summary")).to_be_hidden()
    expect(phone.get_by_role("link", name="About second")).to_be_visible()
    phone.get_by_role("combobox").clear()
    phone.get_by_role("combobox").press_sequentially("crav")
    expect(phone.get_by_role("option").first).to_contain_text("craving")
    own_look = "/worker.js"  # the browser's, which Playwright's “offline” does not hold back
    assert [address for address in between.asked[asked:] if address != own_look] == []


def test_offline_a_search_is_answered_from_the_copy(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    phone.context.set_offline(True)
    phone.goto(f"{between.url}/search/?q=Cravings+passing")
    found = phone.locator("[data-found]")
    expect(found.get_by_role("heading")).to_have_text("In the copy, for “Cravings passing”")
    expect(found.get_by_role("listitem")).to_have_count(1)
    expect(found.get_by_role("link")).to_have_text("About first: How it passes")
    expect(found.get_by_role("listitem")).to_contain_text("A craving passes")
    expect(phone.get_by_role("combobox")).to_have_value("Cravings passing")
    phone.goto(f"{between.url}/search/?q=zzxqj+<b>")
    expect(found.get_by_role("heading")).to_have_text("Nothing in the copy has all the words of “zzxqj <b>”.")
    expect(found.get_by_role("listitem")).to_have_count(0)
    phone.goto(f"{between.url}/search/?q=craveing")
    expect(found.get_by_role("heading")).to_have_text("In the copy, for “craving”")
    for misspelt in ("sucide", "sueside", "overdoes"):
        phone.goto(f"{between.url}/search/?q={misspelt}")
        expect(phone.locator(".help-now.crisis").get_by_role("heading")).to_contain_text("call now")
    phone.goto(f"{between.url}/nowhere/?q=craving")
    expect(phone.get_by_role("heading", level=1)).to_have_text("This needs a connection")
    expect(found).to_be_hidden()


def test_offline_a_language_without_guides_shows_no_error_of_the_browser(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    phone.context.set_offline(True)
    phone.goto(f"{between.url}/es/nowhere/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("This needs a connection")


def test_pages_from_the_copy_keep_the_sites_promises(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    phone.context.set_offline(True)
    kept = phone.goto(f"{between.url}/guides/first/")
    assert kept is not None
    phone.context.set_offline(False)
    fresh = phone.request.get(f"{between.url}/guides/first/")
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy"):
        assert kept.headers[name] == fresh.headers[name]


def test_online_pages_come_fresh_and_say_nothing_of_a_copy(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    phone.goto(f"{between.url}/guides/first/")
    expect(phone.get_by_role("note")).to_have_count(0)
    assert "/guides/first/" in between.asked


def test_what_lies_on_the_device_is_the_same_for_everybody(browser: Browser, kept_site: KeptSite) -> None:
    found = []
    for reads in ("/guides/first/", "/guides/second/"):
        context = browser.new_context()
        page = context.new_page()
        keep(page, kept_site.server.url)
        page.goto(f"{kept_site.server.url}{reads}")
        page.goto(f"{kept_site.server.url}/keep/")
        entries = "async () => (await (await caches.open('kept-edition')).keys()).map(entry => entry.url)"
        found.append((page.evaluate(SHELVED), page.evaluate(entries)))
        context.close()
    assert found[0] == found[1]
    assert len(found[0][1]) == 1


@pytest.mark.parametrize("offline", [False, True])
def test_remove_leaves_nothing_also_offline(phone: Page, between: Meddler, offline: bool) -> None:
    keep(phone, between.url)
    phone.goto(f"{between.url}/keep/")
    phone.context.set_offline(offline)
    phone.get_by_role("button", name="Remove").click()
    expect(said(phone)).to_contain_text("Removed. No copy of this site is kept", timeout=REMOVED_WITHIN)
    assert left(phone) == NOTHING
    phone.evaluate("navigator.serviceWorker.controller?.postMessage('follow')")
    phone.wait_for_timeout(500)
    assert left(phone) == NOTHING
    phone.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.goto(f"{between.url}/guides/second/")


def test_it_can_be_kept_again_after_it_was_removed(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    phone.get_by_role("button", name="Remove").click()
    expect(said(phone)).to_contain_text("Removed", timeout=REMOVED_WITHIN)
    phone.get_by_role("button", name="Keep this site on this phone").click()
    expect(said(phone)).to_contain_text("Kept on this device", timeout=20_000)
    assert left(phone) == NOTHING | {"workers": 1, "caches": 1}


def test_kept_again_after_a_withdrawal_while_another_page_is_open(
    phone: Page, between: Meddler, kept_site: KeptSite
) -> None:
    keep(phone, between.url)
    other = phone.context.new_page()
    other.goto(f"{between.url}/guides/first/")
    between.behind = kept_site.withdrawn.url
    wait_for(phone, lambda: given_up(phone, between))
    between.behind = kept_site.server.url
    phone.goto(f"{between.url}/keep/")
    phone.get_by_role("button", name="Keep this site on this phone").click()
    expect(said(phone)).to_contain_text("Kept on this device", timeout=20_000)
    assert left(phone) == NOTHING | {"workers": 1, "caches": 1}


def given_up(page: Page, between: Meddler) -> bool:
    page.wait_for_timeout(1_000)
    page.goto(f"{between.url}/guides/first/")
    return left(page) == NOTHING


def test_a_worker_that_never_gets_up_is_waited_for_no_longer_than_a_while(phone: Page, between: Meddler) -> None:
    between.bodies["/worker.js"] = NEVER_UP
    phone.clock.install()
    phone.goto(f"{between.url}/keep/")
    phone.get_by_role("button", name="Keep this site on this phone").click()

    def a_while_later() -> bool:
        phone.clock.fast_forward("00:10")
        return "That did not work." in said(phone).inner_text()

    wait_for(phone, a_while_later)
    expect(phone.get_by_role("button", name="Keep this site on this phone")).to_be_enabled()


def test_the_link_makes_the_browser_forget_without_any_script(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    phone.get_by_role("link", name="Remove all that this site has left here").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Removed")
    wait_for(phone, lambda: left(phone) == NOTHING)  # the browser clears after it has shown the page


def test_it_works_by_keyboard(phone: Page, between: Meddler) -> None:
    phone.goto(f"{between.url}/keep/")
    phone.get_by_role("button", name="Keep this site on this phone").focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("button", name="Remove")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(said(phone)).to_contain_text("Removed", timeout=REMOVED_WITHIN)
    expect(phone.get_by_role("button", name="Keep this site on this phone")).to_be_focused()


def open_with_a_still_clock(page: Page, address: str) -> None:
    page.clock.install(time=0)
    page.goto("about:blank")
    page.clock.pause_at(60_000)
    page.goto(address)


def shelf_of(context: BrowserContext) -> str:
    return str(context.pages[0].evaluate(SHELVED)["name"])


def test_an_open_page_follows_a_new_edition_within_a_minute(phone: Page, between: Meddler, kept_site: KeptSite) -> None:
    keep(phone, between.url)
    open_with_a_still_clock(phone, f"{between.url}/guides/first/")
    before = shelf_of(phone.context)
    kept_site.publish("third")
    asked = between.asked.count("/keep/edition.json")
    phone.clock.run_for(59_000)
    phone.wait_for_timeout(300)
    assert between.asked.count("/keep/edition.json") == asked
    phone.clock.run_for(1_000)
    wait_for(phone, lambda: shelf_of(phone.context) != before)
    phone.context.set_offline(True)
    phone.goto(f"{between.url}/guides/third/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("About third")


@pytest.mark.parametrize("spoil", ["cut", "garbled", "gone"])
def test_a_copy_that_does_not_come_whole_never_takes_the_place_of_a_whole_one(
    phone: Page, between: Meddler, kept_site: KeptSite, spoil: str
) -> None:
    keep(phone, between.url)
    before = shelf_of(phone.context)
    if spoil == "cut":
        between.cut.add("copy")
    elif spoil == "garbled":
        between.bodies["copy"] = b'{"headers":{},"files":{}}'
    else:
        between.bodies["/keep/edition.json"] = b'{"copy": "/keep/%s.json", "made_at": "2026-11-25"}' % (b"0" * 64)
    kept_site.publish(f"after-{spoil}")
    asked = between.asked.count("copy")
    visit_until(phone, f"{between.url}/guides/first/", lambda: between.asked.count("copy") > asked)
    phone.wait_for_timeout(300)
    assert shelf_of(phone.context) == before
    phone.context.set_offline(True)
    phone.goto(f"{between.url}/guides/second/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("About second")
    phone.context.set_offline(False)
    between.cut.clear()
    between.bodies.clear()
    visit_until(phone, f"{between.url}/guides/first/", lambda: shelf_of(phone.context) != before)


def test_where_keeping_fails_nothing_is_left(phone: Page, between: Meddler) -> None:
    between.cut.add("copy")
    phone.goto(f"{between.url}/keep/")
    phone.get_by_role("button", name="Keep this site on this phone").click()
    expect(said(phone)).to_contain_text("That did not work.", timeout=20_000)
    assert left(phone) == NOTHING


def test_a_worker_that_cannot_start_leaves_nothing_and_blocks_nothing(phone: Page, between: Meddler) -> None:
    between.bodies["/worker.js"] = b"throw new Error('broken')"
    phone.goto(f"{between.url}/keep/")
    phone.get_by_role("button", name="Keep this site on this phone").click()
    expect(said(phone)).to_contain_text("That did not work.", timeout=20_000)
    assert left(phone) == NOTHING
    phone.goto(f"{between.url}/guides/first/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("About first")


def test_a_damaged_copy_blocks_no_page_and_is_made_good(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    phone.evaluate("""async () => (await caches.open("kept-edition")).put("/keep/copy", new Response("{damaged"))""")
    phone.goto(f"{between.url}/guides/first/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("About first")
    wait_for(phone, lambda: phone.evaluate(SHELVED)["size"] > 1000)


def test_a_slow_or_failing_server_gives_way_to_the_copy(phone: Page, between: Meddler, kept_site: KeptSite) -> None:
    keep(phone, between.url)
    between.slow["/guides/second/"] = 12
    phone.goto(f"{between.url}/guides/second/", timeout=9_000)
    expect(phone.get_by_role("note")).to_contain_text(NOTE)
    between.behind = "http://127.0.0.1:9"
    phone.goto(f"{between.url}/guides/first/")
    expect(phone.get_by_role("note")).to_contain_text(NOTE)


BLOCKING = b"""
addEventListener("install", () => void skipWaiting());
addEventListener("activate", event => event.waitUntil(clients.claim()));
addEventListener("fetch", event => event.respondWith(Promise.reject(new Error("broken"))));
"""


def test_the_operator_can_withdraw_even_a_worker_that_blocks_every_page(
    phone: Page, between: Meddler, kept_site: KeptSite
) -> None:
    keep(phone, between.url)
    between.bodies["/worker.js"] = BLOCKING
    phone.goto(f"{between.url}/guides/first/")
    wait_for(phone, lambda: blocked(phone, between))
    between.bodies.clear()
    between.behind = kept_site.withdrawn.url
    wait_for(phone, lambda: not blocked(phone, between))
    wait_for(phone, lambda: left(phone) == NOTHING)


def blocked(page: Page, between: Meddler) -> bool:
    page.wait_for_timeout(2_000)  # a browser puts off its look for a newer worker while pages are still asked for
    try:
        page.goto(f"{between.url}/guides/first/")
    except Error:
        return True
    return False


def test_once_withdrawn_an_open_page_lets_go_within_a_minute(
    phone: Page, between: Meddler, kept_site: KeptSite
) -> None:
    keep(phone, between.url)
    open_with_a_still_clock(phone, f"{between.url}/guides/first/")
    between.behind = kept_site.withdrawn.url
    phone.clock.run_for(60_000)
    wait_for(phone, lambda: left(phone) == NOTHING)
    phone.goto(f"{between.url}/keep/")
    expect(said(phone)).to_contain_text("The site cannot be kept right now.")
    expect(phone.get_by_role("button")).to_have_count(1)  # the search's alone


def test_a_newer_worker_takes_over_and_the_copy_stays(phone: Page, between: Meddler) -> None:
    keep(phone, between.url)
    worker = (ROOT / "naltrexone_site/workers/offline.js").read_bytes()
    between.bodies["/worker.js"] = worker.replace(b"async function page(request, path) {", TAKEN_OVER, 1)
    phone.goto(f"{between.url}/guides/first/")
    wait_for(phone, lambda: "newer" in read(phone, f"{between.url}/guides/first/"), seconds=4)
    assert phone.evaluate(SHELVED) is not None


def read(page: Page, address: str) -> str:
    """Nothing where the browser is changing workers at that moment and the visit has to be made again."""
    page.wait_for_timeout(2_000)  # a browser puts off its look for a newer worker while pages are still asked for
    try:
        answer = page.goto(address, timeout=5_000)
    except Error:
        return ""
    return answer.text() if answer else ""


def test_a_browser_that_cannot_keep_says_so(phone: Page, between: Meddler) -> None:
    phone.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })")
    phone.goto(f"{between.url}/keep/")
    expect(said(phone)).to_contain_text("This browser cannot keep the site")
    expect(phone.get_by_role("button", name="Keep this site on this phone")).to_be_hidden()


def test_before_the_script_has_spoken_it_only_says_that_it_looks(phone: Page, kept_site: KeptSite) -> None:
    phone.route("**/keeping.*.js", lambda route: None)  # it never comes
    phone.goto(f"{kept_site.server.url}/keep/", wait_until="commit")
    expect(phone.get_by_role("heading", name="On this device")).to_be_visible()
    assert said(phone).inner_text() == "Looking how much it would load …"


def test_without_javascript_it_says_what_is_needed(browser: Browser, kept_site: KeptSite) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{kept_site.server.url}/guides/first/")
    page.get_by_role("link", name="Keep this site on this phone").click()
    words = said(page).locator("noscript")
    expect(words).to_be_visible()
    assert "needs JavaScript, which does not run here" in words.inner_html()
    assert "has not loaded" not in said(page).inner_text()
    expect(page.get_by_role("button", name="Keep this site on this phone")).to_be_hidden()
    context.close()
