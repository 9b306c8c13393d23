"""Notation that is still there when the parser is done, so that readers would see it as typed: found, and said.

What can only be a mistake is refused; what may be meant as it stands is a warning.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from articles.dialect.draft import Draft
from articles.dialect.order import Order
from articles.policy import CalloutKind
from articles.problems import Severity

ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
INLINE = frozenset(["a", "br", "em", "img", "strong", "sup"])
HEADING = re.compile("h[1-6]")
AROUND_MAX = 40  # characters before and after a mistake by which its place is known
SHOWN_MAX = 40  # characters of a mistake that its message repeats
KINDS = "|".join(CalloutKind)
TARGET = r"(?:https?:|tel:|sms:|mailto:|#|[\w./-]+\.(?:md|png|jpe?g|webp|svg)\b)"  # what only a link names


@dataclass(frozen=True, slots=True)
class Leftover:
    """`{}` in the message stands for what was typed."""

    pattern: re.Pattern[str]
    code: str
    message: str
    severity: Severity = Severity.ERROR


LEFTOVERS = (
    Leftover(
        re.compile(r"<(?:/?[A-Za-z][^<>\s]*|!--|!|\?)[^<>\n]{0,40}>?"),
        "raw-html",
        "“{}” looks like HTML, which is not read here. Use Markdown, or write &lt; for <.",
    ),
    Leftover(
        re.compile(r"\[[ \t]*@[^\[\]]*"),
        "cite-form",
        "“{}” is no whole citation. Write [@key] or [@key, section 5.3].",
    ),
    Leftover(
        re.compile(
            rf"\[[^\[\]]*\]\([^()]*\)?|\[[^\[\]]+\][ \t]+\({TARGET}[^()\n]*\)?|\([^()\n]+\)\[{TARGET}[^\[\]\n]*\]"
            r"|\[[^\[\]\n]+\]\[[^\[\]\n]*\]"
        ),
        "link-form",
        "“{}” is left of a link that cannot be read. Write [words](file.md#section) without a space or bracket in it.",
    ),
    Leftover(
        re.compile(r"\[\^[^\[\]\n]*\]"),
        "footnote",
        "“{}”: there are no footnotes here. Cite a source with [@key], or write the words where they belong.",
    ),
    Leftover(
        re.compile(rf"^[ \t]*(?:(?:!!!|\?\?\?)[^\n]*|(?:!!|:::)[ \t]*(?:{KINDS})\b[^\n]*|\[!\w+\][^\n]*)", re.M),
        "callout-form",
        f'“{{}}” is no callout yet. Write: !!! kind "Title" (a kind is one of {", ".join(CalloutKind)}).',
    ),
    Leftover(
        re.compile(r"^[ \t]*(?:```|~~~)[^\n]*", re.M),
        "fence-place",
        "“{}” shows no block here. Put it at the margin, with a line of the same marks after the block.",
    ),
    Leftover(
        re.compile(r"^[ \t]*(?:\|[ \t]*:?-+:?[ \t]*\|[-:| \t]*|:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)+[ \t]*\|?[ \t]*)$", re.M),
        "table-form",
        "“{}” makes no table. Give it as many columns as the row above has, one --- for each: | --- | --- |.",
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
            r"^[ \t]*(?:[-+](?=[^\W\d])|[•‣◦▪](?=[ \t]*\S)|\d{1,2}\)(?=[ \t\w])|\d{1,2}\.(?=[^\W\d])"
            r"|\[[ xX]\](?=[ \t]))[^\n]{0,30}",
            re.M,
        ),
        "list-form",
        "“{}” makes no item of a list. Start each with - or 1. and a space.",
        Severity.WARNING,
    ),
    Leftover(
        re.compile(r"^[ \t]*\|[^\n|]*\|[^\n]*\|[ \t]*$", re.M),
        "table-form",
        "“{}” makes no table. Put a row of dashes under its head, one for each column: | --- | --- |.",
        Severity.WARNING,
    ),
)


# One of these stands in everything that one of the patterns finds. Most texts have none, and are done with at once.
SIGNS = re.compile(r"[<\[{*_~`|]|^[ \t]*(?:[-+•‣◦▪!?:]|\d{1,2}[.)])", re.M)


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

    def _walk(self, element: Element, heading: bool = False) -> None:
        if element.tag != "code" and "written" not in element.attrib:
            heading = heading or HEADING.fullmatch(element.tag) is not None
            self._check(element.get("alt", ""), True, heading)
            self._check(element.text or "", element.tag in INLINE, heading)
            for child in element:
                self._walk(child, heading)
                self._check(child.tail or "", child.tag in INLINE, heading)

    def _check(self, text: str, inline: bool, heading: bool) -> None:
        text = "\0" + text if inline else text  # so that it does not start a line
        if not SIGNS.search(text):
            return
        told: set[str] = set()
        for leftover in LEFTOVERS:
            if leftover.code in told or (heading and leftover.code == "heading-id"):
                continue
            for found in leftover.pattern.finditer(text):
                told.add(leftover.code)
                before, after = text[: found.start()].strip("\0"), text[found.end() :]
                self._tell(leftover, found[0].strip("\0"), before[-AROUND_MAX:], after[:AROUND_MAX])
                if leftover.severity is Severity.WARNING or leftover.code == "table-form":
                    break  # one is enough to see the paragraph by

    def _tell(self, leftover: Leftover, found: str, *around: str) -> None:
        parts = (ESCAPED.sub(lambda letter: "\\" + chr(int(letter[1])), part) for part in (found, *around))
        found, before, after = parts
        typed = found.strip()[:SHOWN_MAX]
        message = leftover.message.format(" ".join(typed.split()))
        place = self.draft.place_between(before, found, after)
        if leftover.code == "fence-place" and any(
            (each.line, each.code) == (place.line, leftover.code) for each in self.draft.notes.problems
        ):
            return  # told when its lines were read
        note = self.draft.notes.error if leftover.severity is Severity.ERROR else self.draft.notes.warn
        note(place, leftover.code, message)
