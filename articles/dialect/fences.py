"""Fenced blocks: ``` … ```. Plain ones show text as typed; one with a name is a figure.

Our own and small, because Python-Markdown's stores finished HTML past every later check. Fences stand at the margin.
"""

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape

from articles.dialect.draft import FENCE, Draft
from articles.dialect.order import Order

PLAIN = ("", "text")
PLACE = "\ue000fence {}\ue001"


class Fences(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self.blocks: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(FencePreprocessor(md, self), "fences", Order.FENCE_LINES)
        md.parser.blockprocessors.register(FenceProcessor(md.parser, self), "fences", Order.FENCE_BLOCKS)
        md.treeprocessors.register(FenceNamer(md), "fences", Order.FENCE_NAMES)


class FencePreprocessor(Preprocessor):
    """Lifts each fenced block out of the text before the block parser would split it at its empty lines."""

    def __init__(self, md: Markdown, fences: Fences) -> None:
        super().__init__(md)
        self.fences = fences

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        inside: list[str] | None = None
        fence, opened_in = "", 0
        for number, line in enumerate(lines):
            stripped = line.strip()
            opening = FENCE.fullmatch(line)
            if inside is not None:
                if stripped.startswith(fence) and not stripped.strip(fence[0]):
                    kept += ["", PLACE.format(len(self.fences.blocks)), ""]
                    self.fences.blocks.append("\n".join(inside))
                    inside = None
                else:
                    inside.append(line)
            elif opening:
                fence, opened_in, inside = opening["fence"], number, []
                self._check(opening["info"], number)
            else:
                kept.append(line)
        if inside is not None:
            message = f"The block that starts here with {fence} has no end. Add a line {fence} after it."
            self._note(opened_in, "fence-open", message)
        return kept

    def _check(self, info: str, number: int) -> None:
        if info not in PLAIN:
            message = f"“{info}” is no kind of figure. Use a fence without a name to show text as typed."
            self._note(number, "figure-unknown", message)

    def _note(self, number: int, code: str, message: str) -> None:
        draft = self.fences.draft
        draft.notes.error(draft.body_line + number, code, message)


class FenceProcessor(BlockProcessor):
    def __init__(self, parser: object, fences: Fences) -> None:
        super().__init__(parser)  # type: ignore[arg-type]
        self.fences = fences

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith("\ue000fence ") and block.endswith("\ue001")

    def run(self, parent: Element, blocks: list[str]) -> None:
        number = int(blocks.pop(0)[7:-1])
        code = SubElement(SubElement(parent, "fence"), "code")
        code.text = AtomicString(code_escape(self.fences.blocks[number]) + "\n")


class FenceNamer(Treeprocessor):
    """Only now <pre>: earlier, an indented block that follows would have been joined to it."""

    def run(self, root: Element) -> None:
        for element in root.iter("fence"):
            element.tag = "pre"
