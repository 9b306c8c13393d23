"""What can be found in a guide or a term, with its stems and words. Knows no index, so it is made where guides are
rendered, on every core."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, Self

from articles import addresses
from articles.finding.wordforms import stems_of, words_in
from articles.policy import Language
from articles.rendering import Page
from articles.source import ArticleSource, TermSource

WORD_CHARACTERS_MAX = 40


class PassageKind(StrEnum):
    TERM = "term"
    GUIDE = "guide"  # its title and summary
    SECTION = "section"


class Passage(NamedTuple):
    """One row of `articles.finding.entries.Passage`, by its columns."""

    language: str
    kind: str
    title: str
    heading: str
    words: str
    text: str
    address: str
    path: str
    head: str
    body: str


@dataclass(frozen=True, slots=True)
class Findable:
    """The passages of one file, and in how many of them each word stands, and names something."""

    language: Language
    passages: tuple[Passage, ...]
    standing: Counter[str]
    named: Counter[str]

    def stored(self) -> list[Any]:
        """As JSON can hold it."""
        return [self.language, self.passages, self.standing, self.named]

    @classmethod
    def restored(cls, held: list[Any]) -> Self:
        language, passages, standing, named = held
        return cls(Language(language), tuple(map(Passage._make, passages)), Counter(standing), Counter(named))


def of_guide(source: ArticleSource, page: Page) -> Findable:
    address = addresses.guide(source.language, source.slug)
    names = [slug.replace("-", " ") for slug in (source.slug, *source.formerly)]
    found = _Finder(source.language, source.path)
    found.add(PassageKind.GUIDE, source.title, "", source.summary, source.summary, address, [source.summary, *names])
    for section in page.sections:
        if section.text or section.title:
            place = f"{address}#{section.id}" if section.id else address
            found.add(PassageKind.SECTION, source.title, section.title, "", section.text, place, names)
    return found.all()


def of_term(term: TermSource) -> Findable:
    address = addresses.term(term.language, term.slug)
    found = _Finder(term.language, term.path)
    found.add(PassageKind.TERM, term.term, "", " ".join(term.aliases), term.definition, address, term.aliases)
    return found.all()


class _Finder:
    """Takes the passages of one file, one after the other."""

    def __init__(self, language: Language, path: str) -> None:
        self.language, self.path = language, path
        self.split = cache(words_in)  # titles and names come again with each section, and so do their stems
        self.stems = cache(self._stems)
        self.passages: list[Passage] = []
        self.standing, self.named = Counter[str](), Counter[str]()

    def all(self) -> Findable:
        return Findable(self.language, tuple(self.passages), self.standing, self.named)

    def add(
        self, kind: PassageKind, title: str, heading: str, words: str, text: str, address: str, names: Iterable[str]
    ) -> None:
        """Each field's stems are framed by spaces so that one can be looked for as “ stem ”. An address is a name that
        an editor gave, so a guide and its sections are called by it too."""
        head = "\n".join([self.stems(title), self.stems(heading), "|".join(map(self.stems, names))])
        row = Passage(
            self.language.value, kind.value, title, heading, words, text, address, self.path, head, self._stems(text)
        )
        self.passages.append(row)
        naming, standing = words_of(row, self.split)
        self.named.update(naming)
        self.standing.update(standing)

    def _stems(self, text: str) -> str:
        return f" {' '.join(stems_of(self.split(text), self.language))} "


def words_of(passage: Passage, split: Callable[[str], list[str]] = words_in) -> tuple[set[str], set[str]]:
    """Those of its title, heading and names, and all of it."""
    names = passage.words if passage.kind == PassageKind.TERM else ""
    naming = {*split(passage.title), *split(passage.heading), *split(names)}
    standing = naming.union(split(passage.text))
    return _short(naming), _short(standing)


def _short(words: set[str]) -> set[str]:
    if max(map(len, words), default=0) <= WORD_CHARACTERS_MAX:
        return words
    return {word for word in words if len(word) <= WORD_CHARACTERS_MAX}
