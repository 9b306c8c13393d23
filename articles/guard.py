"""The last wall: two sanitisers over the finished HTML, both with the allowlist of `articles.policy`.

A guard, not an editor. `difference` says whether cleaning would change a single character; the caller then refuses
the file, so no medical sentence is ever altered in silence. bleach is called in `_by_bleach` and nowhere else, nh3 in
`_by_nh3`; replacing one of them is replacing its function.
"""

import re
from functools import cache

import bleach
import nh3
from bleach.sanitizer import Cleaner

from articles.policy import (
    ALLOWED_CLASSES,
    ALLOWED_ID,
    ALLOWED_ROLES,
    ALLOWED_SCHEMES,
    ALLOWED_TAGS,
    TEXT_ATTRIBUTES,
)

# tag -> attribute -> what its value must be, whole. "*" stands for every tag.
VALUES = {
    "*": {"id": ALLOWED_ID, "aria-hidden": re.compile("true"), "role": re.compile("|".join(ALLOWED_ROLES))},
    "a": {"href": re.compile(r"(?:https://(?![/\\])|tel:|sms:|mailto:|/(?![/\\])|#)[^\s<>\"]*")},
    "img": {
        "src": re.compile(r"/images/[A-Za-z0-9][A-Za-z0-9._-]*"),
        "width": re.compile(r"[1-9]\d{0,3}"),
        "height": re.compile(r"[1-9]\d{0,3}"),
    },
    "th": {"scope": re.compile("col|row|rowgroup"), "colspan": re.compile("[2-9]")},
    "div": {"tabindex": re.compile("0")},
    "ol": {"start": re.compile(r"\d{1,6}")},
}


def difference(html: str) -> str:
    """The first place, as up to 60 characters of `html`, that cleaning would change; empty when there is none."""
    for opinion in (_by_bleach, _by_nh3):
        cleaned = opinion(html)
        if cleaned != html:
            return _first_difference(html, cleaned)
    return ""


def _first_difference(html: str, cleaned: str) -> str:
    same = next((place for place, (a, b) in enumerate(zip(cleaned, html, strict=False)) if a != b), len(cleaned))
    return html[max(0, same - 20) : same + 40] or cleaned[same : same + 40]


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
def _bleach() -> Cleaner:
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
