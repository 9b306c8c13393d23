"""Suggestions while typing: the combobox pattern by keyboard, finger and ear, and a plain search without JavaScript."""

import gzip
import re

import pytest
from playwright.sync_api import Page, Request, expect

from naltrexone_site.collecting import script
from tests.browser.conftest import OpenPage
from tests.conftest import ROOT, Server
from tests.finding.test_crisis import IN_DANGER, NOT_IN_DANGER

SUGGESTIONS = "**/search/suggestions.js"
SCRIPT_BYTES_MAX = 3_000  # of the whole script that every page loads, as it is sent, compressed
ALARMED = """all => all.filter((said) => {
    const field = document.querySelector("#query");
    field.value = said;
    field.dispatchEvent(new Event("input"));
    return !document.querySelector("[data-call]").hidden;
})"""


@pytest.fixture
def guide(open_page: OpenPage, site: Server) -> Page:
    page = open_page()
    page.goto(f"{site.url}/guides/the-tablets/")
    return page


def begin(page: Page, typed: str) -> None:
    """As a person does: into the field, and then letter by letter."""
    with page.expect_response(SUGGESTIONS):
        page.get_by_role("combobox").click()
    page.get_by_role("combobox").press_sequentially(typed)


def test_a_word_is_suggested_announced_and_led_to_by_keyboard(guide: Page, site: Server) -> None:
    field, options = guide.get_by_role("combobox"), guide.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "false")
    begin(guide, "prec")
    expect(guide.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(options.first).to_contain_text("precipitated withdrawal")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-controls", "suggestions")
    expect(guide.get_by_role("status").filter(has_text="Suggestions:")).to_have_text(f"Suggestions: {options.count()}")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    guide.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "none")
    expect(field).to_be_focused()
    guide.keyboard.press("Enter")
    guide.wait_for_url(f"{site.url}/glossary/precipitated-withdrawal/")


def test_arrows_go_round_and_escape_closes_and_keeps_what_was_typed(guide: Page) -> None:
    begin(guide, "missed")
    field, options = guide.get_by_role("combobox"), guide.get_by_role("option")
    guide.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    guide.keyboard.press("ArrowDown")
    expect(guide.locator("[aria-selected=true]")).to_have_count(0)
    guide.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("missed")
    expect(field).to_have_attribute("aria-expanded", "false")
    guide.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    guide.keyboard.press("Tab")
    expect(options.first).to_be_hidden()


def test_enter_without_a_choice_searches_for_what_was_typed(guide: Page) -> None:
    begin(guide, "missed shot")
    guide.keyboard.press("Enter")
    guide.wait_for_url("**/search/?q=missed+shot")


def test_a_finger_chooses_a_section(open_page: OpenPage, site: Server) -> None:
    page = open_page(width=320, height=640, has_touch=True, is_mobile=True)
    page.goto(f"{site.url}/search/")
    with page.expect_response(SUGGESTIONS):
        page.get_by_role("combobox").tap()
    page.get_by_role("combobox").press_sequentially("missed inj")
    option = page.get_by_role("option").filter(has_text="Missed injection").first
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    option.tap()
    page.wait_for_url(f"{site.url}/guides/missed-doses/#injection")


