"""The passages that may answer a question, by SQLite's FTS5 or PostgreSQL's text search: one door, one result.

The databases only look stems up. Which candidate is best is decided in `ranking`, the same for both. Work is bounded:
where a word stands in very many passages, only so many of them are looked at, those with it in their head first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from articles.finding.question import Thing
from articles.finding.vocabulary import Vocabulary

ENOUGH, CANDIDATES_MAX = 30, 60  # passages
SORTED_MAX = 1_000  # passages; more are not sorted by the database, which would have to read them all

FTS5 = """
    SELECT p.id, p.kind, p.address, p.head, p.body
    FROM articles_passage_fts f JOIN articles_passage p ON p.id = f.rowid
    WHERE articles_passage_fts MATCH %s AND p.language = %s {order} LIMIT %s
"""
FTS5_ORDER = "ORDER BY bm25(articles_passage_fts, 8.0, 1.0), p.id"
TSVECTOR = """
    SELECT id, kind, address, head, body FROM articles_passage, to_tsquery('simple'::regconfig, %s) query
    WHERE {column} @@ query AND language = %s {order} LIMIT %s
"""
TSVECTOR_ORDER = "ORDER BY ts_rank('{0.1, 0.1, 0.1, 1.0}', document, query) DESC, id"


@dataclass(frozen=True, slots=True)
class Candidate:
    id: int
    kind: str
    address: str
    head: str
    body: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees of a passage that was found."""

    title: str
    heading: str
    text: str


def shown_of(keys: Collection[int]) -> dict[int, Shown]:
    """Of those that are still there, by their key."""
    places = ", ".join(["%s"] * len(keys))
    statement = f"SELECT id, title, heading, text FROM articles_passage WHERE id IN ({places})"  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*keys])
        return {key: Shown(*rest) for key, *rest in cursor.fetchall()}


def candidates(things: Sequence[Thing], language: str, known: Vocabulary) -> list[Candidate]:
    """Those with all that is asked for; where these are few, also those with a part of it."""
    if not things:
        return []
    standing = {thing: _standing(thing, known) for thing in things}
    sort = min(standing.values()) <= SORTED_MAX
    found = _look(_match(things, all_of_them=True), language, sort=sort)
    if not sort:
        found |= _look(_match(things, all_of_them=True, in_head=True), language, sort=False, in_head=True)
    if len(things) > 1 and len(found) < ENOUGH:
        rare = _rare(standing)
        found |= _look(_match(rare, all_of_them=False), language, sort=standing[rare[0]] <= SORTED_MAX)
        part = _match(things, all_of_them=False, in_head=True)
        found |= _look(part, language, sort=len(rare) == len(things), in_head=True)
    return list(found.values())


def _standing(thing: Thing, known: Vocabulary) -> int:
    """In how many passages a thing stands, at most."""
    return sum(min(known.standing.get(stem, 0) for stem in way.stems) for way in thing.ways)


def _rare(standing: Mapping[Thing, int]) -> list[Thing]:
    """The rarest things, as many as can be sorted together, and at least one."""
    chosen: list[Thing] = []
    total = 0
    for thing in sorted(standing, key=lambda thing: standing[thing]):
        total += standing[thing]
        if chosen and total > SORTED_MAX:
            break
        chosen.append(thing)
    return chosen


def _match(things: Sequence[Thing], *, all_of_them: bool, in_head: bool = False) -> str:
    """In the database's own syntax. A stem holds letters and digits alone, so it can break out of no quotes."""
    if connection.vendor == "sqlite":
        both, either, word = " AND ", " OR ", 'head:"{}"' if in_head else '"{}"'
    else:
        both, either, word = " & ", " | ", "'{}'"  # `_look` asks the index of heads
    parts = []
    for thing in things:
        ways = dict.fromkeys(both.join(word.format(stem) for stem in way.stems) for way in thing.ways)
        parts.append(f"({either.join(f'({way})' for way in ways)})")
    return (both if all_of_them else either).join(parts)


def _look(query: str, language: str, *, sort: bool, in_head: bool = False) -> dict[int, Candidate]:
    statement, order = (FTS5, FTS5_ORDER) if connection.vendor == "sqlite" else (TSVECTOR, TSVECTOR_ORDER)
    with connection.cursor() as cursor:
        column = "head_document" if in_head else "document"
        asked = statement.format(order=order if sort else "", column=column)
        cursor.execute(asked, [query, language, CANDIDATES_MAX])
        return {row[0]: Candidate(*row) for row in cursor.fetchall()}
