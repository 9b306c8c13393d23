"""Read aloud, with a voice of this device and of the page's language or not at all; it stops when the reader leaves."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE, GUIDE_WITH_TABLES
from tests.conftest import Server

HERE = {"name": "Here", "lang": "en-US", "localService": True, "default": False}
AWAY = {"name": "Away", "lang": "en-US", "localService": False, "default": True}
SPANISH = {"name": "Aquí", "lang": "es_US", "localService": True, "default": True}
CHOSEN = HERE | {"name": "Chosen", "lang": "en_GB", "default": True}

# Speech as browsers have it, but silent: each text ends when the test says so. Voices come late, as they do.
FAKE = """
window.heard = [];
window.utterance = null;
let voices = [];
class SpeechSynthesisUtterance { constructor(text) { this.text = text; } }
const speechSynthesis = {
    getVoices: () => voices,
    speak(said) { window.utterance = said; window.heard.push(said); },
    cancel() { const cut = window.utterance; window.utterance = null; cut?.onerror({ type: "error", target: cut }); },
};
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: SpeechSynthesisUtterance });
Object.defineProperty(window, "speechSynthesis", { value: speechSynthesis });
window.finish = () => {
    const said = window.utterance;
    window.utterance = null;
    said.onend({ type: "end", target: said });
};
window.arrive = () => { voices = VOICES; speechSynthesis.onvoiceschanged(); };
"""
HEARD = "heard.map((said) => said.text)"


def opened(open_page: OpenPage, site: Server, *voices: dict[str, Any], path: str = GUIDE) -> Page:
    page = open_page(1280, 800)
    page.add_init_script(FAKE.replace("VOICES", json.dumps(voices)))
    page.goto(f"{site.url}{path}")
    page.evaluate("arrive()")
    return page


def button(page: Page, name: str) -> Any:
    return page.get_by_role("group", name="Read aloud").get_by_role("button", name=name, exact=True)


def hear_all(page: Page) -> list[str]:
    button(page, "Read aloud").click()
    page.evaluate("() => { while (utterance) finish(); }")
    heard: list[str] = page.evaluate(HEARD)
    return heard


@pytest.mark.parametrize(
    "voices", [[], [AWAY], [SPANISH], [AWAY, SPANISH]], ids=["none", "away", "spanish", "away and spanish"]
)
def test_it_is_absent_without_a_voice_of_this_device_and_language(
    open_page: OpenPage, site: Server, voices: list[dict[str, Any]]
) -> None:
    page = opened(open_page, site, *voices)
    expect(page.locator("[data-aloud]")).to_be_hidden()


def test_it_is_absent_without_a_script_or_without_speech(open_page: OpenPage, site: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.url}{GUIDE}")
    expect(page.locator("[data-aloud]")).to_be_hidden()
    expect(page.get_by_text("Minutes to read: ")).to_be_visible()
    page = open_page()
    page.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis")
    page.goto(f"{site.url}{GUIDE}")
    assert page.evaluate("'speechSynthesis' in window") is False
    expect(page.locator("[data-aloud]")).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "voices", "taken"),
    [
        (GUIDE, [AWAY, SPANISH, HERE], "Here"),
        (GUIDE, [HERE, CHOSEN], "Chosen"),
        (GUIDE, [AWAY, HERE], "Here"),
    ],
)
def test_the_readers_own_voice_comes_before_others_and_none_from_elsewhere(
    open_page: OpenPage, site: Server, path: str, voices: list[dict[str, Any]], taken: str
) -> None:
    page = opened(open_page, site, *voices, path=path)
    button(page, "Read aloud").click()
    assert page.evaluate("utterance.voice.name") == taken
    assert page.evaluate("utterance.lang === utterance.voice.lang")


def test_it_reads_the_guides_own_text_without_marks(open_page: OpenPage, site: Server) -> None:
    page = opened(open_page, site, HERE)
    heard = hear_all(page)
    assert heard[0] == page.locator("h1").inner_text()
    assert heard[1] == page.locator(".summary").inner_text()
    assert "Emergency: Call 911 now if:" in heard
    assert not any(mark in text for text in heard for mark in ("[", "#", "  "))
    shown = page.evaluate("""() => {
        const copy = document.querySelector("article").cloneNode(true);
        const silent = ".cite, .section-link, details > :not(summary), .my-questions";
        copy.querySelectorAll(silent).forEach((e) => e.remove());
        return copy.textContent.replace(/\\s/g, "");
    }""")
    assert "".join(heard).replace(" ", "") == shown
    assert max(map(len, heard)) < 1_000  # a longer utterance is cut off in some browsers


def test_a_table_is_read_with_the_head_beside_each_cell(open_page: OpenPage, site: Server) -> None:
    heard = hear_all(opened(open_page, site, HERE, path=GUIDE_WITH_TABLES))
    acamprosate = heard.index("Acamprosate")
    assert heard[acamprosate + 1].startswith("Goal: ")
    assert "Goal" not in heard


def test_pause_goes_on_with_the_paragraph_and_stop_begins_anew(open_page: OpenPage, site: Server) -> None:
    page = opened(open_page, site, HERE)
    button(page, "Read aloud").press("Enter")
    page.evaluate("finish(); finish()")
    third = page.evaluate("utterance.text")
    expect(page.locator("[data-spoken]")).to_have_count(1)
    button(page, "Pause").press("Enter")
    assert page.evaluate("utterance") is None
    expect(button(page, "Go on")).to_be_focused()
    expect(page.locator("[data-spoken]")).to_have_count(0)
    button(page, "Go on").press("Enter")
    assert page.evaluate("utterance.text") == third
    button(page, "Stop").press("Enter")
    assert page.evaluate("utterance") is None
    expect(button(page, "Stop")).to_be_hidden()
    expect(button(page, "Read aloud")).to_be_focused()
    button(page, "Read aloud").press("Enter")
    assert page.evaluate("utterance.text") == page.locator("h1").inner_text()


def test_at_the_end_it_can_begin_again(open_page: OpenPage, site: Server) -> None:
    page = opened(open_page, site, HERE)
    hear_all(page)
    expect(button(page, "Read aloud")).to_be_visible()
    expect(button(page, "Stop")).to_be_hidden()
    expect(page.locator("[data-spoken]")).to_have_count(0)


def test_a_voice_that_fails_pauses(open_page: OpenPage, site: Server) -> None:
    page = opened(open_page, site, HERE)
    button(page, "Read aloud").click()
    page.evaluate("utterance.onerror({ type: 'error', target: utterance })")
    expect(button(page, "Go on")).to_be_visible()


def test_it_stops_when_the_reader_leaves(open_page: OpenPage, site: Server) -> None:
    page = opened(open_page, site, HERE)
    button(page, "Read aloud").click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert page.evaluate("utterance") is None
    expect(button(page, "Read aloud")).to_be_visible()


def test_once_begun_it_stays_in_reach_and_nothing_moves(open_page: OpenPage, site: Server) -> None:
    page = opened(open_page, site, HERE)
    before = page.locator("h1, .lead, .sections").evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
    button(page, "Read aloud").click()
    after = page.locator("h1, .lead, .sections").evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
    assert after == before
    page.evaluate("document.querySelector('#sources').scrollIntoView()")
    expect(button(page, "Pause")).to_be_in_viewport()
    expect(button(page, "Stop")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_its_button_appears_without_moving_the_page(open_page: OpenPage, site: Server, width: int) -> None:
    page = open_page(width, 740)
    page.add_init_script(FAKE.replace("VOICES", json.dumps([HERE])))
    page.goto(f"{site.url}{GUIDE}")
    place = "document.querySelector('.lead').getBoundingClientRect().top"
    before = page.evaluate(place)
    page.evaluate("arrive()")
    expect(button(page, "Read aloud")).to_be_visible()
    assert page.evaluate(place) == before
