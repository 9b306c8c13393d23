"""Tables that a phone can show and a screen reader can tell: scopes, roles, a name, and each cell's head beside it.

A table of up to four columns stacks on a narrow screen; a wider one scrolls inside a region of its own.
"""

import copy
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from articles.dialect.draft import Draft, words_of
from articles.dialect.order import Order
from articles.policy import TABLE_NAME

STACKED_COLUMNS_MAX = 4


class Tables(TableExtension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.treeprocessors.register(TableProcessor(md, self.draft), "tables", Order.TABLES)


class TableProcessor(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

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
        heads = [words_of(cell) for cell in table.iter("th")]
        stacked = len(heads) <= STACKED_COLUMNS_MAX
        label = f"{TABLE_NAME[self.draft.language]} {name or ', '.join(filter(None, heads))}"
        box = Element("div", {"class": f"table {'table-stacked' if stacked else 'table-wide'}"})
        if not stacked:
            box.attrib.update({"role": "region", "tabindex": "0", "aria-label": label})
        box.tail, table.tail = table.tail, None
        box.append(table)
        table.attrib.update({"role": "table", "aria-label": label})
        for part in table:
            part.set("role", "rowgroup")
        for row in table.iter("tr"):
            row.set("role", "row")
            for column, cell in enumerate(row):
                _shape(cell, column, heads[column] if column < len(heads) else "", stacked)
        return box


def _shape(cell: Element, column: int, head: str, stacked: bool) -> None:
    right = "right" in cell.attrib.pop("style", "")
    if right:
        cell.set("class", "number")
    if cell.tag == "th":
        cell.attrib.update({"scope": "col", "role": "columnheader"})
    elif column == 0 and words_of(cell):
        cell.tag = "th"
        cell.attrib.update({"scope": "row", "role": "rowheader"})
    else:
        cell.set("role", "cell")
        if stacked and head:
            _label(cell, head)


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
