"""The site as files behind a real nginx, with no server of ours: the browser answers a search, or says who to call."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import two_guides
from tests.conftest import ROOT, environment
from tests.nginx import nginx


@pytest.fixture(scope="module")
def files_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("files-alone")
    folder = two_guides(home / "content")
    folder.article("third", "It lessens the danger.\n")
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


def test_slips_and_everyday_words_are_understood_there_too(page: Page, files_alone: str) -> None:
    page.goto(f"{files_alone}/search/?q=craveing")
    found = page.locator("[data-found]")
    expect(found.get_by_role("link", name="About first: How it passes")).to_be_visible()
    expect(found.locator("[data-heading]")).to_have_text("Found for “craving”")


def test_a_right_word_is_no_slip_of_another_there_either(page: Page, files_alone: str) -> None:
    page.goto(f"{files_alone}/search/?q=anger+craving")
    expect(page.locator("[data-heading]")).to_have_text("No place has all of “anger craving”. These have a part of it:")


def test_a_misspelt_word_of_danger_brings_the_numbers_first(page: Page, files_alone: str) -> None:
    page.goto(f"{files_alone}/search/?q=sucide")
    help_now = page.locator(".help-now.crisis")
    expect(help_now.get_by_role("heading")).to_have_text("If somebody may be in danger, call now")
    expect(help_now.locator('a[href="tel:988"]')).to_be_visible()
    page.goto(f"{files_alone}/search/?q=craving")
    expect(page.locator("[data-found] h2[data-heading]")).to_contain_text("Found")
    expect(page.locator(".crisis")).to_have_count(0)


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
