"""What the kept copy is fetched from, the worker and its withdrawal, the link that clears, and the manifest."""

import gzip
import hashlib
import json
import struct

import brotli  # type: ignore[import-untyped]
import pytest
from django.conf import LazySettings
from django.test import Client

from articles import models
from articles.editions import Edition
from articles.models import Article
from naltrexone_site import copying, offline
from tests.conftest import ContentFolder


@pytest.fixture
def client(library: ContentFolder, with_static_files: None, db: None) -> Client:
    library.sync()
    return Client()


def test_the_present_copy_is_announced_and_served_under_its_name_for_good(client: Client) -> None:
    announced = client.get("/keep/edition.json")
    assert announced.headers["Cache-Control"] == "public, no-cache"
    edition = announced.json()
    assert edition["made_at"] == Edition.objects.latest("number").made_at.isoformat()
    bodies = {}
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)):
        response = client.get(edition["copy"], headers={"accept-encoding": encoding})
        assert response.headers.get("Content-Encoding", "") == encoding
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in response.headers["Vary"]
        bodies[encoding] = unpack(response.content)
    assert bodies["br"] == bodies["gzip"] == bodies[""]
    assert edition["copy"] == f"/keep/{hashlib.sha256(bodies['']).hexdigest()}.json"


def test_asking_again_costs_a_304(client: Client) -> None:
    tag = client.get("/keep/edition.json").headers["ETag"]
    again = client.get("/keep/edition.json", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_copy_of_another_name_is_not_there(client: Client, library: ContentFolder) -> None:
    old = client.get("/keep/edition.json").json()["copy"]
    library.article("newest")
    library.sync()
    assert client.get(old).status_code == 404
    assert client.get(f"/keep/{'0' * 64}.json").status_code == 404


def test_where_none_can_be_made_it_says_try_later(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_pages", lambda: ["/nowhere/"])
    monkeypatch.setattr(copying, "_made", None)
    for address in ("/keep/edition.json", f"/keep/{'0' * 64}.json"):
        response = client.get(address)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
        assert response.headers["Cache-Control"] == "no-store"


def test_the_worker_is_asked_for_anew_each_time(client: Client) -> None:
    response = client.get("/worker.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "kept-edition" in response.content.decode()


def test_withdrawn_there_is_no_copy_and_a_worker_that_removes_itself(client: Client, settings: LazySettings) -> None:
    copy = client.get("/keep/edition.json").json()["copy"]
    settings.OFFLINE_COPY = False
    assert [client.get(address).status_code for address in ("/keep/edition.json", copy)] == [404, 404]
    worker = client.get("/worker.js").content.decode()
    assert "registration.unregister()" in worker
    assert '"fetch"' not in worker


def test_more_guides_than_a_phone_should_carry_are_not_offered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "data-keeping" in client.get("/keep/").content.decode()
    monkeypatch.setattr(models, "GUIDES_CARRIED_MAX", Article.objects.published().count() - 1)
    assert "/keep/edition.json" not in offline.served()
    assert client.get("/keep/edition.json").status_code == 404
    assert "registration.unregister()" in client.get("/worker.js").content.decode()
    page = client.get("/keep/").content.decode()
    assert "too many guides here to keep them all on a phone" in page
    assert "data-keeping" not in page


@pytest.mark.parametrize(
    ("site", "dest", "clears"),
    [
        ("same-origin", "document", True),
        ("none", "document", False),
        ("cross-site", "document", False),
        ("same-site", "document", False),
        ("same-origin", "image", False),
        ("", "", False),
    ],
)
def test_only_our_own_link_makes_the_browser_forget(client: Client, site: str, dest: str, clears: bool) -> None:
    response = client.get("/keep/removed/", headers={"sec-fetch-site": site, "sec-fetch-dest": dest})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers.get("Clear-Site-Data") == ('"cache", "storage"' if clears else None)


@pytest.mark.parametrize(("address", "name", "short"), [
    ("/manifest.webmanifest", "Naltrexone guides", "Guides"),
    ("/es/manifest.webmanifest", "Guías sobre naltrexona", "Guías"),
])  # fmt: skip
def test_the_manifest_lets_a_phone_install_the_site(client: Client, address: str, name: str, short: str) -> None:
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    root = address.removesuffix("manifest.webmanifest")
    assert (manifest["name"], manifest["short_name"], manifest["start_url"]) == (name, short, root)
    assert client.get(manifest["start_url"]).status_code == 200
    assert manifest["display"] == "minimal-ui"
    sizes = {}
    for icon in manifest["icons"]:
        picture = client.get(icon["src"]).content
        sizes[(icon["sizes"], icon["purpose"])] = "{}x{}".format(*struct.unpack(">II", picture[16:24]))
    assert sizes == {(size, purpose): size for purpose in ("any", "maskable") for size in ("192x192", "512x512")}
    assert f'<link rel="manifest" href="{address}">' in client.get(root).content.decode()
