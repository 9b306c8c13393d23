"""Which of the candidates answers best. Arithmetic over stems, the same for both databases; asks no index.

A thing counts the more the rarer it is, and more in a name, title or heading than in a sentence. A passage that has
all that was asked for stands above one that has a part of it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
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
    weights = [_weight(thing, known) for thing in asked.things]
    scored = [_ranked(candidate, asked, weights, known, common) for candidate in found]
    return sorted((each for each in scored if each.score), key=lambda each: (-each.score, each.candidate.address))


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


def _ranked(
    candidate: Candidate,
    asked: Question,
    weights: Sequence[float],
    known: Vocabulary,
    common: Collection[str],
) -> Ranked:
    things = asked.things
    title, heading, names = candidate.head.split("\n")
    heading = title if candidate.kind == PassageKind.GUIDE else heading
    is_term = candidate.kind == PassageKind.TERM
    summary, _, names = names.partition("|") if candidate.kind == PassageKind.GUIDE else ("", "", names)
    called = [title, *names.split("|")]
    length = sqrt(min(1, LONG_TEXT / (1 + candidate.body.count(" "))))

    def place(stem: str) -> float:
        framed = f" {stem} "
        named = TITLE * any(framed in name for name in called) + HEADING * (framed in heading)
        named += SUMMARY * (framed in summary)
        return named + TEXT * length * log2(1 + candidate.body.count(framed))

    score = there = 0.0
    stems: set[str] = set()
    for thing, weight in zip(things, weights, strict=True):
        missed = 1.0
        for way in thing.ways:
            weakest = min(place(stem) for stem in way.stems)
            missed *= 1 - way.weight * weakest / (weakest + HALF)
            if weakest:
                stems.update(way.stems)
        score += weight * (1 - missed)
        there += weight * (missed < 1)
    share = there / sum(weights)

    def fit(name: str) -> float:
        if asked.said == set(name.split()):
            return WORD_FOR_WORD
        telling = [stem for stem in name.split() if stem not in common]
        return _fit(telling, stems, known) * _cover(name, things, weights)

    about = max(map(fit, called))
    score *= 1 + FIT * max(about, 0 if is_term else fit(heading))
    score *= 1 + NEIGHBOURS * _neighbours(things, f"{candidate.head}\n{candidate.body}")
    score *= share**MISSING * ASIDE.get(candidate.address.partition("#")[2], 1)
    return Ranked(candidate, score, about, named=is_term and share == 1 and _is_all(called, things))


def _fit(name: Sequence[str], stems: Collection[str], known: Vocabulary) -> float:
    """The share of a name that was asked for."""
    whole = sum(_rarity(stem, known) for stem in name)
    return sum(_rarity(stem, known) for stem in name if stem in stems) / whole if whole else 0


def _cover(name: str, things: Sequence[Thing], weights: Sequence[float]) -> float:
    """The share of what was asked for that a name holds."""
    held = (
        weight
        for thing, weight in zip(things, weights, strict=True)
        if any(all(f" {stem} " in name for stem in way.stems) for way in thing.ways)
    )
    return sum(held) / sum(weights)


def _is_all(names: Sequence[str], things: Sequence[Thing]) -> bool:
    """Whether one name holds everything that was asked for, and nothing else."""
    for name in names:
        stems = set(name.split())
        said = [way.stems for thing in things for way in thing.ways if stems.issuperset(way.stems)]
        each = all(any(stems.issuperset(way.stems) for way in thing.ways) for thing in things)
        if stems and each and stems == {stem for way in said for stem in way}:
            return True
    return False


def _neighbours(things: Sequence[Thing], text: str) -> float:
    """The share of neighbouring things that stand side by side, in whatever way they are said."""
    pairs = list(pairwise(things))
    near = sum(
        any(f" {first.stems[-1]} {second.stems[0]} " in text for first in before.ways for second in after.ways)
        for before, after in pairs
    )
    return near / len(pairs) if pairs else 0
