"""Finds terms, guides and their sections by words, however they are spelt. The door to this room.

Nothing of a search is kept: no word that was typed is logged, counted or stored.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils.safestring import SafeString

from articles.finding import question
from articles.finding.candidates import candidates, shown_of
from articles.finding.passages import PassageKind
from articles.finding.question import Thing, common_stems
from articles.finding.ranking import Ranked, by_guide, ranked, tells_little
from articles.finding.snippets import DEFINITION_WORDS, WORDS, Piece, finder, snippet
from articles.finding.spelling import nearest
from articles.finding.vocabulary import Vocabulary, vocabulary
from articles.finding.wordforms import words_in
from articles.models import Article
from articles.policy import Language
from articles.unbroken import with_telephones
from glossary.models import Term

GUIDES_MAX, SECTIONS_MAX, FIRST_TERMS_MAX, TERMS_MAX = 10, 3, 2, 5
SECTIONS_UNDER_THE_FIRST = 3  # guides; those below show their best section alone
WORTH_SHOWING = 0.22  # of the best score; what is further off only tires the reader


def marked(pieces: Iterable[Piece]) -> SafeString:
    """As HTML; here and not in a template, because a page has hundreds of pieces."""
    escaped = ((html.escape(piece.text), piece.found) for piece in pieces)
    marks = "".join(f"<mark>{text}</mark>" if found else with_telephones(text) for text, found in escaped)
    return SafeString(marks)  # nosec B703


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    heading: str
    address: str
    snippet: tuple[Piece, ...]

    @property
    def marked(self) -> SafeString:
        return marked(self.snippet)


@dataclass(frozen=True, slots=True)
class GuideHits:
    """One guide, with its best sections."""

    title: str
    address: str
    snippet: tuple[Piece, ...]
    sections: tuple[Hit, ...]

    @property
    def marked(self) -> SafeString:
        return marked(self.snippet)

    @property
    def best(self) -> str:
        """Where the answer stands."""
        return self.sections[0].address if self.sections else self.address


@dataclass(frozen=True, slots=True)
class Results:
    """`first_terms` are asked for by name and stand above all guides; `terms` only have to do with the question."""

    first_terms: tuple[Hit, ...] = ()
    guides: tuple[GuideHits, ...] = ()
    terms: tuple[Hit, ...] = ()
    meant: str = ""  # what was looked for instead of what was typed
    unknown: tuple[str, ...] = ()  # words that stand nowhere
    nearest: tuple[str, ...] = ()  # names that look like them, where nothing was found

    def __bool__(self) -> bool:
        return bool(self.first_terms or self.guides or self.terms)


def search(typed: str, language: Language, *, exact: bool = False) -> Results:
    if not words_in(typed):
        return Results()
    known = vocabulary(language)
    asked = question.read(typed, language, known, exact=exact)
    found = ranked(candidates(asked.things, language, known), asked, known, common_stems(language))
    if not found:
        return Results(unknown=asked.unknown, nearest=_nearest(asked.unknown, language))
    near = [each for each in found if each.score >= WORTH_SHOWING * found[0].score]
    named = [each for each in near if each.named and not asked.wordy][:FIRST_TERMS_MAX]
    others = [each for each in near if each.candidate.kind == PassageKind.TERM and each not in named][:TERMS_MAX]
    guides = by_guide(each for each in near if each.candidate.kind != PassageKind.TERM)
    if tells_little(asked.things, known):
        guides = _in_editors_order(guides, language)
    shown = _Shown(named, others, guides[:GUIDES_MAX], asked.things, known)
    return shown.results(asked.meant, asked.unknown)


def _nearest(words: Sequence[str], language: Language) -> tuple[str, ...]:
    names = list(Term.objects.in_language(language).values_list("name", flat=True)) if words else []
    return tuple(dict.fromkeys(name for word in words for name in nearest(word, names)))


def _in_editors_order(guides: list[list[Ranked]], language: Language) -> list[list[Ranked]]:
    """Guides whose title or summary holds it, whole, as lists show them: the first is where editors would begin."""
    whole = {
        each.candidate.address.split("/")[-2]: [each]
        for passages in guides
        for each in passages
        if each.candidate.kind == PassageKind.GUIDE
    }
    known = Article.objects.published().in_language(language).filter(slug__in=whole)
    return [whole[slug] for slug in known.in_order().values_list("slug", flat=True)] or guides


class Changed(DatabaseError):
    """Another edition came between two questions; asked again, there is an answer."""


class _Shown:
    """Fetches what is shown, and nothing else, with the words marked."""

    def __init__(
        self,
        named: Sequence[Ranked],
        others: Sequence[Ranked],
        guides: Sequence[Sequence[Ranked]],
        things: Sequence[Thing],
        known: Vocabulary,
    ) -> None:
        self.named, self.others = named, others
        self.guides = [
            guide[: SECTIONS_MAX if place < SECTIONS_UNDER_THE_FIRST else 1] for place, guide in enumerate(guides)
        ]
        keys = {each.candidate.id for each in (*named, *others, *(each for guide in self.guides for each in guide))}
        self.passages = shown_of(keys)
        if len(self.passages) < len(keys):
            raise Changed
        stems = {stem for thing in things for way in thing.ways for stem in way.stems}
        self.wanted = finder({form for stem in stems for form in known.forms.get(stem, ())})

    def results(self, meant: str, unknown: tuple[str, ...]) -> Results:
        return Results(
            first_terms=tuple(self._hit(each, words=DEFINITION_WORDS) for each in self.named),
            guides=tuple(self._guide(guide) for guide in self.guides),
            terms=tuple(self._hit(each) for each in self.others),
            meant=meant,
            unknown=unknown,
        )

    def _hit(self, each: Ranked, *, words: int = WORDS) -> Hit:
        passage = self.passages[each.candidate.id]
        return Hit(
            passage.title, passage.heading, each.candidate.address, snippet(passage.text, self.wanted, words=words)
        )

    def _guide(self, guide: Sequence[Ranked]) -> GuideHits:
        """Of a guide whose title and summary answer best, the summary is shown, and no section before it."""
        best, title = guide[0].candidate, self.passages[guide[0].candidate.id].title
        whole = self._hit(guide[0]).snippet if best.kind == PassageKind.GUIDE else ()
        sections = tuple(self._hit(each) for each in guide if each.candidate.kind == PassageKind.SECTION)
        return GuideHits(title, best.address.partition("#")[0], whole, sections)
