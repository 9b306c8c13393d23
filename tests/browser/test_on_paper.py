"""A guide on paper: tagged and in order on A4 and Letter, and its code, read from the print, leads back to it."""

import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.kinds import GUIDE
from tests.browser.waiting import fetched_for_paper
from tests.conftest import Server

DPI = 300
FILLED_LEAST = 0.65  # of a page's height: a group of 100 people is not cut in two


def run(*command: str | Path) -> str:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True).stdout


@pytest.mark.parametrize(("paper", "width"), [("A4", "595"), ("Letter", "612")])
def test_a_printed_guide_is_read_back_and_its_code_says_what_changed_since(
    open_page: OpenPage, site: Server, tmp_path: Path, paper: str, width: str
) -> None:
    page = open_page()
    page.goto(f"{site.url}{GUIDE}")
    printed = tmp_path / "guide.pdf"
    page.pdf(path=printed, format=paper, tagged=True)
    told = run("pdfinfo", printed)
    pages = int(re.findall(r"Pages:\s+(\d+)", told)[0])
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(rf"Page size:\s+{width}", told)
    sheets = run("pdftotext", "-layout", printed, "-").split("\f")[:pages]
    assert all(re.search(rf"\b{number} ?/ ?{pages}\b", sheet) for number, sheet in enumerate(sheets, 1))
    text = " ".join(" ".join(sheets).split())
    parts = [
        "Starting naltrexone safely",
        "Call 911 now if:",
        "In short",
        "About this page",
        f"{site.url}{GUIDE} Words",
    ]
    places = [text.find(words) for words in parts]
    assert places == sorted(places), dict(zip(parts, places, strict=True))
    assert places[0] >= 0
    last = max(number for number, sheet in enumerate(sheets, 1) if f"{site.url}{GUIDE}" in sheet)
    (code,) = codes_in(printed, last)
    assert re.fullmatch(re.escape(f"{site.url}{GUIDE}") + r"#printed-\d{4}-\d\d-\d\d", code)
    phone = open_page()
    phone.goto(code)
    expect(phone.locator("[data-printed]")).to_contain_text("Nothing of substance has changed")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    ("path", "codes"), [(GUIDE, 1), ("/handout/?guide=starting-safely&guide=side-effects", 2), ("/handout/card/", 1)]
)
def test_a_pdf_that_a_program_makes_at_once_has_the_codes(
    open_page: OpenPage, site: Server, tmp_path: Path, path: str, codes: int, javascript: bool
) -> None:
    page = open_page(java_script_enabled=javascript)
    page.goto(f"{site.url}{path}")
    page.pdf(path=tmp_path / "sheet.pdf", format="Letter")
    found = codes_in(tmp_path / "sheet.pdf")
    assert len(found) == codes
    assert all(code.startswith(f"{site.url}/guides/") for code in found)


@pytest.mark.parametrize("mishap", ["abort", "fail"])
def test_where_no_code_can_be_had_the_guide_is_printed_all_the_same(
    open_page: OpenPage, site: Server, tmp_path: Path, mishap: str
) -> None:
    page = open_page()
    answers = {"abort": lambda route: route.abort(), "fail": lambda route: route.fulfill(status=503, body="")}
    page.route("**/qr-print.svg", answers[mishap])
    page.goto(f"{site.url}{GUIDE}")
    page.pdf(path=tmp_path / "guide.pdf", format="Letter")
    assert f"{site.url}{GUIDE} Words" in " ".join(run("pdftotext", "-layout", tmp_path / "guide.pdf", "-").split())


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("path", [GUIDE, "/guides/side-effects/", "/guides/naltrexone-for-opioids/", "/evidence/"])
def test_no_page_before_the_last_is_left_half_empty(
    open_page: OpenPage, site: Server, tmp_path: Path, path: str, paper: str
) -> None:
    page = open_page()
    page.goto(f"{site.url}{path}", wait_until="networkidle")
    fetched_for_paper(page)
    page.pdf(path=tmp_path / "guide.pdf", format=paper)
    run("pdftoppm", "-r", "30", "-gray", "-png", tmp_path / "guide.pdf", tmp_path / "sheet")
    *sheets, _ = sorted(tmp_path.glob("sheet-*.png"))
    assert len(sheets) >= 6
    assert [sheet.name for sheet in sheets if filled(sheet) < FILLED_LEAST] == []


def test_in_short_goes_on_over_the_page_without_an_empty_box(open_page: OpenPage, site: Server, tmp_path: Path) -> None:
    page = open_page()
    page.goto(f"{site.url}/guides/other-conditions/")
    page.pdf(path=tmp_path / "guide.pdf", format="A4")
    first = run("pdftotext", "-l", "1", tmp_path / "guide.pdf", "-")
    assert "Bleeding: an injection into a muscle" in first


