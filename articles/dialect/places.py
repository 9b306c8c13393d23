"""Where a construct stands in a body, whose parser forgets it: found again by its words, in the order of the text.

Knows lines, headings and callouts as typed; what a problem is, it does not.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from operator import eq

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
MARKERS = re.compile(r"(?:[-*+#]|\d+[.)])*")  # what may stand before the words of a line, without its spaces
LOOKED_AT_MAX = 50  # places of one mistake that are compared
HEADINGS_AHEAD = 20  # how far a heading is looked for whose words are not found in the next one


class Places:
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
        self.between: dict[str, int] = {}  # the same, of mistakes
        self.taken: set[int] = set()  # where a mistake stands, so that nothing sound does

    def position(self, place: int) -> tuple[int, int]:
        """Row and column of a place in the flat text, both from 0."""
        row = bisect_right(self.starts, place) - 1
        if row not in self.pieces:
            found = list(INK.finditer(self.rows[row]))
            inks = [piece[0] for piece in found]
            lengths = map(len, map(_plain, inks) if "](" in self.rows[row] else inks)
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
        while place in self.taken or (place > 0 and self.flat[place - 1] == "\\"):
            place = self.flat.find(spelling, place + 1)
        return place

    def next_between(self, before: str, typed: str, after: str) -> int:
        """In the flat text, where this is not taken yet and stands in its line as it does between these words."""
        lead, ink, trail = ("".join(INK.findall(part)) for part in (before, typed, after))
        if lead + ink + trail not in self.flat:
            lead = trail = ""
        kind = ink[:2]
        wanted = _surroundings(before, after)
        best = (-1, -1)
        for place in islice(self._all(lead + ink + trail, len(lead), self.between.get(kind, 0)), LOOKED_AT_MAX):
            fit = sum(map(eq, wanted, self._surroundings(place, place + len(ink))))
            if fit > best[0]:
                best = fit, place
            if fit == len(wanted):
                break
        place = best[1]
        if place < 0:
            return self.last.get(ink, -1)
        self.taken.add(place)
        self.last[ink], self.between[kind] = place, place + 1
        return place

    def _all(self, spelling: str, offset: int, start: int) -> Iterator[int]:
        """Of what stands so far into the spelling: first the places from `start` on, then those before it."""
        no_mistake = "\\[" if spelling[offset : offset + 1] == "@" else "\\"  # an escape; for an @, a citation
        for first, end in ((max(0, start - offset), len(self.flat)), (0, start - offset + len(spelling) - 1)):
            place = self.flat.find(spelling, first, end) if spelling else -1
            while place >= 0:
                at = place + offset
                if at not in self.taken and (at == 0 or self.flat[at - 1] not in no_mistake):
                    yield at
                place = self.flat.find(spelling, place + 1, end)

    def _surroundings(self, start: int, end: int) -> tuple[bool, bool, bool, bool]:
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        begins = MARKERS.fullmatch(self.flat, self.starts[first], start) is not None
        ends = end == self.starts[last + 1]
        return begins, begins and self._opens_block(first), ends, ends and self._opens_block(last + 1)

    def _opens_block(self, row: int) -> bool:
        """Also past the end."""
        if not 0 < row < len(self.rows) or not _flat(self.rows[row]) or LISTED.match(self.rows[row]):
            return True
        above = self.rows[row - 1]
        return not _flat(above) or ATX.match(above) is not None or CALLOUT.fullmatch(above) is not None

    def next_heading(self, words: str) -> int:
        """The row of the next heading that has these words, or else of the next one."""
        wanted = frozenset(WORD.findall(words))
        ahead = range(self.heading, min(self.heading + HEADINGS_AHEAD, len(self.headings)))
        found = next((nth for nth in ahead if wanted <= self.words[nth]), self.heading)
        self.heading = found + 1
        return self.headings[found] if found < len(self.headings) else 0


def _surroundings(before: str, after: str) -> tuple[bool, bool, bool, bool]:
    """Whether what stands between them begins a line, and a block; ends a line, and a block."""
    return before.endswith("\n"), before.endswith("\n\n"), after.startswith("\n"), after.startswith("\n\n")


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
            if inside and not ATX.match(line):  # that it is no heading is said elsewhere
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


def without_fences(body: str) -> str:
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


def without_indented(text: str, codes: Iterable[str]) -> tuple[str, list[int]]:
    """The text without the rows of `codes`, which come in its order and escaped for HTML; and where each begins."""
    rows, firsts = text.split("\n"), list[int]()
    left = iter(range(len(rows)))
    for code in codes:
        found = list[int]()
        for line in filter(str.strip, html.unescape(code).split("\n")):
            row = next((row for row in left if _is_indented(rows[row], line.strip())), None)
            if row is not None:
                rows[row] = " " * len(rows[row])
                found.append(row)
        firsts += found[:1]
    return "\n".join(rows), firsts


def _is_indented(row: str, line: str) -> bool:
    row = row.expandtabs(4).rstrip()
    return row.endswith("    " + line) and not row.removesuffix(line).strip(" >*+-.)0123456789")


def without_spans(text: str) -> str:
    """The text with code spans blanked out, letter for letter. None crosses an empty line, an item or a row."""
    return "".join(map(_blockwithout_spans, BLOCK.split(text)))


def _blockwithout_spans(block: str) -> str:
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
