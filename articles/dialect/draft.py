"""What the extensions of one rendering share: the source, its problems, and where a construct stands in it.

The parser decides what is a link or a citation; Python-Markdown then forgets its place. `place_of` finds it again
by the words of the construct, in the order of the document.
"""

import html
import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from xml.etree.ElementTree import Element

from articles.policy import Language
from articles.problems import Notebook, Place
from articles.reading.pictures import Pictures

FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)")
BACKTICKS = re.compile("`+")
BLOCK = re.compile(r"(?<=\n)(?=[ \t]*(?:\n|[|#]|(?:[-*+]|\d+[.)])[ \t]))")  # keeps every letter when it splits
INK = re.compile(r"[^\s>]+")  # in a quotation `>` starts each line
ADDRESS = re.compile(r"(?<=\]\()[^()]+(?=\))")
WORD = re.compile(r"[^\W_]+")
ATX = re.compile(r"[ \t>*+\d.)-]*#")
UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
LISTED = re.compile(r"[ \t]*(?:[-*+>]|\d+[.)])[ \t]")
CALLOUT = re.compile(r'[ \t>*+\d.)-]*!!! ?[\w-]+(?: +[\w-]+)*(?: +".*")? *')
HIDES_SECTIONS = frozenset(
    ["fence-open", "heading-id", "heading-nested", "heading-repeated", "nesting"]
)  # mistakes, by their code
HEADINGS_AHEAD = 20  # how far a heading is looked for whose words are not found in the next one


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
    numbers: dict[str, int] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    _text: "_Text" = field(init=False)
    _rows: dict[str, deque[int]] | None = None

    @property
    def sections_known(self) -> bool:
        """Whether `headings` has each section that the editor meant, under the id that was meant."""
        return not any(
            problem.code in HIDES_SECTIONS or (problem.code == "raw-html" and " id=" in problem.message)
            for problem in self.notes.errors
        )

    def read_places(self, root: Element) -> None:
        """To be called once the tree is there: only the parser knows what is indented code, where nothing is found."""
        codes = [code.text or "" for pre in root.iter("pre") for code in pre]
        self._text = _Text(_without_spans(_without_indented(_without_fences(self.body), codes)))

    def place_of(self, *spellings: str, behind: str = "") -> Place:
        """Where a construct next stands in any of its spellings; asked again, that of the one after.

        White space in a spelling stands for any or none. The place is behind the marks at its beginning that are named
        in `behind`. The body's first line where it stands nowhere.
        """
        place, spelling = self._text.next_place(spellings)
        marks = len(spelling) - len(spelling.lstrip(behind)) if behind else 0
        return self._at(place + marks if place >= 0 else place)

    def place_between(self, before: str, typed: str, after: str) -> Place:
        """Of what was typed between these words, because a mark alone stands in many places."""
        if self._text.holds(before + typed + after):
            place, _ = self._text.next_place([before + typed + after])
            return self._at(place + len("".join(INK.findall(before))))
        return self.place_of(typed)

    def _at(self, place: int) -> Place:
        """Of a place in the flat text; below 0, it stands nowhere."""
        if place < 0:
            return Place(self.body_line)
        row, column = self._text.position(place)
        return Place(self.body_line + row, column + 1)

    def place_in(self, line: int, typed: str) -> Place:
        """Where this was typed in a line of the file, in whatever case; the line where it was not."""
        return Place(line, max(0, self.body.split("\n")[line - self.body_line].lower().find(typed.lower())) + 1)

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
        return _without_fences(self.body).split("\n")

    def line_of_heading(self, words: str) -> int:
        return self.body_line + self._text.next_heading(words)

    def lines_outside_callouts(self) -> list[int]:
        """Below the text of a callout at the margin, the lines that are inset, and by less than its four spaces."""
        return [self.body_line + row for row in self._text.outside]

    def lines_under_callouts(self) -> list[int]:
        """Right under the text of a callout, with no empty line between, the lines at the margin."""
        return [self.body_line + row for row in self._text.under]

    def line_of_callout(self) -> int:
        return self.body_line + next(self._text.callouts, 0)


