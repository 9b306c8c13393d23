"""A finished page as bytes, to be kept beside the text that it was made of, and back. It has passed the guard when it
was made, and is known by its SHA-256."""

import hashlib
import json
import zlib
from dataclasses import dataclass

from articles.dialect.draft import Heading, Link, Mark
from articles.problems import Place
from articles.publishing import packing
from articles.rendering import Page, Section


@dataclass(frozen=True, slots=True)
class KeptPage:
    digest: str  # of what is compressed in `data`
    data: bytes

    def page(self) -> Page:
        return restored(zlib.decompress(self.data))


def keep(page: Page) -> KeptPage:
    raw = stored(page)
    return KeptPage(hashlib.sha256(raw).hexdigest(), zlib.compress(raw, packing.FAST))


def stored(page: Page) -> bytes:
    """Without its warnings, which only lint tells."""
    held = {
        "lead": page.lead,
        "body": page.body,
        "onward": page.onward,
        "headings": [(each.level, each.id, each.text, each.line) for each in page.headings],
        "sections": [(each.id, each.title, each.text) for each in page.sections],
        "terms": page.terms,
        "marks": [(each.key, each.locator, each.id, *each.place) for each in page.marks],
        "links": [(each.path, each.fragment, each.written, *each.place) for each in page.links],
        "prose": page.prose,
        "minutes": page.minutes,
    }
    return json.dumps(held, ensure_ascii=False).encode()


def restored(data: bytes) -> Page:
    held = json.loads(data)
    return Page(
        lead=held["lead"],
        body=held["body"],
        onward=held["onward"],
        headings=tuple(Heading(*each) for each in held["headings"]),
        sections=tuple(Section(*each) for each in held["sections"]),
        terms=tuple(held["terms"]),
        marks=tuple(Mark(key, locator, name, Place(*place)) for key, locator, name, *place in held["marks"]),
        links=tuple(Link(path, part, written, Place(*place)) for path, part, written, *place in held["links"]),
        prose=tuple(held["prose"]),
        minutes=held["minutes"],
        warnings=(),
    )
