"""Whether words are those of a person in danger, in any of our languages, misspelt too.

Rather once too often than once too seldom: the answer only puts telephone numbers above a page. Asks no index.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from articles.finding.everyday import EXACTLY, everyday, written_out
from articles.finding.wordforms import plain, stem, words_in
from articles.policy import Language

GAP_MAX = 2  # small words between the words of a phrase
SLIPS_FROM = ((9, 2), (6, 1))  # letters of a word, slips of the finger forgiven in it


def in_crisis(text: str) -> bool:
    words = words_in(text)
    return any(_tells(words, language) for language in Language)


def _tells(words: Sequence[str], language: Language) -> bool:
    common = everyday(language).common
    said = [(_names(word, language), word in common) for word in words]
    beginning = _phrases_by_their_first_word(language)
    return any(
        _goes_on(phrase, said[place:])
        for place, (names, _) in enumerate(said)
        for name in names
        for phrase in beginning.get(name, ())
    )


def _names(word: str, language: Language) -> tuple[str, ...]:
    """What a phrase may call it: by its stem, or by this form alone; none for a word that only looks like danger."""
    if word in everyday(language).calm:
        return ()
    meant = _meant(word, language)
    return stem(meant, language), f"{meant}{EXACTLY}"


def _goes_on(phrase: Sequence[str], said: Sequence[tuple[tuple[str, ...], bool]]) -> bool:
    """Whether these words begin with the phrase, in this order, with no more than a few common words between."""
    place, gap = 0, 0
    for names, common in said:
        if phrase[place] in names:
            place, gap = place + 1, 0
            if place == len(phrase):
                return True
        elif common and gap < GAP_MAX:
            gap += 1
        else:
            break
    return False


def _meant(word: str, language: Language) -> str:
    """The word of a crisis that this one is a slip of, or the word itself."""
    slips = next((slips for letters, slips in SLIPS_FROM if len(word) >= letters), 0)
    if not slips:
        return word
    found = extractOne(word, single_words(language), scorer=OSA.distance, score_cutoff=slips)
    return str(found[0]) if found else word


@cache
def _phrases_by_their_first_word(language: Language) -> dict[str, tuple[tuple[str, ...], ...]]:
    phrases = sorted({tuple(_name(word, language) for word in phrase) for phrase in _phrases(language)})
    return {first: tuple(group) for first, group in groupby(phrases, key=itemgetter(0))}


@cache
def single_words(language: Language) -> tuple[str, ...]:
    """Words that alone tell of danger. Only in them a slip is forgiven: one in “breathing” tells nothing."""
    return tuple(dict.fromkeys(phrase[0].rstrip(EXACTLY) for phrase in _phrases(language) if len(phrase) == 1))


def _name(word: str, language: Language) -> str:
    return word if word.endswith(EXACTLY) else stem(word, language)


def _phrases(language: Language) -> Iterator[tuple[str, ...]]:
    for short in everyday(language).crisis:
        yield from written_out(plain(short))
