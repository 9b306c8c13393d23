"""One content file -> a typed source, or every mistake in it with its line.

Reads a file's own words only: whether a tag, a reference or a linked guide exists is asked in
`articles.editing.checks`, where the whole folder is known. Touches no database and no clock.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from articles.policy import (
    RESERVED_IDS,
    SLUG,
    SLUG_CHARACTERS_MAX,
    TITLE_CHARACTERS_MAX,
    Language,
    ReferenceKind,
    Status,
)
from articles.problems import ContentError, Notebook, Place, Problem, shown
from articles.reading import manuscript
from articles.reading.frontmatter import Fields, place_of_value, slug_advice
from articles.reading.nodes import Mapping, Scalar, Sequence

BODY = "body"


@dataclass(frozen=True, slots=True)
class Change:
    date: date
    text: str


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """`places` says where each key's value stands; `body` starts in line `body_line`.

    `unread` is empty but for a file that is refused: the keys whose values are not known, and BODY where
    not all of the text is.
    """

    path: str
    language: Language
    slug: str
    title: str
    summary: str
    tags: tuple[str, ...]
    order: int | None
    need: str
    sources_checked: date
    review_by: date
    status: Status
    formerly: tuple[str, ...]
    glossary_skip: tuple[str, ...]
    moved: MappingType[str, str]
    changes: tuple[Change, ...]
    body: str
    body_line: int
    places: MappingType[str, Place] = field(repr=False)
    warnings: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()
    publish_on: date | None = None
    instead: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TermSource:
    path: str
    language: Language
    slug: str
    term: str
    aliases: tuple[str, ...]
    case_sensitive: bool
    see_also: tuple[str, ...]
    definition: str
    places: MappingType[str, Place] = field(repr=False)
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceSource:
    path: str
    key: str
    title: str
    authors: str
    organisation: str
    year: int | None
    url: str
    doi: str
    pmid: str
    kind: ReferenceKind


@dataclass(frozen=True, slots=True)
class Group:
    """A tag, or a need on the hub, in the order in which the file names it."""

    slug: str
    title: str
    description: str
    place: Place


class ArticleRefused(ContentError):
    """`article` has what could be read all the same; None where nothing could."""

    def __init__(self, problems: Iterable[Problem], article: ArticleSource | None) -> None:
        super().__init__(problems)
        self.article = article


def read_article(path: str, raw: bytes) -> ArticleSource:
    """Raises ArticleRefused with every mistake of the file at once."""
    notes = Notebook(path, [])
    slug, language = slug_of(path, notes), Language(path.split("/", 1)[0])
    opened = manuscript.open_manuscript(raw, notes)
    if opened is None:
        raise ArticleRefused(notes.problems, None)
    fields, unknown_day = opened.fields, date.min
    title = fields.text("title")
    if len(title) > TITLE_CHARACTERS_MAX:
        message = f"The title has {len(title)} characters; at most {TITLE_CHARACTERS_MAX} fit. Shorten it."
        notes.error(fields.place("title"), "title-length", message)
    status = fields.choice("status", Status) or Status.DRAFT
    retired = status is Status.RETIRED
    article = ArticleSource(
        path=path,
        language=language,
        slug=slug,
        title=title,
        summary=fields.text("summary"),
        tags=fields.slugs("tags", required=True),
        order=fields.number("order"),
        need=fields.slug("need"),
        sources_checked=fields.day("sources_checked") or unknown_day,
        review_by=fields.day("review_by") or unknown_day,
        status=status,
        formerly=fields.slugs("formerly"),
        glossary_skip=fields.slugs("glossary_skip"),
        moved=fields.slug_pairs("moved"),
        changes=_changes(fields, notes),
        body=opened.body,
        body_line=opened.body_line,
        places=places_of(fields, opened.words_line),
        warnings=tuple(look_alikes(opened.text, notes)),
        publish_on=fields.day("publish_on", required=False),
        instead=fields.slug("instead", required=retired),
        note=fields.text("note", required=retired),
    )
    fields.refuse_unknown()
    _check_status(article, notes)
    _check_dates(article, notes)
    _check_moved(article, notes)
    if not opened.body.strip() and not opened.keyless:
        notes.error(opened.body_line, "empty-body", "The guide has no text. Write it under the second `---`.")
    if notes.errors:
        unread = fields.unread if opened.whole and opened.body.strip() else fields.unread | {BODY}
        moved = {} if "moved" in unread else article.moved
        raise ArticleRefused(notes.problems, replace(article, moved=moved, unread=unread))
    return article


def slug_of(path: str, notes: Notebook) -> str:
    slug = path.rsplit("/", 1)[-1].removesuffix(".md")
    if not SLUG.fullmatch(slug):
        message = f"The name “{shown(slug)}.md” cannot be an address. Rename the file. {slug_advice(slug)}"
        notes.error(1, "file-name", message)
    elif len(slug) > SLUG_CHARACTERS_MAX:
        message = f"The file's name has {len(slug)} characters; at most {SLUG_CHARACTERS_MAX} fit. Shorten it."
        notes.error(1, "file-name", message)
    return slug


def places_of(fields: Fields, words_line: int) -> dict[str, Place]:
    """Of each key's value, and as `key.item` of each item of a list and each name of a pair."""
    places = {name.value: place_of_value(name, node) for name, node in fields.mapping.pairs}
    for name, node in fields.mapping.pairs:
        if isinstance(node, Sequence):
            items = [item for item in node.items if isinstance(item, Scalar)]
        else:
            items = [old for old, _ in node.pairs] if isinstance(node, Mapping) else []
        places.update((f"{name.value}.{item.value}", item.place) for item in items)
    return {**places, BODY: Place(words_line)}


