"""The sheets of an earlier edition from its kept pages, so that `rollback` renders nothing again.

Where no page is kept, or one of another engine, with other copies of pictures, or one that cannot be read, the text is
rendered as always.
"""

from collections.abc import Mapping, Sequence

from articles import rendering, source
from articles.editing.outline import Outline
from articles.editing.workshop import Made
from articles.editions import Edition
from articles.publishing import pages, texts
from articles.publishing.sheets import Sheet
from articles.reading.folder import File
from articles.reading.pictures import Pictures
from articles.rendering import Page


def of(edition: int | None, due: Sequence[File], pictures: Pictures) -> tuple[list[Sheet], list[File]]:
    """Of the guides that are due: those that the edition has kept; and those still to be made."""
    if edition is None or Edition.objects.get(number=edition).engine != rendering.ENGINE:
        return [], list(due)
    kept = texts.pages_of(edition)
    found = {file.path: _sheet(file, kept, pictures) for file in due}
    return [sheet for sheet in found.values() if sheet], [file for file in due if not found[file.path]]


def _sheet(file: File, kept: Mapping[str, bytes], pictures: Pictures) -> Sheet | None:
    try:
        page = pages.restored(kept[file.path])
        article = source.read_article(file.path, file.raw)
    except (KeyError, TypeError, ValueError, source.ArticleRefused):
        return None
    if not _shows(page, pictures):
        return None
    return Sheet.of(Made(article, page, Outline.of(article, page), file.digest))


def _shows(page: Page, pictures: Pictures) -> bool:
    """Whether its pictures are those that the index has now."""
    html = page.lead + page.body + page.onward
    shown = (pictures.get(link.path) for link in page.links)
    return all(picture is None or picture.plain in html for picture in shown)
