"""One typographic system: six sizes and no more, lines that an eye can follow, more room above a heading than below."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import GUIDE, KINDS, Kind
from tests.conftest import Server

# 14 marks, 16 notes, 18 text, 21 parts, 27 sections, 34 titles; from 768 px the larger of the last four
PHONE = {14, 16, 18, 21, 27, 34}
DESK = {14, 16, 19, 22, 30, 44}
SIZES = """() => [...new Set([...document.body.querySelectorAll("*")]
    .filter((e) => e.checkVisibility() && !e.matches(".visually-hidden"))
    .filter((e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((e) => Math.round(parseFloat(getComputedStyle(e).fontSize))))]"""
# The characters of each line of running text but the last of its paragraph.
LINES = """() => [...document.querySelectorAll(".sections > p")].flatMap((paragraph) => {
    const lines = new Map();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest(".cite")) continue;
        for (let i = 0; i < node.length; i += 1) {
            const range = new Range();
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const line = Math.round(range.getBoundingClientRect().top / 10);
            lines.set(line, (lines.get(line) ?? 0) + 1);
        }
    }
    return [...lines.values()].slice(0, -1);
})"""
LINES_OF_CELLS = """(cells) => cells.map((cell) => {
    const range = new Range();
    range.selectNodeContents(cell.lastChild);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
})"""
# Not in the title of a source, which is no number to call and one link, underlined.
OVER_TWO_LINES = r"""(number) => {
    const cut = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest(".sources")) continue;
        for (const found of node.data.matchAll(new RegExp(number, "g"))) {
            const range = new Range();
            range.setStart(node, found.index);
            range.setEnd(node, found.index + found[0].length);
            const lines = [...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.top));
            if (new Set(lines).size > 1) cut.push(found[0]);
        }
    }
    return cut;
}"""
WORDS_OF_LAST_LINE = """(element) => {
    const text = element.firstChild;
    const range = new Range();
    const tops = text.data.split("").map((_, place) => {
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        return range.getBoundingClientRect().top;
    });
    return text.data.slice(tops.indexOf(Math.max(...tops))).trim().split(" ").length;
}"""
# Marks of sources that do not stand on the line of what is before them, or part from what stops the sentence.
PARTED = """() => {
    const middle = (box) => (box.top + box.bottom) / 2;
    const at = (node, place) => {
        const range = new Range();
        range.setStart(node, place);
        range.setEnd(node, place + 1);
        return [...range.getClientRects()].findLast((box) => box.width);
    };
    const letters = [];
    const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement, data } = walker.currentNode;
        if (!parentElement.checkVisibility()) continue;
        for (let i = 0; i < data.length; i += 1)
            letters.push({ node: walker.currentNode, i, letter: data[i], mark: parentElement.closest(".cite") });
    }
    const parted = [];
    let marks = 0;
    for (const [place, { node, i, letter, mark }] of letters.entries()) {
        const before = letters[place - 1];
        const begins = mark && mark !== before.mark;
        marks += begins;
        if (!begins && !(before?.mark && !mark && /[.,;:!?]/.test(letter))) continue;
        const [one, two] = [at(before.node, before.i), at(node, i)];
        if (!one || Math.abs(middle(one) - middle(two)) > 16)
            parted.push((mark ?? before.mark).parentElement.textContent.slice(0, 60));
    }
    return [marks, parted];
}"""
GAPS = """() => [...document.querySelectorAll(".sections > .heading:not(:first-child)")].map((heading) => [
    heading.getBoundingClientRect().top - heading.previousElementSibling.getBoundingClientRect().bottom,
    heading.nextElementSibling.getBoundingClientRect().top - heading.getBoundingClientRect().bottom,
])"""


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_page_keeps_to_six_sizes(looked_at: Page, site: Server, kind: Kind) -> None:
    kind.visit(looked_at, site)
    for width, sizes in ((360, PHONE), (1280, DESK)):
        looked_at.set_viewport_size({"width": width, "height": 800})
        assert set(looked_at.evaluate(SIZES)) <= sizes, width


def test_a_line_of_text_has_60_to_70_characters(looked_at: Page, site: Server) -> None:
    looked_at.set_viewport_size({"width": 1280, "height": 800})
    looked_at.goto(f"{site.url}{GUIDE}")
    lines = sorted(looked_at.evaluate(LINES))
    assert len(lines) >= 10
    assert 58 <= lines[len(lines) // 2] <= 70
    assert lines[-1] <= 75


CUT = """() => [...document.querySelectorAll("h1")].flatMap((heading) => {
    const text = heading.firstChild;
    return [...text.data.matchAll(/[^\\s-]{3,}/g)].filter(({ 0: word, index }) => {
        const range = new Range();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
    }).map(([word]) => word);
})"""


@pytest.mark.parametrize("width", [320, 256], ids=["a small phone", "a small phone with letters a quarter larger"])
@pytest.mark.parametrize(
    "path", ["/glossary/contraindication/", "/glossary/benzodiazepine/", "/guides/compare-opioid-medicines/"]
)
def test_no_word_of_a_title_is_cut(looked_at: Page, site: Server, path: str, width: int) -> None:
    looked_at.set_viewport_size({"width": width, "height": 640})
    looked_at.goto(f"{site.url}{path}")
    assert looked_at.evaluate(CUT) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_a_heading_belongs_to_what_follows_it(looked_at: Page, site: Server, width: int) -> None:
    looked_at.set_viewport_size({"width": width, "height": 800})
    looked_at.goto(f"{site.url}{GUIDE}")
    gaps = looked_at.evaluate(GAPS)
    assert gaps
    assert [(above, below) for above, below in gaps if above < 2 * below] == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("path", "above", "below"),
    [
        ("/search/?q=i+want+to+die", "h1", ".help-now.crisis"),
        ("/handout/checklist/", ".by-hand", ".ticks :is(h2, h3)"),
        ("/handout/checklist/", ".ticks", ".ticks + .ticks :is(h2, h3)"),
    ],
)
def test_what_is_new_does_not_touch_what_stands_above(
    looked_at: Page, site: Server, path: str, above: str, below: str, width: int
) -> None:
    looked_at.set_viewport_size({"width": width, "height": 800})
    looked_at.goto(f"{site.url}{path}")
    end = looked_at.locator(above).first.evaluate("(e) => e.getBoundingClientRect().bottom")
    start = looked_at.locator(below).first.evaluate("(e) => e.getBoundingClientRect().top")
    assert start - end >= 24


@pytest.mark.parametrize("path", ["/guides/naltrexone-for-opioids/", "/evidence/"])
def test_no_line_begins_with_the_mark_of_a_source(looked_at: Page, site: Server, path: str) -> None:
    """On screens of many widths and on paper; marks in a row stay in a row, with what stops the sentence."""
    looked_at.goto(f"{site.url}{path}")
    for width in (320, 341, 360, 375, 393, 412, 430, 768, 1280):
        looked_at.set_viewport_size({"width": width, "height": 800})
        marks, parted = looked_at.evaluate(PARTED)
        assert marks > 20
        assert parted == [], width
    looked_at.emulate_media(media="print")
    for width in (687, 665):  # px between the margins of a letter and of A4
        looked_at.set_viewport_size({"width": width, "height": 900})
        assert looked_at.evaluate(PARTED)[1] == [], width


UNITS = r"(?:of|in)\s\d|percent|weeks?|months?|days?|people|studies|times|mg"
LOST_UNITS = f"""() => [...document.querySelectorAll("td, article li, article p")].flatMap((block) => {{
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const lost = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (const {{ 0: words, index }} of node.data.matchAll(/\\d(?= (?:{UNITS})\\b)|\\b(?:in|CI|NNT)(?= \\d)/g)) {{
            const range = new Range();
            range.setStart(node, index);
            range.setEnd(node, index + words.length + 2);
            if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1)
                lost.push(node.data.slice(index - 20, index + 20));
        }}
    return lost;
}})"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_number_of_the_evidence_parts_from_its_unit_at_a_lines_end(
    looked_at: Page, site: Server, width: int
) -> None:
    looked_at.set_viewport_size({"width": width, "height": 800})
    looked_at.goto(f"{site.url}/evidence/")
    assert looked_at.evaluate(LOST_UNITS) == []


