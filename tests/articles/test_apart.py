"""The page for clinicians, and the evidence: guides at addresses of their own, helpful also where nobody wrote them."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.conftest import ContentFolder

BODY = "Say that tolerance is lost [@label].\n\n## Words {#words-to-say}\n\nA handover sentence.\n"


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    return Client()


@pytest.fixture
def written(client: Client, library: ContentFolder) -> Client:
    library.article("clinicians", BODY, title="For clinicians")
    library.article("pointing", "See [the words](clinicians.md#words-to-say) [@label].\n")
    library.sync()
    return client


def test_it_stands_at_its_own_address_and_the_guides_address_leads_there(written: Client) -> None:
    page = written.get("/clinicians/").content.decode()
    assert '<link rel="canonical" href="https://guides.example/clinicians/">' in page
    assert "Say that tolerance is lost" in page[page.index("<article>") : page.index("</article>")]
    assert 'href="/handout/"' in page[: page.index("<article>")]
    for other in ("/guides/clinicians/", "/guides/Clinicians", "/clinicians"):
        moved = written.get(other)
        assert (moved.status_code, moved["Location"]) == (301, "/clinicians/"), other
    assert written.post("/clinicians/").status_code == written.post("/guides/clinicians/").status_code == 405
    assert written.get("/guides/clinicians.md").content.decode() == BODY


def test_a_link_the_map_the_feed_and_search_name_that_address(written: Client) -> None:
    assert 'href="/clinicians/#words-to-say"' in written.get("/guides/pointing/").content.decode()
    for address in ("/sitemap.xml", "/feed.xml"):
        text = written.get(address).content.decode()
        assert text.count("https://guides.example/clinicians/") >= 1, address
        assert "/guides/clinicians/" not in text, address
    assert 'href="/clinicians/#words-to-say"' in written.get("/search/?q=handover").content.decode()


def test_the_hub_the_list_and_every_foot_lead_to_it_outside_the_readers_needs(written: Client) -> None:
    for address in ("/", "/guides/"):
        page = written.get(address).content.decode()
        text = page[page.index("<main") : page.index("</main>")]
        assert text.count('href="/clinicians/"') == 1, address
        assert [
            need for need in re.findall(r'<section class="need".*?</section>', text, re.S) if "clinicians" in need
        ] == []
    assert 'href="/clinicians/"' in written.get("/guides/first/").content.decode()
    assert 'href="/es/clinicians/"' in written.get("/es/").content.decode()


def test_where_nobody_wrote_it_the_page_says_so_and_leads_on(client: Client) -> None:
    page = client.get("/clinicians/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "This page is not written in this language yet." in text
    assert 'href="/guides/first/"' in text
    assert 'href="/handout/"' in text
    assert "/clinicians/" not in client.get("/sitemap.xml").content.decode()


def test_in_spanish_it_leads_to_the_english_page_until_it_is_written(written: Client) -> None:
    text = written.get("/es/clinicians/").content.decode()
    assert "Esta página todavía no está escrita en español." in text
    assert '<a href="/clinicians/" lang="en" hreflang="en">' in text


def test_the_evidence_stands_apart_too_and_is_reached_from_every_foot_and_from_who_writes_this(
    written: Client, library: ContentFolder
) -> None:
    library.article("evidence", BODY, title="How sure are we?")
    library.sync()
    page = written.get("/evidence/").content.decode()
    assert '<link rel="canonical" href="https://guides.example/evidence/">' in page
    assert 'href="/references/"' in page[: page.index("<article>")]
    assert '"audienceType": "Patient"' in page
    moved = written.get("/guides/evidence/")
    assert (moved.status_code, moved["Location"]) == (301, "/evidence/")
    assert "https://guides.example/evidence/" in written.get("/sitemap.xml").content.decode()
    about = written.get("/about/").content.decode()
    main = about[about.index("<main") : about.index("</main>")]
    assert 'href="/evidence/"' in main
    assert 'href="/references/"' in main
    for address in ("/", "/guides/", "/clinicians/", "/guides/first/", "/nowhere"):
        assert 'href="/evidence/"' in written.get(address).content.decode(), address
    needs = re.findall(r'<section class="need".*?</section>', written.get("/").content.decode(), re.DOTALL)
    assert not any("/evidence/" in need for need in needs)


def test_the_evidence_that_nobody_wrote_says_so(written: Client) -> None:
    text = written.get("/evidence/").content.decode()
    assert "<h1>How sure are we? The evidence</h1>" in text
    assert "This page is not written in this language yet." in text
    assert '<a href="/evidence/" lang="en" hreflang="en">' in written.get("/es/evidence/").content.decode()
