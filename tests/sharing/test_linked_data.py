"""What pages tell programs in the words of schema.org: of its vocabulary, true, and unable to break out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from articles.models import data_block
from tests.conftest import ContentFolder

# type -> its properties and those of its ancestors, from schema.org's release 12.0 (CC BY-SA 3.0)
VOCABULARY: dict[str, list[str]] = json.loads(Path(__file__).with_name("schema_org.json").read_text())


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    settings.SITE_URL = "https://guides.example"
    library.article("clinicians", "For clinicians [@label].\n", title="For clinicians")
    library.sync()
    return Client()


def linked(client: Client, path: str) -> Any:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).content.decode())
    assert len(found) == 1
    return json.loads(found[0])


def of_the_vocabulary(value: Any) -> None:
    if isinstance(value, list):
        for part in value:
            of_the_vocabulary(part)
    elif isinstance(value, dict):
        names = {name for name in value if not name.startswith("@")}
        assert names <= set(VOCABULARY[value["@type"]]), value["@type"]
        for part in value.values():
            of_the_vocabulary(part)


@pytest.mark.parametrize("path", ["/", "/es/", "/guides/first/", "/clinicians/", "/glossary/", "/glossary/craving/"])
def test_every_word_is_of_the_vocabulary(client: Client, path: str) -> None:
    data = linked(client, path)
    assert data["@context"] == "https://schema.org"
    of_the_vocabulary(data)


def test_a_guide_says_what_it_is_and_what_it_rests_on(client: Client) -> None:
    data = linked(client, "/guides/first/")
    assert (data["@type"], data["url"]) == ("MedicalWebPage", "https://guides.example/guides/first/")
    assert (data["name"], data["description"]) == ("The first guide", "What the first guide says.")
    assert data["lastReviewed"] == "2025-11-20"
    assert data["citation"] == ["https://example.org/label"]
    assert data["audience"]["audienceType"] == "Patient"
    assert linked(client, "/clinicians/")["audience"]["audienceType"] == "Clinician"
    assert "reviewedBy" not in data


def test_a_word_is_a_term_of_the_set_of_all_words(client: Client, library: ContentFolder) -> None:
    library.term("tolerance", "tolerance", aliases="[getting used to it]", definition="Needing more.")
    library.sync()
    address, words = "https://guides.example/glossary/", {"name": "Words explained, A to Z"}
    assert linked(client, "/glossary/tolerance/") == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": f"{address}tolerance/",
        "url": f"{address}tolerance/",
        "name": "tolerance",
        "alternateName": ["getting used to it"],
        "description": "Needing more.",
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": address, **words},
    }
    assert "alternateName" not in linked(client, "/glossary/relapse/")
    data = linked(client, "/glossary/")
    listed = [term.pop("url") for term in data["hasDefinedTerm"]]
    assert listed == [f"{address}{slug}/" for slug in ("craving", "relapse", "tolerance")]
    assert data["hasDefinedTerm"][2] == {"@type": "DefinedTerm", "@id": f"{address}tolerance/", "name": "tolerance"}
    assert (data["@type"], data["@id"], data["name"]) == ("DefinedTermSet", address, "Words explained, A to Z")


def test_pages_that_are_no_one_thing_say_nothing(client: Client) -> None:
    for path in ("/guides/", "/search/?q=first", "/es/glossary/", "/nowhere/"):
        assert "ld+json" not in client.get(path).content.decode()


def test_no_word_of_a_guide_can_end_the_block(client: Client, library: ContentFolder) -> None:
    hostile = "</script><script>alert(1)</script> & <!--"
    assert json.loads(data_block(hostile)) == hostile
    assert not set(data_block(hostile)) & set("<>&")
    library.article("third", title='"</script><!-- & more"')
    library.sync()
    assert linked(client, "/guides/third/")["name"] == "</script><!-- & more"
