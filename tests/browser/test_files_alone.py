"""The site as files behind a real nginx, with no server of ours: the browser answers a search, or says who to call."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT, TAGS, ContentFolder, environment
from tests.nginx import nginx


@pytest.fixture(scope="module")
def files_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("files-alone")
    folder = ContentFolder(home / "content")
    folder.write("en/tags.yaml", TAGS)
    folder.write(
        "references/label.md",
        "---\ntitle: The label\norganisation: M\nyear: 2025\nkind: label\nurl: https://example.org/\n---\n",
    )
    folder.article("first", "## How it passes {#passes}\n\nA craving passes [@label].\n")
    folder.article("second", "Nothing of it.\n")
    folder.term("craving", "craving", aliases="[urge]")
    settings = environment(DATABASE_URL=f"sqlite:///{home}/index.sqlite3", CONTENT_DIR=str(folder.root))
    for command in (["sync_content"], ["export_site", str(home / "out")]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=settings, check=True, capture_output=True)
    (home / "nginx").mkdir()
    with nginx(home / "nginx", f"root {home}/out; absolute_redirect off; include {home}/out/_nginx.conf;") as url:
        yield url


def test_a_search_is_answered_in_the_browser(page: Page, files_alone: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(files_alone)
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("Cravings passing")
    page.keyboard.press("Enter")
    found = page.locator("[data-found]")
    expect(found.locator("[data-heading]")).to_have_text("Found for “Cravings passing”")
    expect(found.get_by_role("link", name="About first: How it passes")).to_have_attribute(
        "href", "/guides/first/#passes"
    )
    expect(found).to_contain_text("A craving passes")
    expect(found.locator('a[href="tel:911"]')).to_be_visible()
    expect(page.locator("#query")).to_have_value("Cravings passing")
    page.goto(f"{files_alone}/search/?q=urge")
    expect(found.get_by_role("link", name="craving")).to_have_attribute("href", "/glossary/craving/")
    page.goto(f"{files_alone}/search/?q=zzxqj+<b>")
    expect(found.locator("[data-heading]")).to_have_text("Nothing was found that has all the words of “zzxqj <b>”.")
    expect(page.get_by_role("link", name="About second")).to_be_visible()
    assert said == []
    page.goto(f"{files_alone}/search/")
    expect(found).to_be_hidden()


def test_a_library_too_large_for_it_says_so_and_leads_by_need(page: Page, files_alone: str) -> None:
    page.route("**/keep/edition.json", lambda route: route.fulfill(status=404))
    page.goto(f"{files_alone}/search/?q=craving")
    expect(page.locator("[data-heading]")).to_contain_text("The guides cannot be searched here")
    expect(page.get_by_role("link", name="About first")).to_be_visible()


def test_without_javascript_it_says_who_to_call_and_leads_by_need(browser: Browser, files_alone: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{files_alone}/search/?q=craving")
    assert "only with JavaScript, which does not run here" in page.locator("noscript").inner_html()
    expect(page.locator("noscript .notice")).to_be_visible()
    expect(page.locator('noscript a[href="tel:911"]')).to_be_visible()
    expect(page.get_by_role("link", name="About first")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
