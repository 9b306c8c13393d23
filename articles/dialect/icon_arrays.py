"""```icon-array: 100 people in each group, those it happened to filled in from one corner. Drawn by the style sheet.

Refuses more than three groups, and a figure of 1,000 where one of 100 would do.
"""

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from articles.dialect.captions import Count, Sheet, Words, people
from articles.dialect.figure_words import FigureWords

GROUPS_MAX = 3
ROW = {100: 10, 1_000: 40}  # people in a row


def draw(sheet: Sheet) -> list[Element]:
    of = sheet.out_of()
    title = sheet.text("title")
    groups = sheet.rows("groups", 1, GROUPS_MAX)
    said = people(sheet, of, needs_comparison=len(groups) == 1)
    note, sources = sheet.text("note", required=False), sheet.sources()
    counts = [group.count("count", of) for group in groups]
    sheet.check_scale(of, counts)
    sheet.check_said(title, of, counts)

    caption = Element("figcaption")
    caption.append(title.element("p", {"class": "figure-title"}))
    caption.append(Words(f"{said.text} {sources.text}.", sources.place, (*said.parts, sources)).element("p"))
    if note.text:
        caption.append(note.element("p"))
    drawn = Element("div", {"class": f"icon-groups icon-groups-{of}" if of else "icon-groups"})
    for group, count in zip(groups, counts, strict=True):
        words = group.text("words")
        group.check_said(words, of, counts)
        drawn.append(_group(group, words, count or Count(0), of))
    return [caption, drawn]


def _group(group: Sheet, words: Words, count: Count, of: int) -> Element:
    name = group.text("name")
    group.fields.refuse_unknown()
    box = Element("div", {"class": "icon-group"})
    box.append(name.element("p", {"class": "icon-name"}))
    said = words.element("p")
    number = Element("strong", {"class": "icon-count"})
    number.text = AtomicString(_first_upper(_counted(group.words, count, of)))
    number.tail = AtomicString(f" {said.text or ''}")
    said.text = None
    said.insert(0, number)
    box.append(said)
    if of and count.number <= of:
        drawing = group.words.drawing.format(count=f"{count.number:,}", of=f"{of:,}")
        box.append(_icons(count.number, of, f"{name.plain}: {drawing}"))
    return box


def _counted(words: FigureWords, count: Count, of: int) -> str:
    return words.counted.format(count=count.said(words), of=f"{of:,}")


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _icons(count: int, of: int, name: str) -> Element:
    box = Element("div", {"class": "people", "role": "img", "aria-label": name})
    for first in range(0, of, ROW[of]):
        row = SubElement(box, "span")
        for place in range(first, first + ROW[of]):
            SubElement(row, "span", {"class": "affected"} if place < count else {})
    return box
