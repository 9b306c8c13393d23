"""```timeline: what happens when, as an ordered list that the style sheet draws as a line.

Refuses steps that are out of order, and a range that ends before it starts.
"""

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from articles.dialect.captions import Sheet, Words
from articles.dialect.figure_words import Unit, When

STEPS_MIN, STEPS_MAX = 2, 8
FORMS = "`at: 0`, or `from: 7` with `to: 10`, or one of these two alone, or `when:` with words"


def draw(sheet: Sheet) -> list[Element]:
    title, note = sheet.text("title"), sheet.text("note", required=False)
    unit = sheet.fields.choice("unit", Unit)
    sources = sheet.sources()
    when = sheet.words.when[unit or Unit.DAYS]

    caption = Element("figcaption")
    caption.append(title.element("p", {"class": "figure-title"}))
    said = note.text.removesuffix(".") or sheet.words.source
    caption.append(Words(f"{said} {sources.text}{'.' if note.text else ''}", sources.place).element("p"))
    line = Element("ol", {"class": "timeline"})
    before = 0
    for step in sheet.rows("steps", STEPS_MIN, STEPS_MAX):
        before = _add(line, step, when, before)
    return [caption, line]


def _add(line: Element, step: Sheet, when: When, before: int) -> int:
    """One step; the time at which it stands, before which the next may not."""
    at, start, end = step.whole("at"), step.whole("from"), step.whole("to")
    told, what, words = (step.text(key, required=key == "what") for key in ("when", "what", "words"))
    step.fields.refuse_unknown()
    ways = [step.has("at"), step.has("from") or step.has("to"), step.has("when")]
    if sum(ways) != 1:
        step.error("at", "timeline-when", f"A step says when it is in one way: {FORMS}. Change it.")
    stands = next((time for time in (at, start, end) if time is not None), before)
    if start is not None and end is not None and start >= end:
        message = f"From {start} to {end} is no range: it must end later than it starts. Change one of the two."
        step.error("to", "timeline-range", message)
    if stands < before:
        message = f"This step stands at {stands}, after one at {before}. Put the steps in the order of time."
        step.error(next(filter(step.has, ("at", "from", "to"))), "timeline-order", message)
    item = SubElement(line, "li", {} if start is None and end is None else {"class": "timeline-range"})
    said = SubElement(item, "p", {"class": "timeline-when"})
    said.text = AtomicString(told.plain or _said(when, at, start, end))
    item.append(what.element("p", {"class": "timeline-what"}))
    if words.text:
        item.append(words.element("p"))
    return max(stands, before)


def _said(when: When, at: int | None, start: int | None, end: int | None) -> str:
    if at is not None:
        return when.at.format(at)
    if start is not None and end is not None:
        return when.over.format(start, end)
    if end is not None:
        return when.until.format(end)
    return when.since.format(start) if start is not None else ""
