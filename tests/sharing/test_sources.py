"""The page of all sources."""

import pytest
from django.test import Client

from tests.conftest import ContentFolder


@pytest.fixture
def client(library: ContentFolder, db: None) -> Client:
    library.write("references/nobody.md", "---\ntitle: Read by nobody\norganisation: X\nkind: study\npmid: 12\n---\n")
    library.sync()
    return Client()


def test_each_source_names_the_guides_that_rest_on_it_and_leads_to_their_sources(client: Client) -> None:
    page = client.get("/references/").content.decode()
    for slug in ("first", "second", "late"):
        assert f'<a href="/guides/{slug}/#sources">The {slug} guide</a>' in page
    assert page.count('<li id="label">') == 1
    assert "The hidden guide" not in page


def test_a_source_that_no_published_guide_cites_is_not_listed(client: Client) -> None:
    assert "Read by nobody" not in client.get("/references/").content.decode()


def test_spanish_says_that_there_is_none(client: Client) -> None:
    response = client.get("/es/references/")
    assert response.status_code == 200
    assert "Ninguna guía en español cita una fuente todavía" in response.content.decode()
