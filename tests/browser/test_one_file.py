"""The one file that holds the whole site, opened by a double click: read, searched and printed, with a script and
without, and nobody is asked for anything."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from naltrexone_site.one_file.making import write
from tests.browser.conftest import OpenPage
from tests.browser.test_axe import ALL_RULES, findings
from tests.conftest import ROOT, ContentFolder, Server, environment
from tests.finding.test_crisis import IN_DANGER, NOT_IN_DANGER

BYTES_MAX = 1_500_000
GUIDE, SECTION = "guides/missed-doses", "guides/missed-doses:tablet"
LOST = """() => [...document.querySelectorAll('a[href^="#"]')].map(({ hash }) => decodeURIComponent(hash.slice(1)))
    .filter((id) => !document.getElementById(id))"""
ALARMED = """all => all.filter((said) => {
    const form = document.querySelector("form");
    document.querySelector("[data-crisis]").hidden = true;
    form.querySelector("input").value = said;
    form.requestSubmit();
    return !document.querySelector("[data-crisis]").hidden;
})"""

Reader = Callable[..., Page]


@pytest.fixture(scope="session")
def file(site: Server, site_index: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of our own content."""
    place = tmp_path_factory.mktemp("stick") / "guides.html"
    settings = environment(DATABASE_URL=site_index, SITE_URL="https://guides.example", SECRET_KEY="0123456789" * 6)
    line = [sys.executable, "manage.py", "export_site", "--single", str(place)]
    subprocess.run(line, cwd=ROOT, env=settings, check=True, capture_output=True)
    return place


@pytest.fixture
def reader(browser: Browser, file: Path) -> Iterator[Reader]:
    """Opens the file at a place in it; what it asks anybody for, or complains of, fails the test."""
    contexts: list[BrowserContext] = []
    heard: list[str] = []

    def open_at(place: str = "", width: int = 1280, height: int = 800, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: heard.append(request.url))
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(f"{file.as_uri()}#{place}" if place else file.as_uri())
        return page

    yield open_at
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert [said for said in heard if not said.startswith((file.as_uri(), "data:image/"))] == []


def shown(page: Page) -> list[str]:
    return [str(id) for id in page.locator(".leaf:visible").evaluate_all("all => all.map(leaf => leaf.id)")]


def search(page: Page, typed: str) -> list[str]:
    page.locator("input[type=search]:visible").fill(typed)
    page.locator("input[type=search]:visible").press("Enter")
    expect(page.locator("[data-told]:visible")).to_contain_text("“")
    return page.locator("[data-hits]:visible a").all_inner_texts()


def test_our_whole_site_is_light_enough_and_nothing_in_it_leads_nowhere(file: Path, reader: Reader) -> None:
    assert file.stat().st_size <= BYTES_MAX
    page = reader()
    assert page.evaluate(LOST) == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_it_opens_on_the_contents_and_a_link_opens_a_guide_alone(reader: Reader) -> None:
    page = reader()
    assert shown(page) == ["start"]
    expect(page.get_by_text("does not change by itself")).to_be_visible()
    page.locator(f'.all-guides a[href="#{GUIDE}"]').click()
    assert shown(page) == [GUIDE]
    assert page.title() == "Missed a tablet or an injection – Naltrexone guides"
    expect(page.locator(".bar-search:visible")).to_be_in_viewport()
    page.locator(f'.contents a[href="#{SECTION}"]:visible').click()
    page.wait_for_function("scrollY > 500")
    assert shown(page) == [GUIDE]


def test_back_returns_to_where_the_reader_was(reader: Reader) -> None:
    page = reader(GUIDE)
    link = page.locator('.sections a[href^="#guides/overdose-risk"]:visible').last
    link.scroll_into_view_if_needed()
    at = page.evaluate("scrollY")
    assert at > 500
    link.click()
    page.wait_for_function("location.hash.startsWith('#guides/overdose-risk')")
    assert shown(page) == ["guides/overdose-risk"]
    page.go_back()
    page.wait_for_function("location.hash === '#guides/missed-doses'")
    assert shown(page) == [GUIDE]
    page.wait_for_function("at => Math.abs(scrollY - at) < 40", arg=at)
    page.go_forward()
    page.wait_for_function("location.hash.startsWith('#guides/overdose-risk')")
    assert shown(page) == ["guides/overdose-risk"]


@pytest.mark.parametrize("script", [True, False])
def test_a_shared_address_lands_on_its_section(reader: Reader, script: bool) -> None:
    page = reader(SECTION, java_script_enabled=script)
    heading = page.locator("h2", has_text="Missed tablet, no opioid used").filter(visible=True)
    expect(heading).to_be_in_viewport()
    bar = page.locator(".help-line:visible").bounding_box()
    box = heading.bounding_box()
    assert bar is not None
    assert box is not None
    assert bar["y"] + bar["height"] <= box["y"] < 200  # under the numbers, not behind them


