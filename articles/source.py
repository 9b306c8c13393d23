"""One content file -> a typed source, or every mistake in it with its line.

Reads a file's own words only: whether a tag, a reference or a linked guide exists is asked in
`articles.editing.checks`, where the whole folder is known. Touches no database and no clock.
"""

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TypeVar

from articles import manuscript
from articles.frontmatter import SLUG_ADVICE, Fields, Mapping, Scalar
from articles.policy import (
    DEFINITION_WORDS_MAX,
    NAME_CHARACTERS_MAX,
    RESERVED_IDS,
    SLUG,
    SLUG_CHARACTERS_MAX,
    TITLE_CHARACTERS_MAX,
    Language,
    ReferenceKind,
    Status,
)
from articles.problems import ContentError, Notebook, Problem, shown

Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class Change:
    date: date
    text: str


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """`lines` says where each key's value stands; `body` starts in line `body_line`."""

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
    lines: MappingType[str, int] = field(repr=False)
    warnings: tuple[Problem, ...] = ()


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
    lines: MappingType[str, int] = field(repr=False)
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
    line: int


def read_article(path: str, raw: bytes) -> ArticleSource:
    """Raises ContentError with every mistake of the file at once."""
    notes = Notebook(path, [])
    slug, language = _slug(path, notes), Language(path.split("/", 1)[0])
    opened = manuscript.open_manuscript(raw, notes)
    if opened is None:
        raise ContentError(notes.problems)
    fields, today_free = opened.fields, date.min
    title = fields.text("title")
    if len(title) > TITLE_CHARACTERS_MAX:
        message = f"The title has {len(title)} characters; at most {TITLE_CHARACTERS_MAX} fit. Shorten it."
        notes.error(fields.line("title"), "title-length", message)
    article = ArticleSource(
        path=path,
        language=language,
        slug=slug,
        title=title,
        summary=fields.text("summary"),
        tags=fields.slugs("tags", required=True),
        order=fields.number("order"),
        need=fields.slug("need"),
        sources_checked=fields.day("sources_checked") or today_free,
        review_by=fields.day("review_by") or today_free,
        status=fields.choice("status", Status) or Status.DRAFT,
        formerly=fields.slugs("formerly"),
        glossary_skip=fields.slugs("glossary_skip"),
        moved=fields.slug_pairs("moved"),
        changes=_changes(fields, notes),
        body=opened.body,
        body_line=opened.body_line,
        lines=_lines(fields, opened.body_line),
        warnings=tuple(_look_alikes(raw, notes)),
    )
    fields.refuse_unknown()
    _check_dates(article, notes)
    _check_moved(article, notes)
    if not opened.body.strip():
        notes.error(opened.body_line, "empty-body", "The guide has no text. Write it under the second `---`.")
    return _finish(article, notes)


def read_term(path: str, raw: bytes) -> TermSource:
    notes = Notebook(path, [])
    slug, language = _slug(path, notes), Language(path.split("/", 1)[0])
    opened = manuscript.open_manuscript(raw, notes)
    if opened is None:
        raise ContentError(notes.problems)
    fields = opened.fields
    term = TermSource(
        path=path,
        language=language,
        slug=slug,
        term=fields.text("term"),
        aliases=fields.texts("aliases"),
        case_sensitive=fields.flag("case_sensitive"),
        see_also=fields.slugs("see_also"),
        definition=_definition(opened, notes),
        lines=_lines(fields, opened.body_line),
        warnings=tuple(_look_alikes(raw, notes)),
    )
    for key, phrases in (("term", (term.term,)), ("aliases", term.aliases)):
        for phrase in phrases:
            _check_length(key, phrase, fields, notes)
            if phrase and not re.search(r"\w", phrase):
                message = f"“{shown(phrase)}” has no letter or digit. Write the word."
                notes.error(fields.line(key), "term-form", message)
    fields.refuse_unknown()
    return _finish(term, notes)


