"""The words of the present edition, kept in memory by each worker: how they are spelt and how often they stand.

Read once an edition, on the first search after it. Bounded: of a library with more words, the rarest are left out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.editions import present_mark
from articles.finding.entries import Word
from articles.policy import Language

WORDS_MAX = 60_000  # about 20 MB in each worker


@dataclass(frozen=True, slots=True)
class Vocabulary:
    stems: Mapping[str, str]  # word -> its stem
    forms: Mapping[str, Sequence[str]]  # stem -> the words that have it
    standing: Mapping[str, int]  # stem -> in how many passages it stands, at most
    named: Mapping[str, int]  # word -> how many titles, headings and terms have it; only those of any
    most: int  # in how many passages the commonest word stands, which is nearly all

    def knows(self, word: str) -> bool:
        return word in self.stems


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
