"""What the extensions of one rendering share: the source, its problems, and where a construct stands in it.

The parser decides what is a link or a citation; Python-Markdown then forgets its line. `line_of` finds it again
by the words of the construct, in the order of the document.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from articles.policy import Language
from articles.problems import Notebook

FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*?)[ \t]*")
INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
ATX = re.compile(r" {0,3}#{1,6}(?!#)")
SETEXT = re.compile(r"(?:=+|-+)[ \t]*")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    id: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """To a file of the content folder: `path` relative to it, `fragment` without its #."""

    path: str
    fragment: str
    written: str
    line: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One citation in the text. `locator` is what follows the key, as “section 5.3”."""

    key: str
    locator: str
    id: str
    line: int


@dataclass(slots=True)
class Draft:
    """`path` is the file's, relative to the content folder; `body` starts in line `body_line`."""

    path: str
    language: Language
    body: str
    body_line: int
    notes: Notebook
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    _seen: Counter[str] = field(default_factory=Counter)
    _plain: str = ""

    def __post_init__(self) -> None:
        self._plain = without_code(self.body)

    def line_of(self, words: str) -> int:
        """The line of the next mention of `words`; asked again, of the one after."""
        nth, place = self._seen[words], -1
        self._seen[words] += 1
        for _ in range(nth + 1):
            following = self._plain.find(words, place + 1)
            if following < 0:
                break
            place = following
        return self.body_line + (self._plain.count("\n", 0, place) if place >= 0 else 0)

    def heading_lines(self) -> list[int]:
        """The line of each heading at the margin, in order."""
        lines = self._plain.split("\n")
        found = []
        for number, line in enumerate(lines):
            under = lines[number + 1] if number + 1 < len(lines) else ""
            if ATX.match(line) or (line.strip() and not line.startswith("    ") and SETEXT.fullmatch(under)):
                found.append(self.body_line + number)
        return found


def without_code(body: str) -> str:
    """The body with the inside of fences and code spans blanked out, line for line and letter for letter."""
    kept, fence = [], ""
    for line in body.split("\n"):
        opening = FENCE.fullmatch(line)
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
            kept.append("")
        elif opening:
            fence = opening["fence"]
            kept.append("")
        else:
            kept.append(line)
    return INLINE_CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), "\n".join(kept))


def add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