def _changes(fields: Fields, notes: Notebook) -> tuple[Change, ...]:
    changes = []
    for entry in fields.mappings("changes"):
        day, text = entry.day("date"), entry.text("text")
        entry.refuse_unknown()
        if day and text:
            changes.append(Change(day, text))
    if any(older.date > newer.date for newer, older in pairwise(changes)):
        notes.error(fields.place("changes"), "changes-order", "Put the newest change first.")
    return tuple(changes)


def _check_status(article: ArticleSource, notes: Notebook) -> None:
    if "status" in article.unread or article.status is Status.RETIRED:
        return
    for key in ("instead", "note"):
        if key in article.places:
            message = f"`{key}` is for a guide with `status: retired`. Take it out."
            notes.error(article.places[key], "retired-key", message)


def _check_dates(article: ArticleSource, notes: Notebook) -> None:
    if article.review_by != date.min and article.review_by < article.sources_checked:
        message = "`review_by` lies before `sources_checked`. Set it to the day of the next check."
        notes.error(article.places["review_by"], "dates-order", message)


def _check_moved(article: ArticleSource, notes: Notebook) -> None:
    for old in article.moved:
        if old in RESERVED_IDS or re.match(r"(?:source|cite)-\d", old):
            message = f"`moved`: the page itself uses the id “{old}”. Take it out."
            notes.error(article.places[f"moved.{old}"], "moved-reserved", message)


def look_alikes(text: str, notes: Notebook) -> list[Problem]:
    lines = text.split("\n") if manuscript.may_deceive(text) else []
    for number, line in enumerate(lines, 1):
        for word, letter, start in manuscript.look_alikes(line):
            message = f"“{word}” has a letter of another alphabet that looks like ours ({letter}). Retype the word."
            notes.warn(Place(number, start + 1), "look-alike", message)
        for figures, start in manuscript.letters_as_figures(line):
            message = f"“{figures}” has a letter in the place of a figure (O for 0, l for 1, S for 5). Type the figure."
            notes.warn(Place(number, start + 1), "look-alike", message)
        for word, start in manuscript.soft_hyphens(line)[:1]:
            message = f"A hyphen that nobody sees stands in “{word}”. Run `lint_content --fix`, or type the word again."
            notes.warn(Place(number, start + 1), "soft-hyphen", message)
    return notes.warnings
