"""How much of what a body may hold before any parser sees it, as Python-Markdown takes seconds over some short texts.

Each excess is noted with its line. The rest of the text can still be read: what is too much stands in it as “…”.
"""

import re
from collections.abc import Iterator, Sequence

from articles.policy import (
    INDENT_COLUMNS_MAX,
    LINE_CHARACTERS_MAX,
    MARKERS_IN_A_ROW_MAX,
    OPENERS_IN_A_BLOCK_MAX,
    SPACES_IN_A_ROW_MAX,
)
from articles.problems import Notebook

MARKERS = re.compile(r"[ \t]*((?:(?:[-*+>]|\d{1,9}[.)])[ \t]*){2,})")
MARKER = re.compile(r"[-*+>]|\d+[.)]")
SPACES = re.compile(rf"[ \t]{{{SPACES_IN_A_ROW_MAX + 1},}}")
RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
INSET = re.compile(r"[ \t]{0,4}")
FENCE = re.compile(r"(?:`{3,10}|~{3,10})[\w -]{0,40}")
OPENERS = "[*_<`"


def bound(body: str, first_line: int, notes: Notebook) -> str:
    """The body, whose first line is `first_line` of the file, as a parser may see it."""
    lines = body.split("\n")
    heavy: set[int] = set()
    for block in _blocks(lines):
        heavy.update(number for number in block if _line_is_heavy(lines[number], first_line + number, notes))
        if _marks_are_heavy(lines, block, first_line, notes):
            heavy.update(block)
    return "\n".join(_held_back(line) if number in heavy else line for number, line in enumerate(lines))


def _blocks(lines: Sequence[str]) -> Iterator[range]:
    """The numbers of the lines that stand together without an empty one between."""
    start = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if start < number:
                yield range(start, number)
            start = number + 1


def _line_is_heavy(line: str, number: int, notes: Notebook) -> bool:
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
    markers = MARKERS.match(line)
    deep = markers and not RULE.fullmatch(line) and len(MARKER.findall(markers[1])) > MARKERS_IN_A_ROW_MAX
    spaced = SPACES.search(line)
    if indent > INDENT_COLUMNS_MAX or deep:
        notes.error(number, "nesting", "This is nested too deeply to read. Bring it nearer to the margin.")
    if spaced:
        notes.error(number, "white-space", "A very long run of spaces stands here. Leave one.")
    return indent > INDENT_COLUMNS_MAX or bool(deep or spaced) or len(line) > LINE_CHARACTERS_MAX


def _marks_are_heavy(lines: Sequence[str], block: range, first_line: int, notes: Notebook) -> bool:
    counts = dict.fromkeys(OPENERS, 0)
    for number in block:
        for opener in OPENERS:
            counts[opener] += lines[number].count(opener)
            if counts[opener] > OPENERS_IN_A_BLOCK_MAX:
                message = (
                    f"More than {OPENERS_IN_A_BLOCK_MAX} “{opener}” stand here without an empty line between. "
                    "Break the text up."
                )
                notes.error(first_line + number, "too-many-marks", message)
                return True
    return False


def _held_back(line: str) -> str:
    """A fence stays, or the text after it would be taken for its block."""
    inset = INSET.match(line)
    return line if FENCE.fullmatch(line) else f"{inset[0] if inset else ''}…"
