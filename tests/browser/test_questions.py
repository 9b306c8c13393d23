"""A reader's own questions for a visit: on the open page only, to print or copy, and gone on leaving."""

from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE
from tests.browser.test_quiet import KEPT, NOTHING, Listener
from tests.conftest import ROOT, Server

MODULES = ("site/following.js", "guide/questions.js")
BYTES_MAX = 2_000  # of both, compressed as they are sent


@pytest.fixture
def guide(open_page: OpenPage, site: Server) -> Page:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page.goto(f"{site.url}{GUIDE}")
    expect(page.locator(".my-questions")).to_be_visible()
    return page


def tick_the_first(page: Page) -> str:
    box = page.locator("#questions").locator("xpath=../following-sibling::ul[1]").get_by_role("checkbox").first
    box.check()
    return box.evaluate("box => box.parentElement.textContent.trim()")  # type: ignore[no-any-return]


def write(page: Page, question: str) -> None:
    page.get_by_label("A question of your own").fill(question)
    page.get_by_label("A question of your own").press("Enter")


def test_ticked_and_written_questions_are_copied_and_nothing_is_kept_or_sent(guide: Page) -> None:
    heard = Listener(guide)
    ticked = tick_the_first(guide)
    write(guide, "  <b>May I drive?</b> ")
    expect(guide.get_by_label("A question of your own")).to_be_focused()
    expect(guide.get_by_label("A question of your own")).to_have_value("")
    guide.get_by_role("button", name="Copy my questions").click()
    expect(guide.get_by_text("Your questions are copied.")).to_be_visible()
    assert guide.evaluate("navigator.clipboard.readText()") == f"- {ticked}\n- <b>May I drive?</b>"
    assert guide.evaluate(KEPT) == NOTHING
    assert heard.asked == []
    assert heard.complaints == []


def test_only_the_questions_are_printed_and_then_the_page_again(guide: Page) -> None:
    ticked = tick_the_first(guide)
    guide.get_by_role("button", name="Print my questions").click()
    assert guide.evaluate("window.printed") == 1
    guide.emulate_media(media="print")
    sheet = guide.locator(".questions-sheet")
    assert sheet.get_by_role("listitem").all_inner_texts() == [ticked]
    expect(sheet).to_contain_text(GUIDE)
    expect(guide.locator("article")).to_be_hidden()
    guide.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(guide.locator("article")).to_be_visible()
    expect(sheet).to_be_hidden()


def test_with_none_chosen_it_says_what_to_do(guide: Page) -> None:
    guide.get_by_role("button", name="Print my questions").click()
    expect(guide.get_by_text("Tick or write a question first.")).to_be_visible()
    assert guide.evaluate("window.printed") == 0


def test_all_of_it_is_gone_when_the_reader_leaves_and_comes_back(guide: Page, site: Server) -> None:
    tick_the_first(guide)
    write(guide, "May I drive?")
    guide.get_by_label("A question of your own").fill("half written")
    guide.goto(f"{site.url}/about/")
    guide.go_back()
    expect(guide.locator(".my-questions")).to_be_visible()
    expect(guide.get_by_label("A question of your own")).to_have_value("")
    expect(guide.get_by_text("May I drive?")).to_have_count(0)
    assert guide.locator(".questions :checked").count() == 0


def test_a_row_is_a_target_of_44_px_and_works_by_keyboard(guide: Page) -> None:
    row = guide.locator(".questions label").first
    box = row.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    row.get_by_role("checkbox").focus()
    guide.keyboard.press("Space")
    expect(row.get_by_role("checkbox")).to_be_checked()


def test_without_javascript_the_questions_are_a_plain_list(open_page: OpenPage, site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.url}{GUIDE}")
    expect(page.get_by_role("heading", name="Questions to bring")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.locator(".my-questions")).to_have_count(0)
    expect(page.get_by_text("My questions", exact=True)).to_be_hidden()


def test_the_scripts_of_a_guide_for_all_this_are_small() -> None:
    sizes = {name: len(brotli.compress(Path(ROOT, "static/js", name).read_bytes())) for name in MODULES}
    assert sum(sizes.values()) <= BYTES_MAX, sizes
