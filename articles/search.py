"""Finds terms, guides and their sections by words. SQLite's FTS5 and PostgreSQL's text search behind one door.

`passages` says what can be found in a guide or term; sync stores it, and the database keeps its own full-text index
beside that table (migration 0002). A query is words only: nothing that a reader types is ever read as syntax.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from articles import addresses
from articles.models import Passage, Word
from articles.policy import Language
from articles.rendering import Page
from articles.source import ArticleSource, TermSource

QUERY_CHARACTERS_MAX = 120
WORDS_MAX = 10
HITS_MAX = 60
GROUPS_MAX = 20
SECTIONS_A_GUIDE_MAX = 3
START, END = "\x02", "\x03"  # around a found word; no content file may hold them
SNIPPET_WORDS, WORDS_BEFORE = 24, 6

COMPLETED_FROM, COMPLETIONS_MAX = 3, 30  # letters of a beginning; words that begin so
WORD_CHARACTERS_MAX = 40

TERM, GUIDE, SECTION = "term", "guide", "section"

# They stand in nearly every passage. “No” and “not” are not among them: they change what is asked.
COMMON_WORDS = {
    Language.EN: frozenset(
        "a about am an and are as at be by can do does for from have how i if in is it me my of on or should so that "
        "the there this to was what when where which who why will with would you your".split()
    ),
    Language.ES: frozenset(
        "a al como con cual cuando de del donde e el en es esta este la las lo los me mi o para por porque puedo que "
        "quien se ser si son su sus tengo tu un una y".split()
    ),
}

# bm25 weights of title, heading, words, text: a title says more than a sentence
FTS5 = """
    SELECT p.kind, p.title, p.heading, p.address, p.text, highlight(articles_passage_fts, 3, %s, %s)
    FROM articles_passage_fts f JOIN articles_passage p ON p.id = f.rowid
    WHERE articles_passage_fts MATCH %s AND p.language = %s
    ORDER BY bm25(articles_passage_fts, 10.0, 6.0, 4.0, 1.0), p.id LIMIT %s
"""
TSVECTOR = """
    SELECT kind, title, heading, address, text,
           ts_headline('articles'::regconfig, articles_plain(text), query,
                       'HighlightAll=true,StartSel=' || %s || ',StopSel=' || %s)
    FROM articles_passage, to_tsquery('articles'::regconfig, %s) query
    WHERE document @@ query AND language = %s
    ORDER BY ts_rank('{0.05, 0.2, 0.5, 1.0}', document, query) DESC, id LIMIT %s
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
    words = words_in(query, language)
    if not words:
        return Results((), ())
    hits = _hits(words, language, all_of_them=True)
    if not hits and len(words) > 1:
        hits = _hits(words, language, all_of_them=False)
    terms = tuple(hit for hit in hits if hit.kind == TERM)[:GROUPS_MAX]
    return Results(terms, _by_guide(hit for hit in hits if hit.kind != TERM))


def words_in(query: str, language: str) -> list[str]:
    """The words of a query, each once, in order, in lower case and without accents or possessive endings.

    Words too common to tell one passage from another are left out, unless there are no others.
    """
    words = _plain_words(query[:QUERY_CHARACTERS_MAX])
    telling = [word for word in words if word not in COMMON_WORDS[Language(language)]]
    return list(dict.fromkeys(telling or words))[:WORDS_MAX]


def _plain_words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\w)['’ʼ]s\b", "", letters))


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
    words = {
        (passage.language, word)
        for passage in passages
        for word in _plain_words(f"{passage.title} {passage.heading} {passage.words} {passage.text}")
        if COMPLETED_FROM < len(word) <= WORD_CHARACTERS_MAX
    }
    new = sorted(words - set(Word.objects.values_list("language", "word"))) if words else []
    Word.objects.bulk_create([Word(language=language, word=word) for language, word in new], batch_size=500)


def _hits(words: Sequence[str], language: str, *, all_of_them: bool) -> list[Hit]:
    *others, last = words
    if connection.vendor == "sqlite":
        forms = [f'"{last}"*', *(f'"{word}"' for word in _completed(last, language))]
        quoted = [*(f'"{word}"' for word in others), f"({' OR '.join(forms)})"]
        statement, query = FTS5, (" AND " if all_of_them else " OR ").join(quoted)
    else:
        forms = [f"'{last}'", f"'{last}':*", *(f"'{word}'" for word in _completed(last, language))]
        quoted = [*(f"'{word}'" for word in others), f"({' | '.join(forms)})"]
        statement, query = TSVECTOR, (" & " if all_of_them else " | ").join(quoted)
    with connection.cursor() as cursor:
        cursor.execute(statement, [START, END, query, language, HITS_MAX])
        rows = cursor.fetchall()
    return [
        Hit(kind, title, heading, address, tuple(_snippet(text, marked)))
        for kind, title, heading, address, text, marked in rows
    ]


def _completed(beginning: str, language: str) -> list[str]:
    """Whole words for a beginning. The full-text index holds stems, so “hepati” would not find “hepatitis” (hepat)."""
    if len(beginning) < COMPLETED_FROM:
        return []
    words = Word.objects.filter(language=language, word__startswith=beginning).order_by("word")
    return list(words.values_list("word", flat=True)[:COMPLETIONS_MAX])


def _snippet(text: str, marked: str) -> Iterator[Piece]:
    """The part of a text where most found words stand together, in pieces.

    `marked` is the text with marks around what was found; its letters may have lost their accents, never their place.
    """
    found = list(_found_spans(marked))
    words = [word.span() for word in re.finditer(r"\S+", text)]
    if not words:
        return
    holding = [any(start < b and a < end for a, b in found) for start, end in words]
    first = _best_start(holding)
    last = min(first + SNIPPET_WORDS, len(words)) - 1
    place, end = words[first][0], words[last][1]
    if first:
        yield Piece("… ", found=False)
    for start, stop in found:
        if place <= start and stop <= end:
            if place < start:
                yield Piece(_in_one_line(text[place:start]), found=False)
            yield Piece(text[start:stop], found=True)
            place = stop
    rest = _in_one_line(text[place:end]) + (" …" if last + 1 < len(words) else "")
    if rest:
        yield Piece(rest, found=False)


def _found_spans(marked: str) -> Iterator[tuple[int, int]]:
    place, found = 0, False
    for part in re.split(f"[{START}{END}]", marked):
        if found and part:
            yield place, place + len(part)
        place, found = place + len(part), not found


def _best_start(holding: Sequence[bool]) -> int:
    """The word to start with, so that most of those found follow, the first of them after a few others."""
    places = [place for place, held in enumerate(holding) if held] or [0]
    best = max(places, key=lambda place: (sum(holding[place : place + SNIPPET_WORDS - WORDS_BEFORE]), -place))
    return max(0, min(best - WORDS_BEFORE, len(holding) - SNIPPET_WORDS))


def _in_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


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
