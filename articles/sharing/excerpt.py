"""A guide's guarded HTML, or one section of it, copied so that several can stand on one sheet.

Reads only what `articles.rendering` wrote, whose form is canonical: in text and values `<` and `>` are escaped.
"""

import re
from collections.abc import Collection
from html import unescape
from itertools import dropwhile, takewhile

TAG = re.compile(r"<[a-z][^>]*>")
ANY_TAG = re.compile(r"</?[a-z][^>]*>")
ID = re.compile(r' id="(?P<id>[^"]*)"')
INNER = re.compile(r' href="#(?P<id>[^"]*)"')
PARTS = re.compile(r'(?=<section class="in-short">)|(?<!<section class="in-short">)(?=<div class="heading">)')
HEADING = re.compile(
    r'(?:<section class="in-short">)?<div class="heading">(?P<moved>(?:<span [^>]*></span>)*)'
    r'<h(?P<level>[2-6]) id="(?P<id>[^"]*)">'
)
DETAIL = '<details class="callout callout-clinicians"'
EMERGENCY = re.compile(r'<aside class="callout callout-emergency">.*?</aside>', re.DOTALL)
ROW = re.compile(r'<th scope="row"[^>]*>(.*?)</th>\s*<td[^>]*>(.*?)</td>', re.DOTALL)
ID_OF_MARK = re.compile(r' id="cite-[^"]*"')
SECTION_LINK = re.compile(r'<a class="section-link"[^>]*>#</a>')
NOT_WORDS = re.compile(r'<sup class="cite">.*?</sup>|<span class="cell-label"[^>]*>.*?</span>', re.DOTALL)
END_OF_BLOCK = re.compile(r"</(?:p|li|t[dh]|h[2-6]|caption|figcaption|summary)>|<sup |<br")
SOURCE = re.compile(r'<sup class="cite"[^>]*>(?:<a [^>]*>)?\[(\d+)\]')  # in an emergency callout it is no link
SOURCE_ID = re.compile(r"source-\d+")
TERM = re.compile(r'<a class="term" href="([^"]*)"')


def section(html: str, id: str) -> str:
    """The section that has this id, or had it once, with all that stands below it; empty where there is none."""
    parts = dropwhile(lambda part: not _is_called(part, id), PARTS.split(html))
    first = next(parts, "")
    return first + "".join(takewhile(lambda part: _level(part) > _level(first), parts))


def present_id(html: str, id: str) -> str:
    """The id that the section has now which has this one, or had it once; empty where there is none."""
    heading = HEADING.match(section(html, id))
    return heading["id"] if heading else ""


def beginnings(html: str, id: str) -> tuple[str, str, str]:
    """Of the section that has this id, or had it once: the words of its heading, those of its first sentences up to a
    mark of a source, and all words above it."""
    parts = PARTS.split(html)
    place = next((place for place, part in enumerate(parts) if _is_called(part, id)), len(parts))
    heading, _, text = "".join(parts[place : place + 1]).partition("</div>")
    above = _words(SECTION_LINK.sub("", "".join(parts[:place])))
    return _words(SECTION_LINK.sub("", heading)), _words(END_OF_BLOCK.split(text, maxsplit=1)[0]), above


def _is_called(part: str, id: str) -> bool:
    heading = HEADING.match(part)
    return heading is not None and (heading["id"] == id or f'id="{id}"' in heading["moved"])


def _level(part: str) -> int:
    heading = HEADING.match(part)
    return int(heading["level"]) if heading else 0


def emergency(html: str) -> str:
    """The callout that leads to the telephone; empty where there is none."""
    found = EMERGENCY.search(html)
    return found[0] if found else ""


def end_of_emergency(html: str) -> int:
    """Where it ends; 0 where there is none."""
    found = EMERGENCY.search(html)
    return found.end() if found else 0


def unfolded(html: str) -> str:
    """With the details for clinicians open, as paper has to show them."""
    return html.replace(f"{DETAIL}>", f"{DETAIL} open>")


def rows(html: str) -> list[tuple[str, str]]:
    """Of each row of its tables: the words that name it and those of its first cell, without marks of sources."""
    return [(_words(name), _words(cell)) for name, cell in ROW.findall(html)]


def _words(html: str) -> str:
    return " ".join(unescape(ANY_TAG.sub("", NOT_WORDS.sub("", html))).split())


def copied(html: str, prefix: str, page: str) -> str:
    """With every id, and every link to one, begun with `prefix`, so that no two on a sheet are the same; a link to what
    is not in `html` leads to its `page`. Without what a sheet has no use for: the links beside the headings, and the
    ids to which a list of sources leads back."""
    html = SECTION_LINK.sub("", html)
    here = {found["id"] for found in ID.finditer(html)}

    def led(link: re.Match[str]) -> str:
        id = link["id"]
        stands = id in here or SOURCE_ID.fullmatch(id)  # the sheet lists the sources itself
        return f' href="#{prefix}-{id}"' if stands else f' href="{page}#{id}"'

    def renamed(tag: re.Match[str]) -> str:
        return INNER.sub(led, ID.sub(rf' id="{prefix}-\g<id>"', ID_OF_MARK.sub("", tag[0])))

    return TAG.sub(renamed, html)


def sources(html: str) -> Collection[int]:
    """The numbers of the sources that it cites."""
    return {int(number) for number in SOURCE.findall(html)}


def terms(html: str) -> Collection[str]:
    """The addresses of the terms that it links."""
    return set(TERM.findall(html))
