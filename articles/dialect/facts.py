"""```facts: benefits and harms in one table, without and with the medicine, of the same number of people.

The difference is worked out here, so it cannot contradict the two numbers. Refuses a box that shows one side alone
and does not say why.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from articles.dialect.captions import Count, Sheet, Words, people
from articles.dialect.figure_words import FigureWords

ROWS_MAX = 8  # of benefits, and of harms
COLUMNS = 4
RIGHT = "text-align: right"  # as the library writes it; the tables' own step makes it a class


@dataclass(frozen=True, slots=True)
class Fact:
    """`without` and `with_it` are None where a study gives the difference alone, which then says how many more."""

    what: Words
    without: Count | None
    with_it: Count | None
    difference: Count | None

    @property
    def counts(self) -> tuple[Count | None, ...]:
        """Those that the editor wrote."""
        return (self.without, self.with_it) if self.without or self.with_it else (self.difference,)


def draw(sheet: Sheet) -> list[Element]:
    of = sheet.out_of()
    title, without, with_it = sheet.text("title"), sheet.text("without"), sheet.text("with")
    said = people(sheet, of, needs_comparison=False)
    note, sources = sheet.text("note", required=False), sheet.sources()
    sides = [(side, _facts(sheet, side, of)) for side in ("benefits", "harms")]
    _check_sides(sheet, sides, note)
    counts = [count for _, facts in sides for fact in facts for count in fact.counts]
    sheet.check_scale(of, counts)
    sheet.check_said(title, of, counts)

    table = Element("table")
    caption = SubElement(table, "caption")
    caption.append(title.element("p", {"class": "figure-title"}))
    caption.append(replace(said, text=f"{said.text}.").element("p"))
    words = sheet.words
    heads = [words.people.format(of=f"{of:,}"), without.plain, with_it.plain, words.difference]
    row = SubElement(SubElement(table, "thead"), "tr")
    for place, head in enumerate(heads):
        SubElement(row, "th", {"style": RIGHT} if place else {}).text = AtomicString(head)
    for side, facts in sides:
        if facts:
            _add_side(table, words.benefits if side == "benefits" else words.harms, facts, words)
    foot = Element("figcaption")
    if note.text:
        foot.append(note.element("p"))
    foot.append(Words(f"{words.source} {sources.text}", sources.place).element("p"))
    return [table, foot]


def _facts(sheet: Sheet, side: str, of: int) -> list[Fact]:
    rows = sheet.rows(side, 1, ROWS_MAX) if sheet.has(side) else ()
    sheet.fields.known.add(side)
    return [_fact(row, of) for row in rows]


def _fact(row: Sheet, of: int) -> Fact:
    what = row.text("what")
    if row.has("difference"):
        fact = Fact(what, None, None, _difference(row, of))
        if row.has("without") or row.has("with"):
            message = "The difference is worked out from the two numbers. Take this line out, or both numbers."
            row.error("difference", "facts-difference", message)
            row.fields.known.update(("without", "with"))
    else:
        without, with_it = row.count("without", of), row.count("with", of)
        fact = Fact(what, without, with_it, _between(without, with_it))
    row.fields.refuse_unknown()
    return fact


def _difference(row: Sheet, of: int) -> Count | None:
    """`10 more`, or `about 10 fewer`; fewer is below 0."""
    words = row.words
    text = row.scalar("difference")
    match = re.fullmatch(rf"(?:({words.about}) )?(\d{{1,9}}) ({words.more}|{words.fewer})", text)
    if match is None or int(match[2]) > (of or int(match[2])):
        message = f"Write how many people out of {of or 100:,}, as `difference: 10 {words.more}` or `difference: "
        row.error("difference", "facts-difference", f"{message}{words.about} 10 {words.fewer}`.")
        return None
    return Count(int(match[2]) if match[3] == words.more else -int(match[2]), about=match[1] is not None)


def _between(without: Count | None, with_it: Count | None) -> Count | None:
    if without is None or with_it is None:
        return None
    return Count(with_it.number - without.number, about=without.about or with_it.about)


def _check_sides(sheet: Sheet, sides: Iterable[tuple[str, list[Fact]]], note: Words) -> None:
    missing = [side for side, _ in sides if not (sheet.has(side) or sheet.unread(side))]
    if missing and (len(missing) > 1 or not note.text):
        message = f"Benefits and harms stand side by side; `{missing[-1]}` is missing. Add it, or say why in `note`."
        sheet.error(missing[-1], "facts-side", message)


def _add_side(table: Element, name: str, facts: Iterable[Fact], words: FigureWords) -> None:
    body = SubElement(table, "tbody")
    head = SubElement(SubElement(body, "tr"), "th", {"scope": "rowgroup", "colspan": str(COLUMNS)})
    head.text = AtomicString(name)
    for fact in facts:
        row = SubElement(body, "tr", {} if fact.without or fact.with_it else {"class": "difference-alone"})
        row.append(fact.what.element("td"))
        for text in (_said(fact.without, words), _said(fact.with_it, words), _more(fact.difference, words)):
            SubElement(row, "td", {"style": RIGHT}).text = AtomicString(text)


def _said(count: Count | None, words: FigureWords) -> str:
    return words.not_given if count is None else count.said(words)


def _more(difference: Count | None, words: FigureWords) -> str:
    if difference is None or not difference.number:
        return words.same
    size = Count(abs(difference.number), difference.about).said(words)
    return f"{size} {words.more if difference.number > 0 else words.fewer}"
