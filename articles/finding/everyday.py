"""What people say and the guides do not: common words, other spellings, everyday names, words of a crisis.

Data alone, in one file a language beside this one, where an editor can add a line. Knows no index and no grammar.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from articles.policy import Language


@dataclass(frozen=True, slots=True)
class Everyday:
    """`naming`: the common words that ask what a word means. `spellings`: another spelling -> the guides' one.
    `meanings`: what is said -> what the guides call it.
    """

    common: frozenset[str]
    naming: frozenset[str]
    spellings: Mapping[str, str]
    meanings: Mapping[str, tuple[str, ...]]
    crisis: tuple[str, ...]


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
        spellings={other: usual for usual, others in data["spellings"].items() for other in others},
        meanings=meanings,
        crisis=tuple(data["crisis"]["words"]),
    )
