"""The checklist and the card: words of guides, each with its source, on exactly one page, the card of its real size."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.conftest import ContentFolder, Server

STEPS = "1. Tell your team [@label].\n\n"
CHECKS = "- Liver disease [@other]\n"
EMERGENCY = '!!! emergency "Call 911 now if:"\n    - a person cannot be woken [@label]\n\n    Call [911](tel:911).\n\n'
AFTER = "\n## After {#after}\n\nNot here.\n"
START = f"{EMERGENCY}## Steps {{#steps}}\n\n{STEPS}## Checks {{#checks}}\n\n{CHECKS}{AFTER}"
CARD = (
    "## The card {#card}\n\n| Line | Words |\n|---|---|\n| Who | My name: ______ Born: ______ |\n"
    "| Medicine | I take it [@label]. |\n| Form | ☐ Tablets ☐ Other: ______ |\n"
    "| Last dose | Date: ______ (each time) |\n| For pain | Not opioids [@other]. |\n"
)
PAPERS = ["/handout/checklist/", "/handout/card/"]


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    label = (library.root / "references" / "label.md").read_text()
    library.write("references/other.md", label.replace("title: ", "title: Another "))
    library.article("starting-safely", START)
    library.write("references/third.md", label.replace("title: ", "title: A third "))
    library.article("medical-alert-card", CARD + "\n## Why {#why}\n\nNot on the card [@third].\n")
    library.article("pain-and-surgery")
    library.article("clinicians")
    library.sync()
    return Client()


def main(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_the_checklist_is_the_emergency_the_steps_and_the_checks_with_their_sources(client: Client) -> None:
    page = main(client, "/handout/checklist/")
    places = [page.index(words) for words in ("cannot be woken", "Tell your team", "Liver disease", "qr-print.svg")]
    assert places == sorted(places)
    assert "Not here." not in page
    listed = re.findall(r'<li id="starting-safely-source-(\d+)"', page)
    assert listed == ["1", "2"]
    assert "No clinician has reviewed this site yet." in page
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))


def test_the_card_has_what_staff_must_read_on_one_side_and_what_is_written_by_hand_on_the_other(client: Client) -> None:
    page = main(client, "/handout/card/")
    sides = re.findall(r'<section class="card-side"[^>]*>(.*?)</section>', page, re.DOTALL)
    assert len(sides) == 4  # the card and its spare copy
    assert sides[:2] == sides[2:]
    words = [re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", side)).strip() for side in sides[:2]]
    assert words == [
        "I take it. For pain: Not opioids.",
        "Who: My name: Born: Form: ☐\u00a0Tablets ☐\u00a0Other: Last dose: Date: (each time)",
    ]
    assert [side.count("card-blank") for side in sides[:2]] == [0, 4]
    assert re.findall(r'<li id="medical-alert-card-source-(\d+)"', page) == ["1", "2"]


@pytest.mark.parametrize("address", PAPERS)
def test_a_sheet_is_kept_like_a_page_and_in_spanish_not_there_until_its_guide_is(client: Client, address: str) -> None:
    found = client.get(address)
    assert "public" in found["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": found["ETag"]}).status_code == 304
    assert client.get(f"/es{address}").status_code == 404
    assert client.post(address).status_code == 405
    assert f"<loc>https://guides.example{address}</loc>" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("address", PAPERS)
def test_the_code_of_a_sheet_comes_after_its_words_on_a_slow_line(client: Client, address: str) -> None:
    (code,) = re.findall(r'<img src="[^"]*qr-print.svg"[^>]*>', main(client, address))
    assert 'fetchpriority="low"' in code
    assert "lazy" not in code  # it is there when the sheet is printed


def test_guides_handouts_and_the_page_for_clinicians_lead_to_them(client: Client) -> None:
    checklist, card = (f'href="{address}"' for address in PAPERS)
    for address, leads in {
        "/guides/starting-safely/": {checklist},
        "/guides/medical-alert-card/": {card},
        "/guides/pain-and-surgery/": {card},
        "/clinicians/": {checklist, card},
        "/handout/": {checklist, card},
        "/guides/first/": set(),
    }.items():
        page = main(client, address)
        assert {link for link in (checklist, card) if link in page} == leads, address


def test_where_the_guide_is_missing_so_is_the_sheet_and_every_link_to_it(
    client: Client, library: ContentFolder
) -> None:
    library.remove("en/articles/medical-alert-card.md")
    library.sync()
    assert client.get("/handout/card/").status_code == 404
    for address in ("/guides/pain-and-surgery/", "/clinicians/", "/handout/", "/sitemap.xml"):
        assert "/handout/card/" not in client.get(address).content.decode(), address


def printed(page: Page, address: str, paper: str, path: Path) -> str:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.pdf(path=path, format=paper, tagged=True)
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages: +1$", told, re.MULTILINE), told
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(read.stdout.split())


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("address", PAPERS)
def test_it_prints_on_exactly_one_page_with_all_its_words(
    site: Server, browser: Browser, tmp_path: Path, address: str, paper: str
) -> None:
    page = browser.new_page()
    text = printed(page, site.url + address, paper, tmp_path / "sheet.pdf")
    page.emulate_media(media="print")
    page.evaluate("document.querySelectorAll('.visually-hidden').forEach(one => one.remove())")
    shown = page.locator(".paper :is(li, p, h2, h3)").filter(visible=True).all_inner_texts()
    page.close()
    letters = re.sub(r"\W", "", text)  # columns mingle lines, so each word is looked for by itself
    missing = {word for words in shown for word in re.findall(r"\w{4,}", words) if word not in letters}
    assert len(shown) > 10
    assert missing == set()
    assert "911" in text


def test_the_card_has_the_size_of_a_bank_card_and_nothing_on_it_is_cut(
    site: Server, browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}/handout/card/")
    page.emulate_media(media="print")
    boxes = page.locator(".card-side").evaluate_all(
        "all => all.map(one => [one.offsetWidth, one.offsetHeight, one.scrollHeight, one.scrollWidth])"
    )
    assert len(boxes) == 4
    for width, height, inner_height, inner_width in boxes:
        assert (width / 96 * 25.4, height / 96 * 25.4) == pytest.approx((85.6, 54), abs=0.6)  # mm
        assert inner_height <= height
        assert inner_width <= width
    sizes = page.locator(".card p").evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) * 0.75 >= 8  # points
    page.close()
