"""What the extensions of one rendering share: the source, its problems, and where a construct stands in it.

The parser decides what is a link or a citation; Python-Markdown then forgets its place. `place_of` finds it again
by the words of the construct, in the order of the document.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from articles.dialect.places import CALLOUT, Places, without_fences, without_indented, without_spans
from articles.policy import Language
from articles.problems import Notebook, Place
from articles.reading.pictures import Pictures

HIDES_SECTIONS = frozenset(
    ["fence-open", "heading-id", "heading-nested", "heading-repeated", "nesting"]
)  # mistakes, by their code


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
    place: Place


@dataclass(frozen=True, slots=True)
class Mark:
    """One citation in the text. `locator` is what follows the key, as “section 5.3”."""

    key: str
    locator: str
    id: str
    place: Place


@dataclass(slots=True)
class Draft:
    """`path` is the file's, relative to the content folder; `body` starts in line `body_line`.

    `bare` are words after an @ without brackets, which may be keys of sources.
    `numbers` has the number of each source on the page, `times` how often it was cited so far.
    """

    path: str
    language: Language
    body: str
    body_line: int
    notes: Notebook
    pictures: Pictures = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bare: list[tuple[str, Place]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    html_has_ids: bool = False
    _lines: list[str] = field(init=False)
    _unfenced: str = field(init=False)
    _text: Places = field(init=False)
    _indented: list[int] = field(default_factory=list)
    _rows: dict[str, deque[int]] | None = None

    def __post_init__(self) -> None:
        self._lines = self.body.split("\n")
        self._unfenced = without_fences(self.body)

    @property
    def sections_known(self) -> bool:
        """Whether `headings` has each section that the editor meant, under the id that was meant."""
        return not self.html_has_ids and not any(problem.code in HIDES_SECTIONS for problem in self.notes.errors)

    def read_places(self, root: Element) -> None:
        """To be called once the tree is there: only the parser knows what is indented code, where nothing is found."""
        codes = [code.text or "" for pre in root.iter("pre") for code in pre]
        text, self._indented = without_indented(self._unfenced, codes)
        self._text = Places(without_spans(text))

    def place_of(self, *spellings: str, behind: str = "") -> Place:
        """Where a construct next stands in any of its spellings; asked again, that of the one after.

        White space in a spelling stands for any or none. The place is behind the marks at its beginning that are named
        in `behind`. The body's first line where it stands nowhere.
        """
        place, spelling = self._text.next_place(spellings)
        marks = len(spelling) - len(spelling.lstrip(behind)) if behind else 0
        return self._at(place + marks if place >= 0 else place)

    def place_between(self, before: str, typed: str | Sequence[str], after: str) -> Place:
        """Of what was typed, in any of its spellings, between these words, because a mark alone stands in many places.

        Line ends in them count: what was typed on a line of its own is not looked for within another.
        """
        spellings = [typed] if isinstance(typed, str) else typed
        return self._at(next((p for each in spellings if (p := self._text.next_between(before, each, after)) >= 0), -1))

    def _at(self, place: int) -> Place:
        """Of a place in the flat text; below 0, it stands nowhere."""
        if place < 0:
            return Place(self.body_line)
        row, column = self._text.position(place)
        return Place(self.body_line + row, column + 1)

    def place_in(self, line: int, typed: str) -> Place:
        """Where this was typed in a line of the file, in whatever case; the line where it was not."""
        return Place(line, max(0, self.typed_in(line).lower().find(typed.lower())) + 1)

    def line_of_row(self, row: str) -> int:
        """The next line that holds a whole row of a table, also while the text is still being parsed."""
        if self._rows is None:
            self._rows = {}
            for number, line in enumerate(self.lines_outside_fences()):
                self._rows.setdefault(line.strip(" \t>"), deque()).append(number)
        numbers = self._rows.get(row.strip(), deque([0]))
        return self.body_line + (numbers.popleft() if len(numbers) > 1 else numbers[0])

    def lines_outside_fences(self) -> list[str]:
        """Every line of the body, those of fenced blocks as spaces."""
        return self._unfenced.split("\n")

    def line_of_heading(self, words: str) -> int:
        return self.body_line + self._text.next_heading(words)

    def lines_of_indented(self) -> list[int]:
        """Where each block begins that is shown as typed, for it is set in by four spaces."""
        return [self.body_line + row for row in self._indented]

    def line_above(self, line: int) -> int:
        """The nearest above it at the margin, past empty ones and such as are set in; the body's first if none is."""
        rows = range(line - self.body_line - 1, 0, -1)
        return self.body_line + next((row for row in rows if not re.match(r"\s|$", self._lines[row])), 0)

    def lines_outside_callouts(self) -> list[int]:
        """Below the text of a callout at the margin, the lines that are inset, and by less than its four spaces."""
        return [self.body_line + row for row in self._text.outside]

    def lines_under_callouts(self) -> list[int]:
        """Right under the text of a callout, with no empty line between, the lines at the margin."""
        return [self.body_line + row for row in self._text.under]

    def is_inset_callout(self, place: Place) -> bool:
        """Whether only what stands before it keeps a line from being a callout."""
        line = self.typed_in(place.line)
        return place.column > 1 and CALLOUT.fullmatch(line[place.column - 1 :]) is not None

    def typed_in(self, line: int) -> str:
        return self._lines[line - self.body_line]

    def line_of_callout(self) -> int:
        return self.body_line + next(self._text.callouts, 0)


def words_of(element: Element) -> str:
    """What is read of it, without the numbers of its sources."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.get("class") != "cite":
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""