def test_each_address_opens_a_page(reader: Reader) -> None:
    page = reader()
    known = ["glossary", "references", "evidence", "clinicians", "corrections", "about", "privacy", "handout/card"]
    strange = {f"{GUIDE}:gone-long-ago": GUIDE, "guides/nobody": "start", "%E0%A4%A": "start"}
    for place, opened in (dict.fromkeys(known) | strange | {"glossary/opioid": "glossary"}).items():
        page.evaluate("place => { location.hash = place; }", place)
        page.wait_for_function("id => document.querySelector('.leaf:not([hidden])').id === id", arg=opened or place)
        expect(page.locator('.help-line a[href="tel:911"]')).to_be_in_viewport()
    expect(page.locator(".terms dt", has_text="opioid").first).to_be_visible()


def test_the_numbers_are_in_sight_wherever_the_reader_is(reader: Reader) -> None:
    for script in (True, False):
        page = reader(GUIDE, width=320, height=640, java_script_enabled=script)
        page.mouse.wheel(0, 3000)
        for number in ("911", "988", "+18002221222"):
            link = page.locator(f'.help-line:visible a[href="tel:{number}"]')
            expect(link).to_be_in_viewport(ratio=1)
            box = link.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            assert box["width"] >= 44


def test_a_term_and_a_source_open_beside_the_text(reader: Reader) -> None:
    page = reader(GUIDE)
    page.locator(".sections a.term:visible", has_text="tramadol").first.hover()
    expect(page.locator(".preview")).to_contain_text("A pain medicine that is partly an opioid")
    page.locator(".sections .cite a:visible").first.hover()
    expect(page.locator(".preview")).to_contain_text("Source 2")
    page.locator(".preview").get_by_text("All sources").click()
    expect(page.locator(".preview")).to_be_hidden()
    expect(page.locator("h2:visible", has_text="Sources")).to_be_in_viewport()
    assert shown(page) == [GUIDE]


def test_each_source_leads_back_to_the_places_that_cite_it(reader: Reader) -> None:
    page = reader(GUIDE)
    guide = page.locator(f'[id="{GUIDE}"]')
    marks = guide.locator(".cite").all_inner_texts()
    for source in guide.locator(".sources li").all():
        number = str(source.get_attribute("id")).split("-")[-1]
        assert source.locator(".source-back a").count() == marks.count(f"[{number}]") > 0
    second = guide.locator(".source-back a").filter(has_text="b").first
    place = str(second.get_attribute("href"))
    assert str(second.get_attribute("aria-label")).endswith(", place b")
    second.click()
    expect(page.locator(f'[id="{place[1:]}"]')).to_be_in_viewport()
    expect(guide).to_be_visible()
    elsewhere = reader(place[1:])  # as it was noted or printed
    expect(elsewhere.locator(f'[id="{place[1:]}"]')).to_be_in_viewport()


def test_a_tap_opens_a_sheet_and_its_link_leads_to_the_word(reader: Reader) -> None:
    page = reader(GUIDE, width=360, height=740, has_touch=True, is_mobile=True)
    page.locator(".sections a.term:visible", has_text="tramadol").first.tap()
    page.locator(".preview[data-place=sheet]").get_by_text("More about tramadol").tap()
    assert shown(page) == ["glossary"]
    expect(page.locator(".preview")).to_be_hidden()
    expect(page.locator(".terms dt", has_text="tramadol")).to_be_in_viewport()


def test_search_understands_and_forgives(reader: Reader) -> None:
    page = reader()
    assert any("Missed injection" in hit for hit in search(page, "missed shot")[:3])
    assert shown(page) == ["search"]
    assert search(page, "opioid")[0] == "opioid"
    assert search(page, "naltrexne")[0] == "naltrexone"
    expect(page.locator("[data-told]:visible")).to_have_text("For “naltrexone”:")
    assert "Nausea" in search(page, "throwing up")[0]
    assert search(page, "liver zzxqjj")
    expect(page.locator("[data-told]:visible")).to_contain_text("a part of it")
    assert search(page, "zzxqjj") == []
    assert page.url.endswith("#search")  # what was typed is in no address, and so in no history
    search(page, "missed shot")
    page.locator("[data-hits] a", has_text="Missed injection").first.click()
    assert shown(page) == [GUIDE]
    page.go_back()
    expect(page.locator("[data-hits] a").first).to_be_visible()


