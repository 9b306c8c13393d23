"""Nothing stands idle and nothing hurts: each term is used, each source is cited and can be found, no word is cruel."""

import re
from pathlib import Path

import pytest

from articles.editing.advice import AVOIDED, QUOTED
from articles.policy import Language
from articles.source import ReferenceSource
from tests.content.pages import guides, shelf
from tests.content.statements import CITATION, LINK, ROOT

CONTENT = ROOT / "content"
TEXTS = sorted(path.relative_to(CONTENT).as_posix() for path in (CONTENT / "en").rglob("*.*"))
KEY = re.compile(r"\[@([a-z0-9-]+)")
DOI = re.compile(r"10\.\d{4,9}/\S+")
PMID = re.compile(r"\d{1,8}")
ADDRESS = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?")
TERMS_MIN, REFERENCES_MIN = 80, 45


def test_there_are_terms_and_sources_enough() -> None:
    assert len(shelf().terms_in(Language.EN)) >= TERMS_MIN
    assert len(shelf().references) >= REFERENCES_MIN


def test_every_term_is_used_by_a_guide() -> None:
    used = {term for guide in guides().values() for term in guide.page.terms}
    assert {term.slug for term in shelf().terms_in(Language.EN)} - used == set()


def test_every_source_is_cited() -> None:
    cited = {key for guide in guides().values() for key in KEY.findall(guide.source.body)}
    assert {reference.key for reference in shelf().references} - cited == set()


def test_every_source_can_be_looked_up() -> None:
    assert [reference.key for reference in shelf().references if not _found_by(reference)] == []


def _found_by(reference: ReferenceSource) -> bool:
    """Whether it has a DOI, a PubMed id or an address, and each that it has is well formed."""
    forms = ((DOI, reference.doi), (PMID, reference.pmid), (ADDRESS, reference.url))
    given = [(form, value) for form, value in forms if value]
    return bool(given) and all(form.fullmatch(value) for form, value in given)


@pytest.mark.parametrize("path", TEXTS)
def test_no_word_of_the_avoid_list_is_our_own(path: str) -> None:
    text = Path(CONTENT / path).read_text(encoding="utf-8")
    ours = QUOTED.sub("", LINK.sub(r"\1", CITATION.sub("", text)))
    assert AVOIDED.findall(ours) == []
