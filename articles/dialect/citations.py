"""`[@key]` and `[@key, section 5.3]` -> a small number that leads to the source and back.

Numbers follow the text, and marks of one source in a row stand as one. Whether a key is a reference of ours is known
only to who has read the whole folder.
"""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from articles.dialect.draft import Draft, Mark
from articles.dialect.order import Order
from articles.policy import BETWEEN_LOCATORS, SLUG, SOURCE_MARK, CalloutKind
from articles.problems import Place

KEY_FORM = "a key has small letters, digits and single hyphens"
CITATION = r"\[@([^\[\]]*)\]"
WELL_FORMED = re.compile(rf"({SLUG.pattern})(?:,\s*(\S[^\[\]]*))?")


class Citations(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(CitationProcessor(CITATION, md), "citation", Order.CITATION)
        md.treeprocessors.register(NumberProcessor(md, self.draft), "citations", Order.CITATIONS)


class CitationProcessor(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, match: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        mark = Element("sup", {"class": "cite", "written": match[1]})
        mark.text = AtomicString(match[0])  # seen where there can be no mark: in a picture's text, in an address
        return mark, match.start(0), match.end(0)


class NumberProcessor(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

    def run(self, root: Element) -> None:
        self._walk(root, linked=True)

    def _walk(self, parent: Element, linked: bool) -> None:
        """In the order of the text. An emergency callout leads to the phone and nowhere else: its marks do not link."""
        linked = linked and parent.get("class") != f"callout callout-{CalloutKind.EMERGENCY}"
        before: Element | None = None
        for child in list(parent):
            written = child.attrib.pop("written", None)
            if written is not None:
                _close_up(parent, before)
                child.text = None
                mark = self._read(child, written)
                if mark and before is not None and not before.tail and self._goes_on(before, mark):
                    before.tail = child.tail
                    parent.remove(child)
                    child = before
                elif mark:
                    self.draft.times[mark.key] += 1
                    self.draft.marks.append(mark)
                if mark:
                    self._write(child, self.draft.marks[-1], linked)
            else:
                self._walk(child, linked)
            before = child

    def _read(self, element: Element, written: str) -> Mark | None:
        """What is written, which may be no citation."""
        known = element.attrib.pop("place", "")  # a figure's, which is no text
        place = Place(*map(int, known.split())) if known else self.draft.place_of(f"[@{written}]")
        match = WELL_FORMED.fullmatch(" ".join(written.split()))
        if "@" in written:
            message = (
                f"“[@{written}]” names more than one source. Give each its own brackets: [@key, section 5.3] [@other]."
            )
            self.draft.notes.error(place, "cite-form", message)
            return None
        if match is None:
            message = f"“[@{written}]” is no citation. {_as_it_should_be(written)}; {KEY_FORM}."
            self.draft.notes.error(place, "cite-form", message)
            return None
        key, locator = match[1], match[2] or ""
        number = self.draft.numbers.setdefault(key, len(self.draft.numbers) + 1)
        return Mark(key, locator, f"cite-{number}-{self.draft.times[key] + 1}", place.after(1))

    def _goes_on(self, before: Element, mark: Mark) -> bool:
        """Whether the mark right before it is of the same source, and so tells of this place in it too."""
        last = self.draft.marks[-1] if before.get("class") == "cite" and self.draft.marks else None
        if last is None or last.key != mark.key:
            return False
        locators = dict.fromkeys(filter(None, (*last.locator.split(BETWEEN_LOCATORS), mark.locator)))
        self.draft.marks[-1] = replace(last, locator=BETWEEN_LOCATORS.join(locators))
        return True

    def _write(self, element: Element, mark: Mark, linked: bool) -> None:
        for link in list(element):
            element.remove(link)
        number = self.draft.numbers[mark.key]
        if not linked:
            element.set("id", mark.id)
            element.text = AtomicString(f"[{number}]")
            return
        spoken = f"{SOURCE_MARK[self.draft.language]} {number}" + (f", {mark.locator}" if mark.locator else "")
        link = SubElement(element, "a", {"href": f"#source-{number}", "id": mark.id, "aria-label": spoken})
        link.text = AtomicString(f"[{number}]")


def _as_it_should_be(written: str) -> str:
    key, _, place = " ".join(written.split()).replace(",", " ").partition(" ")
    key, place = key.lower().removesuffix(".md"), place.strip()
    if not SLUG.fullmatch(key):
        return "Write [@key] or [@key, section 5.3]"
    return f"Write [@{key}, {place}]" if place else f"Write [@{key}]"


def _close_up(parent: Element, before: Element | None) -> None:
    """Take the space before a mark away, so that it never stands alone on the next line."""
    if before is None:
        parent.text = AtomicString((parent.text or "").rstrip())
    else:
        before.tail = AtomicString((before.tail or "").rstrip())
