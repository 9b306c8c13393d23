"""What machines ask of a site, and the pages that say who we are."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import get_resolver

from articles import addresses
from articles.editions import Edition
from articles.policy import Language
from tests.conftest import ContentFolder


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    return Client()


def test_robots_may_read_all_but_what_a_person_asked_and_are_shown_the_map(client: Client) -> None:
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /es/search/",
        "Disallow: /handout/?",
        "Disallow: /es/handout/?",
        "Disallow: /infobutton/",
        "Allow: /",
        "Sitemap: https://guides.example/sitemap.xml",
    ]


@pytest.mark.parametrize(
    ("contact", "named"),
    [
        ("", "https://guides.example/about/"),
        ("mailto:errors@guides.example", "mailto:errors@guides.example"),
        ("https://guides.example/errors", "https://guides.example/errors"),
    ],
)
def test_security_txt_names_whom_to_tell_for_a_year_from_the_edition(
    client: Client, settings: LazySettings, contact: str, named: str
) -> None:
    settings.CONTACT = contact
    made = Edition.objects.get().made_at
    assert client.get("/.well-known/security.txt").content.decode().splitlines() == [
        f"Contact: {named}",
        f"Expires: {(made + timedelta(days=365)).date().isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://guides.example/.well-known/security.txt",
    ]


def test_who_has_a_contact_is_told_so_on_every_page(client: Client, settings: LazySettings) -> None:
    settings.CONTACT = "mailto:errors@guides.example"
    for address in ("/", "/about/", "/guides/first/", "/nowhere"):
        assert 'href="mailto:errors@guides.example"' in client.get(address).content.decode(), address
    settings.CONTACT = ""
    assert "Report an error" not in client.get("/").content.decode()


def test_the_addresses_that_rendering_writes_are_those_that_the_site_answers(client: Client) -> None:
    for language in Language:
        written = {
            "hub": addresses.root(language),
            "guides": addresses.guides(language),
            "guide": addresses.guide(language, "first"),
            "clinicians": addresses.guide(language, "clinicians"),
            "evidence": addresses.evidence(language),
            "guide-source": addresses.guide_source(language, "first"),
            "tag": addresses.tag(language, "safety"),
            "glossary": addresses.glossary(language),
            "term": addresses.term(language, "craving"),
            "search": addresses.search(language),
            "about": addresses.about(language),
            "privacy": addresses.privacy(language),
            "accessibility": addresses.accessibility(language),
            "corrections": addresses.corrections(language),
            "corrections-feed": addresses.corrections_feed(language),
            "share-image": addresses.share_image(language, "0123456789"),
            "guide-share-image": addresses.share_image(language, "0123456789", "first"),
            "feed": addresses.feed(language),
            "picture": addresses.picture("dot.svg"),
        }
        found = {name: get_resolver().resolve(address) for name, address in written.items()}
        assert {name: match.url_name for name, match in found.items()} == {name: name for name in written}
        spoken = {match.kwargs.get("language") for name, match in found.items() if name != "picture"}
        assert spoken == {language}
