"""A citation as people's programs read it: RIS and BibTeX, parsed by libraries of others, and as text on the page."""

import re
from datetime import UTC, datetime

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from django.conf import LazySettings
from django.test import Client

from articles.models import Article
from tests.conftest import ContentFolder

TITLE = 'Tablets & 50% of "them": $5_a #1 ~ \\ “ready” – naïve'
SUMMARY = "ER  - is no end, and TY  - no beginning: 9 in 100."


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    Article.objects.filter(slug="first").update(
        title=TITLE, summary=SUMMARY, changed_at=datetime(2026, 11, 5, 23, 59, tzinfo=UTC), changed_in=7
    )
    return Client()


def test_a_ris_file_names_the_site_the_day_of_its_edition_and_that_nobody_reviewed_it(client: Client) -> None:
    response = client.get("/guides/first/cite.ris")
    assert response["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    (entry,) = rispy.loads(response.content.decode())
    assert entry == {
        "type_of_reference": "ELEC",
        "authors": ["Naltrexone guides"],
        "title": TITLE,
        "secondary_title": "Naltrexone guides",
        "year": "2026",
        "date": "2026/11/05",
        "edition": "7",
        "abstract": " ".join(SUMMARY.split()),
        "notes": ["No clinician has reviewed this guide."],
        "language": "en",
        "urls": ["https://guides.example/guides/first/"],
    }


def test_a_bibtex_file_says_the_same_whatever_stands_in_the_title(client: Client) -> None:
    response = client.get("/guides/first/cite.bib")
    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    read = parse_string(response.content.decode(), append_middleware=[LatexDecodingMiddleware()])
    assert read.failed_blocks == []
    (entry,) = read.entries
    assert (entry.entry_type, entry.key) == ("misc", "naltrexone-guides-en-first")
    assert {field.key: field.value for field in entry.fields} == {
        "author": "Naltrexone guides",
        "title": TITLE,
        "year": "2026",
        "month": "nov",
        "day": "5",
        "language": "en",
        "note": "Edition 7. No clinician has reviewed this guide.",
        "url": "https://guides.example/guides/first/",
    }


def test_a_brace_or_a_caret_in_a_title_is_written_by_its_name(client: Client) -> None:
    """BibTeX counts braces before it looks at backslashes; an open one would swallow the rest of the file."""
    Article.objects.filter(slug="first").update(title="}^{")
    text = client.get("/guides/first/cite.bib").content.decode()
    read = parse_string(text)
    assert read.failed_blocks == []
    assert read.entries[0]["title"] == r"{\textbraceright{}\textasciicircum{}\textbraceleft{}}"


def test_the_page_shows_the_text_to_copy_and_both_files(client: Client) -> None:
    page = client.get("/guides/second/").content.decode()
    text = re.search(r'<span class="cite-text">(.*?)</span>', page)
    assert text is not None
    day = Article.objects.get(slug="second").changed_at
    assert text[1].replace("<wbr>", "") == (
        f"Naltrexone guides. The second guide. {day:%b. }{day.day}, {day.year}. Edition 1."
        " No clinician has reviewed this guide. https://guides.example/guides/second/"
    )
    assert '<a href="/guides/second/cite.ris" download="second.ris">RIS</a>' in page
    assert '<a href="/guides/second/cite.bib" download="second.bib">BibTeX</a>' in page


@pytest.mark.parametrize("name", ["cite.ris", "cite.bib"])
def test_a_citation_goes_with_its_guide_and_is_kept_like_a_page(client: Client, name: str) -> None:
    moved = client.get(f"/guides/older-first/{name}")
    assert (moved.status_code, moved["Location"]) == (301, f"/guides/first/{name}")
    assert client.get(f"/guides/nobody/{name}").status_code == 404
    assert client.get(f"/guides/hidden/{name}").status_code == 404
    assert client.post(f"/guides/first/{name}").status_code == 405
    found = client.get(f"/guides/first/{name}")
    assert "public" in found["Cache-Control"]
    assert client.get(f"/guides/first/{name}", headers={"If-None-Match": found["ETag"]}).status_code == 304
