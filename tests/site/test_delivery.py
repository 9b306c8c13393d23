"""Compression, tags and 304: for pages, files for machines, pictures and static files alike."""

import gzip
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from naltrexone_site.serving.delivery import Delivery
from tests.conftest import DOT, ContentFolder

LARGE = (
    "/", "/es/", "/guides/", "/es/guides/", "/guides/first/", "/guides/first.md", "/tags/safety/", "/glossary/",
    "/glossary/craving/", "/search/?q=craving", "/about/", "/privacy/", "/es/about/", "/feed.xml", "/es/feed.xml",
    "/sitemap.xml", "/static/text.0123.css",
)  # fmt: skip
SMALL = ("/robots.txt", "/.well-known/security.txt", "/healthz", "/images/dot.svg", "/static/small.css")
CSS = "main { color: black; }\n" * 100


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, tmp_path: Path, db: None) -> Client:
    """Of a site with two static files, one of them large and compressed as collectstatic leaves it."""
    library.sync()
    static = tmp_path / "static"
    static.mkdir()
    (static / "text.0123.css").write_text(CSS)
    (static / "text.0123.css.gz").write_bytes(gzip.compress(CSS.encode()))
    (static / "text.0123.css.br").write_bytes(brotli.compress(CSS.encode()))
    (static / "small.css").write_text("main {}\n")
    settings.STATIC_ROOT = static
    return Client()


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpacked", "mark"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress, "br"),
        ("br;q=0.5,gzip", "br", brotli.decompress, "br"),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress, "gz"),
        ("GZIP", "gzip", gzip.decompress, "gz"),
    ],
)
def test_what_is_large_leaves_compressed_where_that_is_accepted_under_a_tag_of_its_own(
    client: Client, accepted: str, encoding: str, unpacked: Callable[[bytes], bytes], mark: str
) -> None:
    for address in LARGE:
        plain = client.get(address)
        packed = client.get(address, headers={"accept-encoding": accepted})
        assert (plain.status_code, packed.status_code) == (200, 200), address
        assert unpacked(packed.content) == plain.content, address
        encodings = (plain.headers.get("Content-Encoding"), packed.headers.get("Content-Encoding"))
        assert encodings == (None, encoding), address
        assert (plain.headers["Vary"], packed.headers["Vary"]) == ("Accept-Encoding", "Accept-Encoding"), address
        assert re.fullmatch('"[0-9a-f]{24}"', plain.headers["ETag"]), address
        assert re.fullmatch(f'"[0-9a-f]{{24}}-{mark}"', packed.headers["ETag"]), address
        assert packed.headers["Content-Length"] == str(len(packed.content)), address


@pytest.mark.parametrize(("address", "level"), [("/guides/first/", 11), ("/search/?q=craving", 5)])
def test_what_is_kept_for_all_is_packed_harder_than_what_is_made_for_one(
    client: Client, address: str, level: int
) -> None:
    packed = client.get(address, headers={"accept-encoding": "br"}).content
    assert packed == brotli.compress(brotli.decompress(packed), quality=level)


@pytest.mark.parametrize(("size", "level"), [(20_000, 5), (80_000, 10), (400_000, 5)])
def test_what_one_reader_chose_is_packed_harder_where_that_saves_a_round_trip(size: int, level: int) -> None:
    words = "".join(chr(97 + number * number % 26) for number in range(size))
    page = HttpResponse(words, headers={"Cache-Control": "private"})
    request = RequestFactory().get("/", headers={"accept-encoding": "br"})
    assert Delivery(lambda _: page)(request).content == brotli.compress(words.encode(), quality=level)  # type: ignore[attr-defined]


def test_what_is_small_does_not_vary(client: Client) -> None:
    for address in SMALL:
        response = client.get(address, headers={"accept-encoding": "gzip"})
        assert response.status_code == 200, address
        assert "Vary" not in response.headers, address
        assert "Content-Encoding" not in response.headers, address
        assert re.fullmatch('"[0-9a-f]{24}"', response.headers["ETag"]), address


def test_who_takes_neither_gets_none(client: Client) -> None:
    refusals = ("", "gzip;q=0", "gzip; q=0.000, br;q=0.0", "identity", "zstd", "xgzip", "bread")
    for address, accepted in product(("/guides/first/", "/static/text.0123.css"), refusals):
        response = client.get(address, headers={"accept-encoding": accepted})
        assert "Content-Encoding" not in response.headers, (address, accepted)
        assert response.headers["Vary"] == "Accept-Encoding", (address, accepted)


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_a_tag_that_is_still_right_gets_304_without_a_body(client: Client, method: str, encoding: str) -> None:
    for address in (*LARGE, *SMALL):
        whole = client.get(address, headers={"accept-encoding": encoding})
        tag = whole.headers["ETag"]
        for wanted in (tag, f"W/{tag}", f'"other", {tag}', f'W/"other",{tag} , "third"', "*", " * "):
            headers = {"accept-encoding": encoding, "if-none-match": wanted}
            response = getattr(client, method)(address, headers=headers)
            assert (response.status_code, response.content) == (304, b""), (address, wanted)
            for name in ("ETag", "Cache-Control", "Vary"):
                assert response.headers.get(name) == whole.headers.get(name), (address, name)
            assert {"Content-Type", "Content-Encoding", "Content-Length"} & set(response.headers) == set(), address


