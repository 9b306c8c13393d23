"""Fenced blocks, which need no empty line before them. A plain one shows text as typed; one with a name is a figure.

They are our own and small, because Python-Markdown's store finished HTML past every later check. Refuses a fence that
does not stand at the margin.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString, code_escape

from articles.dialect import figures
from articles.dialect.draft import Draft
from articles.dialect.figure_words import FigureKind
from articles.dialect.order import Order
from articles.dialect.places import FENCE

PLAIN = ("", "text")
PLACE = f"{STX}fence {{}}{ETX}"  # characters that no editor can type
PLACED = re.compile(f"{STX}fence (\\d+){ETX}")
INSET = re.compile(r"(?P<inset>[ \t]+)(?P<fence>`{3,}|~{3,})[^`]*")
HOLDER = re.compile(r"[ \t]*(?:!!!|(?:[-*+]|\d+\.)[ \t])")


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two fences; `line` is the file's, of the first line in it."""

    name: str
    text: str
    line: int


class Fences(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self.blocks: list[Block] = []

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(FencePreprocessor(md, self), "fences", Order.FENCE_LINES)
        md.parser.blockprocessors.register(FenceProcessor(md.parser, self), "fences", Order.FENCE_BLOCKS)
        md.treeprocessors.register(FenceNamer(md, self), "fences", Order.FENCE_NAMES)


class FencePreprocessor(Preprocessor):
    """Lifts each fenced block out of the text before the block parser would split it at its empty lines."""

    def __init__(self, md: Markdown, fences: Fences) -> None:
        super().__init__(md)
        self.fences = fences

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        inside: list[str] | None = None
        fence, name, opened_in, holder = "", "", 0, ""
        for number, line in enumerate(lines):
            stripped = line.strip()
            opening = FENCE.fullmatch(line)
            if inside is not None:
                if stripped.startswith(fence) and not stripped.strip(fence[0]):
                    kept += ["", PLACE.format(len(self.fences.blocks)), ""]
                    first = self.fences.draft.body_line + opened_in + 1
                    self.fences.blocks.append(Block(name, "\n".join(inside), first))
                    inside = None
                else:
                    inside.append(line)
            elif opening:
                fence, name, opened_in, inside = opening["fence"], opening["info"].strip(), number, []
                self._check(name, number)
            else:
                self._check_place(line, holder, number)
                holder = line if stripped and not line.startswith(("    ", "\t")) else holder
                kept.append(line)
        if inside is not None:
            message = f"The block that starts here with {fence} has no end. Add a line {fence} after it."
            self._note(opened_in, "fence-open", message)
        return kept

    def _check(self, name: str, number: int) -> None:
        if name not in (*PLAIN, *FigureKind):
            known = ", ".join(FigureKind)
            message = f"“{name}” is no kind of figure. Use one of: {known}; or no name, to show text as typed."
            draft = self.fences.draft
            draft.notes.error(draft.place_in(draft.body_line + number, name), "figure-unknown", message)

    def _check_place(self, line: str, holder: str, number: int) -> None:
        """Deep in the page it is indented code, which may show a fence; in a list or callout it would show as text."""
        inset = INSET.fullmatch(line)
        if inset and (len(inset["inset"].expandtabs(4)) < 4 or HOLDER.match(holder)):
            message = f"A block with {inset['fence']} stands at the margin. Take out the spaces before it."
            self._note(number, "fence-place", message)

    def _note(self, number: int, code: str, message: str) -> None:
        draft = self.fences.draft
        draft.notes.error(draft.body_line + number, code, message)


class FenceProcessor(BlockProcessor):
    def __init__(self, parser: object, fences: Fences) -> None:
        super().__init__(parser)  # type: ignore[arg-type]
        self.fences = fences

    def test(self, parent: Element, block: str) -> bool:
        return PLACED.fullmatch(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        number = int(PLACED.sub(r"\1", blocks.pop(0)))
        fence = SubElement(parent, "fence")
        fence.tail = "\n"
        fence.set("block", str(number))
        block = self.fences.blocks[number]
        if block.name in PLAIN:
            code = SubElement(fence, "code")
            code.text = AtomicString(code_escape(block.text) + "\n")


class FenceNamer(Treeprocessor):
    """Only now <pre> or <figure>: earlier, an indented block that follows would have been joined to it."""

    def __init__(self, md: Markdown, fences: Fences) -> None:
        super().__init__(md)
        self.fences = fences

    def run(self, root: Element) -> None:
        for element in list(root.iter("fence")):
            block = self.fences.blocks[int(element.attrib.pop("block"))]
            element.tag = "pre"
            if block.name in list(FigureKind):
                kind = FigureKind(block.name)
                element.tag = "figure"
                element.set("class", f"figure figure-{kind}")
                element.extend(figures.draw(kind, block.text, block.line, self.fences.draft))