def test_words_of_a_crisis_bring_the_numbers_first_as_on_the_site(reader: Reader) -> None:
    page = reader()
    alarm = page.locator("[data-crisis]")
    alarmed = page.evaluate(ALARMED, IN_DANGER)
    assert [said for said in IN_DANGER if said not in alarmed] == []
    assert page.evaluate(ALARMED, NOT_IN_DANGER) == []
    search(page, "overdoes")
    numbers = alarm.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert numbers[:2] == ["tel:911", "tel:988"]
    assert "tel:+18002221222" in numbers
    top, told = alarm.bounding_box(), page.locator("[data-told]:visible").bounding_box()
    assert top is not None
    assert told is not None
    assert top["y"] < told["y"]


def test_what_is_old_says_so_by_the_reader_s_own_clock(reader: Reader) -> None:
    page = reader()
    expect(page.get_by_text("more than half a year old")).to_be_hidden()
    page.clock.set_fixed_time("2030-01-01T12:00:00Z")
    page.reload()
    expect(page.get_by_text("more than half a year old")).to_be_visible()
    page.goto(f"{page.url.split('#')[0]}#{GUIDE}")
    expect(page.locator(".overdue:visible")).to_contain_text("should have been read again by")


def test_without_a_script_it_is_one_document_with_contents(reader: Reader) -> None:
    page = reader(java_script_enabled=False)
    assert len(shown(page)) > 50
    expect(page.locator("form:visible")).to_have_count(0)
    page.locator(f'.all-guides a[href="#{GUIDE}"]').click()
    expect(page.locator("h1", has_text="Missed a tablet or an injection")).to_be_in_viewport()


def test_it_is_read_by_keyboard(reader: Reader) -> None:
    page = reader()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    assert shown(page) == ["start"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.leaf')?.id") == "start"
    page.locator(f'.all-guides a[href="#{GUIDE}"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'guides/missed-doses'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.leaf').id") == GUIDE


def printed(page: Page, folder: Path) -> str:
    page.pdf(path=folder / "page.pdf", format="Letter")
    read = ["pdftotext", "-layout", str(folder / "page.pdf"), "-"]
    return subprocess.run(read, capture_output=True, text=True, check=True).stdout


def test_paper_gets_the_open_guide_alone_with_its_edition(reader: Reader, tmp_path: Path) -> None:
    text = printed(reader(GUIDE), tmp_path)
    assert "Missed tablet, no opioid used" in text
    assert "https://guides.example/guides/missed-doses/" in text
    assert "One file of edition 1" in " ".join(text.split())
    assert "Side effects, with numbers" not in text
    assert "Words used here" in text
    assert "needs more for the same effect" in text  # of tolerance
    assert "↑" not in text  # ways back are for a screen
    assert 2 <= text.count("\f") <= 9  # pages


@pytest.mark.parametrize("paper", ["handout/card", "handout/checklist"])
def test_a_sheet_made_for_one_page_is_one_page_here_too(reader: Reader, tmp_path: Path, paper: str) -> None:
    assert printed(reader(paper), tmp_path).count("\f") == 1  # pages


@pytest.fixture
def small(library: ContentFolder, tmp_path: Path, db: None) -> str:
    """The address of a file with one of each kind of page: each kind of our own is under axe on the site already."""
    library.sync()
    write(tmp_path / "guides.html")
    return (tmp_path / "guides.html").as_uri()


def without_script(address: str) -> str:
    html = Path(address.removeprefix("file://")).read_text(encoding="utf-8")
    return html.replace('<script type="module">', '<script type="text/plain">')


@pytest.mark.parametrize(
    ("width", "scheme", "script"), [(1280, "light", True), (320, "dark", True), (1280, "light", False)]
)
def test_axe_finds_nothing(open_page: OpenPage, small: str, width: int, scheme: str, script: bool) -> None:
    page = open_page(width, 800, color_scheme=scheme)
    if not script:  # axe is one itself, so the file's own is made to be none
        page.route("file:///**", lambda route: route.fulfill(body=without_script(small), content_type="text/html"))
    for place in ("#start", "#guides/first", "#glossary", "#references") if script else ("",):
        page.goto("about:blank")
        page.goto(f"{small}{place}")
        assert findings(page, ALL_RULES) == [], place
    if script:
        search(page, "overdose")
        assert findings(page, ALL_RULES) == []


def test_at_320_px_no_page_is_wider_than_the_window(reader: Reader) -> None:
    page = reader(width=320, height=640)
    wide = page.evaluate(
        """() => [...document.querySelectorAll(".leaf")].filter((leaf) => {
            for (const other of document.querySelectorAll(".leaf")) other.hidden = other !== leaf;
            return document.documentElement.scrollWidth > innerWidth;
        }).map((leaf) => leaf.id)"""
    )
    assert wide == []
