"""QR codes of addresses that last: for a screen the bare address, for paper the same with the date of what was printed.

The date is a fragment, which never reaches a server; the page reads it and says what has changed since (printed.js).
Of a single section the fragment names that too, after a slash, which no id has.
"""

import io
from collections.abc import Callable
from functools import partial

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles import addresses
from articles.models import Article
from articles.sharing import taken_back

PRINTED = "#printed-"  # and the day, as 2026-11-20
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
        return f"{_printed(guide)}/{section}"

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
