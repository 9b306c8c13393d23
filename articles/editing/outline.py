"""What the rest of the folder needs to know of a guide: its ids, links and citations, each with its place.

Kept in the index beside the guide, so that an unchanged file need not be read again to learn that a link into it broke.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import NotRequired, Self, TypedDict

from articles.dialect.draft import Draft
from articles.policy import Language, Status
from articles.problems import Place
from articles.rendering import Page
from articles.source import BODY, ArticleSource

CITATIONS, SECTIONS = "citations", "sections"


class Stored(TypedDict):
    """The outline as JSON."""

    path: str
    language: str
    slug: str
    title: str
    status: str
    need: str
    tags: list[str]
    formerly: list[str]
    glossary_skip: list[str]
    ids: list[str]
    links: list[list[str | int]]
    cited: list[list[str | int]]
    bare: NotRequired[list[list[str | int]]]
    lines: dict[str, int]
    columns: NotRequired[dict[str, int]]
    publish_on: NotRequired[str]
    instead: NotRequired[str]
    note: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Outgoing:
    path: str
    fragment: str
    written: str
    place: Place


@dataclass(frozen=True, slots=True)
class Outline:
    """`unread` is empty but for a refused guide: what of it is not known, by key, or CITATIONS, SECTIONS.

    `bare` are words after an @ that stands without brackets.
    """

    path: str
    language: Language
    slug: str
    title: str
    status: Status
    need: str
    tags: tuple[str, ...]
    formerly: tuple[str, ...]
    glossary_skip: tuple[str, ...]
    ids: frozenset[str]
    links: tuple[Outgoing, ...]
    cited: tuple[tuple[str, Place], ...]
    places: dict[str, Place]
    unread: frozenset[str] = frozenset()
    publish_on: date | None = None
    instead: str = ""
    note: str = ""
    bare: tuple[tuple[str, Place], ...] = ()

    @classmethod
    def of_refused(cls, source: ArticleSource, text: Page | Draft) -> Self:
        known = isinstance(text, Page) or text.sections_known
        hidden = not known or source.unread & {"moved", BODY}
        unread = source.unread | {CITATIONS} | ({SECTIONS} if hidden else set())
        return replace(cls.of(source, text), unread=unread)

    @classmethod
    def of(cls, source: ArticleSource, text: Page | Draft) -> Self:
        return cls(
            path=source.path,
            language=source.language,
            slug=source.slug,
            title=source.title,
            status=source.status,
            need=source.need,
            tags=source.tags,
            formerly=source.formerly,
            glossary_skip=source.glossary_skip,
            ids=frozenset(heading.id for heading in text.headings) | frozenset(source.moved),
            links=tuple(Outgoing(link.path, link.fragment, link.written, link.place) for link in text.links),
            cited=tuple((mark.key, mark.place) for mark in text.marks),
            places=dict(source.places),
            publish_on=source.publish_on,
            instead=source.instead,
            note=source.note,
            bare=tuple(text.bare),
        )

    @property
    def guides(self) -> set[str]:
        """Paths of those that it names: it leads there, or one takes its place."""
        named = {link.path for link in self.links if "/articles/" in link.path}
        return named | ({f"{self.language}/articles/{self.instead}.md"} if self.instead else set())

    def is_known_as(self, status: Status) -> bool:
        return self.status is status and "status" not in self.unread

    def shown_from(self, today: date) -> date:
        """The first day, from today on, on which readers can open it."""
        return max(today, self.publish_on or today) if self.status is Status.PUBLISHED else date.max

    def status_on(self, today: date) -> Status:
        """A published guide is a draft until its day has come."""
        return Status.DRAFT if today < self.shown_from(today) < date.max else self.status

    def place(self, key: str, item: str = "") -> Place:
        return self.places.get(f"{key}.{item}", self.places.get(key, Place(1)))

    def stored(self) -> Stored:
        stored = Stored(
            path=self.path,
            language=self.language,
            slug=self.slug,
            title=self.title,
            status=self.status,
            need=self.need,
            tags=list(self.tags),
            formerly=list(self.formerly),
            glossary_skip=list(self.glossary_skip),
            ids=sorted(self.ids),
            links=[[link.path, link.fragment, link.written, *link.place] for link in self.links],
            cited=[[key, *place] for key, place in self.cited],
            lines={key: place.line for key, place in self.places.items()},
            columns={key: place.column for key, place in self.places.items() if place.column > 1},
            publish_on=self.publish_on.isoformat() if self.publish_on else "",
            instead=self.instead,
            note=self.note,
        )
        if self.bare:
            stored["bare"] = [[key, *place] for key, place in self.bare]
        return stored

    @classmethod
    def restored(cls, stored: Stored) -> Self:
        columns = stored.get("columns", {})
        return cls(
            path=stored["path"],
            language=Language(stored["language"]),
            slug=stored["slug"],
            title=stored["title"],
            status=Status(stored["status"]),
            need=stored["need"],
            tags=tuple(stored["tags"]),
            formerly=tuple(stored["formerly"]),
            glossary_skip=tuple(stored["glossary_skip"]),
            ids=frozenset(stored["ids"]),
            links=tuple(Outgoing(str(a), str(b), str(c), Place(*map(int, at))) for a, b, c, *at in stored["links"]),
            cited=tuple((str(key), Place(*map(int, at))) for key, *at in stored["cited"]),
            places={key: Place(line, columns.get(key, 1)) for key, line in stored["lines"].items()},
            publish_on=date.fromisoformat(day) if (day := stored.get("publish_on")) else None,
            instead=stored.get("instead", ""),
            note=stored.get("note", ""),
            bare=tuple((str(key), Place(*map(int, at))) for key, *at in stored.get("bare", ())),
        )
