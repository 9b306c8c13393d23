"""The words of the present edition, kept in memory by each worker: how they are spelt and how often they stand.

Read once an edition, on the first search after it. Bounded: of a library with more words, the rarest are left out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from articles.editions import present_mark
from articles.finding.entries import Word
from articles.policy import Language

WORDS_MAX = 60_000  # about 20 MB in each worker
BEGINNING_FROM = 3  # letters


@dataclass(frozen=True, slots=True)
class Vocabulary:
    stems: Mapping[str, str]  # word -> its stem
    forms: Mapping[str, Sequence[str]]  # stem -> the words that have it
    standing: Mapping[str, int]  # stem -> in how many passages it stands, at most
    named: Mapping[str, int]  # word -> how many titles, headings and terms have it; only those of any
    most: int  # in how many passages the commonest word stands, which is nearly all
    _begun: dict[str, list[str]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _sized: dict[tuple[int, int], list[str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for word in self.stems:
            self._begun.setdefault(word[:BEGINNING_FROM], []).append(word)

    def knows(self, word: str) -> bool:
        return word in self.stems

    def beginning(self, letters: str) -> list[str]:
        """Those that begin so, at least BEGINNING_FROM letters."""
        return [word for word in self._begun.get(letters[:BEGINNING_FROM], ()) if word.startswith(letters)]

    def as_long_as(self, word: str, difference: int) -> list[str]:
        """Those that have as many letters, or so many more or fewer. Picked once for all searches."""
        size = len(word), difference
        if size not in self._sized:
            self._sized[size] = [each for each in self.stems if abs(len(each) - size[0]) <= difference]
        return self._sized[size]


_kept: dict[Language, tuple[object, Vocabulary]] = {}


def vocabulary(language: Language) -> Vocabulary:
    edition = present_mark()
    known = _kept.get(language)
    if known is None or known[0] != edition:
        known = _kept[language] = (edition, _read(language))
    return known[1]


def _read(language: Language) -> Vocabulary:
    rows = Word.objects.filter(language=language).order_by("-passages", "word")
    stems: dict[str, str] = {}
    forms: dict[str, list[str]] = defaultdict(list)
    standing: dict[str, int] = defaultdict(int)
    named: dict[str, int] = {}
    for word, stem, passages, titles in rows.values_list("word", "stem", "passages", "named")[:WORDS_MAX]:
        stems[word] = stem
        forms[stem].append(word)
        standing[stem] += passages
        if titles:
            named[word] = titles
    return Vocabulary(stems, dict(forms), dict(standing), named, max(standing.values(), default=0))
