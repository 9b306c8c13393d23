"""The last wall: two sanitisers over the finished HTML, both with the allowlist of `articles.policy`.

A guard, not an editor. `difference` says whether cleaning would change a single character; the caller then refuses
the file, so no medical sentence is ever altered in silence. bleach is called in `_by_bleach` and nowhere else, nh3 in
`_by_nh3`; replacing one of them is replacing its function. nh3 reads every page; bleach, thirty times slower, reads
once every way to a tag or text in the shape of a piece (`shape_of`, `ways_in`), and each piece of which it would not
keep one, or that has none.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import nh3

from articles import addresses
from articles.policy import (
    ALLOWED_CLASSES,
    ALLOWED_ID,
    ALLOWED_ROLES,
    ALLOWED_SCHEMES,
    ALLOWED_TAGS,
    COLUMN,
    TEXT_ATTRIBUTES,
)

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner

RENDITION = rf"{addresses.RENDITIONS}[0-9a-f]{{16}}-[1-9]\d{{0,3}}\.(?:webp|jpg|png)"  # our own pictures, and no other
# tag -> attribute -> what its value must be, whole. "*" stands for every tag.
VALUES = {
    "*": {"id": ALLOWED_ID, "aria-hidden": re.compile("true"), "role": re.compile("|".join(ALLOWED_ROLES))},
    "a": {"href": re.compile(r"(?:https://(?![/\\])|tel:|sms:|mailto:|/(?![/\\])|#)[^\s<>\"]*")},
    "img": {
        "src": re.compile(rf"/images/[A-Za-z0-9][A-Za-z0-9._-]*|{RENDITION}"),
        "srcset": re.compile(rf"{RENDITION} [1-9]\d{{0,3}}w(?:, {RENDITION} [1-9]\d{{0,3}}w){{0,2}}"),
        "sizes": re.compile(rf"min\([1-9]\d{{0,3}}px, {re.escape(COLUMN)}\)"),
        "loading": re.compile("lazy"),
        "decoding": re.compile("async"),
        "width": re.compile(r"[1-9]\d{0,3}"),
        "height": re.compile(r"[1-9]\d{0,3}"),
    },
    "th": {"scope": re.compile("col|row|rowgroup"), "colspan": re.compile("[2-9]")},
    "div": {"tabindex": re.compile("0")},
    "ol": {"start": re.compile(r"\d{1,6}")},
}


# What no sanitiser reads as more than letters. "&", "<", ">", tabs, controls and what is rare are not among it.
PLAIN = r"[ \n!#-%'-;=?-~\u00a0-\ud7ff]"
GIVEN = rf'(?: [a-z-]+="{PLAIN}*+")'
TEXT = rf'(?:{PLAIN}|"|&(?:amp|lt|gt);)++'
WELL_FORMED = re.compile(f"(?:<[a-z][a-z0-9]*{GIVEN}*+>|</[a-z][a-z0-9]*>|{TEXT})*+")
TAG_WITH_ATTRIBUTES = re.compile(f"<([a-z][a-z0-9]*){GIVEN}++>")
WORDS = re.compile(r"(?<=[> \n])[^<> \n][^<>]*+(?=<)")
ATTRIBUTE = re.compile('([a-z-]+)="([^"]*)"')
OPENS_CLOSES_OR_SAYS = re.compile("<([a-z][a-z0-9]*)[^>]*>|</([a-z][a-z0-9]*)>|[^<>]+")
VOID = frozenset(["br", "hr", "img"])
# attribute -> which of its values bleach treats alike as long as `_allow` does, and one that stands for them
ALIKE = {
    "id": (re.compile("[a-z0-9-]+"), "x"),
    "href": (re.compile("[/#][A-Za-z0-9/#._-]*"), "/x"),
    "alt": (re.compile(".*", re.DOTALL), "x"),
    "aria-label": (re.compile(".*", re.DOTALL), "x"),
}
SHAPES_KEPT = 8_192  # of a few hundred characters each
WAYS_KEPT = 8_192
VALUES_KEPT = 8_192


def difference(*pieces: str) -> str:
    """The first place, as up to 60 characters, that cleaning would change; empty when there is none. Each piece is
    whole: it closes what it opens."""
    for piece in pieces:
        if not _bleach_keeps_shape(shape_of(piece)) and (place := _first_difference(piece, _by_bleach(piece))):
            return place
    html = "".join(pieces)
    return _first_difference(html, _by_nh3(html))


def _first_difference(html: str, cleaned: str) -> str:
    if cleaned == html:
        return ""
    shorter = min(len(html), len(cleaned))
    same = next((place for place, (a, b) in enumerate(zip(cleaned, html, strict=False)) if a != b), shorter)
    return html[max(0, same - 20) : same + 40] or cleaned[same : same + 40]


def shape_of(html: str) -> str:
    """The same tags, with one word for each text and one value for all alike. bleach keeps every character of `html`
    if it keeps every one of the shape; HTML that is not written quite plainly is its own shape.

    In plainly written HTML each tag ends at the next “>”, so bleach reads the same tags and texts in both; and
    where it keeps the tags of the shape, no tag is among them after which text is anything but text. Text it only
    escapes, and asks of it only whether and with how much white space it begins.
    """
    if not WELL_FORMED.fullmatch(html):
        return html
    return WORDS.sub("x", TAG_WITH_ATTRIBUTES.sub(_tag_shape, html))


def _tag_shape(tag: re.Match[str]) -> str:
    return _shape_of_tag(tag[0], tag[1])


@lru_cache(VALUES_KEPT)
def _shape_of_tag(whole: str, tag: str) -> str:
    def stand_in(attribute: re.Match[str]) -> str:
        name, value = attribute.groups()
        alike, instead = ALIKE.get(name, (None, ""))
        return f'{name}="{instead}"' if alike and alike.fullmatch(value) and _allow(tag, name, value) else attribute[0]

    return ATTRIBUTE.sub(stand_in, whole)


def ways_in(shape: str) -> set[str]:
    """For each tag and each text in it, the tags around it and nothing else. bleach keeps the shape if it keeps them
    all; a shape that is not written quite plainly, or does not close each tag in its turn, is its own only way.

    What it writes closes each tag in its turn, so where it keeps a way, no tag of it closes another, moves it or
    is taken out. Behind a tag that is closed so, its parser knows no more than before: which tags are open. So whatever
    stands beside a text or a tag, it is read as if it stood alone. (Only the first line in `pre` is read otherwise
    than the next ones, and in a way each text is the first.)
    """
    if not WELL_FORMED.fullmatch(shape):
        return {shape}
    opened, ends, ways = list[str](), list[str](), set[str]()
    for part in OPENS_CLOSES_OR_SAYS.finditer(shape):
        opens, closes = part.groups()
        if opens and opens not in VOID:
            opened.append(part[0])
            ends.append(f"</{opens}>")
            ways.add("".join(opened + ends[::-1]))
        elif not closes:
            ways.add("".join([*opened, part[0], *ends[::-1]]))
        elif not ends or ends.pop() != part[0]:
            return {shape}
        else:
            opened.pop()
    return {shape} if opened else ways


@lru_cache(SHAPES_KEPT)
def _bleach_keeps_shape(shape: str) -> bool:
    return all(map(_bleach_keeps, ways_in(shape)))


@lru_cache(WAYS_KEPT)
def _bleach_keeps(way: str) -> bool:
    return _by_bleach(way) == way


@lru_cache(VALUES_KEPT)
def _allow(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return all(word in ALLOWED_CLASSES for word in value.split(" "))
    if name in TEXT_ATTRIBUTES["*"] or name in TEXT_ATTRIBUTES.get(tag, ()):
        return True
    pattern = VALUES["*"].get(name) or VALUES.get(tag, {}).get(name)
    return pattern is not None and pattern.fullmatch(value) is not None


def _by_bleach(html: str) -> str:
    return str(_bleach().clean(html))


def _by_nh3(html: str) -> str:
    """A browser's own parser (html5ever), which shares no code with bleach. It writes a hard space as an entity."""
    return _nh3().clean(html).replace("&nbsp;", "\u00a0")


@cache
def _bleach() -> "Cleaner":
    import bleach  # here: with its parser it is a tenth of a command's start

    return bleach.Cleaner(
        tags=ALLOWED_TAGS,
        attributes=_allow,
        protocols=ALLOWED_SCHEMES,
        strip=False,
        strip_comments=True,
    )


@cache
def _nh3() -> nh3.Cleaner:
    names = {tag: {*VALUES.get(tag, ()), *TEXT_ATTRIBUTES.get(tag, ())} for tag in ("*", *ALLOWED_TAGS)}
    names["*"].add("class")
    return nh3.Cleaner(
        tags=set(ALLOWED_TAGS),
        clean_content_tags=set(),
        attributes=names,
        attribute_filter=lambda tag, name, value: value if _allow(tag, name, value) else None,
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel=None,
    )
