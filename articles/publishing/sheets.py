"""What the index is given of one guide, made beside its rendering on every core. Knows no index.

There may be ten thousand before the first is written, so what is long in them is packed until then: a guide's passages
with their words alone take 60 KB as objects, and 8 KB so.
"""

from dataclasses import dataclass, replace
from typing import Self

from articles.dialect.draft import Mark
from articles.editing.outline import Outline
from articles.editing.workshop import Made
from articles.finding import passages
from articles.finding.passages import Findable
from articles.publishing import packing, pages
from articles.publishing.pages import KeptPage
from articles.rendering import Page
from articles.source import ArticleSource


@dataclass(frozen=True, slots=True)
class Sheet:
    """`source` is without its body."""

    source: ArticleSource
    outline: Outline
    digest: str
    terms: tuple[str, ...]
    marks: tuple[Mark, ...]
    kept: KeptPage
    packed_body: bytes
    packed_findable: bytes

    @classmethod
    def of(cls, made: Made) -> Self:
        return cls(
            source=replace(made.source, body=""),
            outline=made.outline,
            digest=made.digest,
            terms=made.page.terms,
            marks=made.page.marks,
            kept=pages.keep(made.page),
            packed_body=packing.pack(made.source.body),
            packed_findable=packing.pack(passages.of_guide(made.source, made.page).stored()),
        )

    def body(self) -> str:
        return str(packing.unpacked(self.packed_body))

    def page(self) -> Page:
        return self.kept.page()

    def findable(self) -> Findable:
        return Findable.restored(packing.unpacked(self.packed_findable))
