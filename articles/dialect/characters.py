"""The last of Markdown's own notation becomes letters.

The library's HTML processors are taken out, so a tag that an editor typed arrives here as plain text.
"""

import html
import re
from html.entities import html5
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, STX, AtomicString

from articles.dialect.draft import Draft
from articles.dialect.order import Order
from articles.reading.manuscript import BIDI, CONTROL

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
MARK = re.compile(rf"[`\\\[<*_{STX}]|  \n")  # one stands in all that can be more than letters in a line
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


class Characters(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("entity")
        md.ESCAPED_CHARS[:] = PUNCTUATION
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "line-end", Order.LINE_END)
        md.treeprocessors.register(PlainProcessor(md), "plain", Order.PLAIN)
        md.treeprocessors.register(CharacterProcessor(md, self.draft), "characters", Order.CHARACTERS)


class PlainProcessor(Treeprocessor):
    """Tells the library of the texts in which it need not look for each of its marks in turn."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not MARK.search(element.text):
                element.text = AtomicString(element.text)
            if element.tail and not MARK.search(element.tail):
                element.tail = AtomicString(element.tail)


class CharacterProcessor(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name, value in element.items():
                element.set(name, self._letters(value))
            if element.text:
                element.text = self._letters(element.text)
            if element.tail:
                element.tail = self._letters(element.tail)

    def _letters(self, text: str) -> str:
        return AtomicString(ENTITY.sub(self._letter, text.replace(AMP_SUBSTITUTE, "&")))

    def _letter(self, entity: re.Match[str]) -> str:
        written = entity[0]
        letter = html.unescape(written) if written[1] == "#" else html5.get(written[1:], written)
        if letter in ("", "\ufffd"):
            message = f"“{written}” stands for no character. Take it out."
            self.draft.notes.error(self.draft.place_of(written), "control-character", message)
        before, after = entity.string[entity.start() - 1 : entity.start()], entity.string[entity.end() :][:1]
        in_word = before.isalnum() and after.isalnum()
        if odd := CONTROL.search(f"a{letter}a" if in_word else letter) or BIDI.search(letter):
            message = f"“{written}” writes an invisible character (U+{ord(odd[0]):04X}). Take it out."
            self.draft.notes.error(self.draft.place_of(written), "control-character", message)
        return letter
