"""Each attack through every field of every file, and through every part of an address: a page holds it as letters or
not at all, for a real HTML5 parser and for a real Chromium that no policy holds back."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import Browser, Dialog

from articles.models import Article, Correction, Tag, Topic
from articles.problems import Severity
from glossary.models import Term
from tests.conftest import ContentFolder, Server
from tests.trust.active import active, mutated, page
from tests.trust.conftest import Attacked
from tests.trust.vectors import SENT

ASKED = (
    "/search/?q={}",
    "/es/search/?q={}",
    "/handout/?guide={}",
    "/handout/?guide=first&section={}",
    "/infobutton/?mainSearchCriteria.v.dn={}",
    "/infobutton/?knowledgeResponseType=text/html&mainSearchCriteria.v.ot={}",
    "/{}",
    "/guides/{}/",
    "/glossary/{}/",
    "/guides/first/?{}",
)
LISTS = ("/", "/guides/", "/glossary/", "/references/", "/evidence/", "/handout/", "/corrections/", "/es/")


@pytest.fixture
def shown(attacked: Attacked, settings: LazySettings, db: None) -> Attacked:
    settings.SITE_URL = "https://guides.example"
    attacked.folder.sync()
    return attacked


def made_pages() -> list[str]:
    rows = [*Article.objects.published(), *Term.objects.all(), *Tag.objects.all()]
    return [*LISTS, *(row.get_absolute_url() for row in rows)]


def test_a_field_holds_an_attack_as_letters_or_is_refused_with_its_line(shown: Attacked) -> None:
    assert all(problem.line > 0 and problem.severity is Severity.ERROR for problem in shown.refused)
    assert Topic.objects.count() > len(SENT) / 2
    assert Correction.objects.filter(noticed=True).count() > len(SENT) / 2
    assert Article.objects.get(slug="citing").citations.count() > len(SENT) / 2
    assert len(Article.objects.get(slug="headings").headings) > len(SENT) / 2
    client = Client()
    addresses = made_pages()
    assert len(addresses) > 2 * len(SENT)
    for address in addresses:
        response = client.get(address)
        if response.status_code != 301:  # a reserved slug
            tree = page(response.content.decode())
            assert (response.status_code, active(tree), mutated(tree)) == (200, [], False), address


def test_an_address_holds_an_attack_as_letters(shown: Attacked) -> None:
    client = Client(raise_request_exception=False)
    for number, vector in enumerate(SENT):
        for address in (ASKED[0], ASKED[1 + number % (len(ASKED) - 1)]):
            response = client.get(address.format(quote(vector, safe="")))
            assert response.status_code < 500, address
            assert not any("\n" in value or "\r" in value for value in response.headers.values())
            if "html" in response.headers["Content-Type"]:
                assert active(page(response.content.decode())) == [], (address, vector)


@pytest.mark.django_db
def test_what_is_looked_for_and_what_is_found_are_shown_as_letters(folder: ContentFolder) -> None:
    attack, letters = "<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"
    folder.article("first", f"## A `{attack}` {{#a}}\n\nA craving `{attack}` [@label].\n", title=f"Craving {attack}")
    folder.term("craving", f"craving {attack}")
    folder.sync()
    for query in (
        "craving",
        '"></title><zzqq onclick=zzqq>',
        'cravng "><zzqq onclick=zzqq>',
        "craving <zzqq onclick=zzqq>",
    ):
        shown = Client().get("/search/", {"q": query}).content.decode()
        assert (query, active(page(shown))) == (query, [])
    found = Client().get("/search/?q=craving").content.decode()
    assert found.count(letters) == 4  # the name of the word, the title, the heading, and the text around its mark
    assert "<mark>craving</mark>" in found


def test_what_machines_read_is_never_taken_for_a_page(shown: Attacked) -> None:
    for address in (
        "/feed.xml",
        "/corrections/feed.xml",
        "/sitemap.xml",
        "/api/v1/guides/",
        "/llms.txt",
        "/guides/first.md",
    ):
        response = Client().get(address)
        kind = response.headers["Content-Type"].partition(";")[0]
        assert kind in (
            "application/atom+xml", "application/xml", "application/json", "text/plain", "text/markdown",
        )  # fmt: skip
        if "xml" in kind:
            ElementTree.fromstring(response.content)


SCAN = """() => [...document.querySelectorAll('*')].flatMap(element => {
    const found = [];
    const tag = element.localName;
    if (/^(style|iframe|frame|object|embed|base|math|foreignobject|animate|set|portal)$/.test(tag))
        found.push(tag);
    if (tag === 'script' && !/json/.test(element.type) && !/^[/]static[/]/.test(element.getAttribute('src') || ''))
        found.push(tag);
    for (const {name, value} of element.attributes) {
        if (/^on|^style$|^srcdoc$/.test(name)) found.push(`${tag} ${name}`);
        if (/^(href|src|action|formaction|xlink:href)$/.test(name) && value &&
            !/^(https:[/][/](?![/\\\\])|http:[/][/]127[.]0[.]0[.]1:|tel:|sms:|mailto:|[/](?![/\\\\])|#|[?])/.test(value))
            found.push(`${tag} ${name}=${value}`);
    }
    return found;
})"""


def test_chromium_finds_nothing_to_run(
    attacked: Attacked, start_server: Callable[..., Server], browser: Browser, tmp_path: Path
) -> None:
    """With the policy switched off, so that it is the page itself that holds."""
    index = tmp_path / "index.sqlite3"
    server = start_server(DATABASE_URL=f"sqlite:///{index}", CONTENT_DIR=str(attacked.folder.root))
    context = browser.new_context(bypass_csp=True)
    opened = context.new_page()
    heard: list[str] = []

    def hear(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", hear)
    opened.on("request", lambda asked: heard.extend([asked.url] * (not asked.url.startswith(server.url))))
    kept = sorted(path.stem for path in (attacked.folder.root / "en/articles").glob("*.md"))
    addresses = [f"/guides/{slug}/" for slug in kept if slug.startswith("text-")]
    addresses += [f"/guides/{slug}/" for slug in kept if slug.startswith("key-")][::6]
    addresses += [f"/search/?q={quote(vector, safe='')}" for vector in SENT[::5]]
    addresses += [f"/guides/first/#{quote(vector, safe='')}" for vector in SENT[1::5]]
    addresses += ["/", "/guides/", "/glossary/", "/references/", "/corrections/", "/guides/first/", "/guides/citing/"]
    addresses.append("/guides/headings/")
    for address in addresses:
        opened.goto(f"{server.url}{address}", wait_until="load")
        assert opened.evaluate(SCAN) == [], address
    opened.evaluate("setTimeout(() => alert('heard'))")
    opened.wait_for_timeout(50)
    assert heard == ["heard"], json.dumps(heard)
    context.close()
    server.stop()
