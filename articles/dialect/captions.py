"""What the figures share: plain words with their sources, counts of people, who was counted and over what time.

Refuses mark-up in a figure's words, a figure without a source, and a count that its denominator cannot hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from articles.dialect.citations import CITATION
from articles.dialect.draft import Draft
from articles.dialect.figure_words import WORDS, FigureWords
from articles.problems import Place, shown
from articles.reading.frontmatter import Fields

WORDS_CHARACTERS_MAX = 300  # of one value; more is a paragraph, and belongs beside the figure
SOURCES = re.compile(rf"(?:\s*{CITATION})+\s*")
CITED = re.compile(rf"\s*{CITATION}")
MARKUP = re.compile(r"<[A-Za-z/!?][^>]*>?|&#?\w+;|\*\*|__|`|\[@|!?\[[^\]]*\]\([^)]*\)?")
# “24 of 100”, “9 more in 100”, “24 de cada 100”: a number of people in running words
SAID = re.compile(
    r"(?<![\d.,])(\d[\d,]*)(?: more| fewer| más| menos)?(?: people| personas)?"
    r" (?:out of|of|in|de)(?: every| cada)? (10{1,5}|1,000|10,000|100,000)\b(?![.,]\d)"
)


@dataclass(frozen=True, slots=True)
class Count:
    """Of people; `about` where the number was rounded or worked out."""

    number: int
    about: bool = False

    def said(self, words: FigureWords) -> str:
        return f"{words.about} {self.number:,}" if self.about else f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class Words:
    """An editor's words, in which `[@key]` may stand, and the place where they begin. `parts` are the values that they
    were put together from.
    """

    text: str
    place: Place
    parts: tuple["Words", ...] = ()

    @property
    def plain(self) -> str:
        return CITED.sub("", self.text)

    def element(self, tag: str, attributes: dict[str, str] | None = None) -> Element:
        """With a mark in each place of a source, which the citations' own step will number."""
        element = Element(tag, attributes or {})
        texts, written = CITED.split(self.text)[::2], CITED.split(self.text)[1::2]
        element.text = AtomicString(texts[0])
        cited = [(key, part.place) for part in self.parts or (self,) for key in CITED.findall(part.text)]
        for key, after in zip(written, texts[1:], strict=True):
            own = next(each for each in cited if each[0] == key)
            cited.remove(own)
            mark = SubElement(element, "sup", {"class": "cite", "written": key, "place": "{} {}".format(*own[1])})
            mark.tail = AtomicString(after)
        return element


@dataclass(frozen=True, slots=True)
class Sheet:
    """One mapping of a figure's YAML, read in the figure's own terms."""

    fields: Fields
    draft: Draft

    @property
    def words(self) -> FigureWords:
        return WORDS[self.draft.language]

    def place(self, key: str) -> Place:
        return self.fields.place(key)

    def has(self, key: str) -> bool:
        return any(name.value == key for name, _ in self.fields.mapping.pairs)

    def unread(self, key: str) -> bool:
        """Whether its value could not be read, which was told already."""
        return self.fields.broken or key in self.fields.spoilt

    def error(self, key: str, code: str, message: str) -> None:
        self.draft.notes.error(self.place(key), code, message)

    def text(self, key: str, *, required: bool = True) -> Words:
        text = self.fields.text(key, required=required)
        if found := MARKUP.search(CITED.sub("", text)):
            message = f"“{shown(found[0])}” would be read as it stands: the words of a figure are plain. Take it out."
            self.error(key, "figure-markup", message)
        if len(text) > WORDS_CHARACTERS_MAX:
            self.fields.too_long(self.place(key), key, text, WORDS_CHARACTERS_MAX)
        return Words(text, self.place(key))

    def sources(self) -> Words:
        text = self.fields.text("source", required=False, may_be_empty=True)
        if not SOURCES.fullmatch(text) and not self.unread("source"):
            message = (
                'A figure names where its numbers are from. Write a line like this: source: "[@key, section 5.3]".'
            )
            self.error("source", "figure-source", message)
        return Words(text, self.place("source"))

    def rows(self, key: str, least: int, most: int) -> tuple["Sheet", ...]:
        found = tuple(Sheet(fields, self.draft) for fields in self.fields.mappings(key))
        if not self.unread(key) and not least <= len(found) <= most:
            message = f"`{key}` lists {len(found)}; {least} to {most} can be shown. Add some, or make two figures."
            self.error(key, "figure-rows", message)
        return found

    def whole(self, key: str) -> int | None:
        """A whole number from 0."""
        number = self.fields.number(key)
        if number is not None and number < 0:
            self.error(key, "figure-count", f"`{key}` is below 0. Write a whole number from 0.")
            return None
        return number

    def out_of(self) -> int:
        """100 or 1,000; 0 where it cannot be read."""
        of = self.fields.number("of")
        if of not in (100, 1_000):
            if not self.unread("of"):
                message = "People are counted out of 100, or out of 1,000 where fewer than 1 in 100 are touched. "
                self.error("of", "figure-scale", message + "Write `of: 100`.")
            return 0
        return of

    def count(self, key: str, of: int) -> Count | None:
        """`60`, or `about 60`; None where it cannot be read."""
        text = self.scalar(key)
        match = re.fullmatch(rf"(?:({re.escape(self.words.about)}) )?(\d{{1,9}})", text)
        if match is None:
            if not self.unread(key):
                message = f"`{key}` must be a whole number of people, such as `{key}: 24` or `{key}: "
                self.error(key, "figure-count", f"{message}{self.words.about} 24`. Write it so.")
            return None
        count = Count(int(match[2]), about=match[1] is not None)
        if of and count.number > of:
            self.error(key, "figure-count", f"{count.number:,} of {of:,} cannot be. Write at most {of:,} here.")
        return count

    def scalar(self, key: str) -> str:
        self.fields.known.add(key)
        node = next((node for name, node in self.fields.mapping.pairs if name.value == key), None)
        return " ".join(getattr(node, "value", "").split())

    def check_scale(self, of: int, counts: Iterable[Count | None]) -> None:
        if of == 1_000 and any(count and abs(count.number) >= 10 for count in counts):
            message = "A figure of 1,000 makes a risk look larger, and is for fewer than 1 in 100. Count out of 100."
            self.error("of", "figure-scale", message)

    def check_said(self, said: Words, of: int, counts: Iterable[Count | None]) -> None:
        """A number of people in the words is one of the figure's own, or the difference of two."""
        numbers = {abs(count.number) for count in counts if count}
        numbers |= {abs(one - other) for one, other in permutations(numbers, 2)}
        for found in SAID.finditer(said.plain) if of else ():
            number, people = (int(part.replace(",", "")) for part in found.groups())
            if number not in numbers or people != of:
                message = f"“{found[0]}” is no number of this figure. Make the words and the counts agree."
                self.draft.notes.error(said.place, "figure-contradicts", message)


def people(sheet: Sheet, of: int, *, needs_comparison: bool) -> Words:
    """The sentence that says who was counted, out of how many, over what time, and compared with what."""
    who, time = sheet.text("who"), sheet.text("time")
    compared = sheet.text("compared", required=False)
    if needs_comparison and not compared.text and not sheet.unread("compared"):
        message = "One group alone says little. Add a second one, or write `compared:` with what it is compared."
        sheet.error("compared", "figure-compared", message)
    said = sheet.words.out_of.format(of=f"{of:,}", who=who.text, time=time.text)
    said += f", {compared.text}" if compared.text else ""
    return Words(said, who.place, (who, time, compared))
