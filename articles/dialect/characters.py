"""The last of Markdown's own notation becomes letters; raw HTML is found and refused.

The library's HTML processors are taken out, so a tag that an editor typed arrives here as plain text.
"""

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from articles.dialect.draft import Draft
from articles.dialect.order import Order
from articles.manuscript import BIDI, CONTROL

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
RAW_HTML = re.compile(r"<(?:/?[A-Za-z][^<>\s]*|!--|!|\?)[^<>\n]{0,40}>?")
LIBRARY_MARKS = re.compile("[\x02\x03]|\ue000fence")


class Characters(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("entity")
        md.treeprocessors.register(CharacterProcessor(md, self.draft), "characters", Order.CHARACTERS)


class CharacterProcessor(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

    def run(self, root: Element) -> None:
        self._walk(root, in_code=False)

    def _walk(self, element: Element, in_code: bool) -> None:
        in_code = in_code or element.tag == "code"
        for name, value in element.items():
            element.set(name, self._letters(value, in_code=True))
        if element.text:
            element.text = self._letters(element.text, in_code)
        for child in element:
            self._walk(child, in_code)
            if child.tail:
                child.tail = self._letters(child.tail, in_code)

    def _letters(self, text: str, in_code: bool) -> str:
        text = text.replace(AMP_SUBSTITUTE, "&")
        if not in_code:
            for tag in RAW_HTML.findall(text):
                message = f"“{tag}” looks like HTML, which is not read here. Use Markdown, or write &lt; for <."
                self.draft.notes.error(self.draft.line_of(tag), "raw-html", message)
        letters = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if odd := CONTROL.search(letters) or BIDI.search(letters) or LIBRARY_MARKS.search(letters):
            message = f"An invisible character (U+{ord(odd[0][0]):04X}) is written here. Take it out."
            self.draft.notes.error(self.draft.body_line, "control-character", message)
        return AtomicString(letters)
