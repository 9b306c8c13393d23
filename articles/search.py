"""Finds terms, guides and their sections by words. SQLite's FTS5 and PostgreSQL's text search behind one door.

`passages` says what can be found in a guide or term; sync stores it, and the database keeps its own full-text index
beside that table (migration 0002). A query is words only: nothing that a reader types is ever read as syntax.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db import connection

from articles import addresses
from articles.models import Passage
from articles.rendering import Page
from articles.source import ArticleSource, TermSource

QUERY_CHARACTERS_MAX = 120
WORDS_MAX = 10
HITS_MAX = 60
GROUPS_MAX = 20
SECTIONS_A_GUIDE_MAX = 3
START, END = "\x02", "\x03"  # around a found word in a snippet; no content file may hold them

TERM, GUIDE, SECTION = "term", "guide", "section"

# bm25 weights of title, heading, words, text: a title says more than a sentence
FTS5 = """
    SELECT p.kind, p.title, p.heading, p.address,
           snippet(articles_passage_fts, 3, %s, %s, '…', 22),
           bm25(articles_passage_fts, 10.0, 6.0, 4.0, 1.0) AS rank
    FROM articles_passage_fts f JOIN articles_passage p ON p.id = f.rowid
    WHERE articles_passage_fts MATCH %s AND p.language = %s
    ORDER BY rank LIMIT %s
"""
TSVECTOR = """
    SELECT kind, title, heading, address,
           ts_headline('english', text, query,
                       'StartSel=' || %s || ',StopSel=' || %s || ',MaxWords=24,MinWords=12'),
           -ts_rank('{0.05, 0.2, 0.5, 1.0}', document, query) AS rank
    FROM articles_passage, to_tsquery('english', %s) query
    WHERE document @@ query AND language = %s
    ORDER BY rank, id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; `found` where it is one of the words looked for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    title: str
    heading: str
    address: str
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class GuideHits:
    """One guide, with its best sections."""

    title: str
    address: str
    snippet: tuple[Piece, ...]
    sections: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Results:
    terms: tuple[Hit, ...]
    guides: tuple[GuideHits, ...]

    def __bool__(self) -> bool:
        return bool(self.terms or self.guides)


def search(query: str, language: str) -> Results:
    """Every word must stand in a passage, the last one also as a beginning; if none has all, any word will do."""
    words = words_in(query)
    if not words:
        return Results((), ())
    hits = _hits(words, language, all_of_them=True)
    if not hits and len(words) > 1:
        hits = _hits(words, language, all_of_them=False)
    terms = tuple(hit for hit in hits if hit.kind == TERM)[:GROUPS_MAX]
    return Results(terms, _by_guide(hit for hit in hits if hit.kind != TERM))


def words_in(query: str) -> list[str]:
    """The words of a query, each once, in order."""
    words = re.findall(r"[^\W_]+", query[:QUERY_CHARACTERS_MAX].lower())
    return list(dict.fromkeys(words))[:WORDS_MAX]


def passages_of_guide(source: ArticleSource, page: Page) -> list[Passage]:
    address = addresses.guide(source.language, source.slug)
    whole = Passage(
        language=source.language,
        kind=GUIDE,
        title=source.title,
        words=source.summary,
        text=source.summary,
        address=address,
        path=source.path,
    )
    sections = [
        Passage(
            language=source.language,
            kind=SECTION,
            title=source.title,
            heading=section.title,
            text=section.text,
            address=f"{address}#{section.id}" if section.id else address,
            path=source.path,
        )
        for section in page.sections
        if section.text or section.title
    ]
    return [whole, *sections]


def passages_of_term(term: TermSource) -> list[Passage]:
    return [
        Passage(
            language=term.language,
            kind=TERM,
            title=term.term,
            words=" ".join(term.aliases),
            text=term.definition,
            address=addresses.term(term.language, term.slug),
            path=term.path,
        )
    ]


def index(passages: Sequence[Passage], *, gone: Iterable[str]) -> None:
    """Replace the passages of the content files `gone` by `passages`. Runs inside sync's transaction."""
    paths = list(gone)
    for start in range(0, len(paths), 500):  # SQLite bounds the variables of a statement
        Passage.objects.filter(path__in=paths[start : start + 500]).delete()
    Passage.objects.bulk_create(passages, batch_size=500)


def _hits(words: Sequence[str], language: str, *, all_of_them: bool) -> list[Hit]:
    if connection.vendor == "sqlite":
        quoted = [f'"{word}"' for word in words]
        quoted[-1] += "*"
        statement, query = FTS5, (" AND " if all_of_them else " OR ").join(quoted)
    else:
        quoted = [f"'{word}'" for word in words]
        quoted[-1] = f"({quoted[-1]} | {quoted[-1]}:*)"
        statement, query = TSVECTOR, (" & " if all_of_them else " | ").join(quoted)
    with connection.cursor() as cursor:
        cursor.execute(statement, [START, END, query, language, HITS_MAX])
        rows = cursor.fetchall()
    return [
        Hit(kind, title, heading, address, _pieces(snippet)) for kind, title, heading, address, snippet, _rank in rows
    ]


def _pieces(snippet: str) -> tuple[Piece, ...]:
    parts = re.split(f"[{START}{END}]", " ".join(snippet.split(" ")))
    pieces = [Piece(part, number % 2 == 1) for number, part in enumerate(parts) if part]
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].found is piece.found:
            joined[-1] = replace(joined[-1], text=joined[-1].text + piece.text)
        else:
            joined.append(piece)
    assert all(a.found is not b.found for a, b in pairwise(joined))  # noqa: S101
    return tuple(joined)


def _by_guide(hits: Iterable[Hit]) -> tuple[GuideHits, ...]:
    guides: dict[str, GuideHits] = {}
    for hit in hits:
        address = hit.address.split("#")[0]
        known = guides.get(address, GuideHits(hit.title, address, (), ()))
        if hit.kind == GUIDE:
            known = replace(known, snippet=hit.snippet)
        elif len(known.sections) < SECTIONS_A_GUIDE_MAX:
            known = replace(known, sections=(*known.sections, hit))
        guides[address] = known
    return tuple(guides.values())[:GROUPS_MAX]
