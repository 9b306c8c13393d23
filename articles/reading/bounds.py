"""How much of what a body may hold before any parser sees it, as Python-Markdown takes seconds over some short texts.

Each excess is noted with its line. The rest of the text can still be read: what is too much stands in it as
“…”, which may be the whole.
"""

import re
from collections.abc import Iterator, Sequence

from articles.policy import (
    BACKSLASHES_IN_A_BLOCK_MAX,
    BLOCKS_IN_A_FILE_MAX,
    BRACKET_REACH_MAX,
    BRACKETS_IN_A_FILE_MAX,
    ENTITIES_IN_A_FILE_MAX,
    HEADINGS_IN_A_BLOCK_MAX,
    HEADINGS_IN_A_FILE_MAX,
    INDENT_COLUMNS_MAX,
    LINE_CHARACTERS_MAX,
    LINES_IN_A_FILE_MAX,
    MARKERS_IN_A_ROW_MAX,
    OPENERS_IN_A_BLOCK_MAX,
    SPACES_IN_A_ROW_MAX,
)
from articles.problems import Notebook, Place

MARKERS = re.compile(r"[ \t]*((?:(?:[-*+>]|\d{1,9}[.)])[ \t]*){2,})")
MARKER = re.compile(r"[-*+>]|\d+[.)]")
SPACES = re.compile(rf"[ \t]{{{SPACES_IN_A_ROW_MAX + 1},}}")
RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
MARKED_CHARACTERS = 20_000  # of a line, at its start; the pattern holds a state for each mark
INSET = re.compile(r"[ \t]{0,4}")
FENCE = re.compile(r"(?:`{3,10}|~{3,10})[\w -]{0,40}")
BRACKET = re.compile(r"[\[\]]")
INSET_OR_SPACED = re.compile(rf"[ \t]{{{INDENT_COLUMNS_MAX // 4 + 1}}}")  # a tab is four columns at most
MARKED = re.compile(rf"^[ \t]*+(?:(?:[-*+>]|\d{{1,9}}[.)])[ \t]*+){{{MARKERS_IN_A_ROW_MAX + 1}}}", re.MULTILINE)
UNDERLINE = re.compile(r"[ \t>]*+(?:-+|=+) *")  # makes a heading of the line above
UNDERLINED = re.compile(rf"^{UNDERLINE.pattern}$", re.MULTILINE)
UNDERLINES = "--- or ==="
BLOCK_MAX = {
    **dict.fromkeys("[*_<`", OPENERS_IN_A_BLOCK_MAX),
    "\\": BACKSLASHES_IN_A_BLOCK_MAX,
    "#": HEADINGS_IN_A_BLOCK_MAX,  # at the start of a line
    UNDERLINES: HEADINGS_IN_A_BLOCK_MAX,
}
FILE_MAX = {
    "[": BRACKETS_IN_A_FILE_MAX,
    "#": HEADINGS_IN_A_FILE_MAX,
    UNDERLINES: HEADINGS_IN_A_FILE_MAX,
    "&": ENTITIES_IN_A_FILE_MAX,
    ">": ENTITIES_IN_A_FILE_MAX,
}


def bound(body: str, first_line: int, notes: Notebook) -> str:
    """The body, whose first line is `first_line` of the file, as a parser may see it."""
    if _is_light(body):
        return body
    lines = body.split("\n")
    if len(lines) > LINES_IN_A_FILE_MAX:
        message = f"More than {LINES_IN_A_FILE_MAX:,} lines stand in this file. Split it in two."
        notes.error(first_line + LINES_IN_A_FILE_MAX, "too-many-marks", message)
        return "…"
    heavy: set[int] = set()
    for block in _blocks(lines):
        heavy |= _deep(lines, block, first_line, notes)
        rest = [number for number in block if number not in heavy]
        heavy.update(number for number in rest if _line_is_heavy(lines[number], first_line + number, notes))
        if _marks_are_heavy(lines, block, first_line, notes):
            heavy.update(block)
    lines = [_held_back(line) if number in heavy else line for number, line in enumerate(lines)]
    return "…" if _file_is_heavy(lines, first_line, notes) else "\n".join(lines)