class _Text:
    """A body without its code, and how far each construct was found in it."""

    def __init__(self, text: str) -> None:
        self.rows = rows = text.split("\n")
        flat = list(map(_flat, rows))
        self.flat = "".join(flat)
        self.starts = list(accumulate(map(len, flat), initial=0))  # of each row in the flat text
        self.pieces: dict[int, tuple[list[int], list[int]]] = {}  # row -> where each begins, there and in the flat text
        self.headings = [row for row in range(len(rows)) if _is_heading(rows, row)]
        self.words = [frozenset(WORD.findall(rows[row])) for row in self.headings]
        self.heading = 0  # how many of them are done with
        self.callouts = (row for row, line in enumerate(rows) if CALLOUT.fullmatch(line))
        self.outside = list(_outside_callouts(rows))
        self.under = list(_under_callouts(rows))
        self.last: dict[str, int] = {}  # spelling -> where it stood when last asked for, in the flat text
        self.following: dict[str, int] = {}
        self.cursor: dict[str, int] = {}  # beginning of a spelling -> how far its kind has been found

    def position(self, place: int) -> tuple[int, int]:
        """Row and column of a place in the flat text, both from 0."""
        row = bisect_right(self.starts, place) - 1
        if row not in self.pieces:
            found = list(INK.finditer(self.rows[row]))
            lengths = (len(_plain(piece[0])) for piece in found)
            self.pieces[row] = [piece.start() for piece in found], list(accumulate(lengths, initial=self.starts[row]))
        columns, starts = self.pieces[row]
        piece = bisect_right(starts, place) - 1
        return row, columns[piece] + place - starts[piece]

    def next_place(self, spellings: Iterable[str]) -> tuple[int, str]:
        """In the flat text, and the spelling that stands there; below 0 for nowhere."""
        known = ["".join(INK.findall(spelling)) for spelling in spellings]
        found = [(place, spelling) for spelling in known if spelling and (place := self._peek(spelling)) >= 0]
        if not found:
            return max((self.last.get(spelling, -1), spelling) for spelling in known)
        place, first = min(found)
        for where, spelling in found:
            if where < place + len(first):  # another spelling of the same construct
                del self.following[spelling]
                self.last[spelling] = self.cursor[spelling[:2]] = where
        return place, first

    def _peek(self, spelling: str) -> int:
        if spelling not in self.following:
            after = self.last.get(spelling, -1) + 1
            place = self._find(spelling, max(after, self.cursor.get(spelling[:2], 0)))
            self.following[spelling] = place if place >= 0 else self._find(spelling, after)
        return self.following[spelling]

    def _find(self, spelling: str, start: int) -> int:
        place = self.flat.find(spelling, start)
        while place > 0 and self.flat[place - 1] == "\\":
            place = self.flat.find(spelling, place + 1)
        return place

    def holds(self, spelling: str) -> bool:
        return "".join(INK.findall(spelling)) in self.flat

    def next_heading(self, words: str) -> int:
        """The row of the next heading that has these words, or else of the next one."""
        wanted = frozenset(WORD.findall(words))
        ahead = range(self.heading, min(self.heading + HEADINGS_AHEAD, len(self.headings)))
        found = next((nth for nth in ahead if wanted <= self.words[nth]), self.heading)
        self.heading = found + 1
        return self.headings[found] if found < len(self.headings) else 0


def _outside_callouts(rows: Sequence[str]) -> Iterator[int]:
    opened = inside = False
    for row, line in enumerate(rows):
        inset = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if not line.strip():
            continue
        if inset == 0:
            opened, inside = CALLOUT.fullmatch(line) is not None, False
        elif inset >= 4:
            inside = opened
        else:
            if inside:
                yield row
            opened = inside = False


def _under_callouts(rows: Sequence[str]) -> Iterator[int]:
    opened = inside = False
    for row, line in enumerate(rows):
        at_margin = line[:1].strip() != ""
        if at_margin and inside and not line.startswith(("#", "!")):
            yield row
        if at_margin:
            opened = CALLOUT.fullmatch(line) is not None
        inside = opened and not at_margin and line.strip() != ""


def _flat(row: str) -> str:
    """Its letters without the spaces between."""
    if "](" in row:
        return "".join(map(_plain, INK.findall(row)))
    return "".join(row.replace(">", " ").split())


def _plain(piece: str) -> str:
    return ADDRESS.sub(_plain_address, piece) if "](" in piece else piece


def _plain_address(address: re.Match[str]) -> str:
    """As the parser hands it on: entities and escapes are letters."""
    return re.sub(r"\\(?=[^\w\s])", "", html.unescape(address[0]))


def _is_heading(rows: list[str], row: int) -> bool:
    if ATX.match(rows[row]):
        return True
    under = rows[row + 1] if row + 1 < len(rows) else ""
    opens_block = row == 0 or not rows[row - 1].strip() or LISTED.match(rows[row])
    return bool(opens_block and rows[row].strip() and UNDERLINE.fullmatch(under))


def _without_fences(body: str) -> str:
    """The body with fenced blocks blanked out, letter for letter."""
    kept, fence = [], ""
    for line in body.split("\n"):
        opening = FENCE.fullmatch(line)
        if fence:
            stripped = line.strip()
            fence = "" if stripped.startswith(fence) and not stripped.strip(fence[0]) else fence
            kept.append(" " * len(line))
        elif opening:
            fence = opening["fence"]
            kept.append(" " * len(line))
        else:
            kept.append(line)
    return "\n".join(kept)


def _without_indented(text: str, codes: Iterable[str]) -> str:
    """The text without the rows of `codes`, which come in the order of the text and escaped for HTML."""
    rows = text.split("\n")
    left = iter(range(len(rows)))
    for code in codes:
        for line in filter(str.strip, html.unescape(code).split("\n")):
            row = next((row for row in left if _is_indented(rows[row], line.strip())), None)
            if row is not None:
                rows[row] = " " * len(rows[row])
    return "\n".join(rows)


def _is_indented(row: str, line: str) -> bool:
    row = row.expandtabs(4).rstrip()
    return row.endswith("    " + line) and not row.removesuffix(line).strip(" >*+-.)0123456789")


def _without_spans(text: str) -> str:
    """The text with code spans blanked out, letter for letter. None crosses an empty line, an item or a row."""
    return "".join(map(_block_without_spans, BLOCK.split(text)))


def _block_without_spans(block: str) -> str:
    if "`" not in block:
        return block
    runs = list(BACKTICKS.finditer(block))
    same: dict[int, list[int]] = {}
    for place in reversed(range(len(runs))):
        same.setdefault(len(runs[place][0]), []).append(place)
    pieces, done, nth = [], 0, 0
    while nth < len(runs):
        run = runs[nth]
        after = same[len(run[0])]
        while after and after[-1] <= nth:
            after.pop()
        nth += 1
        if after and not block[: run.start()].endswith("\\"):
            end = runs[after[-1]].end()
            pieces += [block[done : run.start()], INK.sub(lambda ink: " " * len(ink[0]), block[run.start() : end])]
            done, nth = end, after[-1] + 1
    return "".join([*pieces, block[done:]])


def words_of(element: Element) -> str:
    """What is read of it, without the numbers of its sources."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.get("class") != "cite":
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""
