"""Tables that a phone can show and a screen reader can tell: scopes, roles, a name, and each cell's head beside it.

A table of up to four columns stacks on a narrow screen; a wider one scrolls inside a region of its own.
"""

import copy
import re
from collections import Counter
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from articles.dialect.draft import Draft, words_of
from articles.dialect.order import Order
from articles.policy import CELLS_MAX, TABLE_NAME

STACKED_COLUMNS_MAX = 4
WHOLE_LETTERS_MAX = 12  # a cell of so few, such as “Nov 25, 2026”, stays on one line
COUNTED = re.compile(r"(?<=\d) (of|de) (?=\d)")
UNDER_HEAD = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*\|[-:| \t]*")


class Tables(TableExtension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        blocks = TableBlockProcessor(md.parser, self.getConfigs(), self.draft)
        md.parser.blockprocessors.register(blocks, "table", Order.TABLE_BLOCKS)
        md.treeprocessors.register(TableShaper(md, self.draft), "tables", Order.TABLES)


class TableBlockProcessor(TableProcessor):
    """The library's, which would drop the cells for which the head has no column. Needs no empty line before."""

    def __init__(self, parser: object, config: dict[str, object], draft: Draft) -> None:
        super().__init__(parser, config)  # type: ignore[arg-type]
        self.draft = draft
        self.before: list[str] = []

    def test(self, parent: Element, block: str) -> bool:
        if "|" not in block:
            return False
        if super().test(parent, block):
            return True
        rows = block.split("\n")
        under = next((row for row in range(2, len(rows)) if UNDER_HEAD.fullmatch(rows[row])), 0)
        self.before = rows[: under - 1] if under else []
        return under > 0 and super().test(parent, "\n".join(rows[under - 1 :]))

    def run(self, parent: Element, blocks: list[str]) -> None:
        rows = blocks[0].split("\n")
        if not super().test(parent, blocks[0]):
            blocks[:1] = ["\n".join(self.before), "\n".join(rows[len(self.before) :])]
            return
        cells = len(self.separator) * (len(rows) - 2)
        if cells > CELLS_MAX:  # short rows are filled up
            message = f"The table has {cells:,} cells; at most {CELLS_MAX:,} fit. Break it up."
            self.draft.notes.error(self.draft.line_of_row(rows[0]), "table-size", message)
            blocks[0] = "\n".join(rows[:2])
        super().run(parent, blocks)

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc]
        cells, columns = len(self._split_row(row)), len(align)  # type: ignore[attr-defined]
        if cells != columns:
            message = f"This row has more cells than the table has columns ({columns}). Take one out, or add a head."
            if cells < columns:
                message = f"This row has {cells} of {columns} cells. Add the others, empty ones too: | words | |."
            if "|" not in row:
                message = "This line stands right under a table, and is taken for a row. Leave an empty line above it."
            self.draft.notes.error(self.draft.line_of_row(row), "table-cells", message)


class TableShaper(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft
        self.names: Counter[str] = Counter()

    def run(self, root: Element) -> None:
        self._walk(root, name="")

    def _walk(self, parent: Element, name: str) -> None:
        for place, child in enumerate(list(parent)):
            if child.get("id"):
                name = words_of(child)
            if child.tag == "table":
                parent[place] = self._wrap(child, name)
            else:
                self._walk(child, name)

    def _wrap(self, table: Element, name: str) -> Element:
        heads = [words_of(cell) for cell in table.iterfind("thead//th")]
        stacked = len(heads) <= STACKED_COLUMNS_MAX
        caption = table.find("caption")
        name = words_of(caption[0]) if caption is not None else name
        name = self._unlike_others(name or ", ".join(filter(None, heads)))
        box = Element("div", {"class": f"table {'table-stacked' if stacked else 'table-wide'}"})
        if not stacked:
            spoken = f"{TABLE_NAME[self.draft.language]} {name}"
            box.attrib.update({"role": "region", "tabindex": "0", "aria-label": spoken})
        box.tail, table.tail = table.tail, None
        box.append(table)
        table.attrib.update({"role": "table", "aria-label": name})
        for part in table:
            if part.tag != "caption":
                part.set("role", "rowgroup")
        for row in table.iter("tr"):
            row.set("role", "row")
            for column, cell in enumerate(row):
                _shape(cell, column, heads[column] if column < len(heads) else "", stacked)
        return box

    def _unlike_others(self, name: str) -> str:
        """Tables of one section are told apart by a number."""
        self.names[name] += 1
        return f"{name} ({self.names[name]})" if self.names[name] > 1 else name


def _shape(cell: Element, column: int, head: str, stacked: bool) -> None:
    if cell.get("scope"):  # a figure's, over a group of rows
        cell.set("role", "rowheader")
        return
    right = "right" in cell.attrib.pop("style", "")
    if right:
        cell.set("class", "number")
    if cell.tag == "th" and not words_of(cell):
        cell.tag = "td"  # the corner: a head without words would be read as one
        cell.set("role", "cell")
    elif cell.tag == "th":
        cell.attrib.update({"scope": "col", "role": "columnheader"})
    elif column == 0 and words_of(cell):
        cell.tag = "th"
        cell.attrib.update({"scope": "row", "role": "rowheader"})
    else:
        cell.set("role", "cell")
        if not right and len(cell) == 0 and _is_whole(words_of(cell)):
            cell.set("class", "whole")
        for piece in (cell, *cell):
            _bind(piece)
        if stacked and head and len(cell) + len((cell.text or "").strip()):
            _label(cell, head)


def _is_whole(words: str) -> bool:
    return " " in words and len(words) <= WHOLE_LETTERS_MAX


def _bind(piece: Element) -> None:
    """No line breaks in “94 of 100”, which else reads as two numbers."""
    if piece.text:
        piece.text = AtomicString(COUNTED.sub("\u00a0\\1\u00a0", piece.text))
    if piece.tail:
        piece.tail = AtomicString(COUNTED.sub("\u00a0\\1\u00a0", piece.tail))


def _label(cell: Element, head: str) -> None:
    """The column's head again, for the eye alone, where the rows stand under each other."""
    inner = copy.copy(cell)
    text, children = cell.text, list(inner)
    for child in children:
        cell.remove(child)
    cell.text = None
    label = SubElement(cell, "span", {"class": "cell-label", "aria-hidden": "true"})
    label.text = AtomicString(f"{head}: ")
    label.tail = text
    cell.extend(children)
