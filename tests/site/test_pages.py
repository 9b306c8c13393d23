"""One address for each page, and the page that says so where something is not there, or not in order."""

import re
from itertools import product

import pytest
from django.conf import LazySettings
from django.db import connection
from django.template import engines
from django.test import Client, RequestFactory

from articles.editions import Edition
from naltrexone_site import pages
from tests.conftest import ContentFolder

NUMBERS = ("tel:911", "tel:988", "tel:+18002221222", "tel:+18006624357")


WRITTEN = {
    "/index.html": "/",
    "/en": "/",
    "/en/": "/",
    "/EN/": "/",
    "/es": "/es/",
    "/ES/": "/es/",
    "/es/index.html": "/es/",
    "/es/GUIDES": "/es/guides/",
    "/guides": "/guides/",
    "/en/guides/": "/guides/",
    "/Guides/": "/guides/",
    "/guides/index.html": "/guides/",
    "/guides/first": "/guides/first/",
    "/guides/FIRST/": "/guides/first/",
    "/guides//first/": "/guides/first/",
    "/guides/first/index.html": "/guides/first/",
    "/en/guides/first/": "/guides/first/",
    "/guides/first.MD": "/guides/first.md",
    "/guides/first.md/": "/guides/first.md",
    "/guides/older-first/": "/guides/first/",
    "/guides/older-first": "/guides/first/",
    "/Guides/Older-First": "/guides/first/",
    "/guides/older-first.md": "/guides/first.md",
    "/tags/safety": "/tags/safety/",
    "/tags/Safety/": "/tags/safety/",
    "/glossary": "/glossary/",
    "/glossary/Craving": "/glossary/craving/",
    "/search": "/search/",
    "/search?q=craving&page=2": "/search/?q=craving&page=2",
    "/Search/?q=Craving": "/search/?q=Craving",
    "/About": "/about/",
    "/privacy": "/privacy/",
    "/es/privacy": "/es/privacy/",
    "/sitemap.xml/": "/sitemap.xml",
    "/Robots.txt": "/robots.txt",
    "/feed.xml/": "/feed.xml",
    "/healthz/": "/healthz",
    "/images/DOT.svg": "/images/dot.svg",
}
NOWHERE = (
    "/nowhere", "/NOWHERE/", "/guides/nowhere", "/guides/NOWHERE/", "/guides/nowhere.md", "/en/nowhere",
    "/es/guides/first/", "/es/guides/first.md", "/tags/nowhere/", "/tags/Nowhere", "/glossary/nowhere/",
    "/es/glossary/craving/", "/images/nowhere.png", "/images/", "/static/", "/static/../settings.py",
    "/evil.example/", "/guides/../about/", "/%2e%2e/about/", "/..", "/.",
    "/guides/%00/", "/guides/first%00/", "/images/%00.png", "/%00", "/guides/first%0a/", "/guides/%0a",
    "/%ff", "/%ed%a0%80/", "/%", "/%zz", "/%c3%adas/", "/" + "a" * 60_000, "/a" * 20_000,
    "/admin/", "/.git/config", "/.secret-key", "/index.sqlite3", "/guides/first/first/", "/guides/first.html",
)  # fmt: skip


@pytest.fixture
def client(library: ContentFolder, db: None) -> Client:
    library.sync()
    return Client(raise_request_exception=False)


def test_any_other_way_to_write_it_leads_to_the_one_address_in_one_step(client: Client) -> None:
    responses = {written: client.get(written) for written in WRITTEN}
    assert {written: response.headers.get("Location") for written, response in responses.items()} == WRITTEN
    assert {response.status_code for response in responses.values()} == {301}
    assert {client.get(canonical).status_code for canonical in WRITTEN.values()} == {200}


def test_two_slashes_are_one_and_never_another_host(client: Client) -> None:
    found = {
        path: client.get("/", PATH_INFO=path) for path in ("//", "///guides//", "//evil.example/", "//evil.example")
    }
    assert {path: (response.status_code, response.headers.get("Location")) for path, response in found.items()} == {
        "//": (301, "/"),
        "///guides//": (301, "/guides/"),
        "//evil.example/": (404, None),
        "//evil.example": (404, None),
    }


def test_what_is_not_there_is_404_in_a_page_that_helps(client: Client) -> None:
    for address in NOWHERE:
        response = client.get(address)
        page = response.content.decode()
        assert (response.status_code, page.count("<h1")) == (404, 1), address
        assert all(f'href="{number}"' in page for number in NUMBERS), address
        assert '<form class="hub-search"' in page, address
        assert "canonical" not in page, address


def test_a_404_names_the_same_guide_in_the_other_language(client: Client) -> None:
    assert '<a href="/guides/first/" lang="en" hreflang="en">' in client.get("/es/guides/first/").content.decode()
    assert "/guides/hidden/" not in client.get("/es/guides/hidden/").content.decode()


def test_where_a_language_has_no_guides_what_is_not_there_leads_to_those_in_english(
    client: Client, library: ContentFolder
) -> None:
    for file in (library.root / "es/articles").glob("*.md"):
        file.unlink()
    library.sync()
    for address in ("/es/nowhere/", "/es/search/?q=zzxqj", "/es/guides/", "/es/"):
        assert '<a href="/guides/" lang="en" hreflang="en">' in client.get(address).content.decode(), address