def _is_light(body: str) -> bool:
    """Whether the whole of it holds no more than a single line, block or file may, so that none need be looked at."""
    return (
        len(body) <= min(LINE_CHARACTERS_MAX, LINES_IN_A_FILE_MAX, ENTITIES_IN_A_FILE_MAX)
        and body.count("\n") < BLOCKS_IN_A_FILE_MAX
        and body.count("[") * len(body) <= BRACKET_REACH_MAX
        and all(body.count(mark) <= min(most, FILE_MAX.get(mark, most)) for mark, most in BLOCK_MAX.items())
        and len(UNDERLINED.findall(body)) <= HEADINGS_IN_A_BLOCK_MAX
        and not INSET_OR_SPACED.search(body)
        and not MARKED.search(body)
    )


def _blocks(lines: Sequence[str]) -> Iterator[range]:
    """The numbers of the lines that stand together without an empty one between."""
    start = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if start < number:
                yield range(start, number)
            start = number + 1


def _deep(lines: Sequence[str], block: range, first_line: int, notes: Notebook) -> set[int]:
    """The lines that are nested too deeply; said in the first of them, because the others stand under it."""
    deep = {number for number in block if _is_deep(lines[number])}
    if deep:
        message = "This is nested too deeply to read, with what stands under it. Bring it nearer to the margin."
        notes.error(first_line + min(deep), "nesting", message)
    return deep


def _is_deep(line: str) -> bool:
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
    markers = MARKERS.match(line[:MARKED_CHARACTERS])
    marked = markers and not RULE.fullmatch(line) and len(MARKER.findall(markers[1])) > MARKERS_IN_A_ROW_MAX
    return indent > INDENT_COLUMNS_MAX or bool(marked)


def _line_is_heavy(line: str, number: int, notes: Notebook) -> bool:
    spaced = SPACES.search(line)
    if spaced:
        message = "A very long run of spaces stands here. Leave one."
        notes.error(Place(number, spaced.start() + 1), "white-space", message)
    return bool(spaced) or len(line) > LINE_CHARACTERS_MAX


def _marks_are_heavy(lines: Sequence[str], block: range, first_line: int, notes: Notebook) -> bool:
    counts = dict.fromkeys(BLOCK_MAX, 0)
    for number in block:
        for mark, most in BLOCK_MAX.items():
            counts[mark] += _count(mark, lines[number])
            if counts[mark] > most:
                message = f"More than {most:,} “{mark}” stand here without an empty line between. Break the text up."
                notes.error(
                    _last(mark, lines[number], counts[mark] - most, first_line + number), "too-many-marks", message
                )
                return True
    return False


def _file_is_heavy(lines: Sequence[str], first_line: int, notes: Notebook) -> bool:
    """Said once, in the line where it became too much."""
    counts = dict.fromkeys(FILE_MAX, 0)
    reach = 0
    for count, block in enumerate(_blocks(lines), 1):
        if count > BLOCKS_IN_A_FILE_MAX:
            message = f"More than {BLOCKS_IN_A_FILE_MAX:,} paragraphs stand in this file. Split it in two."
            notes.error(first_line + block.start, "too-many-marks", message)
            return True
        reach += _reach("\n".join(lines[block.start : block.stop]))
        if reach > BRACKET_REACH_MAX:
            message = "Too much text stands after each “[” before its “]”. Close the brackets, or write \\[ for [."
            notes.error(first_line + block.start, "too-many-marks", message)
            return True
        for number in block:
            for mark, most in FILE_MAX.items():
                counts[mark] += _count(mark, lines[number])
                if counts[mark] > most:
                    message = f"More than {most:,} “{mark}” stand in this file. Split it in two."
                    place = _last(mark, lines[number], counts[mark] - most, first_line + number)
                    notes.error(place, "too-many-marks", message)
                    return True
    return False


def _count(mark: str, line: str) -> int:
    if mark == UNDERLINES:
        return UNDERLINE.fullmatch(line) is not None
    return line.startswith("#") if mark == "#" else line.count(mark)


def _last(mark: str, line: str, nth: int, number: int) -> Place:
    """Of the `nth` mark from the end of the line; a heading is one mark, however many # it has."""
    if mark in ("#", UNDERLINES):
        return Place(number)
    place = len(line)
    for _ in range(nth):
        place = line.rfind(mark, 0, place)
    return Place(number, place + 1)


def _reach(block: str) -> int:
    """The characters from each “[” to its “]”, or to the end of the block, summed."""
    total, opened = 0, list[int]()
    for found in BRACKET.finditer(block):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            total += found.start() - opened.pop()
    return total + sum(len(block) - start for start in opened)


def _held_back(line: str) -> str:
    """A fence stays, or the text after it would be taken for its block."""
    inset = INSET.match(line)
    return line if FENCE.fullmatch(line) else f"{inset[0] if inset else ''}…"
