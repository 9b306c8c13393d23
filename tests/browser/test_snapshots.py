"""Three pages as pictures that an eye has reviewed: tests/browser/snapshots/README.md says how to renew them."""

import base64
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.conftest import REFERENCE, TAGS, ContentFolder, Server

KEPT = Path(__file__).parent / "snapshots"
MOST = 0.5  # of 255, the mean over the cells; a box that lost its pale ground gives 1.7, a page without its sheet 50
CELL = 8  # px
WIDTH, HEIGHT = 360, 1440
PATHS = {"hub": "/", "guide": "/guides/first/", "search": "/search/?q=craving"}
GUIDE = """\
!!! emergency "Call 911 now if:"
    - a person cannot be woken, or the breathing is slow or has stopped [@label]
    - there are hives, or the face swells [@label]

    Call [911](tel:911). Stay there until help comes.

## In short {#in-short}

- A craving passes, mostly within half an hour, whatever is done about it [@label].
- It comes back less and less often.

## How it passes {#passes}

A craving rises, stands and falls, as a wave does [@label]. Nobody has to give in to it or be alone with it.

| What | In the first week | Later |
|---|---|---|
| How often | each day | each month |
| How long | half an hour | some minutes |

!!! urgent "Call your care team today if:"
    - it does not pass

## What helps {#helps}

1. Go out of the room.
2. Call somebody.
"""
AS_BOXES = """async (font) => {
    const face = new FontFace("Boxes", Uint8Array.from(atob(font), (letter) => letter.charCodeAt(0)));
    document.fonts.add(await face.load());
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { font-family: Boxes !important; font-synthesis: none !important }");
    document.adoptedStyleSheets = [sheet];
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""
UPSET = {
    "without the style sheet": "document.querySelector('link[rel=stylesheet]').remove()",
    "the box above the emergency": "article.prepend(document.querySelector('.in-short'))",
    "the box without its ground": "document.querySelector('.in-short').style.background = 'none'",
    "the box without its room": "document.querySelector('.in-short').style.padding = '0'",
    "all text a little to the side": "document.querySelector('main').style.paddingInlineStart = '28px'",
}
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def still_site(start_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """Of words that nobody edits."""
    home = tmp_path_factory.mktemp("still-site")
    folder = ContentFolder(home / "content")
    folder.write("en/tags.yaml", TAGS)
    folder.write("en/needs.yaml", "starting:\n  title: Starting\nliving:\n  title: Living with it\n")
    folder.write("references/label.md", REFERENCE)
    folder.term("craving", "craving", definition="A strong urge, which passes.")
    for slug, need, title in (("first", "living", "A craving passes"), ("second", "starting", "Before a start")):
        text = folder.article(slug, GUIDE, title=title).read_text()
        text = text.replace("tags:", f"need: {need}\ntags:").replace("2027-11-20", "2099-11-20")
        folder.write(f"en/articles/{slug}.md", text)
    return start_server(DATABASE_URL=f"sqlite:///{home}/index.sqlite3", CONTENT_DIR=str(folder.root))


def drawn(page: Page, upset: str = "") -> Image.Image:
    page.evaluate(f"() => {{ const article = document.querySelector('article'); {upset} }}")
    page.evaluate(AS_BOXES, base64.b64encode((KEPT / "boxes.ttf").read_bytes()).decode())
    return Image.open(io.BytesIO(page.screenshot(animations="disabled")))


def in_cells(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize((WIDTH // CELL, HEIGHT // CELL), Image.Resampling.BOX)


def apart(one: Image.Image, other: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(in_cells(one), in_cells(other))).mean[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PATHS)
def test_a_page_lies_as_in_its_picture(open_page: OpenPage, still_site: Server, name: str, scheme: Scheme) -> None:
    page = open_page(WIDTH, HEIGHT, color_scheme=scheme)
    page.goto(f"{still_site.url}{PATHS[name]}")
    now = drawn(page)
    kept = KEPT / f"{name}-{scheme}.png"
    if os.environ.get("RENEW_SNAPSHOTS"):
        now.convert("RGB").quantize(64).save(kept, optimize=True)
    with Image.open(kept) as before:
        assert before.size == now.size == (WIDTH, HEIGHT)
        assert apart(before, now) < MOST


@pytest.mark.parametrize("upset", UPSET.values(), ids=UPSET)
def test_a_page_that_lies_otherwise_is_found(open_page: OpenPage, still_site: Server, upset: str) -> None:
    page = open_page(WIDTH, HEIGHT, color_scheme="light")
    page.goto(f"{still_site.url}{PATHS['guide']}")
    with Image.open(KEPT / "guide-light.png") as before:
        assert apart(before, drawn(page, upset)) > 2 * MOST


@pytest.mark.parametrize("font", ["serif", "monospace"])
def test_another_font_moves_nothing(open_page: OpenPage, still_site: Server, font: str) -> None:
    page = open_page(WIDTH, HEIGHT, color_scheme="light")
    page.goto(f"{still_site.url}{PATHS['guide']}")
    with Image.open(KEPT / "guide-light.png") as before:
        assert apart(before, drawn(page, f"document.documentElement.style.setProperty('--sans', '{font}')")) < MOST


def test_the_pictures_are_light_and_none_is_left_over() -> None:
    pictures = {path.stem for path in KEPT.glob("*.png")}
    assert pictures == {f"{name}-{scheme}" for name in PATHS for scheme in ("light", "dark")}
    assert sum(path.stat().st_size for path in KEPT.iterdir()) <= 150_000