def test_another_host_is_refused_in_a_page_that_stands_alone(client: Client) -> None:
    wrong = ("evil.example", "testserver.evil.example", "test server", "", "testserver:9x", "@", "[::1")
    for host, address in product(wrong, ("/", "/nowhere", "/guides", "/feed.xml")):
        response = client.get(address, headers={"host": host})
        assert response.status_code == 400
        assert all(f'href="{number}"' in response.content.decode() for number in NUMBERS)


def test_healthz_answers_whatever_name_it_is_asked_by(client: Client) -> None:
    response = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.content) == (200, b"ok 1\n")


def test_healthz_names_the_edition_that_is_served(client: Client, library: ContentFolder) -> None:
    library.article("second", "Other text [@label].\n")
    library.sync()
    assert client.get("/healthz").content == b"ok 2\n"


def test_without_an_edition_each_address_is_503_with_the_numbers(client: Client, library: ContentFolder) -> None:
    Edition.objects.all().delete()
    for address in ("/", "/es/", "/guides/first/", "/nowhere", "/feed.xml", "/robots.txt", "/guides"):
        response = client.get(address)
        page = response.content.decode()
        assert (response.status_code, response.headers["Retry-After"], response.headers["Cache-Control"]) == (
            503,
            "60",
            "no-store",
        )
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert all(f'href="{number}"' in page for number in NUMBERS)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.content == b"no edition can be served; run: python manage.py sync_content\n"
    library.article("second", "Other text [@label].\n")
    library.sync()
    assert client.get("/").status_code == 200


def test_an_index_that_fails_while_a_page_is_made_is_503_not_500(client: Client, db: None) -> None:
    with connection.cursor() as cursor:  # inside the test's transaction, which is rolled back
        cursor.execute("ALTER TABLE articles_article RENAME TO articles_gone")
    found = {
        address: client.get(address).status_code for address in ("/guides/first/", "/nowhere", "/guides", "/healthz")
    }
    assert found == {"/guides/first/": 503, "/nowhere": 503, "/guides": 503, "/healthz": 503}


def test_a_page_that_fails_says_so_alone(client: Client, settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.site.failing"
    response = client.get("/fails/?q=secret")
    page = response.content.decode()
    assert (response.status_code, response.headers["Cache-Control"]) == (500, "no-store")
    assert page.count("<h1") == 1
    assert all(f'href="{number}"' in page for number in NUMBERS)
    assert not re.search("secret|fails|Traceback|RuntimeError", page)


def test_the_page_of_a_failure_needs_no_index() -> None:  # no `db`: a query would be refused
    request = RequestFactory().get("/es/")
    for response in (pages.server_error(request), pages.unavailable(request), pages.bad_request(request, ValueError())):
        assert all(f'href="{number}"' in response.content.decode() for number in NUMBERS)


def test_the_page_of_a_failure_needs_no_templates_and_no_static_files(settings: LazySettings) -> None:
    request = RequestFactory().get("/")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": []}]
    without_templates = pages.server_error(request)
    assert without_templates.status_code == 500
    assert all(f'href="{number}"' in without_templates.content.decode() for number in NUMBERS)
    assert not engines["django"].template_dirs


def test_the_operator_is_told_where_it_failed_and_nothing_of_the_reader(
    client: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ROOT_URLCONF = "tests.site.failing"
    client.get("/fails/?q=secret", headers={"user-agent": "secret"})
    said = [record.getMessage() for record in caplog.records if record.name == "naltrexone_site"]
    assert [re.sub(r"\S*/tests", "tests", words) for words in said] == [
        "A page failed: RuntimeError in tests/site/failing.py, line 14"
    ]


def test_the_language_stands_in_the_page_and_in_the_header(client: Client) -> None:
    for address in ("/", "/es/", "/guides/first/", "/es/nowhere"):
        language = "es" if address.startswith("/es") else "en"
        response = client.get(address)
        assert f'<html lang="{language}">' in response.content.decode()
        assert response.headers["Content-Language"] == language


def test_the_pages_that_stand_alone_speak_the_language_of_their_address(client: Client) -> None:
    factory = RequestFactory()
    for address, language, home in (("/guides/", "en", "/"), ("/es/guides/", "es", "/es/")):
        request = factory.get(address)
        for response in (
            pages.server_error(request),
            pages.unavailable(request),
            pages.bad_request(request, ValueError()),
            client.post(address),
        ):
            page = response.content.decode()
            assert f'<html lang="{language}">' in page
            assert ("Ir a la primera página" in page) == (language == "es")
            assert f'<a href="{home}">' in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["articles_word", "glossary_term"])
def test_healthz_is_not_fooled_by_a_table_that_is_gone(library: ContentFolder, table: str) -> None:
    library.sync()
    assert Client().get("/healthz").status_code == 200
    with connection.schema_editor() as editor:
        editor.execute(f'ALTER TABLE "{table}" RENAME TO "gone"')
    try:
        assert Client().get("/healthz").status_code == 503
    finally:
        with connection.schema_editor() as editor:
            editor.execute(f'ALTER TABLE "gone" RENAME TO "{table}"')
