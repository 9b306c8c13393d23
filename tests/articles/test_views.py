"""What a page of guides holds, what it must not hold (a draft), and what it costs."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conftest import ContentFolder

NUMBERS = ("tel:911", "tel:988", "tel:+18002221222", "tel:+18006624357")
PAGES = (
    "/", "/guides/", "/guides/first/", "/guides/second/", "/guides/late/", "/tags/safety/", "/tags/unseen/",
    "/glossary/", "/glossary/craving/", "/search/", "/search/?q=craving", "/search/?q=nothing-has-this", "/about/",
    "/privacy/", "/clinicians/", "/nowhere", "/es/", "/es/guides/", "/es/glossary/", "/es/search/?q=craving",
    "/es/about/", "/es/privacy/", "/es/clinicians/", "/es/nowhere",
)  # fmt: skip
ODD_QUERIES = (
    "", "q=", "q=%00", "q=%00craving%00", "q=%ff%fe", "q=%ed%a0%80", "q=%f0%9f%92%8a", "q=" + "a" * 100_000,
    "q=" + "%20" * 5_000, "q=" + "craving+" * 2_000, "q=craving&q=relapse", "q[]=craving", "craving", "&&&", "q=%",
    "q=%zz", 'q="', "q='", "q=%27+OR+1=1--", "q=craving*", "q=craving+AND+NOT", "q=NEAR(craving+relapse)",
    "q=title:craving", "q=-craving", "q=%26+%7C+%21+%3A%2A", "q=<script>alert(1)</script>", "q=%E2%80%AE",
    "q=%02craving%03", "q=\xe9", "page=2", "q=%5c", "q=%c2%bd%c2%b2",
)  # fmt: skip


@pytest.fixture
def client(library: ContentFolder, db: None) -> Client:
    library.sync()
    return Client(raise_request_exception=False)


class Outline(HTMLParser):
    """Each element that matters as (name or #id, the names and ids around it), in the order of the source."""

    VOID = ("meta", "link", "input", "img", "br", "wbr", "hr", "circle")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, str]] = []
        self.found: list[tuple[str, set[str]]] = []
        self.feed(page)
        assert self.stack == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around = {name for pair in self.stack for name in pair if name}
        values = dict(attrs)
        names = [tag, f"#{values['id']}"] if values.get("id") else [tag]
        names += [f".{name}" for name in (values.get("class") or "").split()]
        self.found += [(name, around) for name in names]
        if tag not in self.VOID:
            self.stack.append((tag, names[1] if values.get("id") else ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def around(self, name: str) -> list[set[str]]:
        return [around for found, around in self.found if found == name]

    def place(self, name: str) -> int:
        return [found for found, _ in self.found].index(name)


def test_every_page_has_one_heading_one_main_its_language_and_the_numbers(client: Client) -> None:
    for address in PAGES:
        page = client.get(address).content.decode()
        outline = Outline(page)
        language = "es" if address.startswith("/es/") else "en"
        assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}">'), address
        assert ["main" in around for around in outline.around("h1")] == [True], address
        assert len(outline.around("main")) == 1, address
        assert [number for number in NUMBERS if f'href="{number}"' not in page] == [], address
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids)), address


def test_every_page_that_is_there_names_its_canonical_address(client: Client, settings: LazySettings) -> None:
    settings.SITE_URL = "https://guides.example"
    for address in PAGES:
        named = re.findall('<link rel="canonical" href="([^"]+)">', client.get(address).content.decode())
        without = "search" in address or "nowhere" in address
        assert named == ([] if without else [f"https://guides.example{address}"]), address
        assert '<link rel="canonical" href="https://guides.example/">' in client.get("/?ref=somewhere").content.decode()


def test_what_no_search_engine_should_keep_says_so(client: Client) -> None:
    for address in PAGES:
        page = client.get(address).content.decode()
        kept_out = "search" in address or "nowhere" in address
        assert ('<meta name="robots" content="noindex">' in page) == kept_out, address


def test_no_page_asks_another_host_or_carries_its_own_script_or_style(client: Client) -> None:
    for address in PAGES:
        page = client.get(address).content.decode()
        assert (
            re.findall(r"<script(?![^>]* src=| type=.application/ld\+json)|<style|\son\w+=|\sstyle=|javascript:", page)
            == []
        ), address
        assert re.findall(r'(?:src|action)="(?!/)', page) == [], address
        assert re.findall(r'<link rel="(?:stylesheet|icon|preload)" href="(?!/)', page) == [], address


