"""The last of Markdown's own notation becomes letters; what readers would see as notation is found and refused.

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
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString

from articles.dialect.draft import Draft
from articles.dialect.order import Order
from articles.manuscript import BIDI, CONTROL
from articles.policy import CalloutKind

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
ESCAPED = re.compile(f"{STX}(\\d+){ETX}")
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
INLINE = frozenset(["a", "br", "em", "img", "strong", "sup"])
SHOWN_MAX = 40  # characters of a mistake that its message repeats

# What is left of notation when the parser is done -> the code and message of the problem.
LEFT_OVER = {
    re.compile(r"<(?:/?[A-Za-z][^<>\s]*|!--|!|\?)[^<>\n]{0,40}>?"): (
        "raw-html",
        "“{}” looks like HTML, which is not read here. Use Markdown, or write &lt; for <.",
    ),
    re.compile(r"\[@[^\[\]]*"): (
        "cite-form",
        "“{}” is no whole citation. Write [@key] or [@key, section 5.3].",
    ),
    re.compile(r"\[[^\[\]]*\]\([^()]*\)?"): (
        "link-form",
        "“{}” is left of a link that cannot be read. Write [words](file.md#section) without a space or bracket in it.",
    ),
    re.compile(r"^[ \t]*!!![^\n]*", re.MULTILINE): (
        "callout-form",
        f'“{{}}” is no callout yet. Write: !!! kind "Title" (a kind is one of {", ".join(CalloutKind)}).',
    ),
    re.compile(r"^[ \t]*(?:```|~~~)[^\n]*", re.MULTILINE): (
        "fence-place",
        "“{}” shows no block here. Put it at the margin, with a line of the same marks after the block.",
    ),
}


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
        md.treeprocessors.register(LeftOverProcessor(md, self.draft), "left-over", Order.LEFT_OVER)
        md.treeprocessors.register(CharacterProcessor(md, self.draft), "characters", Order.CHARACTERS)


class LeftOverProcessor(Treeprocessor):
    """Stands before the library puts escaped characters back, so what an editor escaped is not taken for notation."""

    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

    def run(self, root: Element) -> None:
        self.draft.read_places(root)
        self._walk(root)

    def _walk(self, element: Element) -> None:
        if element.tag != "code" and "written" not in element.attrib:
            inline = element.tag in INLINE
            self._check(element.get("alt", ""), inline=True)
            self._check(element.text or "", inline)
            for child in element:
                self._walk(child)
                self._check(child.tail or "", inline=True)

    def _check(self, text: str, inline: bool) -> None:
        text = "\0" + text if inline else text  # so that it does not start a line
        for pattern, (code, message) in LEFT_OVER.items():
            for found in pattern.findall(text):
                typed = ESCAPED.sub(lambda letter: "\\" + chr(int(letter[1])), found).strip()[:SHOWN_MAX]
                self.draft.notes.error(self.draft.line_of(typed), code, message.format(" ".join(typed.split())))


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
            self.draft.notes.error(self.draft.line_of(written), "control-character", message)
        if odd := CONTROL.search(letter) or BIDI.search(letter):
            message = f"“{written}” writes an invisible character (U+{ord(odd[0]):04X}). Take it out."
            self.draft.notes.error(self.draft.line_of(written), "control-character", message)
        return letter
