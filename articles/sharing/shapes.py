"""The shapes of the public JSON, version 1. The OpenAPI description is made from these classes, so it cannot lie.

A field is never renamed, retyped or taken away within a version; new ones may come. Every address is absolute, every
day is year-month-day, every time is UTC.
"""

from datetime import date, datetime

from msgspec import Struct


class GuideBrief(Struct, kw_only=True, frozen=True):
    """A guide as lists name it. `url` is its page, `api` the whole guide as JSON, `changed_in` an edition's number."""

    language: str
    slug: str
    title: str
    summary: str
    url: str
    api: str
    source: str
    sources_checked: date
    review_by: date
    overdue: bool
    changed_at: datetime
    changed_in: int


class Section(Struct, kw_only=True, frozen=True):
    """A heading of the guide, 2 to 6 deep, with its lasting address."""

    id: str
    level: int
    title: str
    url: str


class Change(Struct, kw_only=True, frozen=True):
    date: date
    text: str


class Correction(Struct, kw_only=True, frozen=True):
    """What a guide said wrongly, and what is right. `guide` is its slug; up to the day `until` the guide's own page
    says so too. `url` is its place on the page of corrections."""

    guide: str
    was: str
    right: str
    until: date
    date: date
    url: str


class Cited(Struct, kw_only=True, frozen=True):
    """A source of the guide: its number on the page, and the parts of it that the text names."""

    number: int
    key: str
    locators: str


class Guide(GuideBrief, kw_only=True, frozen=True):
    """A whole guide. `html` has passed the same guard as the page; `terms` are slugs of the glossary; `corrections` are
    those that the page itself still shows. `edition` is the one that last changed the guide, not the present one, so
    that an answer changes only with its guide."""

    edition: int
    need: str
    tags: tuple[str, ...]
    minutes: int
    markdown: str
    html: str
    sections: tuple[Section, ...]
    changes: tuple[Change, ...]
    corrections: tuple[Correction, ...]
    terms: tuple[str, ...]
    references: tuple[Cited, ...]


class Term(Struct, kw_only=True, frozen=True):
    """A word of the glossary; `guides` are the slugs of those that use it."""

    language: str
    slug: str
    name: str
    aliases: tuple[str, ...]
    definition: str
    url: str
    see_also: tuple[str, ...]
    guides: tuple[str, ...]


class Reference(Struct, kw_only=True, frozen=True):
    """A source; `cited_in` are the slugs of the guides that rest on it."""

    key: str
    title: str
    publisher: str
    year: int | None
    kind: str
    link: str
    doi: str
    pmid: str
    cited_in: tuple[str, ...]


class Guides(Struct, kw_only=True, frozen=True):
    edition: int
    guides: tuple[GuideBrief, ...]


class Terms(Struct, kw_only=True, frozen=True):
    edition: int
    terms: tuple[Term, ...]


class Corrections(Struct, kw_only=True, frozen=True):
    edition: int
    corrections: tuple[Correction, ...]


class References(Struct, kw_only=True, frozen=True):
    edition: int
    references: tuple[Reference, ...]


class Refusal(Struct, kw_only=True, frozen=True):
    error: str