def test_no_page_ends_with_the_head_of_a_table(open_page: OpenPage, site: Server, tmp_path: Path) -> None:
    page = open_page()
    page.goto(f"{site.url}/guides/side-effects/")
    page.pdf(path=tmp_path / "guide.pdf", format="Letter")
    *sheets, _ = run("pdftotext", "-layout", tmp_path / "guide.pdf", "-").split("\f")
    last = [[line.strip() for line in sheet.splitlines() if line.strip()][-2] for sheet in sheets]  # then its number
    assert len(last) >= 6
    assert [line for line in last if line.endswith("Difference")] == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    ("path", "last"),
    [
        ("/guides/missed-doses/", "It is nothing to be ashamed of."),
        ("/guides/side-effects/", "Ask about anything you feel."),
        ("/guides/compare-opioid-medicines/", "your prescriber first."),
    ],
)
def test_the_facts_of_a_usual_guide_end_on_its_first_page(
    open_page: OpenPage, site: Server, tmp_path: Path, path: str, last: str, paper: str
) -> None:
    page = open_page()
    page.goto(f"{site.url}{path}")
    page.pdf(path=tmp_path / "guide.pdf", format=paper)
    first = run("pdftotext", "-l", "1", tmp_path / "guide.pdf", "-")
    assert last in " ".join(first.split())


def test_no_box_is_closed_around_the_room_left_where_in_short_goes_on(looked_at: Page, site: Server) -> None:
    looked_at.emulate_media(media="print")
    looked_at.goto(f"{site.url}/guides/other-conditions/")
    edges = looked_at.locator(".in-short").evaluate(
        "box => ['Start', 'End'].map(side => parseFloat(getComputedStyle(box)[`borderInline${side}Width`])).concat("
        "['Start', 'End'].map(side => parseFloat(getComputedStyle(box)[`borderBlock${side}Width`])))"
    )
    assert edges[0] > 4
    assert edges[1:] == [0, 0, 0]


def test_the_columns_of_the_words_begin_at_one_height(looked_at: Page, site: Server) -> None:
    looked_at.emulate_media(media="print")
    looked_at.set_viewport_size({"width": 700, "height": 900})
    looked_at.goto(f"{site.url}{GUIDE}")
    boxes = looked_at.locator(".words dt").evaluate_all(
        "all => all.map(e => { const { left, top } = e.getBoundingClientRect(); return [left, top]; })"
    )
    first = [next(top for left, top in boxes if left == column) for column in sorted({left for left, _ in boxes})]
    assert len(first) == 2
    assert abs(first[0] - first[1]) < 1


def test_the_lines_for_notes_stand_at_one_distance_and_the_first_is_free(site: Server, looked_at: Page) -> None:
    looked_at.emulate_media(media="print")
    looked_at.goto(f"{site.url}/handout/?guide=missed-doses%23injection")
    heights = looked_at.locator(".sheet-lines > *").evaluate_all("all => all.map(e => e.offsetHeight)")
    edges = looked_at.locator(".sheet-lines > *").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).borderBlockEndWidth))"
    )
    assert heights == [32] * 6
    assert min(edges) >= 1


def test_the_name_of_the_guide_stands_out_over_its_section_on_a_printed_sheet(looked_at: Page, site: Server) -> None:
    looked_at.emulate_media(media="print")
    looked_at.goto(f"{site.url}/handout/?guide=missed-doses%23injection")
    title, section = looked_at.locator(".sheet-part h2").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert title > 1.2 * section


def codes_in(printed: Path, page: int = 0) -> list[str]:
    """What a camera reads from the paper: of this page, or of all."""
    chosen = ("-f", str(page), "-l", str(page)) if page else ()
    run("pdftoppm", "-r", str(DPI), "-gray", *chosen, printed, printed.with_suffix(""))
    sheets = sorted(printed.parent.glob(f"{printed.stem}-*.pgm"))
    return [code for sheet in sheets for code in run("zbarimg", "-q", "--raw", sheet).split()]


def filled(sheet: Path) -> float:
    """How far down the words go between the margins; the number of the page stands below them."""
    with Image.open(sheet) as image:
        width, height = image.size
        top, foot = round(0.06 * height), round(0.935 * height)
        inner = image.crop((0, top, width, foot)).point(lambda grey: 255 if grey < 170 else 0)
        _, _, _, last = inner.getbbox() or (0, 0, 0, 0)
        return last / (foot - top)
