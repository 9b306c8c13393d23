"""The team's page of parts: in preview mode alone, and with every part in it."""

import pytest
from django.conf import LazySettings
from django.test import Client

from articles.policy import CalloutKind
from tests.conftest import ContentFolder

PARTS = [
    *(f'class="callout callout-{kind}"' for kind in CalloutKind),
    *('class="in-short"', 'class="table table-stacked"', 'class="table table-wide"', 'class="cite"', 'class="term"'),
    *('class="figure figure-icon-array"', 'class="figure figure-timeline"', 'class="figure figure-facts"'),
    'class="text related"',  # what to read next, the only pager there is
    *("<button", 'class="notice"', 'class="numbers"', 'class="needs"', 'class="guide-links"', 'data-term="'),
]


@pytest.fixture
def client(folder: ContentFolder, db: None) -> Client:
    folder.sync()
    return Client()


def test_it_is_not_there_for_readers(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404
    assert "/styleguide/" not in client.get("/sitemap.xml").content.decode()


def test_in_preview_mode_it_shows_every_part(client: Client, settings: LazySettings) -> None:
    settings.DEBUG = True
    page = client.get("/styleguide/").content.decode()
    assert [part for part in PARTS if part not in page] == []