@pytest.mark.parametrize("width", [360, 768, 1000, 1280])
def test_the_bar_is_as_high_where_the_field_stands_in_the_text(looked_at: Page, site: Server, width: int) -> None:
    looked_at.set_viewport_size({"width": width, "height": 800})
    heights = set()
    for path in (GUIDE, "/", "/search/", "/no-such-page/", "/es/", "/es/about/"):
        looked_at.goto(f"{site.url}{path}")
        heights.add(looked_at.locator(".bar").evaluate("bar => bar.getBoundingClientRect().height"))
    assert len(heights) == 1


@pytest.mark.parametrize(("media", "widths"), [("screen", (320, 360, 640, 768, 1280)), ("print", (687, 665))])
def test_a_date_in_a_table_stays_on_one_line(
    looked_at: Page, site: Server, media: Literal["screen", "print"], widths: tuple[int, ...]
) -> None:
    looked_at.goto(f"{site.url}/evidence/")
    looked_at.emulate_media(media=media)
    dates = looked_at.locator("td").filter(has_text=re.compile(r"^(Read: )?\w+ \d+, 2026$"))
    for width in widths:
        looked_at.set_viewport_size({"width": width, "height": 800})
        assert dates.count() > 20
        assert set(dates.evaluate_all(LINES_OF_CELLS)) == {1}, width


