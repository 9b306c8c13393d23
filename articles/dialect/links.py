"""Links and pictures: relative files become addresses, everything else must be https, tel, sms, mailto or #id.

Whether the file and its section exist is known only to who has read the whole folder, so each link is noted with
its place. Refuses a picture without alternative text.
"""

import posixpath
import re
from collections.abc import Collection
from typing import cast
from urllib.parse import SplitResult, unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from articles import addresses
from articles.dialect.draft import Draft, Link, words_of
from articles.dialect.order import Order
from articles.policy import ALLOWED_SCHEMES, COLUMN, PICTURE_TYPES, PLAIN_HOST, SLUG, CalloutKind, Language
from articles.problems import Place
from articles.reading.folder import fitting_name
from articles.reading.pictures import Shown

PHONE_SCHEMES = frozenset(["tel", "sms"])
FORMS = ("]({})", "](<{}>)", ']({}"', "]({}'", "]:{}", "]:<{}", "<{}")  # how an address is written
WHOLE = {  # what follows each of the schemes, and what to do
    "https": "web address. Copy it again, from https:// on",
    "tel": "telephone number. Write its digits with hyphens and without spaces, as tel:1-800-662-4357",
    "sms": "telephone number. Write its digits with hyphens and without spaces, as sms:988",
    "mailto": "e-mail address. Write it as mailto:team@example.org",
}
ELSEWHERE = re.compile(r"(?:www\.[\w-]+|[\w-]+(?:\.[\w-]+)*)\.(?:com|edu|gov|info|net|org|us)(?:/\S*)?")
OF_A_GUIDE = re.compile(
    rf"/?(?:(?:{'|'.join(Language)})/)?(?:guides/|(?:[\w.-]+/)*articles/)?({SLUG.pattern})/?(?:\.html|\.md)?"
)
QUOTES = "\"'“”‘’"
NUMBER = re.compile(r"\+?\d[\d .()-]*\d(?:-[A-Z]{2,})?")  # as people write one, also 1-800-662-HELP
KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?", re.IGNORECASE)  # words that are an address
FOOTNOTE = "^"  # how its name begins
DEFINED = re.compile(r"[ \t>]*\[([^\[\]]*)\]:")
PAGE = re.compile(rf"({'|'.join(Language)})/(articles|glossary)/({SLUG.pattern})\.md")
PICTURE = re.compile(rf"images/([A-Za-z0-9][A-Za-z0-9._-]*(?:{'|'.join(map(re.escape, PICTURE_TYPES))}))")


class Links(Extension):
    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def extendMarkdown(self, md: Markdown) -> None:
        md.references = _Definitions()
        md.parser.blockprocessors.register(DefinitionProcessor(md.parser), "reference", Order.DEFINITIONS)
        md.treeprocessors.register(LinkProcessor(md, self.draft), "links", Order.LINKS)


class DefinitionProcessor(ReferenceProcessor):
    """The library's, but that a title stands apart from the address: many “(” in one took minutes."""

    RE = re.compile(r"^ {0,3}\[([^\[\]]*)\]: *(?:\n *)?(\S++) *(?:\n *)?(([\"'])(.*)\4 *|\((.*)\) *)?$", re.MULTILINE)