def test_everyday_words_accents_and_beginnings_of_any_words_are_known(guide: Page) -> None:
    begin(guide, "fent")
    options = guide.get_by_role("option")
    expect(options.filter(has_text="fentanyl").first).to_be_visible()
    for typed, wanted in (
        ("narcan", "naloxone"),
        ("BUPRÉNOR", "buprenorphine"),
        ("tests bef", "Tests before you start"),
    ):
        guide.get_by_role("combobox").fill(typed)
        expect(options.filter(has_text=wanted).first).to_be_visible()
    guide.get_by_role("combobox").fill("zzqq")
    expect(options).to_have_count(0)
    expect(guide.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_slips_are_forgiven_in_whole_words_and_in_half_typed_ones(guide: Page) -> None:
    begin(guide, "vivatrol")
    options = guide.get_by_role("option")
    expect(options.first).to_contain_text("Vivitrol")
    for typed, wanted in (
        ("buprenorfine", "buprenorphine"),
        ("buprenorf", "buprenorphine"),
        ("naltrexon", "naltrexone"),
        ("metahdone", "methadone"),
        ("mised injection", "Missed injection"),
    ):
        guide.get_by_role("combobox").fill(typed)
        expect(options.filter(has_text=wanted).first).to_be_visible()


def test_a_question_in_whole_words_is_suggested_for_like_the_words_that_tell(guide: Page) -> None:
    begin(guide, "what do i do if i missed my shot")
    options = guide.get_by_role("option")
    expect(options.first).to_contain_text("Missed a tablet or an injection")
    for typed, wanted in (
        ("what if i mised my", "Missed injection"),
        ("can i drink", "Drinking while you take naltrexone"),
        ("i forgot my tablet", "Missed a tablet or an injection"),
    ):
        guide.get_by_role("combobox").fill(typed)
        expect(options.filter(has_text=wanted).first).to_be_visible()
    for typed in ("what do i do if", "what if i z"):
        guide.get_by_role("combobox").fill(typed)
        expect(options).to_have_count(0)


def test_who_types_of_danger_sees_whom_to_call_before_the_search(guide: Page) -> None:
    begin(guide, "sucide")
    call, field = guide.locator("[data-call]"), guide.get_by_role("combobox")
    expect(call).to_be_visible()
    said = guide.get_by_role("status").filter(has_text="call now")
    expect(said).to_contain_text("988 suicide")
    for href in ("tel:911", "tel:988", "tel:+18002221222"):
        box = call.locator(f'a[href="{href}"]').bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    for typed in ("suic", "overdo", "overdosed", "withdr", "i cant breathe", "sobredosis"):
        field.fill("")
        expect(call).to_be_hidden()
        field.fill(typed)
        expect(call).to_be_visible()
    for typed in ("over", "with", "missed dose", "strong", "collar", "conversation", "abstain"):
        field.fill(typed)
        expect(call).to_be_hidden()
        expect(said).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/guides/the-tablets/"])
def test_on_a_small_phone_the_numbers_come_into_sight_with_what_is_typed(
    open_page: OpenPage, site: Server, path: str
) -> None:
    page = open_page(width=320, height=400, has_touch=True, is_mobile=True)  # what its keyboard leaves free
    page.goto(f"{site.url}{path}")
    begin(page, "overdose")
    for seen in (page.get_by_role("combobox"), *page.locator("[data-call] a").all()):
        expect(seen).to_be_in_viewport(ratio=1)


def test_the_numbers_are_reached_by_keyboard_and_go_when_they_are_left(guide: Page) -> None:
    begin(guide, "overdose")
    call, field = guide.locator("[data-call]"), guide.get_by_role("combobox")
    guide.keyboard.press("Tab")
    guide.keyboard.press("Tab")
    expect(call.locator('a[href="tel:911"]')).to_be_focused()
    guide.keyboard.press("Escape")
    expect(call).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("overdose")
    field.press("ArrowDown")
    expect(call).to_be_visible()
    for _ in range(5):
        guide.keyboard.press("Tab")
    expect(call).to_be_hidden()


def test_danger_is_known_while_typing_as_it_is_on_the_server(guide: Page) -> None:
    begin(guide, "naltrexone")
    alarmed = guide.evaluate(ALARMED, [*IN_DANGER, *NOT_IN_DANGER])
    assert [said for said in IN_DANGER if said not in alarmed] == []
    assert [said for said in NOT_IN_DANGER if said in alarmed] == []


def test_nothing_that_is_typed_leaves_the_page_before_the_search(guide: Page) -> None:
    asked: list[Request] = []
    guide.on("request", lambda request: asked.append(request))
    begin(guide, "overdose")
    expect(guide.get_by_role("option").first).to_be_visible()
    names = [request.url.rpartition("/")[2] for request in asked]
    assert [name for name in names if not name.startswith("icon.")] == ["suggestions.js"]


def test_a_list_that_cannot_be_fetched_leaves_a_plain_search(open_page: OpenPage, site: Server) -> None:
    page = open_page()
    page.route(SUGGESTIONS, lambda route: route.abort())
    page.goto(site.url)
    page.get_by_role("combobox").click()
    page.get_by_role("combobox").press_sequentially("missed")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=missed")


def test_without_javascript_the_field_is_a_plain_search(open_page: OpenPage, site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.url}/guides/the-tablets/")
    field = page.get_by_role("searchbox")
    field.fill("vivatrol shot")
    field.press("Enter")
    page.wait_for_url("**/search/?q=vivatrol+shot")
    expect(page.locator("main")).to_contain_text("Showing results for “vivitrol shot”")
    page.get_by_role("link", name="Search only for “vivatrol shot”").click()
    page.wait_for_url("**&exact=1")


def test_the_script_is_small() -> None:
    parts = [path for folder in ("wording", "site") for path in sorted((ROOT / "static/js" / folder).iterdir())]
    whole = script((path.read_text(encoding="utf-8") for path in parts), together=True)
    assert len(gzip.compress(whole.encode())) <= SCRIPT_BYTES_MAX
