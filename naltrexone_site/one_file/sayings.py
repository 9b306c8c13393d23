"""What the search of the one file knows beside its pages: everyday words, and the words of a person in danger.

The same lists that the site's own search has (`articles.finding`), in the shape in which `search.js` and `danger.js`
read them. A word that ends in * stands for all that begin so.
"""

from typing import Any

from articles.finding.everyday import everyday
from articles.finding.wordforms import stem, words_in
from articles.policy import Language

BEGINS_FROM = 4  # letters: of fewer, too many words begin so


def sayings(language: Language) -> dict[str, Any]:
    """`meanings`: what is said -> what the guides call it; another spelling is said for the guides' own."""
    said = everyday(language)
    meanings = {" ".join(words_in(saying)): list(names) for saying, names in said.meanings.items()}
    for other, usual in said.spellings.items():
        meanings.setdefault(" ".join(words_in(other)), []).append(usual)
    return {"common": sorted(said.common), "meanings": dict(sorted(meanings.items()))}


def danger() -> list[dict[str, Any]]:
    """One of each language, for a person in danger may use any. `single`: words in which a slip is forgiven."""
    return [_danger(language) for language in Language]


def _danger(language: Language) -> dict[str, Any]:
    said = everyday(language)
    phrases = [words_in(phrase) for phrase in said.crisis]
    return {
        "common": sorted(said.common),
        "phrases": list(dict.fromkeys(" ".join(_form(word, language) for word in phrase) for phrase in phrases)),
        "single": list(dict.fromkeys(phrase[0] for phrase in phrases if len(phrase) == 1)),
    }


def _form(word: str, language: Language) -> str:
    root = stem(word, language)
    return f"{root}*" if len(root) >= BEGINS_FROM and word.startswith(root) else word