class LinkProcessor(Treeprocessor):
    def __init__(self, md: Markdown, draft: Draft) -> None:
        super().__init__(md)
        self.draft = draft

    def run(self, root: Element) -> None:
        self._walk(root, schemes=ALLOWED_SCHEMES)
        unused = cast(_Definitions, self.md.references).unused()
        lines = self.draft.body.lower().split("\n") if unused else []
        places = {found[1].strip(): number for number, line in enumerate(lines) if (found := DEFINED.match(line))}
        for name in unused:
            line = self.draft.body_line + places.get(name, 0)
            if name.startswith(FOOTNOTE):
                message = f"“[{name}]: …” is a footnote, and there are none here. Cite a source with [@key], or write "
                self.draft.notes.error(line, "footnote", f"{message}the words where they belong.")
                continue
            message = f"No link uses “[{name}]: …”, so readers would not see it. Take it out, or write \\[ for [."
            self.draft.notes.error(line, "link-unused", message)

    def _walk(self, parent: Element, schemes: Collection[str]) -> None:
        """An emergency callout leads to the phone and nowhere else."""
        if parent.get("class") == f"callout callout-{CalloutKind.EMERGENCY}":
            schemes = PHONE_SCHEMES
        for element in parent:
            if element.tag == "a":
                self._link(element, schemes)
            elif element.tag == "img":
                self._picture(element)
            self._walk(element, schemes)

    def _link(self, element: Element, schemes: Collection[str]) -> None:
        written = element.get("href", "")
        place = self._place(written, element)
        words = words_of(element)
        shows_one = element.find(".//img") is not None
        if not words and not shows_one:
            self.draft.notes.error(place, "link-empty", "The link has no words. Write them between the [ ].")
        if any(inner is not element and (inner.tag == "a" or inner.get("class") == "cite") for inner in element.iter()):
            message = f"A link or a source stands inside the words of the link “{words[:60]}”. Put it after the link."
            self.draft.notes.error(place, "link-nested", message)
        scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", written)
        if schemes is PHONE_SCHEMES and (scheme is None or scheme[0] not in schemes):
            message = f"“{written}”: an emergency callout leads to the phone only. Move this link below the callout."
            self.draft.notes.error(place, "emergency-link", message)
        elif scheme:
            self._check_scheme(scheme[0], written, place)
            self._check_words(words, scheme[0], written, place)
        elif written == "#":
            self.draft.notes.error(place, "link-form", "“#” leads nowhere. Write the id of a section after it.")
        elif written.startswith("#"):
            self.draft.links.append(Link(self.draft.path, written[1:], written, place))
        else:
            element.set("href", self._resolve(written, place, shows_one))

    def _place(self, written: str, element: Element) -> Place:
        """Of a link or picture as an editor writes one. The words in quotes, which no reader would hear, are told."""
        typed = {written, written.replace("&", "&amp;"), written.removeprefix("mailto:")}
        forms = (form.format(one) for form in FORMS for one in sorted(typed))
        place = self.draft.place_of(*forms, behind="](<:")
        if element.attrib.pop("title", None):
            message = "The words in quotes after the address are not shown. Write them in the text, or take them out."
            self.draft.notes.warn(place, "link-title", message)
        return place

    def _check_scheme(self, scheme: str, written: str, place: Place) -> None:
        rest = written[len(scheme) + 1 :]
        well_formed = {
            "https": r"//[^\s/@\\?#\"]+\.[^\s/@\\?#\"]+(?:[/?#][^\s\\\"]*)?",
            "tel": r"\+?[0-9][0-9-]*",
            "sms": r"\+?[0-9][0-9-]*",
            "mailto": r"[^\s@:/?]+@[^\s@:/?]+\.[^\s@:/?]+",
        }
        if scheme not in ALLOWED_SCHEMES:
            message = f"“{written}”: a link starts with https:, tel:, sms: or mailto:, or names a file. Change it."
            if scheme.lower() in ("http", "https"):
                message = f"“{written}”: write https in place of {scheme}."
            self.draft.notes.error(place, "link-scheme", message)
        elif not re.fullmatch(well_formed[scheme], rest) or (scheme == "https" and not _parts_of(written).hostname):
            message = f"“{written}” is no whole {WHOLE[scheme]}."
            self.draft.notes.error(place, "link-form", message)

    def _check_words(self, words: str, scheme: str, written: str, place: Place) -> None:
        """Who presses a number calls that number, and who reads an address comes there."""
        if scheme in PHONE_SCHEMES:
            read = {_dialled(number) for number in NUMBER.findall(words)} - {""}
            if read and _dialled(written[len(scheme) + 1 :]) not in read:
                message = f"“{words[:60]}” and {written} are two numbers. Write the one that is meant in both places."
                self.draft.notes.error(place, "link-form", message)
        elif scheme == "https":
            host = (_parts_of(written).hostname or "").removeprefix("www.")
            said = HOST.fullmatch(words)
            wanted = said[1].lower().removeprefix("www.") if said else host
            if not PLAIN_HOST.fullmatch(host):
                message = f"“{host}” is not in plain letters. Write the address with a to z, without xn-- and %."
                self.draft.notes.error(place, "link-form", message)
            elif host != wanted and not host.endswith(f".{wanted}"):
                message = f"“{words[:60]}” leads to {host}. Write words that say where the link leads."
                self.draft.notes.error(place, "link-form", message)

    def _resolve(self, written: str, place: Place, shows_one: bool) -> str:
        """`shows_one`: whether a picture stands in the link."""
        parts = _parts_of(written)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.draft.path), unquote(parts.path)))
        page, picture = PAGE.fullmatch(path), PICTURE.fullmatch(path)
        if parts.query or parts.netloc or not parts.path or not (page or picture):
            message = _astray(written)
            self.draft.notes.error(place, "link-form", message)
            return "#"
        if written.endswith("#"):
            self.draft.notes.error(
                place, "link-form", f"“{written}” ends in #. Write a section's id after it, or take it out."
            )
        self.draft.links.append(Link(path, parts.fragment, written, place))
        if picture:
            if not shows_one:
                message = (
                    f"“{written}” is a picture, and here only a link to it. To show it, write ! right before the [."
                )
                self.draft.notes.warn(place, "image-link", message)
            shown = self.draft.pictures.get(path)
            widest = shown.choices[-1].name if shown and shown.choices else ""
            return addresses.rendition(widest) if widest else addresses.picture(picture[1])
        language, room, slug = page.groups() if page else ("", "", "")
        address = addresses.guide if room == "articles" else addresses.term
        return address(language, slug) + (f"#{parts.fragment}" if parts.fragment else "")

    def _picture(self, element: Element) -> None:
        written = element.get("src", "")
        place = self._place(written, element)
        if not element.get("alt", "").strip():
            message = "The picture has no text for those who cannot see it. Write what it shows between the [ ]."
            self.draft.notes.error(place, "image-alt", message)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.draft.path), written))
        match = PICTURE.fullmatch(path)
        if match is None:
            self.draft.notes.error(place, "image-place", _misplaced(written))
            return
        self.draft.links.append(Link(path, "", written, place))
        shown = self.draft.pictures.get(path)
        element.set("src", addresses.rendition(shown.plain) if shown and shown.plain else addresses.picture(match[1]))
        if shown:
            element.attrib.update(_room_for(shown))


