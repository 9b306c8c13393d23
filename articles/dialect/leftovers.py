"""Notation that is still there when the parser is done, so that readers would see it as typed: found, and said.

`articles.dialect.notation` says what is looked for.
"""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from articles.dialect.draft import Draft
from articles.dialect.notation import BARE, LEFTOVERS, OF_TAGS, QUOTES, SIGNS, Leftover
from articles.dialect.order import Order
from articles.problems import Place, Severity

ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
INLINE = frozenset(["a", "br", "em", "img", "strong", "sup"])
HEADING = re.compile("h[1-6]")
AROUND_MAX = 40  # characters before and after a mistake by which its place is known
BLOCK_END = "\n\n"
HTML_TOLD_MAX = 10  # pieces; so many are a web page that was pasted whole
SHOWN_MAX = 40  # characters of a mistake that its message repeats
NO_CELLS = re.compile(r"[ \t>\-*+•‣◦▪·§]|\w{1,2}[.)]")  # what begins a line that is no row of cells
ADDRESS = re.compile(r"\((?:https?:|#|www\.)[^()\n]*\)")
NAME_OF_PICTURE = re.compile(
    r"(?i:[\w.() -]+\.(?:png|jpe?g|webp|svg|heic|gif)|(?:img|dsc|image|picture|photo)[_ -]?\d*)"
)
TITLE = re.compile(r"[\w’'-]+(?: [\w’'-]+)+")  # two words or more, and no end of a sentence
INDENTED = (
    "The spaces or the tab before this line make it a block that is shown as typed, in the letters of a typewriter,"
    " with its marks. Take them out; or, to show it so, put ``` on a line of its own above it and below it."
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
        self._sum_up_html()
        self._check_tabs()
        self._check_bold(root)
        half = {problem.line for problem in self.draft.notes.problems if problem.code == "callout-form"}
        for line in self.draft.lines_of_indented():
            if self.draft.line_above(line) not in half:  # else it is the text of that callout
                self.draft.notes.warn(line, "text-indented", INDENTED)

    def _sum_up_html(self) -> None:
        """A whole web page is one mistake."""
        notes = self.draft.notes
        pieces = [problem for problem in notes.problems if problem.code == "raw-html"]
        if len(pieces) <= HTML_TOLD_MAX:
            return
        first, last = pieces[0], max(piece.line for piece in pieces)
        quoted = first.message.partition("”")[0]
        message = (
            f"{quoted}” begins {len(pieces)} pieces of the code of web pages (HTML), the last in line {last}, which is"
            " not read here. Open the page in a browser, copy its words, and paste them as plain text."
        )
        notes.problems[notes.problems.index(first)] = replace(first, message=message)
        notes.problems[:] = [problem for problem in notes.problems if problem not in pieces]

    def _check_tabs(self) -> None:
        """A table that was copied from a word processor; the parser has made spaces of its tabs."""
        if "\t" not in self.draft.body:
            return
        for row, pair in enumerate(pairwise(self.draft.lines_outside_fences())):
            if all(map(_has_cells, pair)):
                place = Place(self.draft.body_line + row, pair[0].index("\t") + 1)
                if pair[0].startswith("o\t"):  # how a word processor copies the items of a list in a list
                    message = "“o” makes no item of a list. Start it with - and a space, four spaces before it."
                    self.draft.notes.warn(place.line, "list-form", message)
                    return
                message = (
                    "Cells with tabs between them make no table. Put | between them, and a row of dashes under the"
                    " head: | --- | --- |."
                )
                self.draft.notes.warn(place, "table-form", message)
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

    def _check_behind(self, mark: Element, text: str) -> None:
        """A source that was written as a link."""
        if "written" in mark.attrib and (found := ADDRESS.match(text)):
            message = f"“{found[0][:SHOWN_MAX]}” would be shown: a source has its own address. Take it out."
            place = self.draft.place_between(f"[@{mark.get('written')}]", found[0], text[found.end() :][:AROUND_MAX])
            self.draft.notes.warn(place, "cite-form", message)

    def _check_alt(self, words: str, meant: frozenset[str]) -> None:
        if not NAME_OF_PICTURE.fullmatch(words):
            self._check(words, "\0", "", meant)
            return
        message = (
            f"“{words[:SHOWN_MAX]}” says nothing to those who cannot see the picture. Write in the [ ] what it shows."
        )
        self.draft.notes.warn(self.draft.place_between("![", words, "]"), "image-alt", message)

    def _walk(self, element: Element, meant: frozenset[str] = frozenset()) -> None:
        """`meant` are the codes of what is no mistake here."""
        if element.tag != "code" and "written" not in element.attrib:
            meant |= {"heading-id", "cite-number"} if HEADING.fullmatch(element.tag) else frozenset()
            meant |= {"link-bare"} if element.tag == "a" else frozenset()
            inline = element.tag in INLINE
            self._check_alt(element.get("alt", ""), meant)
            before = "\0" if inline else BLOCK_END
            text = element.text or ""
            for child in element:
                self._check(text, before, "\n" if child.tag == "br" else "", meant)
                self._walk(child, meant)
                before = "\n" if child.tag == "br" else "\0" if child.tag in INLINE else BLOCK_END
                text = child.tail or ""
                self._check_behind(child, text)
            self._check(text, before, "" if inline else BLOCK_END, meant)

    def _check(self, text: str, before: str, after: str, meant: frozenset[str]) -> None:
        """`before` is \\0 where the text does not begin a line."""
        if not SIGNS.search(text):
            return
        text = before + text
        for found in BARE.finditer(text):
            self.draft.bare.append((found[1], self.draft.place_between(*_around(text, found, after))))
        told: set[str] = set()
        refused: list[tuple[int, int]] = []
        for leftover in LEFTOVERS:
            again = leftover.code in told
            if (again and leftover.code != "cite-form") or leftover.code in meant:
                continue
            for found in leftover.pattern.finditer(text):
                if (again or leftover.severity is Severity.WARNING) and any(a <= found.start() < b for a, b in refused):
                    continue  # a part of what is refused already
                if leftover.severity is Severity.ERROR:
                    refused.append(found.span())
                told.add(leftover.code)
                self._tell(leftover, found, *_around(text, found, after))
                if leftover.severity is Severity.WARNING or leftover.code == "table-form":
                    break  # one is enough to see the paragraph by

    def _tell(self, leftover: Leftover, match: re.Match[str], before: str, found: str, after: str) -> None:
        typed = found.strip()[:SHOWN_MAX]
        parts = {name: _as_typed(part or "") for name, part in match.groupdict().items()}
        parts["title"] = _without_end(parts.get("title", ""))
        message = leftover.message.format(" ".join(typed.split()), **parts)
        if leftover.code == "raw-html":
            self.draft.html_has_ids |= " id=" in found
            tag = re.match(r"</?([A-Za-z]+\d?)", typed)
            message += OF_TAGS.get(tag[1].lower() if tag else "", "Take it out; for the sign < itself write &lt;.")
        place = self.draft.place_between(before, found, after)
        if leftover.code == "fence-place" and any(
            (each.line, each.code) == (place.line, leftover.code) for each in self.draft.notes.problems
        ):
            return  # told when its lines were read
        if leftover.code == "callout-form" and self.draft.is_inset_callout(place):
            message = f"“{' '.join(typed.split())}” is no callout yet. Begin the line with !!!, with nothing before it."
        note = self.draft.notes.error if leftover.severity is Severity.ERROR else self.draft.notes.warn
        note(place, leftover.code, message)


def _around(text: str, found: re.Match[str], after: str) -> tuple[str, str, str]:
    """What stands before it, itself, and what stands behind it, as typed."""
    before, behind = text[: found.start()].strip("\0")[-AROUND_MAX:], (text[found.end() :] + after)[:AROUND_MAX]
    return _as_typed(before), _as_typed(found[0].strip("\0")), _as_typed(behind)


def _without_end(words: str) -> str:
    """Without the quotes that close a title, and what was typed behind them. No pattern does it, which took minutes."""
    bare = words.rstrip(" \t:.")
    return bare.rstrip(QUOTES + " \t") if bare.endswith(tuple(QUOTES)) else words.rstrip()


def _as_typed(text: str) -> str:
    return ESCAPED.sub(lambda letter: "\\" + chr(int(letter[1])), text)


def _has_cells(line: str) -> bool:
    return not NO_CELLS.match(line) and "|" not in line and sum(bool(cell.strip()) for cell in line.split("\t")) > 1
