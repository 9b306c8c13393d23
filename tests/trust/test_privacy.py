"""What `/privacy/` promises is what the site does."""

import pytest
from django.test import Client

from tests.conftest import ContentFolder

pytestmark = pytest.mark.django_db


def test_privacy_says_what_is_not_written_down_in_both_languages(library: ContentFolder) -> None:
    library.sync()
    english, spanish = (Client().get(address).content.decode() for address in ("/privacy/", "/es/privacy/"))
    for word in ("no cookies", "internet address", "words you search for", "Global Privacy Control"):
        assert word in english
    for word in ("dirección de internet", "nada que detener"):
        assert word in spanish


def test_who_asks_for_privacy_gets_the_same_as_everybody(library: ContentFolder) -> None:
    library.sync()
    plain = Client().get("/guides/first/")
    asked = Client().get("/guides/first/", headers={"sec-gpc": "1", "dnt": "1"})
    assert (asked.content, asked.headers["ETag"]) == (plain.content, plain.headers["ETag"])
    assert "Vary" not in plain.headers or "GPC" not in plain.headers["Vary"]