def test_no_word_stands_alone_on_the_last_line_of_a_button(looked_at: Page, site: Server) -> None:
    looked_at.set_viewport_size({"width": 320, "height": 640})
    looked_at.goto(f"{site.url}/keep/")
    button = looked_at.get_by_role("button", name="Keep this site on this phone")
    expect(button).to_be_visible()
    assert button.evaluate(WORDS_OF_LAST_LINE) >= 2


NUMBERED = ("/glossary/", "/glossary/side-effect/", "/search/?q=fda", "/guides/cost-and-access/", "/guides/stopping/")


@pytest.mark.parametrize("width", [280, 320, 340, 360, 412])
@pytest.mark.parametrize("path", NUMBERED)
def test_no_telephone_number_or_dose_is_cut_at_a_lines_end(
    looked_at: Page, site: Server, path: str, width: int
) -> None:
    looked_at.set_viewport_size({"width": width, "height": 740})
    looked_at.goto(f"{site.url}{path}")
    assert looked_at.locator("main").inner_text().count("1-800-") >= 1
    assert (
        looked_at.evaluate(
            OVER_TWO_LINES, r"1-\d{3}-\d{3}-\d{4}|\d\s(?:mg|mL|percent|ounces|hours|days|weeks|months)\b"
        )
        == []
    )


@pytest.mark.parametrize("path", ["/guides/starting-safely/", "/handout/checklist/", "/handout/card/", "/clinicians/"])
def test_no_address_of_ours_and_no_code_is_cut_amid_a_word(looked_at: Page, site: Server, path: str) -> None:
    looked_at.set_viewport_size({"width": 320, "height": 740})
    looked_at.goto(f"{site.url}{path}")
    assert re.search(f"{site.url}/|ICD-10", looked_at.locator("main").inner_text())
    assert looked_at.evaluate(OVER_TWO_LINES, r"ICD-10-CM [\w.]+|\b[a-z]{4,}(?=[a-z-]*/(?:\s|$))") == []


@pytest.mark.parametrize("width", [280, 320, 360])
@pytest.mark.parametrize("path", ["/guides/opioid-free-window/", "/glossary/opioid-free-window/"])
def test_a_title_breaks_at_no_hyphen(looked_at: Page, site: Server, path: str, width: int) -> None:
    looked_at.set_viewport_size({"width": width, "height": 740})
    looked_at.goto(f"{site.url}{path}")
    word = looked_at.locator("h1 .together")
    expect(word).to_have_text(re.compile("opioid-free", re.IGNORECASE))
    assert word.evaluate("word => word.offsetHeight < 1.5 * parseFloat(getComputedStyle(word).lineHeight)")


def test_a_telephone_number_is_underlined_in_its_link(looked_at: Page, site: Server) -> None:
    looked_at.goto(f"{site.url}/guides/stopping/")
    number = looked_at.locator(".sections a .telephone").first
    assert "underline" in number.evaluate("number => getComputedStyle(number).textDecorationLine")


def test_the_search_of_a_guide_that_was_taken_back_stands_free_of_the_numbers(looked_at: Page, site: Server) -> None:
    looked_at.set_viewport_size({"width": 320, "height": 740})
    next(kind for kind in KINDS if kind.name == "410").visit(looked_at, site)
    room = looked_at.locator(".help-now + .hub-search").evaluate(
        "search => search.getBoundingClientRect().top - search.previousElementSibling.getBoundingClientRect().bottom"
    )
    assert room >= 24


def test_a_telephone_number_too_long_for_a_line_is_cut_and_forces_no_width(looked_at: Page, site: Server) -> None:
    looked_at.set_viewport_size({"width": 320, "height": 740})
    looked_at.goto(f"{site.url}/glossary/side-effect/")
    looked_at.evaluate("document.documentElement.style.fontSize = '32px'")
    assert looked_at.evaluate(OVER_TWO_LINES, r"1-\d{3}-\d{3}-\d{4}") != []
    assert looked_at.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_telephone_number_stays_whole_in_the_preview_of_a_word(looked_at: Page, site: Server) -> None:
    looked_at.set_viewport_size({"width": 1280, "height": 800})
    looked_at.goto(f"{site.url}/guides/compare-alcohol-medicines/")
    looked_at.locator('article a[href="/glossary/side-effect/"]').first.focus()
    expect(looked_at.locator(".preview .telephone")).to_have_text("1-800-332-1088")
