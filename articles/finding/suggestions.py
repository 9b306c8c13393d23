"""What a browser knows while somebody types, and where no server answers a search: one small script of data a language
and edition.

`suggested` are words, guides and sections; `sayings` and `danger` are those of `sayings.py`.
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice

from articles import addresses
from articles.finding.everyday import everyday
from articles.finding.ranking import ASIDE
from articles.finding.sayings import danger, sayings
from articles.finding.wordforms import stems_in, words_in
from articles.models import Article
from articles.policy import Language
from glossary.models import Term

SUGGESTIONS_MAX = 800  # about 60 KB; a larger library suggests its terms and guides, and fewer sections
Suggestion = tuple[str, str, str, str]  # what is shown, its address, the guide it stands in, other words for it


def module(language: str) -> str:
    known = {
        "suggested": list(islice(_suggestions(Language(language)), SUGGESTIONS_MAX)),
        "sayings": sayings(Language(language)),
        "danger": danger(),
    }
    return f"export default {json.dumps(known, ensure_ascii=False, separators=(',', ':'))};\n"


def _suggestions(language: Language) -> Iterator[Suggestion]:
    for name, aliases, address in Term.objects.in_language(language).values_list("name", "aliases", "address"):
        yield name, address, "", " ".join([*aliases, *_said(name, language)])
    guides = list(Article.objects.published().in_language(language).in_order().values_list("slug", "title", "headings"))
    for slug, title, _ in guides:
        yield title, addresses.guide(language, slug), title, " ".join(_said(title, language))
    for slug, title, headings in guides:
        for heading in headings:
            if heading["level"] == 2 and heading["id"] not in ASIDE:
                yield heading["text"], f"{addresses.guide(language, slug)}#{heading['id']}", title, ""


def _said(name: str, language: Language) -> Iterator[str]:
    """The single words that people use for a thing that a name names."""
    stems = set(stems_in(name, language))
    for saying, meant in _single_sayings(language):
        if stems.issuperset(meant):
            yield saying


@cache
def _single_sayings(language: Language) -> list[tuple[str, list[str]]]:
    """Each with the stems of what it means."""
    meanings = everyday(language).meanings.items()
    return [(saying, stems_in(meaning, language)) for saying, (meaning, *_) in meanings if len(words_in(saying)) == 1]