def test_a_guide_has_its_text_in_one_article_and_the_rest_around_it(client: Client) -> None:
    outline = Outline(client.get("/guides/first/").content.decode())
    assert len(outline.around("article")) == 1
    assert ["article" in around for around in outline.around(".callout-emergency")] == [True]
    for rest in ("nav", "#contents", "#sources", "#words", "#related", "#dates"):
        assert outline.around(rest), rest
        assert not any("article" in around for around in outline.around(rest)), rest
    for part in ("#contents", "#sources", "#words", "#related"):
        assert all("main" in around for around in outline.around(part)), part
    assert outline.place(".callout-emergency") < outline.place("#contents")
    order = [outline.place(f"#{part}") for part in ("contents", "sources", "dates", "share", "words", "related")]
    assert order == sorted(order)


def test_a_guide_says_who_has_reviewed_it_and_when_its_sources_were_read(client: Client) -> None:
    for slug in ("first", "second", "late"):
        page = client.get(f"/guides/{slug}/").content.decode()
        assert "No clinician has reviewed this guide." in page
        assert '<time datetime="2025-11-20">' in page
    assert '<time datetime="2026-01-01">' in client.get("/guides/late/").content.decode()


def test_only_an_overdue_guide_says_so_at_its_top(client: Client) -> None:
    notice = "should have been read again by"
    late = client.get("/guides/late/").content.decode()
    assert late.index("<main") < late.index(notice) < late.index("<article>")
    assert notice not in client.get("/guides/first/").content.decode()


def test_a_guide_leads_on_in_the_editors_order(client: Client) -> None:
    page = client.get("/guides/first/").content.decode()
    related = page[page.index('id="related"') : page.index("</main>")]
    assert re.findall(r'href="([^"]+)"', related) == ["/guides/second/", "/guides/late/"]


def test_the_source_is_the_markdown_that_the_editor_wrote(client: Client, library: ContentFolder) -> None:
    written = (library.root / "en" / "articles" / "first.md").read_text(encoding="utf-8")
    assert client.get("/guides/first.md").content.decode() == written.split("---\n", 2)[2]


def test_a_draft_is_not_shown_anywhere(client: Client) -> None:
    gone = ("/guides/hidden/", "/guides/hidden.md", "/guides/was-hidden/", "/guides/was-hidden.md", "/guides/Hidden")
    assert {address: client.get(address).status_code for address in gone} == dict.fromkeys(gone, 404)
    feeds = ("/feed.xml", "/changes/feed.xml", "/sitemap.xml")
    shown = (*PAGES, "/search/?q=secret", "/search/?q=hidden", *feeds, "/guides/hidden/")
    for address in shown:
        page = client.get(address).content.decode()
        assert "/guides/hidden" not in page, address
        assert "The hidden guide" not in page, address
        assert "in secret" not in page, address


def test_a_tag_without_a_published_guide_is_not_offered(client: Client) -> None:
    for address in ("/guides/", "/guides/first/", "/tags/safety/", "/sitemap.xml"):
        assert "/tags/unseen/" not in client.get(address).content.decode(), address
    assert "No guide stands under this subject yet." in client.get("/tags/unseen/").content.decode()


def test_a_guide_that_becomes_a_draft_is_gone_with_its_older_slug(client: Client, library: ContentFolder) -> None:
    place = library.root / "en" / "articles" / "first.md"
    place.write_text(place.read_text(encoding="utf-8").replace("status: published", "status: draft"))
    library.sync()
    addresses = ("/guides/first/", "/guides/first.md", "/guides/older-first/", "/guides/older-first.md")
    assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_search_finds_terms_guides_and_sections_and_marks_the_word(client: Client) -> None:
    page = client.get("/search/?q=craving").content.decode()
    results = page[page.index('class="results"') : page.index("</main>")]
    assert re.findall(r'<a href="([^"]+)">', results) == [
        "/glossary/craving/",
        "/guides/first/",
        "/guides/first/#in-short",
    ]
    assert "<mark>craving</mark>" in results


def test_search_in_spanish_finds_no_english_page(client: Client) -> None:
    assert 'class="results"' not in client.get("/es/search/?q=craving").content.decode()


