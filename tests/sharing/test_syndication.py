"""The feeds, as machines read them."""

import re
from datetime import datetime
from html import unescape
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest
from django.conf import LazySettings
from django.test import Client

from articles.editions import Edition
from articles.models import Article
from articles.sharing import syndication
from tests.conftest import ContentFolder
from tests.sharing.atom import faults

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    return Client()


def feed(client: Client, address: str = "/feed.xml") -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)


def texts(element: ElementTree.Element, path: str) -> list[str | None]:
    return [found.text for found in element.findall(path)]


def test_a_feed_names_itself_its_author_and_its_page(client: Client) -> None:
    for address, root, language in (("/feed.xml", "/", "en"), ("/es/feed.xml", "/es/", "es")):
        atom = feed(client, address)
        assert atom.tag == f"{ATOM}feed"
        assert atom.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
        assert texts(atom, f"{ATOM}id") == [f"https://guides.example{address}"]
        links = {link.attrib["rel"]: link.attrib["href"] for link in atom.findall(f"{ATOM}link")}
        assert links == {"alternate": f"https://guides.example{root}", "self": f"https://guides.example{address}"}
        assert all(texts(atom, f"{ATOM}author/{ATOM}name"))
        assert len(texts(atom, f"{ATOM}author/{ATOM}name")) == 1
        assert all(texts(atom, f"{ATOM}title"))


def test_a_feed_has_an_entry_for_each_published_guide_the_last_changed_first(
    client: Client, library: ContentFolder
) -> None:
    library.article("second", "Other text [@label].\n", title="The second guide & more")
    library.sync()
    atom = feed(client)
    entries = atom.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "The second guide & more",
        "The first guide",
        "The late guide",
    ]
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"https://guides.example/guides/{slug}/" for slug in ("second", "first", "late")
    ]
    changed = Article.objects.get(slug="second").changed_at
    assert datetime.fromisoformat(str(entries[0].findtext(f"{ATOM}updated"))) == changed
    assert datetime.fromisoformat(str(atom.findtext(f"{ATOM}updated"))) == changed


def test_a_feed_without_a_guide_has_the_date_of_the_edition_not_of_the_clock(client: Client) -> None:
    made = Edition.objects.get(number=1).made_at
    atom = feed(client, "/es/feed.xml")
    assert atom.findall(f"{ATOM}entry") == []
    assert datetime.fromisoformat(str(atom.findtext(f"{ATOM}updated"))) == made


def test_a_feed_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syndication, "FEED_ENTRIES_MAX", 2)
    assert len(feed(client).findall(f"{ATOM}entry")) == 2


@pytest.fixture
def told(client: Client, library: ContentFolder) -> Client:
    """Two guides of which editors say what changed, one of them twice on a day, and a draft."""
    changes = {
        "first": [("2026-11-20", "Kratom <counts> & more."), ("2026-11-20", "A number."), ("2026-03-01", "Begun.")],
        "second": [("2026-11-21", "A new study.")],
        "hidden": [("2026-11-22", "A draft tells nothing.")],
    }
    for slug, told in changes.items():
        place = library.root / f"en/articles/{slug}.md"
        lines = "".join(f'  - {{date: {day}, text: "{text}"}}\n' for day, text in told)
        place.write_text(place.read_text().replace("formerly:", f"changes:\n{lines}formerly:", 1))
    library.sync()
    return client


@pytest.mark.parametrize(
    "address", ["/feed.xml", "/changes/feed.xml", "/corrections/feed.xml", "/es/feed.xml", "/es/changes/feed.xml"]
)
def test_a_feed_is_what_rfc_4287_asks(told: Client, address: str) -> None:
    response = told.get(address)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not feedparser.parse(response.content)["bozo"]
    assert faults(response.content) == []
    atom = ElementTree.fromstring(response.content)
    entries = atom.findall(f"{ATOM}entry")
    assert bool(entries) == (address in ("/feed.xml", "/changes/feed.xml"))
    for element in (atom, *entries):
        for name in ("id", "title", "updated"):  # exactly one of each (4.1.1, 4.1.2)
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert str(element.findtext(f"{ATOM}id")).startswith("https://guides.example/")
        for date in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
            assert datetime.fromisoformat(str(date.text)).tzinfo  # 3.3
        links = [(link.get("rel", "alternate"), link.get("type")) for link in element.findall(f"{ATOM}link")]
        assert links.count(("alternate", None)) == 1
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)


def test_the_feed_of_changes_tells_each_sentence_of_an_editor_the_newest_first(told: Client) -> None:
    read = feedparser.parse(told.get("/changes/feed.xml").content)
    first, second = "https://guides.example/guides/first/", "https://guides.example/guides/second/"
    assert [(entry.id, entry.link, entry.title, entry.updated[:10]) for entry in read.entries] == [
        (f"{second}#changed-2026-11-21-1", f"{second}#dates", "The second guide", "2026-11-21"),
        (f"{first}#changed-2026-11-20-2", f"{first}#dates", "The first guide", "2026-11-20"),
        (f"{first}#changed-2026-11-20-1", f"{first}#dates", "The first guide", "2026-11-20"),
        (f"{first}#changed-2026-03-01-1", f"{first}#dates", "The first guide", "2026-03-01"),
    ]
    summaries = [entry.find(f"{ATOM}summary") for entry in feed(told, "/changes/feed.xml").findall(f"{ATOM}entry")]
    assert {summary.get("type") for summary in summaries if summary is not None} == {"html"}
    texts = [unescape(str(summary.text)) for summary in summaries if summary is not None]
    assert "Kratom &lt;counts&gt; &amp; more." in {summary.text for summary in summaries if summary is not None}
    assert texts == ["A new study.", "Kratom <counts> & more.", "A number.", "Begun."]
    assert read.feed.updated[:10] == "2026-11-21"


@pytest.mark.parametrize("root", ["/", "/es/"])
def test_every_page_names_both_feeds_to_a_reader_of_feeds(told: Client, root: str) -> None:
    page = told.get(root).content.decode()
    named = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', page)
    assert named == [f"{root}feed.xml", f"{root}changes/feed.xml"]


def test_a_guide_that_changed_leads_to_the_feed_of_changes_and_another_does_not(told: Client) -> None:
    link = '<a class="no-print" href="/changes/feed.xml" type="application/atom+xml">'
    assert link in told.get("/guides/first/").content.decode()
    assert link not in told.get("/guides/late/").content.decode()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("<updated>", "<updated>on "),
        ("<id>https:", "<id>"),
        ("<title>Naltrexone guides</title>", ""),
        ("<title>Naltrexone guides</title>", "<title>Naltrexone guides</title><title>Twice</title>"),
        ("<name>Naltrexone guides</name>", "<name> </name>"),
        ('rel="self"', 'rel="none such"'),
        ('rel="self"', 'rel="via"'),
        ('<summary type="html">', '<summary type="markdown">'),
        ("<entry>", "<entry><price>3</price>"),
        ("</feed>", ""),
        ("/guides/late/</id>", "/guides/first/</id>"),
    ],
)
def test_what_judges_a_feed_finds_each_fault(told: Client, was: str, now: str) -> None:
    feed = told.get("/feed.xml").content.decode()
    assert was in feed
    assert faults(feed.replace(was, now, 1).encode()) != []
