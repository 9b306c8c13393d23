"""The picture of a page that is passed on: what stands on it, its lasting address, its weight, and who may show it."""

import io
import re
import subprocess
import sys
from html import unescape

import pytest
from django.conf import LazySettings
from django.test import Client
from PIL import Image, ImageColor

from articles.policy import TITLE_CHARACTERS_MAX
from articles.sharing import drawing, share_images
from articles.sharing.drawing import drawn
from articles.source import read_article
from tests.conftest import ROOT, ContentFolder, environment

BYTES_MAX = 60_000
LONG_WORDS = [
    "Electroencefalografistas otorrinolaringológicos anticonstitucionalmente",
    "¿Qué pasa después de “dejar” la naltrexona? Año, pingüino, ÁÉÍÓÚÑ – y más…",
    "Pneumonoultramicroscopicsilicovolcanoconiosisbutevenlongerxxxxxxxxxxxxxxxxxxxxxx",
    "W" * TITLE_CHARACTERS_MAX,
    " ".join(["wwwwwww"] * 10),
    "a",
]


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    return Client()


def told(client: Client, path: str) -> dict[str, str]:
    """What a page says of itself to who passes it on."""
    page = client.get(path).content.decode()
    tags = re.findall(r'<meta (?:name="[^"]*" )?(?:property|name)="((?:og|twitter):[^"]*)" content="([^"]*)">', page)
    assert len(tags) == len(dict(tags)), "said twice"
    return {name: unescape(value) for name, value in tags}


def image_of(client: Client, path: str) -> str:
    return told(client, path)["og:image"].removeprefix("https://guides.example")


def picture(title: str) -> bytes:
    return drawn("Guías sobre naltrexona", title, "Informa, no receta")


