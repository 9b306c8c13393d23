"""The map of the site: every public page, and the day on which what stands on it last changed."""

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client

from articles.editions import Edition
from articles.models import Article
from tests.articles.refusals import guide
from tests.conftest import ContentFolder
from tests.sharing.atom import against

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://guides.example"
GRAMMAR = Path(__file__).with_name("site_map.rng")


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = SITE
    library.sync()
    return Client()


def days(client: Client) -> dict[str, str | None]:
    """Path of each page -> its day."""
    site = ElementTree.fromstring(client.get("/sitemap.xml").content)
    urls = [(str(url.findtext(f"{MAP}loc")), url.findtext(f"{MAP}lastmod")) for url in site.findall(f"{MAP}url")]
    assert len(urls) == len(dict(urls))
    return {place.removeprefix(SITE): day for place, day in urls}


def sync_on(library: ContentFolder, day: int) -> None:
    """An edition made on that day of November."""
    library.sync()
    edition = Edition.objects.latest("number")
    at = datetime(2026, 11, day, 12, tzinfo=UTC)
    Edition.objects.filter(number=edition.number).update(made_at=at)
    Article.objects.filter(changed_in=edition.number).update(changed_at=at)


def test_the_map_names_every_public_page_once_and_each_is_there(client: Client) -> None:
    paths = ["/", "/guides/", "/guides/first/", "/guides/late/", "/guides/second/", "/tags/safety/", "/glossary/",
             "/glossary/craving/", "/glossary/relapse/", "/references/", "/about/", "/privacy/", "/keep/",
             "/accessibility/", "/corrections/"]  # fmt: skip
    assert list(days(client)) == paths
    for path in paths:
        page = client.get(path)
        assert page.status_code == 200
        assert f'<link rel="canonical" href="https://guides.example{path}">' in page.content.decode()


def test_the_map_is_what_its_protocol_asks(client: Client) -> None:
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert against(GRAMMAR, response.content) == []
    for was, now in (
        (b"<loc>https:", b"<loc>ftp:"),
        (b"<lastmod>2", b"<lastmod>on 2"),
        (b"</urlset>", b"<url/></urlset>"),
    ):
        assert against(GRAMMAR, response.content.replace(was, now, 1)) != []


@pytest.fixture
def aged(client: Client, library: ContentFolder) -> Client:
    """Whose first edition is of 1 November."""
    at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    Edition.objects.update(made_at=at)
    Article.objects.update(changed_at=at)
    return client


def changed(client: Client, library: ContentFolder, day: int) -> set[str]:
    """The pages that have that day after a sync on it; what has none never gets one."""
    undated = {path for path, at in days(client).items() if at is None}
    sync_on(library, day)
    after = days(client)
    assert {path for path, at in after.items() if at is None} <= undated
    return {path for path, at in after.items() if at == f"2026-11-{day:02}"}


LISTS = {"/", "/guides/", "/tags/safety/", "/references/"}


def test_each_page_has_the_day_of_what_it_was_made_of(aged: Client) -> None:
    found = days(aged)
    program = {"/about/", "/privacy/", "/keep/", "/accessibility/", "/corrections/"}
    assert {path for path, day in found.items() if day is None} == program
    assert {day for path, day in found.items() if path not in program} == {"2026-11-01"}


def test_a_changed_guide_dates_itself_and_the_lists_that_show_it(aged: Client, library: ContentFolder) -> None:
    library.article("first", "Other words [@label].\n", title="The first guide")
    assert changed(aged, library, 2) == {"/guides/first/", *LISTS}


def test_a_changed_word_dates_itself_the_glossary_and_the_guides_that_explain_it(
    aged: Client, library: ContentFolder
) -> None:
    library.term("relapse", "relapse", definition="Another meaning.")
    assert changed(aged, library, 3) == {"/glossary/relapse/", "/glossary/"}


def test_a_source_and_the_order_of_tags_date_what_they_make(aged: Client, library: ContentFolder) -> None:
    place = library.root / "references/label.md"
    place.write_text(place.read_text().replace("year: 2025", "year: 2024"))
    assert changed(aged, library, 4) == {"/references/"}
    tags = library.root / "en/tags.yaml"
    tags.write_text(tags.read_text() + "later:\n  title: Later\n  description: Not used yet.\n")
    assert changed(aged, library, 5) == {"/", "/guides/", "/tags/safety/"}


def test_a_guide_that_goes_dates_the_lists_it_stood_in(aged: Client, library: ContentFolder) -> None:
    library.remove("en/articles/late.md")
    assert changed(aged, library, 6) == LISTS


def test_a_guide_taken_back_dates_them_too(aged: Client, library: ContentFolder) -> None:
    library.write("en/articles/late.md", guide(title="Late", status="retired", instead="first", note="Out of date."))
    assert changed(aged, library, 7) == LISTS


def test_corrections_have_the_day_of_their_file(aged: Client, library: ContentFolder) -> None:
    entry = "{date: 2026-11-08, guide: first, was: One., right: Two., until: 2027-02-01}"
    library.write("en/corrections.yaml", f"corrections:\n  - {entry}\n")
    assert "/corrections/" in changed(aged, library, 8)


def test_the_map_names_spanish_pages_once_there_is_a_spanish_guide(client: Client, library: ContentFolder) -> None:
    library.write("es/tags.yaml", "safety:\n  title: Seguridad\n  description: Con cuidado.\n")
    library.article("first", "Un texto [@label].\n", title="La primera", language="es")
    library.sync()
    spanish = {place for place in days(client) if place.startswith("/es/")}
    assert spanish == {
        "/es/", "/es/guides/", "/es/guides/first/", "/es/tags/safety/", "/es/glossary/", "/es/references/",
            "/es/about/", "/es/privacy/", "/es/keep/", "/es/accessibility/",
            "/es/corrections/",
    }  # fmt: skip
    assert {place: client.get(place).status_code for place in spanish} == dict.fromkeys(spanish, 200)
    page = client.get("/guides/first/").content.decode()
    assert '<link rel="alternate" hreflang="es" href="https://guides.example/es/guides/first/">' in page
