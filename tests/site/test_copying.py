"""The copy that a reader may keep: whole, the same for everybody, of one edition, and light."""

import hashlib
import json
import re
import urllib.request
from typing import Any

import pytest
from django.test import Client

from naltrexone_site import copying
from naltrexone_site.serving.guarding import HEADERS
from tests.conftest import ContentFolder, Server
from tests.reading.painted import photo, saved

HOST = "testserver"
BYTES_MAX = 600_000  # over the wire, says the charter
NOTE = re.compile(r' *<p class="kept-note".*?</p>\n', re.DOTALL)


@pytest.fixture
def client(library: ContentFolder, with_static_files: None, db: None) -> Client:
    library.sync()
    return Client()


def opened(copy: copying.Copy) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(copy.plain)
    return found


def test_it_holds_every_public_page_as_readers_get_it_and_says_that_it_is_a_copy(client: Client) -> None:
    copy = opened(copying.present(HOST))
    places = re.findall("<loc>(?:https?://[^/]+)(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    pages = [address for address, file in copy["files"].items() if file["type"].startswith("text/html")]
    assert sorted(pages) == sorted([*places, "/keep/offline/"])
    for address in pages:
        text = copy["files"][address]["text"]
        assert text.count('class="kept-note"') == 1, address
        assert NOTE.sub("", text).split() == client.get(address).content.decode().split(), address
        assert 'href="tel:911"' in text


def test_it_holds_all_that_its_pages_show_and_the_headers_they_come_with(client: Client) -> None:
    copy = opened(copying.present(HOST))
    others = {address for address, file in copy["files"].items() if not file["type"].startswith("text/html")}
    shown = {found for file in copy["files"].values() for found in copying.SHOWN.findall(file.get("text", ""))}
    assert others == shown | {"/search/suggestions.js"}
    assert "/images/dot.svg" in others
    (touch,) = [address for address in others if address.startswith("/static/icons/touch-180.")]
    assert copy["files"][touch]["base64"].startswith("iVBORw0KGgo")
    assert copy["headers"] == HEADERS


def test_it_holds_the_smallest_of_each_picture_alone(client: Client, library: ContentFolder) -> None:
    library.write("images/spots.jpg", saved(photo(1200, 800), "JPEG"))
    library.article("shown", "![Spots](../../images/spots.jpg) [@label]\n")
    library.sync()
    files = opened(copying.present(HOST))["files"]
    (held,) = [address for address in files if address.startswith("/images/made/")]
    assert held.endswith("-360.webp")
    assert f'<img src="{held}" alt="Spots" width="1152" height="768" loading' in files["/guides/shown/"]["text"]


def test_it_is_named_by_its_content_and_the_same_whoever_makes_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copying.present(HOST)
    assert hashlib.sha256(copy.plain).hexdigest() == copy.name
    monkeypatch.setattr(copying, "_made", None)
    assert copying.present("127.0.0.1").name == copy.name


def test_it_is_made_once_for_each_edition(
    client: Client, library: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = copying.present(HOST)
    assert copying.present(HOST) is first
    library.article("newest")
    library.sync()
    second = copying.present(HOST)
    assert (second.edition, second.name == first.name) == (2, False)
    assert "/guides/newest/" in opened(second)["files"]


def test_an_edition_that_comes_meanwhile_is_never_mixed_in(
    client: Client, library: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = copying._pages

    def meanwhile() -> list[str]:
        library.article("newest")
        library.sync()
        return addresses()

    monkeypatch.setattr(copying, "_pages", meanwhile)
    with pytest.raises(copying.NoCopy, match="edition 2 came while edition 1 was copied"):
        copying.present(HOST)


def test_a_page_that_fails_makes_no_copy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_pages", lambda: ["/", "/nowhere/"])
    with pytest.raises(copying.NoCopy, match="/nowhere/ answers 404"):
        copying.present(HOST)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_our_own_site_is_light_over_the_wire(site: Server, encoding: str) -> None:
    with urllib.request.urlopen(f"{site.url}/keep/edition.json", timeout=60) as answer:
        edition = json.loads(answer.read())
    asked = urllib.request.Request(f"{site.url}{edition['copy']}", headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        weight = len(answer.read())
    print(f"the whole site: {weight} bytes with {encoding}")
    assert weight <= BYTES_MAX
    if encoding == "br":
        assert edition["bytes"] == weight