def test_an_odd_query_is_answered_with_a_page(client: Client) -> None:
    for query in ODD_QUERIES:
        response = client.get("/search/", QUERY_STRING=query)
        page = response.content.decode()
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, max-age=60"), query
        assert "<script>alert" not in page, query
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", page), query
        assert len(page) < 40_000, query


def test_what_was_asked_stands_in_the_page_as_it_was_written(client: Client) -> None:
    page = client.get("/search/?q=%3Cqqq%3E%22xxx%22+%26+zzz").content.decode()
    assert page.count("&lt;qqq&gt;&quot;xxx&quot; &amp; zzz") == 3  # title, field and sentence
    long = client.get("/search/?q=" + "a" * 200).content.decode()
    assert "only its beginning was looked for" in long
    assert "a" * 121 not in long


def test_a_page_costs_few_queries_however_many_guides_there_are(
    client: Client, library: ContentFolder, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        library.article(f"more-{number}", "A craving, a relapse [@label].\n")
    library.sync()
    client.get("/healthz")  # looks through the whole index once after each change
    most = {
        "/": 4,
        "/guides/": 5,
        "/guides/first/": 8,
        "/guides/first.md": 3,
        "/tags/safety/": 5,
        "/glossary/": 3,
        "/glossary/craving/": 5,
        "/search/?q=craving": 6,  # its words, once an edition; the candidates; what is shown
        "/search/?q=relapse": 5,
        "/search/": 4,
        "/about/": 2,
        "/feed.xml": 4,
        "/changes/feed.xml": 4,
        "/sitemap.xml": 7,
        "/robots.txt": 2,
        "/healthz": 3,
        "/nowhere": 5,
        "/images/dot.svg": 3,
        "/guides/older-first/": 4,
    }
    for address, queries in most.items():
        with django_assert_max_num_queries(queries, info=address):
            client.get(address)


def test_a_content_folder_of_one_article_and_one_tag_is_a_whole_site(folder: ContentFolder, db: None) -> None:
    folder.sync()
    client = Client()
    addresses = (
        "/",
        "/guides/",
        "/guides/first/",
        "/tags/safety/",
        "/glossary/",
        "/search/?q=text",
        "/feed.xml",
        "/es/",
    )
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    assert '<a href="/guides/first/">' in client.get("/").content.decode()


def test_the_hub_leads_by_need_to_every_guide_in_two_steps_and_says_who_made_it(client: Client) -> None:
    page = client.get("/").content.decode()
    head = page[page.index('<section class="hub-head"') : page.index("</section>")]
    assert "This medicine blocks opioids" in head
    assert "No clinician has reviewed it yet" in head
    assert 'href="/about/"' in head
    needs = re.findall(r'<li><a href="#([\w-]+)">[^<]+</a><p>([^<]+)</p>', page)
    assert needs == [("starting", "The first guide&nbsp;· The late guide&nbsp;· The second guide")]
    (listed,) = re.findall(r'<h3 id="starting">.*?</section>', page, re.S)
    assert re.findall(r'href="([^"]+)"', listed) == ["/guides/first/", "/guides/late/", "/guides/second/"]


def test_a_translation_that_is_behind_says_so_and_leads_to_the_english_page(
    client: Client, library: ContentFolder
) -> None:
    library.write("es/tags.yaml", "safety:\n  title: Seguridad\n  description: Segura.\n")
    spanish = library.article("first", "Un texto [@label].\n", language="es")
    spanish.write_text(spanish.read_text().replace("sources_checked: 2026-11-20", "sources_checked: 2025-11-20"))
    library.sync()
    notice = '<a href="/guides/first/" lang="en" hreflang="en">Read it in English</a>'
    assert notice not in client.get("/es/guides/first/").content.decode()
    english = library.root / "en/articles/first.md"
    english.write_text(english.read_text().replace("sources_checked: 2025-11-20", "sources_checked: 2026-11-20"))
    library.sync()
    assert notice in client.get("/es/guides/first/").content.decode()
    assert "La página en inglés se comparó" in client.get("/es/guides/first/").content.decode()
    assert "Read it in English" not in client.get("/guides/first/").content.decode()


def test_a_source_that_is_a_pdf_says_so(client: Client, library: ContentFolder) -> None:
    label = library.root / "references/label.md"
    label.write_text(re.sub(r"(?m)^url: .*$", "url: https://example.org/label.pdf", label.read_text()))
    library.sync()
    for page in ("/guides/first/", "/references/"):
        assert " (PDF)</a>" in client.get(page).content.decode()
