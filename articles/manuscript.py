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
from articles.problems import Notebook, shown

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029]")
BIDI = re.compile("[" + "".join(BIDI_CONTROLS) + "]")
MARKERS = re.compile(r"[ \t]*((?:(?:[-*+>]|\d{1,9}[.)])[ \t]*){2,})")
MARKER = re.compile(r"[-*+>]|\d+[.)]")
SPACES = re.compile(rf"[ \t]{{{SPACES_IN_A_ROW_MAX + 1},}}")
RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
OPENERS = "[*_<`"
CONTROL_NAMES = {  # Unicode gives these no name of their own
    "\x00": "NULL",
    "\x07": "BELL",
    "\x08": "BACKSPACE",
    "\x0b": "LINE TABULATION",
    "\x0c": "FORM FEED",
    "\x1a": "SUBSTITUTE",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
}


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
    fields = frontmatter.parse("\n".join(lines[1:end]) + "\n", notes, first_line=2)
    _refuse_written_controls(fields, notes)
    return Manuscript(fields, body, end + 2)


def open_list(raw: bytes, notes: Notebook) -> frontmatter.Fields | None:
    """A whole file of keys, as `tags.yaml`; None once the notebook holds an error."""
    text = decode(raw, notes)
    if text is None:
        return None
    fields = frontmatter.parse(text, notes)
    _refuse_written_controls(fields, notes)
    return fields


def decode(raw: bytes, notes: Notebook) -> str | None:
    if len(raw) > FILE_BYTES_MAX:
        size = f"{len(raw):,} bytes"
        notes.error(1, "too-large", f"The file has {size}; at most {FILE_BYTES_MAX:,} fit. Split it in two.")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        message = (
            f"A character here is not stored as UTF-8 (0x{raw[error.start]:02x}). Save the file again with the "
            "encoding UTF-8."
        )
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
            message = (
                f"An invisible control character ({_named(found[0])}) stands here. Delete it; retype the words "
                "around it."
            )
            notes.error(number, "control-character", message, found.start() + 1)
        if found := BIDI.search(line):
            message = (
                f"An invisible direction control ({_named(found[0])}) stands here; it can turn words round. Delete it."
            )
            notes.error(number, "bidi-control", message, found.start() + 1)


def _refuse_written_controls(fields: frontmatter.Fields, notes: Notebook) -> None:
    """A value in double quotes can spell what must not stand in the file, as `"\\0"`."""
    for scalar in fields.scalars():
        for code, pattern in (("control-character", CONTROL), ("bidi-control", BIDI)):
            if found := pattern.search(scalar.value):
                message = f"A \\ in this value makes an invisible character ({_named(found[0])}). Take it out."
                notes.error(scalar.line, code, message)


def _named(character: str) -> str:
    name = BIDI_CONTROLS.get(character) or CONTROL_NAMES.get(character) or unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


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
                message = (
                    f"More than {OPENERS_IN_A_BLOCK_MAX} “{opener}” stand here without an empty line between. "
                    "Break the text up."
                )
                notes.error(number, "too-many-marks", message)


LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
WORD = re.compile(r"\w+")
CYRILLIC = re.compile("[\u0400-\u052f]")
# Letters that a reader takes for Latin ones, after Unicode's confusables (UTS 39). Greek letters that science writes
# inside a word (α, β, γ, δ, κ, μ, as in “TNFα” and “μg”) are none.
LOOK_ALIKE_GREEK = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧιορυϲ")
LOOK_ALIKE = LOOK_ALIKE_GREEK.union(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝ",
    map(chr, (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))),  # full-width A to Z, a to z
)


def look_alikes(text: str) -> list[tuple[str, str]]:
    """Words with a letter that only looks Latin: (word, the letter's name). Whole Greek words are left alone."""
    found = []
    for match in () if text.isascii() else WORD.finditer(text):
        word = match[0]
        odd = next((letter for letter in word if letter in LOOK_ALIKE or CYRILLIC.match(letter)), "")
        if not odd:
            continue
        disguised = odd not in LOOK_ALIKE_GREEK and all(letter in LOOK_ALIKE for letter in word if letter.isalpha())
        if disguised or LATIN.search(word):
            found.append((shown(word), f"U+{ord(odd):04X} {unicodedata.name(odd, 'unnamed')}"))
    return found
