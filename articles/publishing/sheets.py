"""What the index is given of one guide, made beside its rendering on every core. Knows no index."""

from dataclasses import dataclass, replace
from typing import Self

from articles.editing.outline import Outline
from articles.editing.workshop import Made
from articles.finding import passages
from articles.finding.passages import Findable
from articles.publishing import pages
from articles.publishing.pages import KeptPage
from articles.rendering import Page
from articles.source import ArticleSource


@dataclass(frozen=True, slots=True)
class Sheet:
    """`page` is without what is in `text`, `findable` and `outline`: half the way from one process to the other."""

    source: ArticleSource
    page: Page
    text: str
    findable: Findable
    outline: Outline
    digest: str
    kept: KeptPage

    @classmethod
    def of(cls, made: Made) -> Self:
        page = replace(made.page, sections=(), prose=(), links=())
        findable = passages.of_guide(made.source, made.page)
        return cls(made.source, page, made.page.text, findable, made.outline, made.digest, pages.keep(made.page))
