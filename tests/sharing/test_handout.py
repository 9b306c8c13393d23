"""A sheet for a visit: what was chosen stands on it, whole, in order, and nothing about a person."""

import re
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.browser.waiting import fetched_for_paper
from tests.conftest import ContentFolder, Server

DETAILED = "naltrexone-for-alcohol"  # has a block for clinicians


@pytest.fixture
def client(library: ContentFolder, db: None) -> Client:
    library.sync()
    return Client()


def sheet(client: Client, query: str) -> str:
    response = client.get(f"/handout/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def titles(page: str) -> list[str]:
    return re.findall(r'class="sheet-title">([^<]*)<', page)


def test_guides_stand_in_the_order_asked_for_each_once(client: Client) -> None:
    page = sheet(client, "guide=second&guide=first&guide=second")
    assert titles(page) == ["The second guide", "The first guide"]
    assert page.count('src="/guides/first/qr-print.svg"') == 1


def test_no_two_ids_are_the_same_and_every_inner_link_lands(client: Client) -> None:
    page = sheet(client, "guide=first&guide=second&guide=late&guide=first%23before")
    main = page[page.index("<main") :]
    ids = re.findall(r' id="([^"]*)"', main)
    whole = sheet(client, "guide=first&guide=second&guide=late")
    whole_ids = re.findall(r' id="([^"]*)"', whole)
    assert len(whole_ids) == len(set(whole_ids))
    assert set(re.findall(r'href="#([^"]+)"', main)) - {"main"} <= set(ids)


def test_sections_of_one_guide_share_no_id_and_what_is_not_on_the_sheet_is_led_to_on_the_site(
    client: Client, library: ContentFolder
) -> None:
    two = "## One {#one}\n\nA [@label]. See [two](#two).\n\n## Two {#two}\n\nB [@label].\n"
    library.article("parted", body=two)
    library.sync()
    page = sheet(client, "guide=parted%23one&guide=parted%23two&guide=parted%23one")
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert 'href="/guides/parted/#two"' in page


def test_a_section_whose_guide_stands_there_whole_is_not_printed_twice(client: Client) -> None:
    page = sheet(client, "guide=first%23before&guide=older-first&guide=first")
    assert titles(page) == ["The first guide"]
    assert "qr-print.svg" in page
    assert 'value="first#before" checked' in page  # so that to untick the guide leaves the section


def test_a_whole_guide_offers_each_of_its_sections_alone(client: Client) -> None:
    page = sheet(client, "guide=first&text=large&for=clinicians")
    link = 'href="/handout/?guide=first%23before&amp;text=large&amp;for=clinicians"'
    assert link in page
    assert titles(sheet(client, "guide=first%23before&text=large")) == ["The first guide"]
    for others in ("guide=first%23before", "guide=first&guide=second", ""):
        assert "Only one section" not in sheet(client, others)


def test_a_single_section_stands_alone_with_its_own_sources(client: Client) -> None:
    page = sheet(client, "guide=first%23before")
    assert titles(page) == ["The first guide"]
    assert "See <a" in page
    assert "woken" not in page[page.index("sheet-part") : page.index("sheet-foot")]
    assert "sheet-sources" not in page  # this section cites nothing
    assert "/guides/first/#before" in page.replace("<wbr>", "")
    assert 'src="/handout/codes/first/before.svg"' in page  # leads to the section, not to the top of its guide


def test_what_is_not_there_is_named_and_the_rest_still_stands(client: Client) -> None:
    page = sheet(client, "guide=nobody&guide=first&guide=hidden&guide=first%23nowhere&guide=%3Cb%3E")
    assert titles(page) == ["The first guide"]
    for words in ("nobody", "hidden", "first#nowhere", "&lt;b&gt;"):
        assert f"There is no guide or section “{words}”." in page


def test_a_guide_that_was_taken_back_says_why_and_what_to_read_instead(client: Client, library: ContentFolder) -> None:
    place = library.article("recalled")
    library.sync()
    front = 'status: retired\ninstead: first\nnote: "It was wrong on <doses>."'
    place.write_text(place.read_text().replace("status: published", front))
    library.sync()
    page = sheet(client, "guide=recalled&guide=recalled%23one&guide=second&guide=nobody")
    assert titles(page) == ["The second guide"]
    assert page.count("was taken back. It was wrong on &lt;doses&gt;.") == 1
    assert re.search(r'<a href="[^"]*/guides/first/"', page)
    assert re.findall("There is no guide or section “([^”]*)”", page) == ["nobody"]


def test_the_rest_is_named_only_where_there_is_one_and_what_is_empty_is_passed_over(client: Client) -> None:
    assert "“nobody”. The rest stands below." in sheet(client, "guide=nobody&guide=first")
    alone = sheet(client, "guide=nobody")
    assert "There is no guide or section “nobody”.</p>" in alone
    assert "Nothing is chosen yet" in alone
    for empty in ("", "%00", "+"):
        assert "There is no guide" not in sheet(client, f"guide={empty}&guide=first")


def test_an_older_slug_brings_the_guide(client: Client) -> None:
    assert titles(sheet(client, "guide=older-first")) == ["The first guide"]


def test_an_older_id_brings_the_section_once_at_its_present_address(client: Client, library: ContentFolder) -> None:
    path = library.article("parted", body="## One {#one}\n\nA [@label].\n")
    path.write_text(path.read_text().replace("---\n", "---\nmoved: {once-one: one}\n", 1))
    library.sync()
    page = sheet(client, "guide=parted%23once-one&guide=parted%23one")
    assert len(titles(page)) == 1
    assert re.findall(r'class="sheet-address">(.+?)</p>', page.replace("<wbr>", ""))[0].endswith("/guides/parted/#one")
    assert 'src="/handout/codes/parted/one.svg"' in page
    assert 'value="parted#one" checked' in page


def test_words_are_explained_once_at_the_end(client: Client) -> None:
    page = sheet(client, "guide=first&guide=second")
    assert re.findall(r"<dt>(\w+)</dt>", page[page.index('class="sheet-words"') :]) == ["craving", "relapse"]


def test_an_overdue_guide_says_so_on_paper_too(client: Client) -> None:
    assert "should have been read again by" in sheet(client, "guide=late")
    assert "should have been read again by" not in sheet(client, "guide=first")


def test_an_empty_sheet_offers_every_published_guide(client: Client) -> None:
    page = sheet(client, "")
    assert re.findall(r'name="guide" value="([^"]*)"', page) == ["first", "late", "second"]
    assert "Nothing is chosen yet" in page


def test_a_chosen_guide_offers_its_sections_and_stays_ticked(client: Client) -> None:
    page = sheet(client, "guide=first&text=large&for=clinicians")
    assert '<input type="checkbox" name="guide" value="first" checked>' in page
    assert 'value="first#before"' in page
    assert "sheet-large" in page
    assert "sheet-detail" in page


def test_too_many_are_cut_and_said_so(client: Client) -> None:
    page = sheet(client, "&".join(f"guide=g{number}" for number in range(20)))
    assert page.count("There is no guide or section") == 12
    assert "at most 12" in page


def test_what_was_chosen_is_not_kept_by_others_and_not_found_by_search_engines(client: Client) -> None:
    response = client.get("/handout/?guide=first")
    assert response.headers["Cache-Control"] == "private, max-age=60"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Disallow: /handout/?" in client.get("/robots.txt").content.decode()


def test_nothing_that_is_typed_can_be_sent(client: Client) -> None:
    page = sheet(client, "guide=first")
    typed = page.index('type="tel"')
    assert "name=" not in page[page.rindex("<input", 0, typed) : page.index(">", typed)]
    assert page.rindex("</form>", 0, typed) > page.rindex("<form", 0, typed)


@pytest.mark.parametrize(("paper", "size"), [("A4", "595"), ("Letter", "612")])
def test_it_prints_whole_with_numbered_pages_a_code_and_the_typed_phone(
    site: Server, browser: Browser, tmp_path: Path, paper: str, size: str
) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}/handout/?guide=overdose-risk&guide=side-effects%23call-list")
    page.get_by_label("Phone of your care team").fill("555-0100")
    printed = tmp_path / "sheet.pdf"
    fetched_for_paper(page)
    page.pdf(path=printed, format=paper, tagged=True)
    page.close()
    told = subprocess.run(["pdfinfo", str(printed)], capture_output=True, text=True, check=True).stdout
    pages = int(re.findall(r"Pages:\s+(\d+)", told)[0])
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(rf"Page size:\s+{size}", told)
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True, check=True
    ).stdout
    for number in range(1, pages + 1):
        assert re.search(rf"\b{number} ?/ ?{pages}\b", text)
    order = [
        "555-0100",
        "Why overdose risk",
        "Call 911 now if:",
        "Side effects, with numbers",
        "Words used here",
        "Notes",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Choose what stands on it" not in text
    subprocess.run(["pdftoppm", "-r", "300", "-gray", str(printed), str(tmp_path / "page")], check=True)
    found = [
        subprocess.run(["zbarimg", "-q", "--raw", str(image)], capture_output=True, text=True).stdout.strip()
        for image in sorted(tmp_path.glob("page*.pgm"))
    ]
    codes = [code for code in found if code]
    assert [re.sub(r"\d{4}-\d\d-\d\d", "DAY", code) for code in codes] == [
        f"{site.url}/guides/overdose-risk/#printed-DAY",
        f"{site.url}/guides/side-effects/#printed-DAY/call-list:~:text=When%20to%20call%2C",
    ]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_section_with_its_short_sources_is_one_sheet_of_paper(
    site: Server, browser: Browser, tmp_path: Path, paper: str
) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}/handout/?guide=starting-safely%23steps", wait_until="networkidle")
    assert "FDA identifies harm" in page.locator(".sheet-sources").inner_text()
    printed = tmp_path / "section.pdf"
    page.pdf(path=printed, format=paper)
    page.close()
    sheets = subprocess.run(["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True).stdout.split(
        "\f"
    )
    first = " ".join(sheets[0].split())
    for words in (
        "Take the first dose only when",
        "titles stand at this address",
        "11 US Food and Drug Administration, 2019.",
    ):
        assert words in first
    assert "FDA identifies harm" not in first  # a title, of which a reader of paper has the address


@pytest.mark.parametrize("media", ["screen", "print"])
def test_large_text_makes_every_word_of_the_guide_larger(
    site: Server, browser: Browser, media: Literal["screen", "print"]
) -> None:
    page = browser.new_page()
    page.emulate_media(media=media)
    sizes = []
    for query in ("", "&text=large"):
        page.goto(f"{site.url}/handout/?guide=starting-safely{query}")
        texts = page.locator(".sheet-part :is(p, li)").filter(visible=True)
        found = texts.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
        sizes.append(found)
    page.close()
    assert len(sizes[0]) == len(sizes[1]) > 20
    assert [pair for pair in zip(*sizes, strict=True) if pair[1] < pair[0] * 1.2] == []


@pytest.mark.parametrize("javascript", [True, False])
def test_details_for_clinicians_are_folded_and_on_paper_only_when_asked_for(
    site: Server, browser: Browser, tmp_path: Path, javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()

    def on_paper() -> bool:
        page.pdf(path=tmp_path / "sheet.pdf")
        sheet = str(tmp_path / "sheet.pdf")
        read = subprocess.run(["pdftotext", sheet, "-"], capture_output=True, text=True, check=True).stdout
        return "hazard ratio 0.75" in " ".join(read.split())

    page.goto(f"{site.url}/guides/{DETAILED}/")
    expect(page.get_by_text("hazard ratio 0.75")).to_be_hidden()
    assert not on_paper()
    page.locator(".callout-clinicians > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("hazard ratio 0.75")).to_be_visible()
    assert on_paper()
    page.goto(f"{site.url}/handout/?guide={DETAILED}")
    expect(page.locator(".callout-clinicians")).to_be_hidden()
    assert not on_paper()
    page.goto(f"{site.url}/handout/?guide={DETAILED}&for=clinicians")
    expect(page.get_by_text("hazard ratio 0.75")).to_be_visible()
    assert on_paper()
    context.close()
