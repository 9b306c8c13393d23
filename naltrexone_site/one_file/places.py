"""A page of the site as a part of one document: each address becomes a place in it, and no two places have one name.

/guides/x/ is #guides/x, and /guides/x/#y is #guides/x:y. Reads only what our own templates and `articles.rendering`
wrote: in text and in values `<` and `>` are escaped.
"""

import re
from collections.abc import Callable, Collection

START = "start"  # where the first page stands
TAG = re.compile(r"<[a-z][^>]*>")
NAMES = re.compile(r' (?P<what>id|for|aria-labelledby|aria-describedby)="(?P<ids>[^"]*)"')
WITHIN = re.compile(r' href="#(?P<id>[^"]*)"')
INNER = re.compile(r' href="(?P<path>/[^"#]*)(?:#(?P<id>[^"]*))?"')
SHOWN = re.compile(r' src="(?P<path>/[^"]*)"')
NAMED = re.compile(r' id="([^"]*)"')
LEFT_OUT = re.compile(
    r'<a class="section-link".*?</a>'  # copies an address, which is nobody's here
    r'|(?<=<section)( [^>]*?) aria-labelledby="[^"]*"'  # or there would be fifty landmarks called “Sources”
    r'|(?<=<sup class="cite") id="[^"]*"|(?<=") id="cite-[^"]*"',  # where the way back from a source would lead
    re.DOTALL,
)
SPACE = re.compile(r"\n\s+")


def place(path: str, id: str = "") -> str:
    """Of an address: its path, and the part of the page."""
    page = path.strip("/") or START
    return f"{page}:{id}" if id else page


def part(html: str, path: str) -> str:
    """The page as it stands in the document, its links to other pages still those of the site."""

    def named(found: re.Match[str]) -> str:
        ids = " ".join(_own(path, id) for id in found["ids"].split())
        return f' {found["what"]}="{ids}"'

    def within(found: re.Match[str]) -> str:
        return f' href="#{_own(path, found["id"])}"'

    html = LEFT_OUT.sub(lambda found: found[1] or "", html)
    html = TAG.sub(lambda tag: WITHIN.sub(within, NAMES.sub(named, tag[0])), html)
    return html if "<pre" in html else SPACE.sub("\n", html).strip()


def _own(path: str, id: str) -> str:
    """A word of the glossary is called by the address of its page, which it stands for."""
    return place(id) if id.startswith("/") else place(path, id)


def names(html: str) -> set[str]:
    return set(NAMED.findall(html))


def led(html: str, there: Collection[str], site: str) -> str:
    """With links to what is there as links within, and all others as links to the site."""

    def leading(found: re.Match[str]) -> str:
        path, id = found["path"], found["id"] or ""
        known = [name for name in (place(path, id), place(path)) if name in there]
        if known:
            return f' href="#{known[0]}"'
        return f' href="{site}{path}{"#" if id else ""}{id}"'

    return TAG.sub(lambda tag: INNER.sub(leading, tag[0]), html)


def with_pictures(html: str, picture: Callable[[str], str]) -> str:
    """`picture` gives for a path what stands in place of it."""
    return TAG.sub(lambda tag: SHOWN.sub(lambda found: f' src="{picture(found["path"])}"', tag[0]), html)
