"""Which known word was meant by one that stands nowhere: a slip of the finger, a guess by ear, a missing space.

Nonsense stays nonsense: the fewer the letters, the fewer the slips that are forgiven.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import extract, extractOne

from articles.finding.vocabulary import Vocabulary

SLIPS_FROM = ((11, 3), (8, 2), (4, 1))  # letters of a word, slips forgiven in it
EAR_SLIPS_FROM = ((9, 4), (6, 3), (5, 2))  # the same, where both words sound alike
SAID_SLIPS_FROM = ((9, 2), (6, 1))  # the same, of words that stand in no page, for there is less to tell them by
CANDIDATES_MAX = 12
LONGEST, SHORT, SHORTEST_PART = 40, 4, 3  # letters
NEAR, NEAREST_MAX = 0.8, 4  # likeness from 0 to 1 of words to offer where nothing was found
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("^(?:ps|sc(?=[eiy])|z)", "s"),
        ("^(?:pn|kn|gn)", "n"),
        ("ph", "f"),
        ("(?<=[rkg])h", ""),
        ("x", "ks"),
        ("c(?=[eiy])|z", "s"),
        ("ck|c|q", "k"),
        ("g(?=[eiy])|dg", "j"),
        ("(?<=.)[aeiouyhw]+", ""),
        (r"(.)\1+", r"\1"),
    )
)


def corrected(word: str, known: Vocabulary, small: Collection[str] = ()) -> str:
    """The word or the two words that were most likely meant, or nothing. No `small` word is guessed by ear: so many
    words sound a little like “more” that “memory” would."""
    if not SHORT <= len(word) <= LONGEST or word.isdecimal():
        return ""
    return _slip(word, known) or _two_words(word, known) or _by_ear(word, known, small)


def slip_of(word: str, said: Iterable[str]) -> str:
    """The word that people say, but no page has, of which this is a slip: “paracetemol”; or nothing."""
    slips = _allowed(word, SAID_SLIPS_FROM)
    alike = [other for other in said if other[0] == word[0]]
    found = extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips) if slips else None
    return str(found[0]) if found else ""


def nearest(word: str, names: Iterable[str]) -> list[str]:
    """Names that look like a word, for a reader to choose from."""
    found = extract(word, names, scorer=JaroWinkler.similarity, score_cutoff=NEAR, limit=NEAREST_MAX)
    return [str(name) for name, *_ in found]


def _slip(word: str, known: Vocabulary) -> str:
    """In a word of four letters nearly every slip makes another word, so there it is only taken for one in a title."""
    slips = _allowed(word, SLIPS_FROM)
    if len(word) == SHORT:
        near = [name for name in known.named if SHORTEST_PART < len(name) <= SHORT + slips]
    else:
        near = known.as_long_as(word, slips)
    found = extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=CANDIDATES_MAX)
    one = 1 if len(word) > SHORT else 0  # slip that may be in the first letter
    return _likeliest(
        word, {name: distance for name, distance, _ in found if distance <= one or name[0] == word[0]}, known
    )


def _by_ear(word: str, known: Vocabulary, small: Collection[str]) -> str:
    slips, sound = _allowed(word, EAR_SLIPS_FROM), _sound(word)
    telling = (name for name in known.named if len(name) > SHORTEST_PART and name not in small)
    alike = [name for name in telling if _sound(name) == sound]
    found = extract(word, alike, scorer=OSA.distance, score_cutoff=slips, limit=CANDIDATES_MAX)
    return _likeliest(word, {name: distance for name, distance, _ in found}, known)


def _likeliest(word: str, slips: Mapping[str, float], known: Vocabulary) -> str:
    """The fewest slips, where another sound, first letter, and standing in no title each count as half of one."""

    def order(name: str) -> tuple[float, int]:
        odd = (_sound(name) != _sound(word)) + (name[0] != word[0]) + (name not in known.named)
        return slips[name] + odd / 2, -known.standing[known.stems[name]]

    return min(slips, key=order, default="")


def _two_words(word: str, known: Vocabulary) -> str:
    """“bloodtest” is “blood test”."""
    places = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    pairs = [(word[:place], word[place:]) for place in places]
    both = [pair for pair in pairs if pair[0] in known.named and pair[1] in known.named]
    return " ".join(max(both, key=lambda pair: min(known.named[word] for word in pair))) if both else ""


def _allowed(word: str, slips_from: Iterable[tuple[int, int]]) -> int:
    return next((slips for letters, slips in slips_from if len(word) >= letters), 0)


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word
