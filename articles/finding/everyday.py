"""What people say and the guides do not: common words, other spellings, everyday names, words of a crisis.

Data alone, in one file a language beside this one, where an editor can add a line. Knows no index and no grammar.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from articles.policy import Language

EXACTLY = "!"  # ends a word of `crisis` that stands for this form alone


@dataclass(frozen=True, slots=True)
class Everyday:
    """`naming`: the common words that ask what a word means. `spellings`: another spelling -> the guides' one.
    `right`: words that are no slip of another, though no guide may have them. `vague`: words that say nothing without
    the one that they are said of.
    `meanings`: what is said -> what the guides call it. `crisis`: phrases of a
    person in danger, in short; `calm`: words, as search compares them, that are no slip of one of those.
    """

    common: frozenset[str]
    naming: frozenset[str]
    right: frozenset[str]
    vague: frozenset[str]
    spellings: Mapping[str, str]
    meanings: Mapping[str, tuple[str, ...]]
    crisis: tuple[str, ...]
    calm: frozenset[str]


@cache
def everyday(language: Language) -> Everyday:
    place = Path(__file__).with_name(f"{language}.toml")
    data = tomllib.loads(place.read_text(encoding="utf-8"))
    meanings: dict[str, tuple[str, ...]] = {}
    for names, said in data["meanings"].items():
        for saying in said:
            meanings[saying] = (*meanings.get(saying, ()), *(name.strip() for name in names.split(",")))
    return Everyday(
        common=frozenset(data["common"].split()),
        naming=frozenset(data["naming"].split()),
        right=frozenset(data["right"].split()),
        vague=frozenset(data["vague"].split()),
        spellings={other: usual for usual, others in data["spellings"].items() for other in others},
        meanings=meanings,
        crisis=tuple(data["crisis"]["words"]),
        calm=frozenset(data["crisis"]["calm"].split()),
    )


def written_out(short: str) -> Iterator[tuple[str, ...]]:
    """The phrases that “end|take my_own life” stands for: “end my own life” and “take my own life”, word by word."""
    for choices in product(*(choice.split("|") for choice in short.split())):
        yield tuple(word for choice in choices for word in choice.split("_"))