def read_reference(path: str, raw: bytes) -> ReferenceSource:
    notes = Notebook(path, [])
    opened = manuscript.open_manuscript(raw, notes)
    if opened is None:
        raise ContentError(notes.problems)
    fields = opened.fields
    pmid = fields.number("pmid")
    reference = ReferenceSource(
        path=path,
        key=_slug(path, notes),
        title=fields.text("title"),
        authors=fields.text("authors", required=False),
        organisation=fields.text("organisation", required=False),
        year=fields.number("year"),
        url=fields.text("url", required=False),
        doi=fields.text("doi", required=False),
        pmid="" if pmid is None else str(pmid),
        kind=fields.choice("kind", ReferenceKind) or ReferenceKind.STUDY,
    )
    fields.refuse_unknown()
    _check_reference(reference, fields, notes)
    if opened.body.strip():
        before = opened.body[: -len(opened.body.lstrip())]
        message = "A source has no text under the second `---`. Take this out."
        notes.error(opened.body_line + before.count("\n"), "reference-body", message)
    return _finish(reference, notes)


def read_groups(path: str, raw: bytes, *, described: bool) -> tuple[Group, ...]:
    """`tags.yaml` (described: each with a `description`) or `needs.yaml`."""
    notes = Notebook(path, [])
    listed = manuscript.open_list(raw, notes)
    if listed is None:
        raise ContentError(notes.problems)
    if described and not listed.mapping.pairs and not listed.broken:
        message = "No tag stands here. Write `safety:`, and under it, indented, `title: …` and `description: …`."
        notes.error(1, "missing-tags", message)
    groups = []
    for name, node in listed.mapping.pairs:
        listed.known.add(name.value)
        if not SLUG.fullmatch(name.value):
            notes.error(name.line, "slug-form", f"“{shown(name.value)}” is no slug. {SLUG_ADVICE}")
        elif len(name.value) > SLUG_CHARACTERS_MAX:
            listed.too_long(name.line, "slug", name.value, SLUG_CHARACTERS_MAX)
        if not isinstance(node, Mapping):
            message = f"Under `{shown(name.value)}:` write `title: …` on a line of its own, indented by two spaces."
            notes.error(name.line, "wrong-type", message)
            continue
        fields = Fields(Mapping(node.pairs, name.line), notes)
        description = fields.text("description") if described else ""
        groups.append(Group(name.value, fields.text("title"), description, name.line))
        _check_length("title", groups[-1].title, fields, notes)
        fields.refuse_unknown()
    listed.refuse_unknown()
    return _finish(tuple(groups), notes)


def _finish(source: Source, notes: Notebook) -> Source:
    if notes.errors:
        raise ContentError(notes.errors)
    return source


def _slug(path: str, notes: Notebook) -> str:
    slug = path.rsplit("/", 1)[-1].removesuffix(".md")
    if not SLUG.fullmatch(slug):
        message = f"The name “{shown(slug)}.md” cannot be an address. Rename the file. {SLUG_ADVICE}"
        notes.error(1, "file-name", message)
    elif len(slug) > SLUG_CHARACTERS_MAX:
        message = f"The file's name has {len(slug)} characters; at most {SLUG_CHARACTERS_MAX} fit. Shorten it."
        notes.error(1, "file-name", message)
    return slug


def _lines(fields: Fields, body_line: int) -> dict[str, int]:
    lines = {name.value: node.line for name, node in fields.mapping.pairs if isinstance(node, Scalar)}
    lines.update((name.value, name.line) for name, node in fields.mapping.pairs if not isinstance(node, Scalar))
    return {**lines, "body": body_line}


def _changes(fields: Fields, notes: Notebook) -> tuple[Change, ...]:
    changes = []
    for entry in fields.mappings("changes"):
        day, text = entry.day("date"), entry.text("text")
        entry.refuse_unknown()
        if day and text:
            changes.append(Change(day, text))
    if any(older.date > newer.date for newer, older in pairwise(changes)):
        notes.error(fields.line("changes"), "changes-order", "Put the newest change first.")
    return tuple(changes)


