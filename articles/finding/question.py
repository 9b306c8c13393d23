"""Reads what was typed: what is asked for, in which other words the guides may say it, and what was mistyped.

A question is words only: nothing that a reader types is ever read as syntax. Its length is bounded, so its cost is.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from articles.finding.everyday import everyday
from articles.finding.spelling import SHORTEST_PART, corrected, slip_of
from articles.finding.vocabulary import BEGINNING_FROM, Vocabulary
from articles.finding.wordforms import stem, stems_in, words_in
from articles.policy import Language

CHARACTERS_MAX = 120
WORDS_MAX = 10
COMPLETIONS_MAX = 12  # stems that a beginning may be completed to
OTHER_WORDS, COMPLETED = 0.85, 0.6  # weights beside 1 for the word itself
CHATTER_MAX = 2  # common words that do not ask what a word means
SLIP_AT_THE_END = 2  # letters: a word that lacks no more was mistyped, else it is a beginning
ENDINGS = ("s", "es", "d", "ed", "al")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a thing: stems that must all be there."""

    stems: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is asked for; any of its ways will do."""

    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`meant` is what was typed with its mistakes mended, and empty where there were none."""

    things: tuple[Thing, ...]
    meant: str = ""
    unknown: tuple[str, ...] = ()  # words that stand nowhere
    said: frozenset[str] = frozenset()  # the stems of all that was meant, common words too
    wordy: bool = False  # whether much is said beside the things: it asks, rather than names


def read(typed: str, language: Language, known: Vocabulary, *, exact: bool = False) -> Question:
    """`exact` takes every word as it is typed: no other spelling, no other word, no word that only begins so."""
    words = words_in(typed[:CHARACTERS_MAX])
    common = everyday(language).common
    if not any(word not in common for word in words):
        common = frozenset()
    if exact:
        telling = list(dict.fromkeys(word for word in words if word not in common))[:WORDS_MAX]
        return Question(tuple(Thing((Way((stem(word, language),), 1),)) for word in telling))
    mended = list(_mended(words, language, known))
    said = [part for _, meant in mended for part in meant.split()]
    unknown = tuple(dict.fromkeys(word for word, meant in mended if not meant))
    telling = [word for word in said if not unknown or stem(word, language) not in _stems_vague(language)]
    things = tuple(dict.fromkeys(_things(telling, language, known, common)))[:WORDS_MAX]
    changed = any(meant and meant != word for word, meant in mended)
    return Question(
        things=things,
        meant=" ".join(meant or word for word, meant in mended) if changed else "",
        unknown=unknown,
        said=frozenset(stem(word, language) for word in said),
        wordy=sum(word in common - everyday(language).naming for word in said) > CHATTER_MAX,
    )


def _mended(words: Sequence[str], language: Language, known: Vocabulary) -> Iterator[tuple[str, str]]:
    """Each word with what was meant by it: itself, other words, or nothing. “Breast feeding” is one word."""
    place = 0
    while place < len(words):
        word, following = words[place], words[place + 1 : place + 2]
        if following and len(min(word, *following, key=len)) >= SHORTEST_PART and word + following[0] in known.named:
            yield f"{word} {following[0]}", word + following[0]
            place += 1
        elif _is_word(word, language, known):
            yield word, word
        elif not following and (completed := _completed(word, known)):
            yield word, _mistyped_end(word, completed) or word
        else:
            yield word, _slip_of_what(word, language, known)
        place += 1


def _slip_of_what(word: str, language: Language, known: Vocabulary) -> str:
    if stem(word, language) in _stems_right(language):
        return ""
    return corrected(word, known, everyday(language).common) or slip_of(word, _words_said(language))


def _is_word(word: str, language: Language, known: Vocabulary) -> bool:
    """Spelt right: it stands somewhere, or is another form of a word that does, or is an everyday word or spelling. A
    word that lacks the last letters of a known one is not another form of it, unless they are an ending: “lump” of
    “lumps”."""
    root = stem(word, language)
    said = everyday(language)
    if known.knows(word) or word in said.common or word in said.spellings:
        return True
    if root in known.standing:
        return not any(form.startswith(word) and form[len(word) :] not in ENDINGS for form in known.forms[root])
    return root in _stems_said(language)


def _completed(beginning: str, known: Vocabulary) -> list[str]:
    """Words that begin so, those that stand in most passages first."""
    if len(beginning) < BEGINNING_FROM:
        return []
    return sorted(known.beginning(beginning), key=lambda word: -known.standing[known.stems[word]])[:COMPLETIONS_MAX]


def _mistyped_end(word: str, completed: Sequence[str]) -> str:
    """“naltrexon” is a word that lacks a letter; “injec” is a beginning, and “tablet” a form of “tablets”."""
    rest = completed[0][len(word) :]
    return completed[0] if len(word) > 4 and len(rest) <= SLIP_AT_THE_END and rest not in ENDINGS else ""


def _things(words: Sequence[str], language: Language, known: Vocabulary, common: frozenset[str]) -> Iterator[Thing]:
    """The longest phrase wins, from the left; what stands in no phrase is a thing by itself unless it is common."""
    stems = [stem(word, language) for word in words]
    place = 0
    while place < len(words):
        length, meanings = _phrase_at(stems, place, language)
        own = tuple(stems[place : place + length])
        if meanings:
            own = (
                tuple(s for s, word in zip(own, words[place : place + length], strict=True) if word not in common)
                or own
            )
            ways = [Way(own, 1), *(Way(meant, OTHER_WORDS) for meant in meanings)]
            yield Thing(tuple(ways))
        elif words[place] not in common:
            yield Thing((Way(own, 1), *_beginnings(words, place, own[0], known)))
        place += length


def _beginnings(words: Sequence[str], place: int, own: str, known: Vocabulary) -> Iterator[Way]:
    """Only the last word may still be in the making."""
    if place + 1 == len(words) and not known.knows(words[place]):
        stems = dict.fromkeys(known.stems[word] for word in _completed(words[place], known))
        yield from (Way((found,), COMPLETED) for found in stems if found != own)


def _phrase_at(stems: Sequence[str], place: int, language: Language) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """How many words the longest known phrase here has (1 where there is none), and what it means."""
    best: tuple[int, tuple[tuple[str, ...], ...]] = (1, ())
    for phrase, meanings in _phrases(language).get(stems[place], ()):
        if len(phrase) >= best[0] and tuple(stems[place : place + len(phrase)]) == phrase:
            best = (len(phrase), (*best[1], *meanings) if len(phrase) == best[0] else meanings)
    return best


@cache
def common_stems(language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for word in everyday(language).common)


@cache
def _phrases(language: Language) -> dict[str, list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]]:
    common = everyday(language).common
    found = defaultdict(list)
    for saying, names in everyday(language).meanings.items():
        said = tuple(stems_in(saying, language))
        telling = (tuple(stem(word, language) for word in words_in(name) if word not in common) for name in names)
        found[said[0]].append((said, tuple(meant for meant in telling if meant)))
    return dict(found)


@cache
def _words_said(language: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for phrase in everyday(language).meanings for word in words_in(phrase)))


@cache
def _stems_right(language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for word in everyday(language).right)


@cache
def _stems_vague(language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for word in everyday(language).vague)


@cache
def _stems_said(language: Language) -> frozenset[str]:
    """Of every word in an everyday phrase."""
    said = everyday(language)
    return frozenset(root for phrase in (*said.meanings, *said.crisis) for root in stems_in(phrase, language))
