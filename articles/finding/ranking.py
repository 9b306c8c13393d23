"""Which of the candidates answers best. Arithmetic over stems, the same for both databases; asks no index.

A thing counts the more the rarer it is, and more in a name, title or heading than in a sentence. A passage that has
all that was asked for stands above one that has a part of it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from math import log, log2, sqrt

from articles.finding.candidates import Candidate
from articles.finding.passages import PassageKind
from articles.finding.question import Question, Thing
from articles.finding.vocabulary import Vocabulary

TITLE, HEADING, SUMMARY, TEXT = 2.6, 3.0, 1.2, 1.0  # weights of where a stem stands
HALF = 1.5  # a sum of these weights that is worth half
LEAST = 0.1  # weight of a word that stands everywhere
TELLS_LITTLE, LIBRARY = 0.3, 40  # weight of a word that stands in three passages of four, where there are so many
LONG_TEXT = 120  # stems; in a longer text a word says less
FIT = 0.9  # how much more a name counts that is asked for with all its words
WORD_FOR_WORD = 1.5  # where 1 is a name with all that tells something in the question, and no more
NEIGHBOURS = 0.25  # how much more two things count that stand side by side, as they were asked
ABOUT = 0.3  # how much more a guide counts that is as a whole about what was asked
BESIDE, FURTHER = 0.15, 0.5  # what the next passage of a guide adds to its best, and each one after to the one before
MISSING = 1.2  # power of the share that is there
ASIDE = {"questions": 0.5, "next": 0.2, "not-known": 0.75, "in-short": 0.9}  # sections that repeat what others say


@dataclass(frozen=True, slots=True)
class Ranked:
    candidate: Candidate
    score: float
    about: float  # how much of the question the name of the whole guide or term is, and the other way round
    named: bool  # a term, asked for by its whole name and nothing else


def ranked(
    found: Sequence[Candidate], asked: Question, known: Vocabulary, common: Collection[str] = ()
) -> list[Ranked]:
    """`common` are the stems of words that tell nothing in a name either: “How to stop” is called “stop”."""
    judge = _Judge(asked, known, common)
    return sorted(
        (each for each in map(judge.ranked, found) if each.score),
        key=lambda each: (-each.score, each.candidate.address),
    )


def by_guide(found: Iterable[Ranked]) -> list[list[Ranked]]:
    """The ranked passages of each guide, best guide first: one that says more about it stands before one that says
    as much in a single place."""
    guides: dict[str, list[Ranked]] = {}
    for each in found:
        guides.setdefault(each.candidate.address.partition("#")[0], []).append(each)
    return sorted(guides.values(), key=lambda passages: -_together(passages))


def _together(passages: Sequence[Ranked]) -> float:
    best, *others = passages
    about = 1 + ABOUT * max(each.about for each in passages)
    return about * best.score + BESIDE * sum(each.score * FURTHER**place for place, each in enumerate(others))


def tells_little(things: Sequence[Thing], known: Vocabulary) -> bool:
    """Whether all that is asked for stands nearly everywhere, so that its rarity and places rank nothing."""
    return known.most >= LIBRARY and all(_weight(thing, known) <= TELLS_LITTLE for thing in things)


def _weight(thing: Thing, known: Vocabulary) -> float:
    """By the commonest way to say it, so that an odd word for a common thing counts as that."""
    return min(max(_rarity(stem, known) for stem in way.stems) for way in thing.ways)


def _rarity(stem: str, known: Vocabulary) -> float:
    return max(LEAST, log((known.most + 1) / (known.standing.get(stem, 0) + 1)))


@dataclass(frozen=True, slots=True)
class _Name:
    """A title, heading or other name, beside what was asked for."""

    is_said: bool  # all that tells something in the question, and no more
    telling: tuple[tuple[str, float], ...]  # its stems that tell something, each with its rarity
    whole: float  # sum of these
    cover: float  # the share of what was asked for that it holds

    def fit(self, stems: Collection[str]) -> float:
        """How much of it was asked for, where these stems of the question were found, and the other way round."""
        if self.is_said:
            return WORD_FOR_WORD
        if not self.cover or not self.whole:
            return 0
        return sum(rarity for stem, rarity in self.telling if stem in stems) / self.whole * self.cover


NOTHING_ASKED = _Name(False, (), 0, 0)


class _Judge:
    """Ranks passages for one question. What comes again from one to the next is weighed once: a guide's names stand
    above each of its sections."""

    def __init__(self, asked: Question, known: Vocabulary, common: Collection[str]) -> None:
        self.asked, self.common = asked, common
        self.weighed = [(thing, _weight(thing, known)) for thing in asked.things]
        self.whole = sum(weight for _, weight in self.weighed)
        self.pairs = [
            [f" {first.stems[-1]} {second.stems[0]} " for first in before.ways for second in after.ways]
            for before, after in pairwise(asked.things)
        ]
        self.looked_for = {stem for thing in asked.things for way in thing.ways for stem in way.stems}
        self.names: dict[str, _Name] = {}
        self.rarity = cache(partial(_rarity, known=known))

    def ranked(self, candidate: Candidate) -> Ranked:
        title, heading, names = candidate.head.split("\n")
        heading = title if candidate.kind == PassageKind.GUIDE else heading
        is_term = candidate.kind == PassageKind.TERM
        summary, _, names = names.partition("|") if candidate.kind == PassageKind.GUIDE else ("", "", names)
        called = [title, *names.split("|")]
        place = _Places(f"{title}|{names}", heading, summary, candidate.body)
        score = there = 0.0
        stems: set[str] = set()
        for thing, weight in self.weighed:
            missed = 1.0
            for way in thing.ways:
                weakest = min(map(place, way.stems))
                missed *= 1 - way.weight * weakest / (weakest + HALF)
                if weakest:
                    stems.update(way.stems)
            score += weight * (1 - missed)
            there += weight * (missed < 1)
        share = there / self.whole
        about = max(self.name(name).fit(stems) for name in called)
        score *= 1 + FIT * max(about, 0 if is_term else self.name(heading).fit(stems))
        score *= 1 + NEIGHBOURS * self._neighbours(candidate)
        score *= share**MISSING * ASIDE.get(candidate.address.partition("#")[2], 1)
        return Ranked(candidate, score, about, named=is_term and share == 1 and _is_all(called, self.asked.things))

    def name(self, name: str) -> _Name:
        known = self.names.get(name)
        if known is None:
            known = self.names[name] = self._weighed(name)
        return known

    def _weighed(self, name: str) -> _Name:
        stems = name.split()
        within = set(stems)
        if within.isdisjoint(self.looked_for) and within != self.asked.said:
            return NOTHING_ASKED
        telling = tuple((stem, self.rarity(stem)) for stem in stems if stem not in self.common)
        held = sum(weight for thing, weight in self.weighed if any(within.issuperset(way.stems) for way in thing.ways))
        whole = sum(rarity for _, rarity in telling)
        return _Name(self.asked.said == within, telling, whole, held / self.whole)

    def _neighbours(self, candidate: Candidate) -> float:
        """The share of neighbouring things that stand side by side, in whatever way they are said."""
        near = sum(any(two in candidate.head or two in candidate.body for two in ways) for ways in self.pairs)
        return near / len(self.pairs) if self.pairs else 0


class _Places:
    """Says of a stem how much it counts where it stands in one passage."""

    def __init__(self, names: str, heading: str, summary: str, body: str) -> None:
        self.names, self.heading, self.summary, self.body = names, heading, summary, body
        self.length = sqrt(min(1, LONG_TEXT / (1 + body.count(" "))))

    def __call__(self, stem: str) -> float:
        framed = f" {stem} "
        named = TITLE * (framed in self.names) + HEADING * (framed in self.heading)
        named += SUMMARY * (framed in self.summary)
        return named + TEXT * self.length * log2(1 + self.body.count(framed))


def _is_all(names: Sequence[str], things: Sequence[Thing]) -> bool:
    """Whether one name holds everything that was asked for, and nothing else."""
    for name in names:
        stems = set(name.split())
        said = [way.stems for thing in things for way in thing.ways if stems.issuperset(way.stems)]
        each = all(any(stems.issuperset(way.stems) for way in thing.ways) for thing in things)
        if stems and each and stems == {stem for way in said for stem in way}:
            return True
    return False