def points(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_guide_says_what_it_is_where_and_how_it_looks(client: Client) -> None:
    said = told(client, "/guides/first/")
    address = said.pop("og:image")
    assert re.fullmatch(r"https://guides\.example/share/[0-9a-f]{10}/first\.png", address)
    assert said == {
        "og:title": "The first guide",
        "og:description": "What the first guide says.",
        "og:url": "https://guides.example/guides/first/",
        "og:type": "article",
        "og:site_name": "Naltrexone guides",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Naltrexone guides: The first guide. Informs, does not prescribe",
        "twitter:card": "summary_large_image",
    }


def test_every_other_page_says_it_too_with_the_picture_of_the_site(client: Client) -> None:
    shown = set()
    paths = ("/", "/guides/", "/glossary/", "/glossary/craving/", "/tags/safety/", "/references/", "/about/",
             "/privacy/", "/keep/", "/accessibility/", "/corrections/", "/handout/", "/search/",
             "/nowhere/")  # fmt: skip
    for path in paths:
        said = told(client, path)
        assert said["og:title"]
        assert said["og:type"] == "website"
        assert "twitter:card" not in said  # the small one: only a guide has a picture that says more than its name
        shown.add(said["og:image"])
    (address,) = shown
    assert re.fullmatch(r"https://guides\.example/share/[0-9a-f]{10}\.png", address)
    assert image_of(client, "/es/").startswith("/es/share/")


def test_every_page_that_is_one_address_names_it(client: Client) -> None:
    for path in ("/", "/guides/", "/glossary/craving/", "/es/about/"):
        assert told(client, path)["og:url"] == f"https://guides.example{path}"
    for path in ("/search/?q=first", "/handout/?guide=first", "/nowhere/"):
        assert "og:url" not in told(client, path)


@pytest.mark.parametrize("path", ["/", "/es/", "/guides/first/"])
def test_the_picture_is_there_may_be_shown_elsewhere_and_kept_for_good(client: Client, path: str) -> None:
    response = client.get(image_of(client, path))
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Access-Control-Allow-Origin" not in response.headers
    assert points(response.content).size == (1200, 630)
    assert client.get(path).headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_another_title_is_another_picture_and_the_old_address_leads_to_it(
    client: Client, library: ContentFolder
) -> None:
    before = image_of(client, "/guides/first/")
    was = client.get(before).content
    library.article("first", "Other words [@label].\n", title="Another title")
    library.sync()
    after = image_of(client, "/guides/first/")
    assert after != before
    assert client.get(after).content != was
    moved = client.get(before)
    assert (moved.status_code, moved.headers["Location"]) == (302, after)
    assert "Cache-Control" not in moved.headers


def test_other_words_below_the_same_title_leave_the_address(client: Client, library: ContentFolder) -> None:
    before = image_of(client, "/guides/late/")
    library.article("late", "Other words [@label].\n", title="The late guide")
    library.sync()
    assert image_of(client, "/guides/late/") == before


def test_no_address_of_an_image_draws_another_than_the_one_there_is(client: Client) -> None:
    right = image_of(client, "/guides/first/")
    for address in ("/share/0000000000/first.png", "/share/x/first.png", "/share/0000000000/once-called-so.png"):
        assert client.get(address).status_code in (302, 404)
    assert client.get("/share/0000000000/first.png").headers["Location"] == right
    assert client.get("/share/0000000000/nowhere.png").status_code == 404
    assert client.get("/share/0000000000/hidden.png").status_code == 404  # a draft


@pytest.mark.parametrize("title", LONG_WORDS)
def test_any_title_fits_whole_and_is_light(title: str) -> None:
    size, lines = drawing._set(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    font = drawing._font(size)
    assert all(drawing.LEFT + font.getlength(line) <= drawing.RIGHT for line in lines)
    assert drawing.TITLE_TOP + len(lines) * size * drawing.LINE <= drawing.NOTE_TOP
    data = picture(title)
    assert len(data) <= BYTES_MAX
    ground = points(data).crop((drawing.RIGHT + 1, 0, 1200, 630)).getcolors()
    assert ground is not None
    assert len(ground) == 1, "words run over the edge"


def test_no_word_of_a_title_is_left_alone_where_the_lines_can_share() -> None:
    assert drawing._set("Since the last drink: what may come, and what to do")[1] == [
        *("Since the last drink:", "what may come,", "and what to do")
    ]
    assert drawing._set("The opioid-free window")[1] == ["The opioid-free window"]


def test_the_picture_of_every_guide_is_light_and_shows_its_title() -> None:
    content = ROOT / "content"
    files = sorted(content.glob("*/articles/*.md"))
    titles = [read_article(str(path.relative_to(content)), path.read_bytes()).title for path in files]
    assert len(titles) > 40
    for title in titles:
        assert share_images.LETTERS.issuperset(title), title
        assert len(picture(title)) <= BYTES_MAX


def test_the_font_has_every_letter_that_is_said_to_be_in_it() -> None:
    font = drawing._font(40)
    missing = bytes(font.getmask("\ue000"))
    drawn_alike = {letter for letter in share_images.LETTERS if bytes(font.getmask(letter)) == missing}
    assert drawn_alike == set()
    assert share_images.LETTERS.issuperset("áéíóúüñÁÉÍÓÚÜÑ¿¡“”‘’–—…«»0123456789°½")


def test_a_title_with_a_letter_that_the_font_lacks_goes_with_the_picture_of_the_site(
    client: Client, library: ContentFolder
) -> None:
    library.article("greek", "Words [@label].\n", title="The μ receptor")
    library.sync()
    assert image_of(client, "/guides/greek/") == image_of(client, "/")


def test_the_colours_are_those_of_the_house() -> None:
    tokens = (ROOT / "static/css/tokens.css").read_text()
    for colour in (drawing.PAPER, drawing.INK, drawing.MUTED, drawing.ACCENT):
        assert colour in tokens
    shown = points(picture("El título")).getcolors()
    assert shown is not None
    assert len(shown) <= 16
    found = {colour for _, colour in shown}
    for colour in (drawing.PAPER, drawing.INK, drawing.MUTED, drawing.ACCENT):
        assert ImageColor.getrgb(colour)[:3] in found


def test_the_same_words_are_the_same_bytes() -> None:
    first = picture("a")
    picture("W" * TITLE_CHARACTERS_MAX)
    assert picture("a") == first, "something is left of another title"
    assert picture("El título") == picture("El título")


def test_pillow_comes_in_only_where_a_picture_is_drawn() -> None:
    code = "import sys, django; django.setup(); import naltrexone_site.urls; print('PIL' in sys.modules)"
    settings = {"DJANGO_SETTINGS_MODULE": "naltrexone_site.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(**settings), capture_output=True)
    assert done.stdout == b"False\n", done.stderr
