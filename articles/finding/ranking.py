"""Which of the candidates answers best. Arithmetic over stems, the same for both databases; asks no index.

A thing counts the more the rarer it is, and more in a name, title or heading than in a sentence. A passage that has
all that was asked for stands above one that has a part of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, log2, sqrt

from articles.finding.candidates import Candidate
from articles.finding.entries import PassageKind
from articles.finding.question import Thing
from articles.finding.vocabulary import Vocabulary

TITLE, HEADING, SUMMARY, TEXT = 2.6, 3.0, 1.2, 1.0  # weights of where a stem stands
HALF = 1.5  # a sum of these weights that is worth half
LEAST = 0.1  # weight of a word that stands everywhere
LONG_TEXT = 120  # stems; in a longer text a word says less
FIT = 0.9  # how much more a name counts that is asked for with all its words
NEIGHBOURS = 0.25  # how much more two things count that stand side by side, as they were asked
MISSING = 1.2  # power of the share that is there
ASIDE = {"questions": 0.5, "next": 0.2, "not-known": 0.75, "in-short": 0.9}  # sections that repeat what others say


@dataclass(frozen=True, slots=True)
class Ranked:
    candidate: Candidate
    score: float
    named: bool  # a term, asked for by its whole name and nothing else


def ranked(found: Sequence[Candidate], things: Sequence[Thing], known: Vocabulary) -> list[Ranked]:
    weights = [_weight(thing, known) for thing in things]
    scored = [_ranked(candidate, things, weights, known) for candidate in found]
    return sorted((each for each in scored if each.score), key=lambda each: (-each.score, each.candidate.address))


def _weight(thing: Thing, known: Vocabulary) -> float:
    """By the commonest way to say it, so that an odd word for a common thing counts as that."""
    return min(max(_rarity(stem, known) for stem in way.stems) for way in thing.ways)


def _rarity(stem: str, known: Vocabulary) -> float:
    return max(LEAST, log((known.most + 1) / (known.standing.get(stem, 0) + 1)))


def _ranked(candidate: Candidate, things: Sequence[Thing], weights: Sequence[float], known: Vocabulary) -> Ranked:
    title, heading, names = candidate.head.split("\n")
    heading = title if candidate.kind == PassageKind.GUIDE else heading
    is_term = candidate.kind == PassageKind.TERM
    length = sqrt(min(1, LONG_TEXT / (1 + candidate.body.count(" "))))

    def place(stem: str) -> float:
        framed = f" {stem} "
        named = TITLE * (framed in title) + HEADING * (framed in heading)
        named += (TITLE if is_term else SUMMARY) * (framed in names)
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
    called = [title, *names.split("|")] if is_term else [title, heading]
    score *= 1 + FIT * max(_fit(name.split(), stems, known) * _cover(name, things, weights) for name in called)
    score *= 1 + NEIGHBOURS * _neighbours(things, f"{candidate.head}\n{candidate.body}")
    score *= share**MISSING * ASIDE.get(candidate.address.partition("#")[2], 1)
    return Ranked(candidate, score, named=is_term and share == 1 and _is_all(called, things))


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