def test_another_tag_gets_the_whole(client: Client) -> None:
    for address in (*LARGE, *SMALL):
        tag = client.get(address).headers["ETag"]
        packed = f'{tag[:-1]}-gz"'
        for wanted in ('"other"', tag.strip('"'), f'"{tag[1:5]}"', packed, '"', "W/*", "", "\xff", '"*"'):
            response = client.get(address, headers={"if-none-match": wanted, "if-modified-since": "Fri, 01 Jan 2100"})
            assert response.status_code == 200, (address, wanted)


def test_a_date_alone_is_never_a_reason_for_304(client: Client) -> None:
    late = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    for address in (*LARGE, *SMALL):
        response = client.get(address, headers=late)
        assert (response.status_code, response.headers.get("Last-Modified")) == (200, None), address


def test_a_range_is_answered_with_the_whole_file(client: Client) -> None:
    for wanted in ("bytes=0-3", "bytes=99999-", "nonsense"):
        response = client.get("/static/small.css", headers={"range": wanted})
        assert (response.status_code, response.content) == (200, b"main {}\n")


def test_a_static_file_has_the_same_tag_whenever_it_was_copied(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    tag = client.get("/static/small.css").headers["ETag"]
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "small.css").write_text("main {}\n")
    (copy / "small.css").touch()
    settings.STATIC_ROOT = copy
    assert Client().get("/static/small.css").headers["ETag"] == tag
    (copy / "small.css").write_text("body {}\n")  # as long
    assert Client().get("/static/small.css").headers["ETag"] != tag


def test_the_same_page_has_the_same_tag_and_another_edition_of_it_another(
    client: Client, library: ContentFolder
) -> None:
    tags = [client.get(address).headers["ETag"] for address in LARGE]
    assert [client.get(address).headers["ETag"] for address in LARGE] == tags
    before = client.get("/guides/second/").headers["ETag"]
    library.article("second", "Other text [@label].\n")
    library.sync()
    assert client.get("/guides/second/").headers["ETag"] != before


def test_an_error_has_no_tag_and_no_304(client: Client) -> None:
    for address in ("/nowhere/", "/guides/hidden/", "/static/nowhere.css"):
        response = client.get(address, headers={"if-none-match": "*", "accept-encoding": "gzip"})
        assert (response.status_code, response.headers.get("ETag")) == (404, None)
        assert b"<h1>Page not found</h1>" in gzip.decompress(response.content)


def test_every_kind_says_what_it_is_and_in_which_characters(client: Client) -> None:
    kinds = {
        "/": "text/html; charset=utf-8",
        "/nowhere": "text/html; charset=utf-8",
        "/guides/first.md": "text/markdown; charset=utf-8",
        "/feed.xml": "application/atom+xml; charset=utf-8",
        "/sitemap.xml": "application/xml; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/.well-known/security.txt": "text/plain; charset=utf-8",
        "/healthz": "text/plain; charset=utf-8",
        "/images/dot.svg": "image/svg+xml; charset=utf-8",
        "/static/small.css": "text/css; charset=utf-8",
    }
    assert {address: client.get(address).headers["Content-Type"] for address in kinds} == kinds
    assert client.get("/images/dot.svg").content == DOT.encode()


def test_head_says_what_get_says_without_the_body(client: Client) -> None:
    for address in (*LARGE, *SMALL, "/nowhere/", "/guides/older-first/"):
        got = client.get(address, headers={"accept-encoding": "gzip"})
        asked = client.head(address, headers={"accept-encoding": "gzip"})
        assert (asked.status_code, dict(asked.headers)) == (got.status_code, dict(got.headers)), address
        assert asked.content == b"", address


def test_how_long_each_may_be_kept(client: Client) -> None:
    page = "public, max-age=60, stale-if-error=86400"
    kept = {
        "/": page,
        "/guides/first/": page,
        "/guides/first.md": page,
        "/images/dot.svg": page,
        "/sitemap.xml": page,
        "/guides/older-first/": page,
        "/search/?q=craving": "private, max-age=60",
        "/healthz": "no-store",
        "/nowhere/": "no-store",
        "/static/small.css": "max-age=60, public",
    }
    assert {address: client.get(address).headers["Cache-Control"] for address in kept} == kept