def _check_dates(article: ArticleSource, notes: Notebook) -> None:
    if article.review_by != date.min and article.review_by < article.sources_checked:
        message = "`review_by` lies before `sources_checked`. Set it to the day of the next check."
        notes.error(article.lines["review_by"], "dates-order", message)


def _check_moved(article: ArticleSource, notes: Notebook) -> None:
    for old in article.moved:
        if old in RESERVED_IDS or re.match(r"(?:source|cite)-\d", old):
            message = f"`moved`: the page itself uses the id “{old}”. Take it out."
            notes.error(article.lines["moved"], "moved-reserved", message)


def _check_length(key: str, value: str, fields: Fields, notes: Notebook) -> None:
    if len(value) > NAME_CHARACTERS_MAX:
        fields.too_long(fields.line(key), key, value, NAME_CHARACTERS_MAX)


MARKUP = re.compile(
    r"(\[|\]\(|\*|(?<!\w)_\w|__|`|<|&#?\w+;|^[ \t]*(?:#{1,6}\s|[-+]\s|\d{1,9}\.\s|>|!!!|\|))", re.MULTILINE
)


def _definition(opened: manuscript.Manuscript, notes: Notebook) -> str:
    if found := MARKUP.search(opened.body):
        line = opened.body_line + opened.body.count("\n", 0, found.start(1))
        message = f"A definition is plain words; “{found[1].strip()}” would be shown as it stands. Take it out."
        notes.error(line, "definition-markup", message)
    words = opened.body.split()
    if not words:
        notes.error(opened.body_line, "empty-body", "The definition is missing. Write it under the second `---`.")
    if len(words) > DEFINITION_WORDS_MAX:
        message = f"The definition has {len(words)} words; at most {DEFINITION_WORDS_MAX} fit. Shorten it."
        notes.error(opened.body_line, "definition-length", message)
    return " ".join(words)


def _check_reference(reference: ReferenceSource, fields: Fields, notes: Notebook) -> None:
    present = {name.value for name, _ in fields.mapping.pairs}
    if not present & {"authors", "organisation"} and not fields.broken:
        message = "Say who made it: add a line `authors: …` or `organisation: …`."
        notes.error(fields.mapping.line, "missing-key", message)
    if not present & {"url", "doi", "pmid"} and not fields.broken:
        notes.error(fields.mapping.line, "missing-key", "Say where it can be read: add `url`, `doi` or `pmid`.")
    if reference.url and not re.fullmatch(r"https://[^\s<>\"']+\.[^\s<>\"']+", reference.url):
        message = f"“{shown(reference.url)}” is no full address. Write it from https:// on."
        notes.error(fields.line("url"), "link-scheme", message)
    if reference.doi and not re.fullmatch(r"10\.\d{4,9}/[^\s<>\"']+", reference.doi):
        message = f"“{shown(reference.doi)}” is no DOI. Write only the part from 10. on, as 10.1001/jama.2023.1."
        notes.error(fields.line("doi"), "doi-form", message)
    if reference.pmid and not re.fullmatch(r"[1-9]\d{0,8}", reference.pmid):
        message = f"“{reference.pmid}” is no PubMed number. Write the number that PubMed shows."
        notes.error(fields.line("pmid"), "pmid-form", message)
    if reference.year is not None and not 1800 <= reference.year <= 2100:
        message = f"{reference.year} cannot be the year of a source. Check it."
        notes.error(fields.line("year"), "impossible-date", message)


def _look_alikes(raw: bytes, notes: Notebook) -> list[Problem]:
    for number, line in enumerate(raw.decode("utf-8-sig").splitlines(), 1):
        for word, letter in manuscript.look_alikes(line):
            message = f"“{word}” has a letter of another alphabet that looks like ours ({letter}). Retype the word."
            notes.warn(number, "look-alike", message)
    return notes.warnings
