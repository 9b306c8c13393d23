"""Whether words are those of a person in danger, in any of our languages, misspelt too.

Rather once too often than once too seldom: the answer only puts telephone numbers above a page. Asks no index.
"""

from collections.abc import Sequence
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from articles.finding.everyday import everyday
from articles.finding.wordforms import stem, words_in
from articles.policy import Language

GAP_MAX = 2  # small words between the words of a phrase
SLIPS_FROM = ((9, 2), (6, 1))  # letters of a word, slips of the finger forgiven in it


def in_crisis(text: str) -> bool:
    words = words_in(text)
    return any(_tells(words, language) for language in Language)


def _tells(words: Sequence[str], language: Language) -> bool:
    common = everyday(language).common
    said = [(stem(_meant(word, language), language), word in common) for word in words]
    return any(_stands_in(phrase, said) for phrase in _phrases(language))


def _stands_in(phrase: Sequence[str], said: Sequence[tuple[str, bool]]) -> bool:
    """In this order, with no more than a few common words between."""
    for start in range(len(said)):
        place, gap = 0, 0
        for word, common in said[start:]:
            if word == phrase[place]:
                place, gap = place + 1, 0
                if place == len(phrase):
                    return True
            elif place and common and gap < GAP_MAX:
                gap += 1
            else:
                break
    return False


def _meant(word: str, language: Language) -> str:
    """The word of a crisis that this one is a slip of, or the word itself."""
    slips = next((slips for letters, slips in SLIPS_FROM if len(word) >= letters), 0)
    if not slips:
        return word
    found = extractOne(word, _long_words(language), scorer=OSA.distance, score_cutoff=slips)
    return str(found[0]) if found else word


@cache
def _phrases(language: Language) -> tuple[tuple[str, ...], ...]:
    both = (tuple(stem(word, language) for word in words_in(phrase)) for phrase in everyday(language).crisis)
    return tuple(dict.fromkeys(both))


@cache
def _long_words(language: Language) -> tuple[str, ...]:
    """Of single-word phrases, for a slip in “breathing” alone tells nothing."""
    single = (words_in(phrase) for phrase in everyday(language).crisis)
    return tuple(dict.fromkeys(word for words in single if len(words) == 1 for word in words))
