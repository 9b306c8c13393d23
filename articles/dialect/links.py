"""Links and pictures: relative files become addresses, everything else must be https, tel, sms, mailto or #id.

Whether the file and its section exist is known only to who has read the whole folder, so each link is noted with
its line. Refuses a picture without alternative text.
"""

import posixpath
import re
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from articles import addresses
from articles.dialect.draft import Draft, Link
from articles.dialect.order import Order
from articles.policy import ALLOWED_SCHEMES, PICTURE_TYPES, SLUG, Language

PAGE = re.compile(rf"({'|'.join(Language)})/(articles|glossary)/({SLUG.pattern})\.md")
PICTURE = re.compile(rf"images/([A-Za-z0-9][A-Za-z0-9._-]*(?:{'|'.join(map(re.escape, PICTURE_TYPES))}))")


class Links(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(LinkProcessor(md, self.draft), "links", Order.LINKS)


class LinkProcessor(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element)

    def _link(self, element: Element) -> None:
        written = element.get("href", "")
        line = self.draft.line_of(written) if written else self.draft.body_line
        element.attrib.pop("title", None)
        if not "".join(element.itertext()).strip() and element.find(".//img") is None:
            self.draft.notes.error(line, "link-empty", "The link has no words. Write them between the [ ].")
        scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", written)
        if scheme:
            self._check_scheme(scheme[0], written, line)
        elif written.startswith("#"):
            self._note(Link(self.draft.path, written[1:], written, line))
        else:
            element.set("href", self._resolve(written, line))

    def _check_scheme(self, scheme: str, written: str, line: int) -> None:
        rest = written[len(scheme) + 1 :]
        well_formed = {
            "https": r"//[^\s/@\\]+\.[^\s@\\]+|//[^\s/@\\]+\.[^\s\\]+/[^\s\\]*",
            "tel": r"\+?[0-9][0-9-]*",
            "sms": r"\+?[0-9][0-9-]*",
            "mailto": r"[^\s@:/?]+@[^\s@:/?]+\.[^\s@:/?]+",
        }
        if scheme not in ALLOWED_SCHEMES:
            message = f"“{written}”: a link starts with https:, tel:, sms: or mailto:, or names a file. Change it."
            self.draft.notes.error(line, "link-scheme", message)
        elif not re.fullmatch(well_formed[scheme], rest):
            message = f"“{written}” is no complete {scheme} address. Check it."
            self.draft.notes.error(line, "link-form", message)

    def _resolve(self, written: str, line: int) -> str:
        parts = urlsplit(written) if "[" not in written else urlsplit("")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.draft.path), unquote(parts.path)))
        page, picture = PAGE.fullmatch(path), PICTURE.fullmatch(path)
        if parts.query or parts.netloc or not parts.path or not (page or picture):
            message = (
                f"“{written}” leads nowhere. Name a guide's file, as starting-safely.md#tests, or a https:// address."
            )
            self.draft.notes.error(line, "link-form", message)
            return "#"
        self._note(Link(path, parts.fragment, written, line))
        if picture:
            return addresses.picture(picture[1])
        language, room, slug = page.groups() if page else ("", "", "")
        address = addresses.guide if room == "articles" else addresses.term
        return address(language, slug) + (f"#{parts.fragment}" if parts.fragment else "")

    def _note(self, link: Link) -> None:
        if link.fragment or link.path != self.draft.path or link.written != "#":
            self.draft.links.append(link)

    def _picture(self, element: Element) -> None:
        written = element.get("src", "")
        line = self.draft.line_of(written) if written else self.draft.body_line
        element.attrib.pop("title", None)
        if not element.get("alt", "").strip():
            message = "The picture has no text for those who cannot see it. Write what it shows between the [ ]."
            self.draft.notes.error(line, "image-alt", message)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.draft.path), written))
        match = PICTURE.fullmatch(path)
        if match is None:
            message = f"“{written}” is no picture of ours. Put it in content/images/ and write ../../images/name.png."
            self.draft.notes.error(line, "image-place", message)
            return
        self.draft.links.append(Link(path, "", written, line))
        element.set("src", addresses.picture(match[1]))
