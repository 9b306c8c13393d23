"""Every guide of content/ rendered with its glossary, once for all tests that look at what readers see."""

from functools import cache

from articles.editing.workshop import Made, make
from articles.policy import Language
from articles.reading import folder
from articles.reading.folder import Kind
from articles.reading.shelf import Shelf, read_shelf
from tests.content.statements import ROOT


@cache
def shelf() -> Shelf:
    found, problems = read_shelf(folder.read(ROOT / "content"))
    assert problems == []
    return found


@cache
def guides() -> dict[str, Made]:
    """Slug -> the guide as it was made."""
    files = folder.read(ROOT / "content").of(Kind.ARTICLE)
    made, refused = make(files, {language: shelf().phrases(language) for language in Language}, shelf().pictures)
    assert refused == []
    return {each.source.slug: each for each in made if each.source.language is Language.EN}
