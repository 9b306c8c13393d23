"""The bytes of one file -> its text, front matter and body, once nothing in them can hurt a parser.

Python-Markdown takes seconds over some short texts and overflows the stack on others, so the bounds here are
checked before it sees a line. Knows nothing of guides or terms.
"""

import re
import unicodedata
from dataclasses import dataclass

from articles import frontmatter
from articles.policy import (
    BIDI_CONTROLS,
    FILE_BYTES_MAX,
    INDENT_COLUMNS_MAX,
    LINE_CHARACTERS_MAX,
    MARKERS_IN_A_ROW_MAX,
    OPENERS_IN_A_BLOCK_MAX,
    SPACES_IN_A_ROW_MAX,
)
from articles.problems import Notebook

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029]")
BIDI = re.compile("[" + "".join(BIDI_CONTROLS) + "]")
MARKERS = re.compile(r"[ \t]*((?:(?:[-*+>]|\d{1,9}[.)])[ \t]*){2,})")
MARKER = re.compile(r"[-*+>]|\d+[.)]")
SPACES = re.compile(rf"[ \t]{{{SPACES_IN_A_ROW_MAX + 1},}}")
RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
OPENERS = "[*_<`"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`body` starts in line `body_line` of the file. `fields` is empty where the file has no front matter."""

    fields: frontmatter.Fields
    body: str
    body_line: int


def open_manuscript(raw: bytes, notes: Notebook) -> Manuscript | None:
    """The file's two parts; None once the notebook holds an error that makes reading on pointless."""
    text = decode(raw, notes)
    if text is None:
        return None
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        notes.error(1, "front-matter", "The first line must be `---`, then one `key: value` a line, then `---`.")
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        notes.error(1, "front-matter", "The block that starts here has no end. Add a line `---` after the keys.")
        return None
    body = "\n".join(lines[end + 1 :])
    _bound(body, end + 2, notes)
    if notes.errors:
        return None
    fields = frontmatter.parse("\n".join(lines[1:end]) + "\n", notes, first_line=2)
    return Manuscript(fields, body, end + 2)


def open_list(raw: bytes, notes: Notebook) -> frontmatter.Fields | None:
    """A whole file of keys, as `tags.yaml`; None once the notebook holds an error."""
    text = decode(raw, notes)
    return None if text is None else frontmatter.parse(text, notes)


def decode(raw: bytes, notes: Notebook) -> str | None:
    if len(raw) > FILE_BYTES_MAX:
        size = f"{len(raw):,} bytes"
        notes.error(1, "too-large", f"The file has {size}; at most {FILE_BYTES_MAX:,} fit. Split it in two.")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"Byte 0x{raw[error.start]:02x} here is not UTF-8. Save the file again with the encoding UTF-8."
        notes.error(line, "encoding", message)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_controls(text, notes)
    return None if notes.errors else text


def _refuse_controls(text: str, notes: Notebook) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_CHARACTERS_MAX:
            message = f"The line has {len(line):,} characters. Break it in two (at most {LINE_CHARACTERS_MAX:,})."
            notes.error(number, "line-length", message)
        if found := CONTROL.search(line):
            name = f"U+{ord(found[0]):04X}"
            message = f"An invisible control character ({name}) stands here. Delete it; retype the words around it."
            notes.error(number, "control-character", message, found.start() + 1)
        if found := BIDI.search(line):
            name = f"U+{ord(found[0]):04X} {BIDI_CONTROLS[found[0]]}"
            message = f"An invisible direction control ({name}) stands here; it can turn words round. Delete it."
            notes.error(number, "bidi-control", message, found.start() + 1)


def _bound(body: str, first_line: int, notes: Notebook) -> None:
    """Refuse what would make the parser hang: deep nesting, long runs of openers or of white space."""
    openers = dict.fromkeys(OPENERS, 0)
    told = False
    for number, line in enumerate(body.split("\n"), first_line):
        if not line.strip():
            openers = dict.fromkeys(OPENERS, 0)
            told = False
            continue
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
        markers = MARKERS.match(line)
        deep = markers and not RULE.fullmatch(line) and len(MARKER.findall(markers[1])) > MARKERS_IN_A_ROW_MAX
        if indent > INDENT_COLUMNS_MAX or deep:
            notes.error(number, "nesting", "This is nested too deeply to read. Bring it nearer to the margin.")
        if SPACES.search(line):
            notes.error(number, "white-space", "A very long run of spaces stands here. Leave one.")
        for opener in OPENERS:
            openers[opener] += line.count(opener)
            if openers[opener] > OPENERS_IN_A_BLOCK_MAX and not told:
                told = True
                message = f"Too many “{opener}” without an empty line between. Break the paragraph up."
                notes.error(number, "too-many-marks", message)


LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
LOOK_ALIKE = re.compile(r"\w*[\u0370-\u052f\uff21-\uff5a]\w*")


def look_alikes(text: str) -> list[tuple[str, str]]:
    """Words that mix Latin letters with Greek, Cyrillic or full-width ones: (word, the odd letter's name)."""
    found = []
    for match in LOOK_ALIKE.finditer(text):
        odd = next(letter for letter in match[0] if LOOK_ALIKE.fullmatch(letter))
        if LATIN.search(match[0]):
            found.append((match[0], f"U+{ord(odd):04X} {unicodedata.name(odd, 'unnamed')}"))
    return found
