"""Notation that is still there when the parser is done, so that readers would see it as typed: found, and said.

What can only be a mistake is refused; what may be meant as it stands is a warning.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from articles.dialect.draft import Draft
from articles.dialect.order import Order
from articles.policy import SLUG, CalloutKind
from articles.problems import Place, Severity

ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
INLINE = frozenset(["a", "br", "em", "img", "strong", "sup"])
HEADING = re.compile("h[1-6]")
AROUND_MAX = 40  # characters before and after a mistake by which its place is known
BLOCK_END = "\n\n"
SHOWN_MAX = 40  # characters of a mistake that its message repeats
HYPHENED = "[a-z0-9]+(?:-[a-z0-9]+)+"  # as most keys of sources, and few words in brackets
KINDS = "|".join(CalloutKind)
TITLE = re.compile(r"[\w’'-]+(?: [\w’'-]+)+")  # two words or more, and no end of a sentence
FILE = r"[\w./-]+\.(?:md|png|jpe?g|webp|svg)\b"
TARGET = rf"(?:https?:|tel:|sms:|mailto:|#|{FILE})"  # what only a link names
NAMED = rf"<{FILE}(?:#[\w-]*)?>"  # a file where others write HTML
# what is left of a link: an end is missing, a space or a line stands in it, or brackets of another kind
HALF_LINK = "|".join(
    [
        r"\[[^\[\]]*\]\([^()]*\)?",
        r"\[[^\[\]\n]+\]\[[^\[\]\n]*\]",
        rf"[\[{{][^\[\](){{}}\n]+[\]}})]\s{{0,9}}(?:[(\[]{TARGET}|\{{(?!#){TARGET})[^()\[\]{{}}\n]*[)\]}}]?",
        rf"\([^()\n]+\)[ \t]?(?:\[{TARGET}|\{{(?!#){TARGET})[^\[\]{{}}\n]*[\]}}]?",
        NAMED,
    ]
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """`{}` in the message stands for what was typed."""

    pattern: re.Pattern[str]
    code: str
    message: str
    severity: Severity = Severity.ERROR


LEFTOVERS = (
    Leftover(
        re.compile(rf"(?!{NAMED})" r"<(?:/?[A-Za-z][^<>\s]*|!--|!|\?)[^<>\n]{0,40}>?"),
        "raw-html",
        "“{}” looks like the code of web pages (HTML), which is not read here. ",
    ),
    Leftover(
        re.compile(r"\[[ \t]*@[^\[\]]*"),
        "cite-form",
        "“{}” is no whole citation. Write [@key] or [@key, section 5.3].",
    ),
    Leftover(
        re.compile(rf"!(?:{HALF_LINK})"),
        "image-form",
        "“{}” shows no picture. Write ![what it shows](../../images/name.png): [ ] around the words, ( ) around the"
        " file, and no space between them or in its name.",
    ),
    Leftover(
        re.compile(rf"(?<!!)(?:{HALF_LINK})"),
        "link-form",
        "“{}” is no link yet. Write [words](file.md#section): [ ] around the words, ( ) around the file, and no space"
        " between them or in the file's name.",
    ),
    Leftover(
        re.compile(rf"(?<![\w./:@-]){FILE}(?![\w/])"),
        "link-form",
        "“{}” is the name of a file, and readers would see it. For a link write [words](file.md#section), for a picture"
        " ![what it shows](../../images/name.png).",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"\[\^[^\[\]\n]*\]"),
        "footnote",
        "“{}”: there are no footnotes here. Cite a source with [@key], or write the words where they belong.",
    ),
    Leftover(
        re.compile(rf"^[ \t]*(?:(?:!!!|\?\?\?)[^\n]*|(?:!!?|:::)[ \t]*(?:{KINDS})\b[^\n]*|\[!\w+\][^\n]*)", re.M),
        "callout-form",
        '“{}” is no callout yet. Write: !!! kind "Title", with straight quotes'
        f" (a kind is one of {', '.join(CalloutKind)}).",
    ),
    Leftover(
        re.compile(r"^[ \t]*(?:```|~~~|['‘’´]{3}[a-z])[^\n]*", re.M),
        "fence-place",
        "“{}” shows no block here. Write three backticks (```) at the margin, and a line of three after the block.",
    ),
    Leftover(
        re.compile(r"^[ \t]*(?:\|[ \t]*:?-+:?[ \t]*\|[-:| \t]*|:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)+[ \t]*\|?[ \t]*)$", re.M),
        "table-form",
        "“{}” makes no table. Give it as many columns as the row above has, one --- for each: | --- | --- |.",
    ),
    Leftover(
        re.compile(rf"\(@{SLUG.pattern}[^()\n]*\)|\[{HYPHENED}(?:,[^\[\]\n]*)?\]"),
        "cite-form",
        "“{}” is no citation. Where a source is meant, write [@key] or [@key, section 5.3].",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"^[ \t]*#{2,6}[ \t]*[^\W\d][^\n]*", re.M),
        "heading-form",
        "“{}” is no heading, because something stands before its #. Begin the line with the #.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"\{#[^{}\n]*\}"),
        "heading-id",
        "“{}” is an id, and no heading is here. Put it at the end of a line that starts with ##, or take it out.",
    ),
    Leftover(
        re.compile(
            r"(?:\*\*+|(?<![\w*])\*(?=[^\s*])|(?<!\w)__?(?=[^\W_])|(?<!~)~~(?!~)|(?<!`)`{1,2}(?!`))[^\n]{0,30}|\S{1,30}(?<!\*)\*(?![\w*])"
        ),
        "emphasis-open",
        "“{}”: readers would see this mark. Close it with the same mark, or write \\ before it to show it.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(
            r"^[ \t]*(?:[-+](?=[^\W\d]|[\u00a0\u2007\u202f])|[•‣◦▪·\uf0b7](?=\s*\S)"
            r"|[–—][ \t][^\n]+\n[ \t]*[–—](?=[ \t])"
            r"|\d{1,2}\)(?=[ \t\w])|\d{1,2}\.(?=[^\W\d])|\[[ xX]\](?=[ \t]))[^\n]{0,30}",
            re.M,
        ),
        "list-form",
        "“{}” makes no item of a list. Start each with - or 1. and a space.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"^[ \t]*\|[^\n|]*\|[^\n]*\|[ \t]*$", re.M),
        "table-form",
        "“{}” makes no table. Put a row of dashes under its head, one for each column: | --- | --- |; and leave no"
        " empty line between its rows.",
        Severity.WARNING,
    ),
)


BOLD, ITALIC, ITEMS = "For bold write **words**.", "For italics write *words*.", "Begin each item with - and a space."
OF_TAGS = {  # what to write in place of each
    "a": "For a link write [words](https://…).",
    "b": BOLD,
    "strong": BOLD,
    "i": ITALIC,
    "em": ITALIC,
    "br": "For a new line end the one before with two spaces; for a new paragraph leave a line empty.",
    "p": "For a new paragraph leave a line empty.",
    "h2": "For a heading begin the line with ## and a space.",
    "h3": "For a heading begin the line with ### and a space.",
    "img": "For a picture write ![what it shows](../../images/name.png).",
    "li": ITEMS,
    "ol": ITEMS,
    "ul": ITEMS,
    "u": "Take it out: what is underlined looks like a link.",
}


# One of these stands in everything that one of the patterns finds. Most texts have none, and are done with at once.
SIGNS = re.compile(
    r"[<\[{*_~`|]|\(@|\.(?:md|png|jpe?g|webp|svg)\b|^[ \t]*(?:[-+–—•‣◦▪·\uf0b7!?:'‘’´#]|\d{1,2}[.)])", re.M
)


class Leftovers(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(LeftoverProcessor(md, self.draft), "left-over", Order.LEFT_OVER)


class LeftoverProcessor(Treeprocessor):
    """Stands before the library puts escaped characters back, so what an editor escaped is not taken for notation."""

    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

    def run(self, root: Element) -> None:
        self.draft.read_places(root)
        self._walk(root)
        self._check_tabs()
        self._check_bold(root)

    def _check_tabs(self) -> None:
        """A table that was copied from a word processor; the parser has made spaces of its tabs."""
        for row, pair in enumerate(pairwise(self.draft.lines_outside_fences())):
            if all(map(_has_cells, pair)):
                message = (
                    "Cells with tabs between them make no table. Put | between them, and a row of dashes under the"
                    " head: | --- | --- |."
                )
                self.draft.notes.warn(Place(self.draft.body_line + row, pair[0].index("\t") + 1), "table-form", message)
                return

    def _check_bold(self, root: Element) -> None:
        """A heading of a word processor: a line in bold, which stands in no list of contents."""
        for block in root:
            alone = block.tag == "p" and len(block) == 1 and not (block.text or "").strip()
            if alone and block[0].tag == "strong" and not (block[0].tail or "").strip():
                words = block[0].text or ""
                if TITLE.fullmatch(words) and not len(block[0]):
                    message = (
                        f"“{words[:SHOWN_MAX]}” is bold, and no heading. Where a section begins, write ## before it,"
                        " without stars."
                    )
                    self.draft.notes.warn(
                        self.draft.place_between(BLOCK_END, (f"**{words}**", f"__{words}__"), BLOCK_END),
                        "heading-bold",
                        message,
                    )

    def _walk(self, element: Element, heading: bool = False) -> None:
        if element.tag != "code" and "written" not in element.attrib:
            heading = heading or HEADING.fullmatch(element.tag) is not None
            inline = element.tag in INLINE
            self._check(element.get("alt", ""), "\0", "", heading)
            before = "\0" if inline else BLOCK_END
            text = element.text or ""
            for child in element:
                self._check(text, before, "\n" if child.tag == "br" else "", heading)
                self._walk(child, heading)
                before = "\n" if child.tag == "br" else "\0" if child.tag in INLINE else BLOCK_END
                text = child.tail or ""
            self._check(text, before, "" if inline else BLOCK_END, heading)

    def _check(self, text: str, before: str, after: str, heading: bool) -> None:
        """`before` is \\0 where the text does not begin a line."""
        if not SIGNS.search(text):
            return
        text = before + text
        told: set[str] = set()
        refused: list[tuple[int, int]] = []
        for leftover in LEFTOVERS:
            if leftover.code in told or (heading and leftover.code == "heading-id"):
                continue
            for found in leftover.pattern.finditer(text):
                if leftover.severity is Severity.WARNING and any(a <= found.start() < b for a, b in refused):
                    continue  # a part of what is refused already
                if leftover.severity is Severity.ERROR:
                    refused.append(found.span())
                told.add(leftover.code)
                around = text[: found.start()].strip("\0")[-AROUND_MAX:], (text[found.end() :] + after)[:AROUND_MAX]
                self._tell(leftover, found[0].strip("\0"), *around)
                if leftover.severity is Severity.WARNING or leftover.code == "table-form":
                    break  # one is enough to see the paragraph by

    def _tell(self, leftover: Leftover, found: str, *around: str) -> None:
        parts = (ESCAPED.sub(lambda letter: "\\" + chr(int(letter[1])), part) for part in (found, *around))
        found, before, after = parts
        typed = found.strip()[:SHOWN_MAX]
        message = leftover.message.format(" ".join(typed.split()))
        if leftover.code == "raw-html":
            tag = re.match(r"</?([A-Za-z]+\d?)", typed)
            message += OF_TAGS.get(tag[1].lower() if tag else "", "Take it out; for the sign < itself write &lt;.")
        place = self.draft.place_between(before, found, after)
        if leftover.code == "fence-place" and any(
            (each.line, each.code) == (place.line, leftover.code) for each in self.draft.notes.problems
        ):
            return  # told when its lines were read
        note = self.draft.notes.error if leftover.severity is Severity.ERROR else self.draft.notes.warn
        note(place, leftover.code, message)


def _has_cells(line: str) -> bool:
    at_margin = not line.startswith((" ", "\t", ">", "-"))
    return at_margin and "|" not in line and sum(bool(cell.strip()) for cell in line.split("\t")) > 1
