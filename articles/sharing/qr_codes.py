"""QR codes of addresses that last: for a screen the bare address, for paper the same with the date of what was printed.

The date is a fragment, which never reaches a server; the page reads it and says what has changed since (printed.js).
Of a single section the fragment names that too, after a slash, which no id has, and then its first words: where no
script runs a browser leads to them by itself. It keeps them from the page, as it keeps the fragment from a server.
"""

import io
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles import addresses
from articles.models import Article
from articles.sharing import excerpt, taken_back

PRINTED = "#printed-"  # and the day, as 2026-11-20
BY_WORDS = ":~:text="  # a text fragment, https://wicg.github.io/scroll-to-text-fragment/
WORDS_LEAST = 3  # two may stand in the frame of the page too
ERROR_LEVEL = "q"  # a quarter of the code may be stained or torn
QUIET_ZONE = 4  # modules of white around it, ISO/IEC 18004
MASK = 2  # of the eight patterns that a reader undoes; to score all eight took 4 ms a code (docs/decisions/0009)


def guide_code(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _answer(language, slug, addresses.guide_code, lambda guide: "")


def guide_print_code(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _answer(language, slug, addresses.guide_print_code, _printed)


def section_print_code(request: HttpRequest, language: str, slug: str, section: str) -> HttpResponse:
    def fragment(guide: Article) -> str:
        if not guide.part(section):
            raise Http404
        return f"{_printed(guide)}/{section}{by_words(guide, section)}"

    return _answer(language, slug, partial(addresses.section_print_code, section=section), fragment)


def _answer(
    language: str, slug: str, own: Callable[[str, str], str], fragment: Callable[[Article], str]
) -> HttpResponse:
    """The code of the guide that has the slug, and what is to stand behind its address; `own` is where it belongs."""
    guide = Article.objects.published().in_language(language).for_lists().called(slug)
    if guide is None:
        return taken_back.answer(language, slug)
    if guide.slug != slug:
        return HttpResponsePermanentRedirect(own(language, guide.slug))
    return _drawn(settings.SITE_URL + guide.get_absolute_url() + fragment(guide))


def _printed(guide: Article) -> str:
    return f"{PRINTED}{guide.changed_at:%Y-%m-%d}"


def by_words(guide: Article, section: str) -> str:
    """The first words of the heading, or else of the text below, that stand nowhere above; empty where all do."""
    need = guide.need.title if guide.need else ""
    heading, text, above = excerpt.beginnings(guide.lead_html + guide.body_html, section)
    above = f"{need} {guide.title} {guide.summary} {above}".casefold()
    for words, before in ((heading.split(), above), (text.split(), f"{above} {heading.casefold()}")):
        for number in range(min(WORDS_LEAST, len(words)), len(words) + 1):
            begun = " ".join(words[:number])
            if begun and begun.casefold() not in before:
                return BY_WORDS + quote(begun, safe="").replace("-", "%2D")  # a hyphen would part words from others
    return ""


def _drawn(address: str) -> HttpResponse:
    """Black on white, whatever the reader's theme: a camera needs it so."""
    out = io.BytesIO()
    segno.make(address, error=ERROR_LEVEL, micro=False, mask=MASK).save(
        out,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
    )
    return HttpResponse(out.getvalue(), content_type="image/svg+xml; charset=utf-8")
