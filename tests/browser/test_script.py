"""A guide's whole script: what it weighs, and that it never turns text into markup."""

import gzip
import json

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE
from tests.browser.test_aloud import FAKE
from tests.browser.test_aloud import HERE as VOICE
from tests.conftest import ROOT, Server

MODULES = ("aloud", "contents", "previews", "sharing")
BYTES_MAX = 6_000  # with gzip; all else on the site has 4,000


def test_understanding_a_guide_weighs_little() -> None:
    parts = [(ROOT / "static/js/guide" / f"{name}.js").read_bytes() for name in MODULES]
    assert len(gzip.compress(b"\n".join(parts), 9)) <= BYTES_MAX


def test_it_works_where_text_may_never_become_markup(open_page: OpenPage, site: Server) -> None:
    page = open_page(has_touch=True, is_mobile=True, permissions=["clipboard-read", "clipboard-write"])
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    page.add_init_script(FAKE.replace("VOICES", json.dumps([VOICE])))
    response = page.goto(f"{site.url}{GUIDE}")
    assert response is not None
    assert "require-trusted-types-for 'script'" in response.headers["content-security-policy"]
    page.evaluate("arrive()")
    page.get_by_role("button", name="Read aloud").tap()
    for mark in ("a.term", ".cite a"):
        page.locator(f"article .sections {mark}").first.tap()
        page.get_by_role("button", name="Close").tap()
    page.locator("article .section-link").first.tap()
    page.get_by_role("button", name="Copy the address").tap()
    expect(page.locator("[data-status]")).to_have_text("The address is copied.")
    assert page.locator("#contents [aria-current]").count() == 1
    assert errors == []
