"""Words as search compares them: small letters, no accents, one spelling, and the stem that a word's forms share.

What is indexed and what is asked go through the same function, so SQLite and PostgreSQL are only handed stems and
need no grammar of their own. Nothing here knows an index.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import Stemmer

from articles.finding.everyday import everyday
from articles.policy import Language

SNOWBALL = {Language.EN: "english", Language.ES: "spanish"}
WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
APOSTROPHE = re.compile("['’ʼ]")
ENDING = re.compile("['’ʼ](?:s|d|m|ll|re|ve)$")
NOT_ASCII = re.compile("[^\x00-\x7f]+")
STEMS_KEPT = 32_768  # a large site's words; a few MB
BRITISH_FROM = 6  # letters: “toe”, “hour” and “wise” are no other spelling of anything
BRITISH = (
    (re.compile("(?:ae|oe)(?=.)"), "e"),  # anaemia, diarrhoea
    (re.compile("our(?=$|s$|al$|ed$|ing$|ite)"), "or"),  # behaviour
    (re.compile("is(?=(?:e|ed|er|es|ing|ations?)$)"), "iz"),  # randomised
)


def words_in(text: str) -> list[str]:
    """In order, in small letters and without accents; “Vivitrol's” is “vivitrol”, “I'd” is “i”, “don't” is “dont”."""
    letters = plain(text)
    words = WORD.findall(letters)
    return [_without_apostrophe(word) for word in words] if APOSTROPHE.search(letters) else words


def plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    return NOT_ASCII.sub(_without_accents, unicodedata.normalize("NFKD", text.lower()))


def _without_accents(letters: re.Match[str]) -> str:
    return "".join(letter for letter in letters[0] if not unicodedata.combining(letter))


def _without_apostrophe(word: str) -> str:
    return word if word.isalnum() else APOSTROPHE.sub("", ENDING.sub("", word))


def stem(word: str, language: Language) -> str:
    """Of a plain word, as `words_in` gives it."""
    return _stems(language)[word]


def stems_of(words: Iterable[str], language: Language) -> Iterator[str]:
    """Of each of many plain words."""
    return map(_stems(language).__getitem__, words)


def stems_in(text: str, language: Language) -> list[str]:
    return list(stems_of(words_in(text), language))


class _Stems(dict[str, str]):
    """Those asked for, with room for STEMS_KEPT: a look into a dict costs a fraction of a call, for each word."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> str:
        usual = _spellings(self.language).get(word, word)
        if self.language is Language.EN and len(usual) >= BRITISH_FROM:
            for british, american in BRITISH:
                usual = british.sub(american, usual)
        found = str(_stemmer(self.language).stemWord(usual))
        if len(self) >= STEMS_KEPT:
            self.clear()
        self[word] = found
        return found


@cache
def _stems(language: Language) -> _Stems:
    return _Stems(language)


@cache
def _spellings(language: Language) -> dict[str, str]:
    both = everyday(language).spellings.items()
    return {"".join(words_in(other)): "".join(words_in(usual)) for other, usual in both}


@cache
def _stemmer(language: Language) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(SNOWBALL[language])
