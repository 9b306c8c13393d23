"""Lists, which need no empty line before them: run on, “Do not take: - opioids” could not be read.

The library's, with the items of one list standing equally far apart. Warns of what is set in by too little to belong to
the item above, because it would stand beside it.
"""

import re
from itertools import takewhile
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.treeprocessors import Treeprocessor

from articles.dialect.draft import Draft
from articles.dialect.order import Order

FIRST_ITEM = re.compile(r"\n(?= {0,3}(?:[-*+]|1\.) +\S)")
NEXT_ITEM = re.compile(r"\n(?= {0,3}(?:[-*+]|\d+\.) +\S)")
ITEM = re.compile(r" {0,3}(?:[-*+]|\d+\.) +\S")
INSET = "This is set in by less than four spaces, so it does not belong to the item above. Write four, or none."
INLINE = frozenset(["a", "br", "code", "em", "img", "strong", "sup"])


class Lists(SaneListExtension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        _warn_of_insets(self.draft)
        md.parser.blockprocessors.register(ItemAfterInset(md.parser), "item-after-inset", Order.ITEMS_AFTER_INSET)
        md.parser.blockprocessors.register(ListAfterText(md.parser), "list-after-text", Order.LISTS_AFTER_TEXT)
        md.treeprocessors.register(ListEvener(md), "lists", Order.LISTS)


def _warn_of_insets(draft: Draft) -> None:
    above: int | None = None  # spaces before the mark of the item above
    after_gap = False
    for number, line in enumerate(draft.lines_outside_fences(), draft.body_line):
        if not line.strip():
            after_gap = True
            continue
        spaces, is_item = len(line) - len(line.lstrip(" ")), ITEM.match(line)
        if above is not None and above < spaces < 4 and (is_item or after_gap):
            draft.notes.warn(number, "list-inset", INSET)
        elif is_item:
            above = spaces
        elif spaces == 0 and after_gap:
            above = None
        after_gap = False


class ItemAfterInset(BlockProcessor):
    """An item directly under the inset part of the one before, which the library would swallow into that part."""

    def test(self, parent: Element, block: str) -> bool:
        listed = len(parent) and parent[-1].tag in ("ol", "ul")
        return bool(listed and block.startswith("    ") and NEXT_ITEM.search(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        text = blocks[0]
        item = NEXT_ITEM.search(text)
        place = item.start() if item else 0
        blocks[:1] = [text[:place], text[place + 1 :]]


class ListAfterText(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:
        # While the items of a list are read, what looks like another item is the library's to sort.
        return not self.parser.state.isstate("list") and FIRST_ITEM.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        text = blocks[0]
        item = FIRST_ITEM.search(text)
        place = item.start() if item else 0
        blocks[:1] = [text[:place], text[place + 1 :]]


class ListEvener(Treeprocessor):
    """Where one item of a list holds paragraphs, each does, so that the items stand equally far apart."""

    def run(self, root: Element) -> None:
        for listed in root.iter():
            if listed.tag in ("ol", "ul") and any(item.find("p") is not None for item in listed):
                for item in listed:
                    self._wrap(item)

    def _wrap(self, item: Element) -> None:
        own = list(takewhile(lambda child: child.tag in INLINE, item))
        if not own and not (item.text or "").strip():
            return
        paragraph = Element("p")
        paragraph.text, item.text = (item.text or "").lstrip(), "\n"
        for child in own:
            item.remove(child)
            paragraph.append(child)
        last = paragraph[-1] if own else None
        if last is None:
            paragraph.text = paragraph.text.rstrip()
        else:
            last.tail = (last.tail or "").rstrip()
        paragraph.tail = "\n"
        item.insert(0, paragraph)
