"""The QR codes, decoded by a real decoder from what a real browser draws."""

import subprocess
from pathlib import Path

import pytest
import segno
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import Browser
from segno import encoder

from articles.models import Article
from articles.sharing.qr_codes import ERROR_LEVEL, MASK, QUIET_ZONE, by_words
from tests.conftest import ContentFolder


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    return Client()


def decoded(svg: str, browser: Browser, place: Path) -> str:
    context = browser.new_context(viewport={"width": 300, "height": 300}, color_scheme="dark")
    page = context.new_page()
    page.set_content(f"<body style='margin:0;background:#000'><div style='width:300px'>{svg}</div>")
    page.screenshot(path=place)
    context.close()
    found = subprocess.run(["zbarimg", "--quiet", "--raw", str(place)], capture_output=True, text=True, check=True)
    return found.stdout.strip()


def test_a_code_holds_the_bare_address_and_the_printed_one_its_day(
    client: Client, browser: Browser, tmp_path: Path
) -> None:
    bare = client.get("/guides/first/qr.svg")
    assert bare.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert decoded(bare.content.decode(), browser, tmp_path / "bare.png") == "https://guides.example/guides/first/"
    printed = client.get("/guides/first/qr-print.svg").content.decode()
    day = Article.objects.get(slug="first").changed_at.date().isoformat()
    assert decoded(printed, browser, tmp_path / "print.png") == f"https://guides.example/guides/first/#printed-{day}"


def test_the_code_of_a_section_on_paper_holds_its_id_and_the_day(
    client: Client, browser: Browser, tmp_path: Path
) -> None:
    drawn = client.get("/handout/codes/first/before.svg").content.decode()
    day = Article.objects.get(slug="first").changed_at.date().isoformat()
    held = decoded(drawn, browser, tmp_path / "section.png")
    assert held == f"https://guides.example/guides/first/#printed-{day}/before:~:text=Before"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("## Well-known, and safe {#it}\n\nText.\n", "Well%2Dknown%2C%20and%20safe"),
        ("A first dose in the clinic.\n\n## A first dose in winter {#it}\n\nText.\n", "A%20first%20dose%20in%20winter"),
        ("Of a dose.\n\n## A dose {#it}\n\nTake **care** of it [@label], now.\n", "Take%20care%20of"),
        ("Of a dose.\n\n## A dose {#it}\n\nA dose.\n", ""),
    ],
)
def test_where_no_script_runs_words_that_stand_nowhere_above_lead_to_the_section(
    folder: ContentFolder, db: None, body: str, words: str
) -> None:
    folder.article("parted", body)
    folder.sync()
    found = by_words(Article.objects.get(slug="parted"), "it")
    assert found == (f":~:text={words}" if words else "")


def test_the_code_of_a_section_follows_the_guide_and_is_not_there_without_the_section(client: Client) -> None:
    moved = client.get("/handout/codes/older-first/before.svg")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/handout/codes/first/before.svg")
    for nowhere in ("first/nowhere", "hidden/before"):
        assert client.get(f"/handout/codes/{nowhere}.svg").status_code == 404


@pytest.mark.parametrize("slug", ["first", "a", "a-guide-about-a-question-that-many-ask-" + "e" * 40])
def test_a_code_is_near_the_best_of_the_eight_that_could_be_drawn(slug: str) -> None:
    for address in (
        f"https://guides.example/guides/{slug}/",
        f"https://guides.example/guides/{slug}/#printed-2026-11-25",
    ):
        ours, *others = (_penalty(address, mask) for mask in (MASK, *range(8)))
        assert ours <= 1.2 * min(others)


def _penalty(address: str, mask: int) -> int:
    drawn = [bytearray(row) for row in segno.make(address, error=ERROR_LEVEL, micro=False, mask=mask).matrix]
    return int(encoder.evaluate_mask(drawn, len(drawn), len(drawn)))  # type: ignore[no-untyped-call]


def test_a_code_keeps_white_around_it_and_runs_nothing(client: Client) -> None:
    drawn = client.get("/guides/first/qr.svg").content.decode()
    assert 'fill="#fff"' in drawn
    assert "M4 4.5h7" in drawn  # the first corner stands four modules in
    assert "<script" not in drawn
    assert "style" not in drawn


@pytest.mark.parametrize("stain", ["#fff", "#000"], ids=["torn", "stained"])
def test_a_code_on_paper_is_read_with_a_tenth_of_it_lost(
    client: Client, browser: Browser, tmp_path: Path, stain: str
) -> None:
    drawn = client.get("/guides/first/qr-print.svg").content.decode()
    assert 'stroke="#000"' in drawn  # of a pale one a stain leaves nothing
    size = int(drawn.partition('viewBox="0 0 ')[2].partition(" ")[0])
    side = (0.1 * (size - 2 * QUIET_ZONE) ** 2) ** 0.5
    place = (size - side) / 2
    lost = f'<rect x="{place}" y="{place}" width="{side}" height="{side}" fill="{stain}"/></svg>'
    held = decoded(drawn.replace("</svg>", lost), browser, tmp_path / "lost.png")
    assert held.startswith("https://guides.example/guides/first/#printed-")


@pytest.mark.parametrize("name", ["qr.svg", "qr-print.svg"])
def test_an_older_slug_leads_to_the_code_of_the_new_one_and_a_draft_has_none(client: Client, name: str) -> None:
    moved = client.get(f"/guides/older-first/{name}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/guides/first/{name}")
    assert client.get(f"/guides/hidden/{name}").status_code == 404
