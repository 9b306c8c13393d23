"""Why a block of keys cannot be read, in an editor's words: an open quote, a colon in a value, a tab.

YAML says only where it gave up, which is often a line after the mistake, and in its own words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from articles.problems import shown

ENTRY = re.compile(r"(?P<before>(?P<inset>[ \t]*(?:- +)?)(?P<key>[\w-][\w -]*):)(?P<space>[^\S\n]*)(?P<value>.*)")
COMMENT = re.compile(r"(?<=\s)#.*")
QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
CURLY = "“”„«‘’"  # as a word processor begins a quotation
BRACKETS = {"[": "]", "{": "}"}
REMARK_IN_LIST = re.compile(r"[\[{](?:[^\]}]*[,\s])?#")
SIGNS = "@`%&*!|>?,]}"
BLOCKS = ("|", ">", "|-", ">-")  # the value is the lines below
SET_APART = (*QUOTED, *BRACKETS, *SIGNS)


class Slip(NamedTuple):
    """`line` counts from 0, `column` from 1."""

    line: int
    column: int
    message: str


def slip(text: str, given_up: int) -> Slip | None:
    """The first mistake that can be named, in the lines up to the one where YAML gave up; None where none can."""
    lines = text.split("\n")
    return next(_slips(lines, min(given_up, len(lines) - 1)), None)


def _slips(lines: Sequence[str], given_up: int) -> Iterator[Slip]:
    number = 0
    while number <= given_up:
        line = lines[number]
        entry = ENTRY.match(line)
        below = range(number + 1, len(lines))
        going_on = list(_going_on(lines, below, len(entry["inset"]))) if entry and entry["value"] else []
        if not line.strip() or line.startswith("#"):
            pass
        elif "\t" in line[: len(line) - len(line.lstrip())]:
            yield Slip(number, line.index("\t") + 1, "A tab stands at the start of this line. Put spaces in its place.")
        elif entry is None:
            if number >= given_up - 1 and not line.startswith((" ", "-", "]", "}")):
                yield _no_entry(number, line)
        elif number == 0 and entry["inset"].startswith("-") and given_up < 2:
            yield Slip(
                0, 1, f"A hyphen stands before `{entry['key']}:`. Take it and the space out; a key begins its line."
            )
        elif found := _of_entry(entry, going_on):
            yield Slip(number, *found)
        elif entry["value"] and entry["value"].rstrip() not in BLOCKS and going_on and ENTRY.match(going_on[0]):
            yield Slip(
                number + 1, 1, "A space stands before this key. Take it out, so that the key is under the others."
            )
        number += 1 + len(going_on)


def _going_on(lines: Sequence[str], below: Iterable[int], inset: int) -> Iterator[str]:
    """The lines that belong to the value above them: blank, or set in further than its key."""
    for number in below:
        line = lines[number]
        a_key = line.startswith("\t") and ENTRY.match(line)
        if a_key or (line.strip() and len(line) - len(line.lstrip()) <= inset):
            return
        yield line.strip()


def _no_entry(number: int, line: str) -> Slip:
    if "：" in line:  # as some keyboards write it
        return Slip(number, line.index("：") + 1, "This colon is of another kind. Type a plain `:` and a space.")
    return Slip(number, 1, "No `key:` begins this line. Write `key: value`, or take the line out.")


def _of_entry(entry: re.Match[str], going_on: Sequence[str]) -> tuple[int, str] | None:
    """The column and what to do."""
    key, space, value = entry["key"], entry["space"], entry["value"].rstrip()
    if space.strip(" \t"):
        message = (
            f"After `{key}:` stands a space of another kind, as word processors make. Delete it, and type a space."
        )
        return entry.end("before") + 1, message
    if not value:
        return None
    if not space:
        return entry.end("before"), f"No space stands after `{key}:`. Type one there."
    column = entry.start("value") + 1
    if value[0] not in SET_APART and (colon := re.search(r":(?: |$)", COMMENT.sub("", value))):
        how = (
            "Type straight quotes in place of the curly ones"
            if value[0] in CURLY
            else 'Put the whole value between "quotes"'
        )
        message = f'A colon stands in the value. {how}: `{key}: "…"`.'
        return column + colon.start(), message
    whole = (
        value if going_on and ENTRY.match(going_on[0]) and not _of_value(value, value) else " ".join([value, *going_on])
    )
    message = _of_value(value, whole)
    return (column, message) if message else None


def _of_value(value: str, whole: str) -> str:
    first = value[0]
    if first in QUOTED:
        closed = QUOTED[first].match(whole)
        if closed is None:
            return f"The quote {first} that begins here is not closed. Put another {first} at the end of the value."
        rest = COMMENT.sub("", whole[closed.end() :]).strip()
        if rest and first == "'" and closed[0][-2].isalnum() and rest[0].isalnum():
            return "The apostrophe in this value ends it. Put the value between \"quotes\" in place of '…'."
        if rest:
            return (
                f"More stands after the closing quote {first}. Put it between the quotes too, and take other {first}"
                " out of the value."
            )
        return ""
    if value.startswith("[@"):
        return f'A source in a value stands between quotes. Write "{shown(value)}".'
    if first in BRACKETS:
        if REMARK_IN_LIST.match(whole):
            return "A # begins a remark here, so that the list has no end. Take the # out."
        if BRACKETS[first] not in whole:
            return f"The list that begins with {first} is not closed. Put {BRACKETS[first]} at its end."
        return ""
    if first in SIGNS and value not in BLOCKS:
        return f'A value must not start with {first} here. Put it between "quotes".'
    return ""
