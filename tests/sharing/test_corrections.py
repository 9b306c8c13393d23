"""A wrong statement is recalled: on a page of its own, in a feed, and for a set time on the guide that was wrong."""

from datetime import date, timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client

from articles import addresses
from articles.editions import Edition
from articles.models import Correction
from articles.publishing.sync import restore
from tests.conftest import TODAY, ContentFolder

ATOM = "{http://www.w3.org/2005/Atom}"
UNTIL = TODAY + timedelta(days=30)
WAS, RIGHT = "Wait <b>3</b> days.", "Wait at least 7 days & ask."
WAS_SHOWN, RIGHT_SHOWN = "Wait &lt;b&gt;3&lt;/b&gt; days.", "Wait at least 7 days &amp; ask."
ENTRY = "  - {{date: {day}, guide: {guide}, was: '{was}', right: '{right}', until: {until}}}\n"


def written(*guides: str, day: date = TODAY, until: date = UNTIL) -> str:
    entries = [ENTRY.format(day=day, guide=guide, was=WAS, right=RIGHT, until=until) for guide in guides]
    return "corrections:\n" + "".join(entries)


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.sync()
    return Client()


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def feed(client: Client) -> ElementTree.Element:
    return ElementTree.fromstring(client.get("/corrections/feed.xml").content)


def test_a_site_without_a_correction_says_so_and_promises_nothing_by_it(client: Client) -> None:
    assert "None so far. That does not mean that all is right" in page(client, "/corrections/")
    assert "Ninguna hasta ahora" in page(client, "/es/corrections/")
    assert 'href="/corrections/"' in page(client, "/about/")
    assert feed(client).findall(f"{ATOM}entry") == []
    assert feed(client).findtext(f"{ATOM}updated") == Edition.objects.get().made_at.isoformat()


def test_a_correction_stands_on_the_page_in_the_feed_and_leads_to_its_guide(
    client: Client, library: ContentFolder
) -> None:
    library.write("en/corrections.yaml", written("first", day=TODAY - timedelta(days=9)) + written("second")[13:])
    assert library.sync().edition == 2
    shown = page(client, "/corrections/")
    assert "None so far" not in shown
    assert shown.index('href="/guides/second/"') < shown.index('href="/guides/first/"')
    assert shown.count(WAS_SHOWN) == shown.count(RIGHT_SHOWN) == 2
    assert f'<section id="second-{TODAY}">' in shown
    atom = feed(client)
    newest, oldest = atom.findall(f"{ATOM}entry")
    assert newest.findtext(f"{ATOM}id") == f"https://guides.example/corrections/#second-{TODAY}"
    assert unescape(str(newest.findtext(f"{ATOM}summary"))) == f"Right is: “{RIGHT}” We had said: “{WAS}”"
    assert oldest.findtext(f"{ATOM}title") == "The first guide"
    assert atom.findtext(f"{ATOM}updated") == f"{TODAY}T00:00:00+00:00"
    assert "Ninguna hasta ahora" in page(client, "/es/corrections/")


def test_a_guide_says_so_itself_below_its_emergency_and_above_its_text(client: Client, library: ContentFolder) -> None:
    before = page(client, "/guides/first/")
    assert "Corrected on" not in before
    library.write("en/corrections.yaml", written("first"))
    library.sync()
    shown = page(client, "/guides/first/")
    emergency, notice = shown.index("callout-emergency"), shown.index("Corrected on")
    assert emergency < shown.index("</aside>") < notice < shown.index('class="in-short"') < shown.index('id="before"')
    assert shown.index(RIGHT_SHOWN) < shown.index(WAS_SHOWN)
    assert f'href="/corrections/#first-{TODAY}"' in shown
    assert "Corrected on" not in page(client, "/guides/second/")


def test_paper_made_of_the_guide_says_so_too(client: Client, library: ContentFolder) -> None:
    library.article("starting-safely", "## Steps {#steps}\n\nA step [@label].\n\n## Checks {#checks}\n\nA check.\n")
    library.article("medical-alert-card", "## The card {#card}\n\n| Line | Words |\n|---|---|\n| A | B [@label]. |\n")
    library.write("en/corrections.yaml", written("first", "starting-safely", "medical-alert-card"))
    library.sync()
    for address in ("/handout/?guide=second&guide=first", "/handout/checklist/", "/handout/card/"):
        shown = page(client, address)
        assert shown.count(RIGHT_SHOWN) == shown.count(WAS_SHOWN) == 1, address
    assert "Corrected on" not in page(client, "/handout/?guide=second")


def test_the_notice_goes_with_the_sync_after_its_last_day_and_the_correction_stays(
    client: Client, library: ContentFolder
) -> None:
    library.write("en/corrections.yaml", written("second"))
    assert library.sync().edition == 2
    assert library.sync(UNTIL).edition == 2
    assert "Corrected on" in page(client, "/guides/second/")
    gone = library.sync(UNTIL + timedelta(days=1))
    assert (gone.edition, library.sync(UNTIL + timedelta(days=1)).edition) == (3, 3)
    assert "Corrected on" not in page(client, "/guides/second/")
    assert RIGHT_SHOWN in page(client, "/corrections/")
    assert len(feed(client).findall(f"{ATOM}entry")) == 1


def test_a_correction_of_a_guide_that_cannot_be_read_any_more_is_still_told(
    client: Client, library: ContentFolder
) -> None:
    library.write("en/corrections.yaml", written("hidden"))
    library.sync()
    shown = page(client, "/corrections/")
    assert "<h2>hidden</h2>" in shown
    assert "/guides/hidden/" not in shown


def test_a_refused_file_changes_nothing_and_a_removed_one_takes_all_away(
    client: Client, library: ContentFolder
) -> None:
    library.write("en/corrections.yaml", written("first"))
    library.sync()
    library.remove("en/corrections.yaml")
    library.sync()
    assert not Correction.objects.exists()
    assert restore(2, today=TODAY).edition == 4
    assert Correction.objects.get().right == RIGHT


def test_the_page_is_in_the_map_which_the_kept_copy_and_the_export_follow(client: Client) -> None:
    assert "<loc>https://guides.example/corrections/</loc>" in page(client, "/sitemap.xml")
    assert {addresses.corrections, addresses.corrections_feed} <= set(addresses.PAGES)
