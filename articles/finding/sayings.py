"""What a search in a browser knows beside its pages: everyday words, and the words of a person in danger.

The same lists that the server's search has, in the shape in which `static/js/searching/` and `static/js/wording/` read
them. A word that ends in * stands for all that begin so.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from articles.finding.crisis import single_words
from articles.finding.everyday import EXACTLY, everyday
from articles.finding.wordforms import plain, stem, words_in
from articles.policy import Language

BEGINS_FROM = 4  # letters: of fewer, too many words begin so


def sayings(language: Language) -> dict[str, Any]:
    """`meanings`: what is said -> what the guides call it; another spelling is said for the guides' own. `right`: how
    words begin that are no slip of another."""
    said = everyday(language)
    meanings = {" ".join(words_in(saying)): list(names) for saying, names in said.meanings.items()}
    for other, usual in said.spellings.items():
        meanings.setdefault(" ".join(words_in(other)), []).append(usual)
    right = sorted({stem(word, language) for word in said.right})
    return {"common": sorted(said.common), "right": right, "meanings": dict(sorted(meanings.items()))}


def danger() -> dict[str, dict[str, Any]]:
    """By language, for a person in danger may use any. `phrases`: in short, as everyday.py writes them out; `single`:
    words in which a slip is forgiven; `calm`: words that are no slip of those.
    """
    return {str(language): _danger(language) for language in Language}


def _danger(language: Language) -> dict[str, Any]:
    said = everyday(language)
    return {
        "common": sorted(said.common),
        "phrases": [*(_in_forms(plain(phrase), language) for phrase in said.crisis), *_misspelt(language)],
        "single": single_words(language),
        "calm": sorted(said.calm),
    }


def _misspelt(language: Language) -> list[str]:
    """Words of danger by ear, too far from the right ones to be a slip of the finger: “sueside”."""
    alone = {stem(word, language) for word in single_words(language)}
    return sorted(other for other in everyday(language).spellings if stem(other, language) in alone)


def _in_forms(short: str, language: Language) -> str:
    return " ".join("|".join(_forms(choice.split("|"), language)) for choice in short.split())


def _forms(choices: Sequence[str], language: Language) -> Iterable[str]:
    """Without those that say the same: “dose*” and “dose*”."""
    return dict.fromkeys("_".join(_form(word, language) for word in choice.split("_")) for choice in choices)


def _form(word: str, language: Language) -> str:
    if word.endswith(EXACTLY):
        return word.removesuffix(EXACTLY)
    root = stem(word, language)
    return f"{root}*" if len(root) >= BEGINS_FROM and word.startswith(root) else word
