"""`## Heading {#id}`: an id that is pinned, or made from the words; each heading with a link to itself.

Refuses a first-level heading (the title is the page's), a malformed, repeated or reserved id, and a heading inside
something else, which no address could reach.
"""

import re
import unicodedata
from collections import Counter
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from articles.dialect.draft import Draft, Heading, words_of
from articles.dialect.order import Order
from articles.policy import RESERVED_IDS, SLUG

HALF_PINNED = re.compile(r"(?:\{[^{}]*\}?|\{#[^{}]*\}[^{}]+|[(\[][ \t]*#(?=[^()\[\]]*[^\W\d])[^()\[\]]*[)\]]?)[ \t]*$")
BARE = re.compile(r"(?<=\s)#(?=[\w-]*[^\W\d])[\w-]+[ \t]*$")  # may be meant, as “#metoo”
PINNED = re.compile(r"[ \t]*\{#([^{}]*)\}[ \t]*$")
HEADING = re.compile(r"h[1-6]")
NUMBERED = re.compile(r"(?:source|cite)-\d.*")


class Headings(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(HeadingProcessor(md, self.draft), "headings", Order.HEADINGS)


class HeadingProcessor(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft
        self.numbers: Counter[str] = Counter()  # how many ids were tried for the same words

    def run(self, root: Element) -> None:
        found = [child for child in root if HEADING.fullmatch(child.tag)]
        own = set(found)
        lines = []
        for element in root.iter():  # in the order of the text
            if HEADING.fullmatch(element.tag) and element.get("class") != "callout-title":
                line = self.draft.line_of_heading(words_of(element))
                if element in own:
                    lines.append(line)
                else:
                    self._refuse_nested(element, line)
        pinned: dict[str, int] = {}
        ids = [self._pinned_id(heading, line, pinned) for heading, line in zip(found, lines, strict=True)]
        level = 1
        for heading, line, given in zip(found, lines, ids, strict=True):
            level = self._check_level(heading, line, level)
            self._settle(heading, given, line, taken=pinned)

    def _refuse_nested(self, heading: Element, line: int) -> None:
        message = f"The heading “{words_of(heading)}” stands inside a list or a callout. Move it to the margin."
        self.draft.notes.error(line, "heading-nested", message)

    def _pinned_id(self, heading: Element, line: int, pinned: dict[str, int]) -> str:
        last = heading[-1] if len(heading) else None
        text = (last.tail if last is not None else heading.text) or ""
        match = PINNED.search(text)
        if match is None:
            if half := HALF_PINNED.search(text):
                meant = slug_of(half[0].partition("}")[0]) if re.search("[A-Za-z0-9]", half[0]) else "first-dose"
                message = (
                    f"“{half[0].strip()}” would be shown as it stands. End the line with the id between curly"
                    f" brackets, with # before it: {{#{meant}}}."
                )
                self.draft.notes.error(self.draft.place_in(line, half[0].strip()), "heading-id", message)
            elif bare := BARE.search(text):
                message = (
                    f"“{bare[0].strip()}” is shown as it stands. Where it is the id of the section, write"
                    f" {{#{slug_of(bare[0])}}}; else take the # out."
                )
                self.draft.notes.warn(self.draft.place_in(line, bare[0].strip()), "heading-id", message)
            return ""
        text = AtomicString(text[: match.start()])
        if last is not None:
            last.tail = text
        else:
            heading.text = text
        given = match[1]
        place = self.draft.place_in(line, f"{{#{given}}}")
        if not SLUG.fullmatch(given):
            message = f"“{given}” is no id. Use lower-case letters, digits and single hyphens, as {{#first-dose}}."
            self.draft.notes.error(place, "heading-id", message)
        elif given in RESERVED_IDS or NUMBERED.fullmatch(given):
            self.draft.notes.error(place, "heading-id", f"The page itself uses the id “{given}”. Choose another.")
        elif given in pinned:
            message = f"The id “{given}” stands also in line {pinned[given]}. Choose another for one of them."
            self.draft.notes.error(place, "heading-repeated", message)
        else:
            pinned[given] = line
            return given
        return ""

    def _check_level(self, heading: Element, line: int, above: int) -> int:
        level = int(heading.tag[1])
        if level == 1:
            message = "The title in the first block is the page's one `#` heading. Start here with `##`"
            message += "." if "#" in self.draft.typed_in(line) else ", and take out the line of = below it."
            self.draft.notes.error(line, "heading-level", message)
            heading.tag, level = "h2", 2
        elif level > above + 1:
            message = f"A `{'#' * level}` follows a `{'#' * above}`; a level is skipped. Use `{'#' * (above + 1)}`."
            self.draft.notes.warn(line, "heading-skipped", message)
        return level

    def _settle(self, heading: Element, given: str, line: int, taken: dict[str, int]) -> None:
        text = words_of(heading)
        if not text:
            message = "The heading has no words. Write them, or take out the #."
            self.draft.notes.error(line, "heading-empty", message)
        given = given or self._unused(slug_of(text), taken)
        taken[given] = line
        heading.set("id", given)
        self.draft.headings.append(Heading(int(heading.tag[1]), given, text, line))

    def _unused(self, slug: str, taken: dict[str, int]) -> str:
        candidate = slug = f"section-{slug}" if NUMBERED.fullmatch(slug) else slug
        while candidate in taken or candidate in RESERVED_IDS:
            self.numbers[slug] += 1
            candidate = f"{slug}-{self.numbers[slug] + 1}"
        return candidate


def slug_of(text: str) -> str:
    """An id in the form of the contract, or “section” where no letter is left."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))[:80].rstrip("-") or "section"
