"""`!!! kind "Title"` with an indented text under it -> <aside>; `clinicians` -> folded <details>.

The library's admonition extension reads the blocks; here they get our kinds, a real heading at the right level and
a spoken prefix. Refuses an unknown kind, a title without quotes and a callout without text.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.admonition import AdmonitionExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from articles.dialect.draft import Draft, words_of
from articles.dialect.order import Order
from articles.policy import CALLOUT_PREFIX, CalloutKind

KINDS = ", ".join(CalloutKind)


class Callouts(AdmonitionExtension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.treeprocessors.register(CalloutProcessor(md, self.draft), "callouts", Order.CALLOUTS)


class CalloutProcessor(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

    def run(self, root: Element) -> None:
        self._walk(root, level=2)
        for line in self.draft.lines_outside_callouts():
            message = "This line would stand outside the callout above. Start it with four spaces, or with none."
            self.draft.notes.error(line, "callout-form", message)
        for line in self.draft.lines_under_callouts():
            message = (
                "This line stands outside the callout above. Where it belongs to it, start it with four spaces; else"
                " leave an empty line above it."
            )
            self.draft.notes.warn(line, "callout-form", message)

    def _walk(self, parent: Element, level: int) -> None:
        for child in parent:
            if re.fullmatch("h[2-5]", child.tag):
                level = int(child.tag[1]) + 1
            if child.tag == "div" and "admonition" in child.get("class", ""):
                self._shape(child, level)
                self._walk(child, level + 1)
                continue
            self._walk(child, level)

    def _shape(self, box: Element, level: int) -> None:
        line = self.draft.line_of_callout()
        kind_words = box.get("class", "").removeprefix("admonition ").split()
        if kind_words[0] not in list(CalloutKind):
            message = f"“{kind_words[0]}” is no kind of callout. Use one of: {KINDS}."
            self.draft.notes.error(self.draft.place_in(line, kind_words[0]), "callout-unknown", message)
            return
        if len(kind_words) > 1:
            place = self.draft.place_in(line, kind_words[0]).after(len(kind_words[0]) + 1)
            title = self.draft.typed_in(line)[place.column - 1 :].strip()  # the library has made its letters small
            message = f'Put the title in quotes: !!! {kind_words[0]} "{title}".'
            self.draft.notes.error(place, "callout-form", message)
            return
        kind = CalloutKind(kind_words[0])
        box.tag = "details" if kind is CalloutKind.CLINICIANS else "aside"
        box.set("class", f"callout callout-{kind}")
        self._entitle(box, kind, level)
        if not words_of(box).removeprefix(words_of(box[0])).strip():
            message = "The callout has no text. Start each line of its text with four spaces."
            self.draft.notes.error(line, "callout-empty", message)
        if box.text and not box.text.strip():
            box.text = None

    def _entitle(self, box: Element, kind: CalloutKind, level: int) -> None:
        prefix = CALLOUT_PREFIX[self.draft.language][kind]
        if len(box) and box[0].get("class") == "admonition-title":
            title = box[0]
        else:
            title = Element("p")
            box.insert(0, title)
        untitled = words_of(title) in ("", kind.capitalize())
        title.tag = "summary" if kind is CalloutKind.CLINICIANS else f"h{min(level, 6)}"
        title.set("class", "callout-title")
        title.tail = "\n"
        if untitled:
            title.text = AtomicString(prefix.rstrip(":"))
            return
        spoken = Element("span", {"class": "visually-hidden"})
        spoken.text = AtomicString(prefix)
        spoken.tail = AtomicString(f" {title.text or ''}")
        title.text = None
        title.insert(0, spoken)
