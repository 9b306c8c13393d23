"""Every address that rendering writes is one that the site answers to."""

import pytest
from django.urls import resolve

from articles import addresses
from articles.policy import Language

PLAIN = (
    *(addresses.root, addresses.guides, addresses.glossary, addresses.search, addresses.about, addresses.privacy),
    *(addresses.handout, addresses.references, addresses.summary, addresses.suggestions),
    *(addresses.keep, addresses.offline, addresses.removed, addresses.manifest),
)
SLUGGED = (
    *(addresses.guide, addresses.guide_source, addresses.guide_code, addresses.guide_print_code, addresses.api_guide),
    *(addresses.tag, addresses.term),
)


def every(language: str) -> dict[str, str]:
    """An address -> its name in the table, as far as it has one of its own."""
    made = {address(language): address.__name__ for address in PLAIN}
    made |= {address(language, "a-slug"): address.__name__ for address in SLUGGED}
    return made | {addresses.feed(language): "feed", addresses.changes(language): "changes"}


@pytest.mark.parametrize("language", Language)
def test_every_address_is_in_the_table(language: str) -> None:
    views = [resolve(address).func for address in every(language)]
    assert len(views) == 23


@pytest.mark.parametrize("language", Language)
def test_each_leads_to_a_view_of_its_own_and_in_its_language(language: str) -> None:
    found = [resolve(address) for address in every(language)]
    assert len({(match.func.__module__, match.view_name, match.route) for match in found}) == 23
    other = [resolve(address) for address in every("es" if language == "en" else "en")]
    assert not {match.route for match in found} & {match.route for match in other}


def test_a_picture_has_one_address_for_all_languages() -> None:
    assert resolve(addresses.picture("a.png")).kwargs["name"] == "a.png"


def test_english_stands_at_the_root_and_spanish_under_es() -> None:
    assert [addresses.guide("en", "x"), addresses.guide("es", "x")] == ["/guides/x/", "/es/guides/x/"]
    assert [addresses.root("en"), addresses.root("es")] == ["/", "/es/"]
    assert [addresses.term("en", "x"), addresses.term("es", "x")] == ["/glossary/x/", "/es/glossary/x/"]
