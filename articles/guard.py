"""The last wall: bleach over the finished HTML, with the allowlist of `articles.policy`.

A guard, not an editor. `difference` says whether cleaning would change a single character; the caller then refuses
the file, so no medical sentence is ever altered in silence. bleach is called here and nowhere else; replacing it is
replacing this function.
"""

import re
from functools import cache

import bleach
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
    cleaned = _cleaner().clean(html)
    if cleaned == html:
        return ""
    same = next((place for place, (a, b) in enumerate(zip(cleaned, html, strict=False)) if a != b), len(cleaned))
    return html[max(0, same - 20) : same + 40] or cleaned[same : same + 40]


def _allow(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return all(word in ALLOWED_CLASSES for word in value.split(" "))
    if name in TEXT_ATTRIBUTES["*"] or name in TEXT_ATTRIBUTES.get(tag, ()):
        return True
    pattern = VALUES["*"].get(name) or VALUES.get(tag, {}).get(name)
    return pattern is not None and pattern.fullmatch(value) is not None


@cache
def _cleaner() -> Cleaner:
    return bleach.Cleaner(
        tags=ALLOWED_TAGS,
        attributes=_allow,
        protocols=ALLOWED_SCHEMES,
        strip=False,
        strip_comments=True,
    )