def _parts_of(written: str) -> SplitResult:
    """Empty where no browser would go: half a pair of brackets, signs that become others in a host, no such port."""
    try:
        parts = urlsplit(written)
        return parts if parts.port != 0 else urlsplit("")
    except ValueError:
        return urlsplit("")


def _astray(written: str) -> str:
    """What to do about the address of a link that is none."""
    if re.fullmatch(r"\+?[\d ()-]*\d[\d ()-]*", written):
        return f"“{written}” is a telephone number. Write tel: before it, and no spaces in it, as tel:1-800-662-4357."
    if ELSEWHERE.fullmatch(written):
        return f"“{written}” is a web address without its beginning. Write https://{written}."
    if "\\" in written:
        name = re.split(r"[/\\]", written)[-1]
        return f"Between folders stands /, not \\. A guide is named by its file alone: write {name}."
    if not written:
        return "The link leads nowhere. Write the name of a file between its ( ), without quotes."
    if guide := OF_A_GUIDE.fullmatch(written.strip(QUOTES).lower()):
        return f"“{written}” leads nowhere. A guide is named by its file, as {guide[1]}.md, with nothing around it."
    wrong = f"A space stands in “{written}”." if " " in written else f"“{written}” leads nowhere."
    return f"{wrong} Name a guide's file, as starting-safely.md#tests, or a https:// address."


def _misplaced(written: str) -> str:
    """What to do about the address of a picture that is none of ours."""
    name = re.split(r"[/\\]", unquote(written))[-1]
    fitting = "" if "//" in written else fitting_name(name)
    if not fitting:
        return (
            f"“{written}” is no picture of ours. Put it in content/images/, as JPEG, PNG or SVG, and write"
            " ../../images/name.png."
        )
    if not PICTURE.fullmatch(f"images/{name}"):
        return (
            f"“{name}” cannot be the name of a picture: no spaces, no accents, and at its end .jpg, .png, .webp or .svg"
            f" in small letters. Rename the file, as {fitting}, and write ../../images/{fitting} here."
        )
    if "\\" in written:
        return f"Between folders stands /, not \\. Put the file in content/images/, and write ../../images/{name}."
    return f"“{written}” is not where pictures are. Put the file in content/images/ and write ../../images/{name}."


def _room_for(shown: Shown) -> dict[str, str]:
    """Its place on the page, and where there are copies of it, those among which a browser chooses."""
    room = {"width": str(shown.width), "height": str(shown.height)}
    if shown.choices:
        choices = (f"{addresses.rendition(choice.name)} {choice.width}w" for choice in shown.choices)
        room |= {"srcset": ", ".join(choices), "sizes": f"min({shown.width}px, {COLUMN})"}
        room |= {"loading": "lazy", "decoding": "async"}
    return room


class _Definitions(dict[str, tuple[str, str]]):
    """The addresses that stand apart, `[name]: address`, and which of them a link used. A footnote is none of them."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) and not str(name).startswith(FOOTNOTE)

    def __getitem__(self, name: str) -> tuple[str, str]:
        self.used.add(name)
        return super().__getitem__(name)

    def unused(self) -> list[str]:
        return [name for name in self if name not in self.used]


def _dialled(number: str) -> str:
    """Its digits, without the 1 that a long one may begin with; empty where it is too short to be called."""
    digits = re.sub(r"\D", "", number.translate(KEYPAD))
    return (digits.removeprefix("1") if len(digits) == 11 else digits) if len(digits) >= 3 else ""
