"""The bytes of one file -> its text, front matter and body, once nothing in them can hurt a parser.

What is too much for one stands in `articles.reading.bounds`. Knows nothing of guides or terms.
"""

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass

from articles.policy import (
    BIDI_CONTROLS,
    FILE_BYTES_MAX,
    LINE_CHARACTERS_MAX,
)
from articles.problems import Notebook, Place, shown
from articles.reading import frontmatter
from articles.reading.bounds import bound
from articles.reading.nodes import Mapping

# What nobody sees may part a word (“n|ot”) or tell a program what no reader is told. Joiners of emoji stay, and the
# letters behind a black flag, which say whose it is.
UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029"
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2061-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufdd0-\ufdef\ufff0-\ufffb"
    r"\ue000-\uf8ff"  # what one font or program alone means something by
)
UNSEEN_ABOVE = r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff\U000f0000-\U0010ffff"
AMONG = r"\U0001bca0-\U0001d17a\U000e0000-\U0010ffff"  # these and what lies between: each range above costs time
TAGS, JOINERS = r"\U000e0000-\U000e007f", r"\u200c\u200d\u2060\ufe00-\ufe0f"
CONTROL = re.compile(  # one class first, by which a text is looked through ten times as fast as by three
    rf"[{UNSEEN}{AMONG}{JOINERS}](?:(?<=[{UNSEEN}{UNSEEN_ABOVE}])"
    rf"|(?<=[{TAGS}])(?<![\U0001f3f4\U000e0020-\U000e007e].)|(?<=\w[{JOINERS}])(?=\w))"
)
BIDI = re.compile("[" + "".join(BIDI_CONTROLS) + "]")
KEY = re.compile(r"\w+:(?:\s|$)")
BOUNDARY = "---"  # above and below the block of keys
DASH = "–—―‐‑‒−"  # what is made of hyphens
DASHES = re.compile(rf"[ \t]*[-{DASH}][-{DASH} \t]*")
LONG_DASHES = re.compile(rf"[ \t]*(?:--+|-*[{DASH}][-{DASH} \t]*)[ \t]*")
OF_BLOCK = re.compile(r"\w+:|[ \t#]|- ")
LINE_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
# What stands before the first word of a line and looks like spaces, but sets nothing in
OTHER_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
OTHER_INDENT = re.compile(rf"^[ \t]*[{OTHER_SPACES}][ \t{OTHER_SPACES}]*", re.MULTILINE)
UTF16 = (b"\xff\xfe", b"\xfe\xff")
RETYPE = "Delete the words on both sides of it, and type them again."
SAVE_AGAIN = "Open it, choose *Save as*, there as the encoding UTF-8, and save it under the same name."
# RTF; the archives that .docx, .odt and .pages are; .doc
OF_WORD_PROCESSORS = (b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`body` starts in line `body_line` of `text`, the whole file.

    `whole` is a body of which nothing is held back from the parser (`articles.reading.bounds`).
    """

    text: str
    fields: frontmatter.Fields
    body: str
    body_line: int
    whole: bool

    @property
    def keyless(self) -> bool:
        """Whether the file has no block of keys at all, so that the body is the whole of it."""
        return self.body_line == 1

    @property
    def words_line(self) -> int:
        """Where the first words of the body stand, below empty lines."""
        words = self.body.lstrip()
        return self.body_line + self.body.removesuffix(words).count("\n") if words else self.body_line


def open_manuscript(raw: bytes, notes: Notebook) -> Manuscript | None:
    """The file's two parts, also where something in them is refused; None where they cannot be told apart."""
    text = decode(raw, notes)
    if text is None:
        return None
    lines = text.split("\n")
    end = _end_of_block(lines)
    if not DASHES.fullmatch(lines[0].rstrip()):
        message = "The first line must be `---`, with nothing above it; then one `key: value` a line, then `---`."
        if not text.strip():
            message = (
                "The file is empty. Copy the first block of another one here, `---` to `---`, and change its values."
            )
        notes.error(1, "front-matter", message)
        if end < 0 and KEY.match(lines[0]):
            return None
        fields = frontmatter.Fields(Mapping((), Place(1)), notes, broken=True)
    elif end < 0:
        _refuse_dashes(lines, 0, notes)
        notes.error(1, "front-matter", "The block that starts here has no end. Add a line `---` after the keys.")
        return None
    else:
        fields = frontmatter.parse("\n".join(lines[1:end]) + "\n", notes, first_line=2)
        refuse_written_controls(fields, notes)
        _refuse_dashes(lines, end, notes)
    body = "\n".join(lines[end + 1 :])
    readable = bound(body, end + 2, notes)
    return Manuscript(text, fields, readable, end + 2, whole=readable == body)


def _end_of_block(lines: Sequence[str]) -> int:
    """Below 0 where it has none. Right under a key, other dashes are meant as its end too."""
    for number, line in enumerate(lines[1:], 1):
        meant = (
            LONG_DASHES.fullmatch(line) and DASHES.fullmatch(lines[0].rstrip()) and OF_BLOCK.match(lines[number - 1])
        )
        if line.rstrip() == BOUNDARY or meant:
            return number
    return -1


def _refuse_dashes(lines: Sequence[str], end: int, notes: Notebook) -> None:
    """Where a word processor has made one dash of three hyphens, or a slip of the finger more or fewer."""
    for number in sorted({0, end}):
        line = lines[number].rstrip()
        if line == BOUNDARY:
            continue
        message = f"“{shown(line)}” is not three hyphens. Type `---` at the margin, and nothing else in this line."
        if line.strip(" \t-"):
            message = (
                f"“{shown(line)}” is a dash: the program made it of your hyphens. Type three hyphens again: `---`."
                " Where it makes a dash again, undo that (Ctrl+Z), or write in a program for plain text."
            )
        notes.error(number + 1, "front-matter", message)


def open_list(raw: bytes, notes: Notebook) -> frontmatter.Fields | None:
    """A whole file of keys, as `tags.yaml`; None where it cannot be read."""
    text = decode(raw, notes)
    if text is None:
        return None
    fields = frontmatter.parse(text, notes)
    refuse_written_controls(fields, notes)
    return fields


def decode(raw: bytes, notes: Notebook) -> str | None:
    """The text as it will be once what is refused in its letters is mended; None where no text can be made out."""
    if len(raw) > FILE_BYTES_MAX:
        size = f"{len(raw):,} bytes"
        notes.error(1, "too-large", f"The file has {size}; at most {FILE_BYTES_MAX:,} fit. Split it in two.")
        return None
    if raw.startswith(OF_WORD_PROCESSORS):
        message = "This is a file of a word processor, which cannot be read. Open it there, and save it as plain text."
        notes.error(1, "encoding", message)
        return None
    if raw.startswith(UTF16) or raw.count(b"\0") > len(raw) // 4:  # every second byte of English in UTF-16
        message = f"This file was saved as “Unicode” or UTF-16, which cannot be read here. {SAVE_AGAIN}"
        notes.error(1, "encoding", message)
        return None
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        place = Place(before.count(b"\n") + 1, len(before.rsplit(b"\n", 1)[-1].decode()) + 1)
        message = f"The letter here was saved in a way that cannot be read. {SAVE_AGAIN} Then see that it is right."
        notes.error(place, "encoding", message)
        if b"\0" in raw:  # no text at all
            return None
        text = raw.decode(errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    longest = max(map(len, text.split("\n")))
    if not (longest > LINE_CHARACTERS_MAX or CONTROL.search(text) or BIDI.search(text) or OTHER_INDENT.search(text)):
        return text
    _refuse_controls(text, notes)
    return BIDI.sub("", CONTROL.sub("", _with_plain_indent(text)))


def _with_plain_indent(text: str) -> str:
    """As it was meant: a key of the first block begins at the margin."""
    block = text.find(f"\n{BOUNDARY}")

    def plain(indent: re.Match[str]) -> str:
        is_key = indent.start() < block and KEY.match(text, indent.end())
        return "" if is_key else " " * len(indent[0])

    return OTHER_INDENT.sub(plain, text)


def _refuse_controls(text: str, notes: Notebook) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_CHARACTERS_MAX:
            message = f"The line has {len(line):,} characters. Break it in two (at most {LINE_CHARACTERS_MAX:,})."
            notes.error(number, "line-length", message)
        if OTHER_INDENT.match(line):
            message = (
                "The space before this line is of another kind, as word processors and web pages make it, and sets"
                " nothing in. Delete it, and type spaces where there should be some."
            )
            notes.error(number, "space-kind", message)
        if found := CONTROL.search(line):
            message = f"{_named(found[0])} stands here, which nobody sees. {RETYPE}"
            if unicodedata.category(found[0]) == "Co":
                sign = f"A sign of one font alone ({_point(found[0])})"
                instead = (
                    "type what is meant"
                    if line[: found.start()].strip()
                    else "begin an item of a list with - and a space"
                )
                message = f"{sign} stands here, which readers see as a box. Take it out, or {instead}."
            notes.error(Place(number, found.start() + 1), "control-character", message)
        if found := BIDI.search(line):
            message = f"A sign that can turn words round ({_point(found[0])}) stands here, which nobody sees. {RETYPE}"
            notes.error(Place(number, found.start() + 1), "bidi-control", message)


def refuse_written_controls(fields: frontmatter.Fields, notes: Notebook) -> None:
    """A value in double quotes can spell what must not stand in the file, as `"\\0"`."""
    for scalar in fields.scalars():
        for code, pattern in (("control-character", CONTROL), ("bidi-control", BIDI)):
            if found := pattern.search(scalar.value):
                message = (
                    f"The \\ in this value, with what follows, makes a sign that nobody sees ({_point(found[0])})."
                    " Take it out."
                )
                notes.error(scalar.place, code, message)


def _named(character: str) -> str:
    if character == "\u200b":
        kind = "A space without width"
    else:
        kind = "A line break of another kind" if character in LINE_BREAKS else "A sign that is no letter"
    return f"{kind} ({_point(character)})"


def _point(character: str) -> str:
    """By which a program for text can look for it."""
    return f"U+{ord(character):04X}"


SOFT_HYPHEN = "\u00ad"
SOFT_WORD = re.compile(r"[\w\u00ad]+")


LETTER_BESIDE_FIGURE = re.compile(r"\d(?:[OolISB]|(?<=[OIlS]\d)|(?<=[OIlS][.,]\d))")
BEFORE_UNIT = r"(?=[ \u00a0]?(?:mc?g|[µμ]?g|m[Ll])\b)"
LETTER_BEFORE_UNIT = re.compile(f"[OolISB]{BEFORE_UNIT}")
LETTER_AS_FIGURE = re.compile(  # not O99 and I10, which are codes, not H2O, and not B12 or a Roman II before a unit
    r"(?<![\w.,/-])(?:\d[\dOolI]*(?:[OI]|[ol]\d)[\dOolI]*(?!\w)"
    rf"|(?:[OIlS][.,]?\d|\d[\d.,]*[OolISB])[\dOolISB.,]*{BEFORE_UNIT}"
    rf"|(?:l|[OIlS][OolIS]*O){BEFORE_UNIT})"
)


def letters_as_figures(line: str) -> list[tuple[str, int]]:
    """Figures with an O, o, l or I in the place of a 0 or a 1, and before a unit also an S or B in that of a 5 or an 8:
    (the figures, where they begin)."""
    suspected = LETTER_BESIDE_FIGURE.search(line) or LETTER_BEFORE_UNIT.search(line)
    found = LETTER_AS_FIGURE.finditer(line) if suspected else ()
    return [(shown(each[0]), each.start()) for each in found]


def soft_hyphens(line: str) -> list[tuple[str, int]]:
    """Words that one stands in, or beside: (the word without it, where the word begins)."""
    if SOFT_HYPHEN not in line:
        return []
    words = [(found[0], found.start()) for found in SOFT_WORD.finditer(line) if SOFT_HYPHEN in found[0]]
    return [(shown(word.replace(SOFT_HYPHEN, "")), start) for word, start in words]


LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
WORD = re.compile(r"\w+")
# Letters that a reader takes for Latin ones, after Unicode's confusables (UTS 39). Greek letters that science writes
# inside a word (α, β, γ, δ, κ, μ, as in “TNFα” and “μg”) are none.
LOOK_ALIKE_GREEK = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧιορυϲ")
OF_MATHEMATICS = range(0x1D400, 0x1D800)  # bold, slanted, and the figures
LOOK_ALIKE = LOOK_ALIKE_GREEK.union(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝ",
    map(chr, (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))),  # full-width A to Z, a to z
    map(chr, OF_MATHEMATICS),
    map(chr, (*range(0x2160, 0x2180), *range(0xFF10, 0xFF1A))),  # Roman numbers, full-width 0 to 9
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
)
OTHERS = "".join(sorted(LOOK_ALIKE.difference(map(chr, OF_MATHEMATICS))))  # a thousand one by one would take seconds
ODD = re.compile(f"[\u0400-\u052f{OTHERS}{chr(OF_MATHEMATICS[0])}-{chr(OF_MATHEMATICS[-1])}]")  # with all of Cyrillic


def may_deceive(text: str) -> bool:
    """Whether it is worth to look for these in each line."""
    return SOFT_HYPHEN in text or any(sign.search(text) for sign in (ODD, LETTER_BESIDE_FIGURE, LETTER_BEFORE_UNIT))


def look_alikes(text: str) -> list[tuple[str, str, int]]:
    """Words with a letter that only looks Latin: (word, the letter's name, where the word begins).

    Whole Greek words are left alone.
    """
    found = []
    for match in WORD.finditer(text) if ODD.search(text) else ():
        word = match[0]
        if not (first := ODD.search(word)):
            continue
        odd = first[0]
        disguised = odd not in LOOK_ALIKE_GREEK and all(letter in LOOK_ALIKE for letter in word if letter.isalpha())
        if disguised or LATIN.search(word):
            found.append((shown(word), f"U+{ord(odd):04X} {unicodedata.name(odd, 'unnamed')}", match.start()))
    return found
