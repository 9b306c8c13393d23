"""What the index is given of a guide loses nothing on its way, and is held small until it is written."""

import sys
from dataclasses import fields, is_dataclass, replace

import pytest

from articles.editing.workshop import Made, as_it_is, make_into
from articles.finding import passages
from articles.policy import Language
from articles.publishing.sheets import Sheet
from articles.reading import folder
from articles.reading.folder import Kind
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def made() -> list[Made]:
    guides = folder.read(ROOT / "content").of(Kind.ARTICLE)[:8]
    return make_into(as_it_is, guides, dict.fromkeys(Language, ()), {})[0]


def test_all_comes_back_as_it_was_made(made: list[Made]) -> None:
    assert len(made) == 8
    for guide in made:
        sheet = Sheet.of(guide)
        assert sheet.page() == replace(guide.page, warnings=())
        assert replace(sheet.source, body=sheet.body()) == guide.source
        assert sheet.findable() == passages.of_guide(guide.source, guide.page)
        assert (sheet.terms, sheet.marks, sheet.outline) == (guide.page.terms, guide.page.marks, guide.outline)


def test_it_is_held_in_half_the_memory(made: list[Made]) -> None:
    for guide in made:
        whole = size((guide.source, guide.page, passages.of_guide(guide.source, guide.page), guide.outline))
        assert size(Sheet.of(guide)) < whole / 2


def size(thing: object, counted: set[int] | None = None) -> int:
    """In bytes, each object once."""
    counted = set() if counted is None else counted
    if id(thing) in counted:
        return 0
    counted.add(id(thing))
    parts: list[object] = []
    if isinstance(thing, dict):
        parts = [*thing, *thing.values()]
    elif isinstance(thing, tuple | list | set | frozenset):
        parts = [*thing]
    elif is_dataclass(thing):
        parts = [getattr(thing, each.name) for each in fields(thing)]
    return sys.getsizeof(thing) + sum(size(part, counted) for part in parts)
