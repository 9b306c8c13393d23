"""Pictures made of points, in a real browser: the light copy on a phone, their place kept, there on paper too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_weight import MOVED
from tests.conftest import ContentFolder, Server
from tests.reading.painted import photo, saved

PICTURE = "article img"
BEFORE, AFTER = "Words before the picture [@label].\n\n" * 12, "Words after it.\n\n" * 12


@pytest.fixture
def album(folder: ContentFolder, start_server: Callable[..., Server], tmp_path: Path) -> Server:
    folder.write("images/spots.jpg", saved(photo(1600, 1200), "JPEG"))
    folder.article("first", f"![Spots](../../images/spots.jpg)\n\n## One\n\n{BEFORE}")
    folder.article("second", f"## One\n\n{BEFORE}![Spots](../../images/spots.jpg)\n\n{AFTER}")
    return start_server(CONTENT_DIR=str(folder.root), DATABASE_URL=f"sqlite:///{tmp_path}/index.sqlite3")


def addresses_asked(page: Page) -> list[str]:
    """From now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def taken(page: Page) -> str:
    """Which of the copies the browser chose."""
    page.locator(PICTURE).scroll_into_view_if_needed()
    expect(page.locator(PICTURE)).to_have_js_property("complete", value=True)
    assert page.locator(PICTURE).evaluate("picture => picture.naturalWidth") > 0
    return str(page.locator(PICTURE).evaluate("picture => picture.currentSrc")).split("-")[-1]


def test_a_phone_takes_the_light_copy_and_nothing_moves(album: Server, open_page: OpenPage) -> None:
    for width, sharpness, wanted in (
        (360, 1, "360.webp"),
        (360, 2, "720.webp"),
        (412, 2.6, "1152.webp"),
        (1280, 1, "720.webp"),
        (1280, 2, "1152.webp"),
    ):
        page = open_page(width, device_scale_factor=sharpness)
        page.add_init_script(MOVED)
        asked = addresses_asked(page)
        for path in ("/guides/first/", "/guides/second/"):
            page.goto(f"{album.url}{path}", wait_until="networkidle")
            assert taken(page) == wanted
            assert page.evaluate("window.moved") == []
        assert {url.split("-")[-1] for url in asked if "/images/" in url} == {wanted}


@pytest.mark.parametrize("width", [320, 600, 1000, 1400])
def test_a_picture_is_as_wide_as_the_browser_was_told(album: Server, open_page: OpenPage, width: int) -> None:
    """Or it would take too heavy a copy, or a blurred one."""
    page = open_page(width)
    page.goto(f"{album.url}/guides/first/")
    taken(page)
    box = page.locator(PICTURE).bounding_box()
    assert box is not None
    told = min(width - 32, 43 * 16)
    assert abs(box["width"] - told) / told < 0.1
    assert abs(box["width"] / box["height"] - 4 / 3) < 0.01


def test_a_picture_that_stands_is_seen_whole_and_leaves_room_on_its_sheet(
    folder: ContentFolder, start_server: Callable[..., Server], tmp_path: Path, open_page: OpenPage
) -> None:
    folder.write("images/spots.jpg", saved(photo(1000, 1600), "JPEG"))
    folder.article("first", f"## One\n\n{BEFORE}![Spots](../../images/spots.jpg)\n\n{AFTER}")
    site = start_server(CONTENT_DIR=str(folder.root), DATABASE_URL=f"sqlite:///{tmp_path}/index.sqlite3")
    page = open_page(1280, 800)
    page.add_init_script(MOVED)
    page.goto(f"{site.url}/guides/first/")
    taken(page)
    expect(page.locator(PICTURE)).to_be_in_viewport(ratio=1)
    expect(page.locator(PICTURE)).to_have_css("object-fit", "contain")
    assert page.evaluate("window.moved") == []
    page.emulate_media(media="print")
    box = page.locator(PICTURE).bounding_box()
    assert box is not None
    assert box["height"] < 420  # px, of the 919 of a letter


def test_a_picture_far_down_is_asked_for_late_and_stands_on_paper_and_without_scripts(
    album: Server, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{album.url}/guides/second/", wait_until="networkidle")
    page.pdf()
    assert page.locator(PICTURE).evaluate("picture => picture.complete && picture.naturalWidth") > 0
    still = open_page(java_script_enabled=False)
    asked = addresses_asked(still)
    still.goto(f"{album.url}/guides/second/", wait_until="networkidle")
    assert [url for url in asked if "/images/" in url]
