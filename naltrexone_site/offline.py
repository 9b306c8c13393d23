"""How a reader keeps the site on a phone: the page that offers it, the worker, the whole edition in one file, and the
manifest by which a phone installs it. The device stores nothing before the reader asks.

With OFFLINE_COPY=off, or with more guides than a phone should carry, the worker's address hands out one that removes
itself and its copy, and nothing new is kept.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles import addresses
from articles.models import Article
from articles.views import FOR_GOOD, GroupedGuides
from naltrexone_site import copying
from naltrexone_site.serving.delivery import accepted

WORKERS = Path(__file__).parent / "workers"
ASK_AGAIN = "public, no-cache"  # may be stored, but is asked for again each time, mostly for a 304
RETRY_AFTER = "60"  # seconds
FORGET = {"Cache-Control": "no-store", "Clear-Site-Data": '"cache", "storage"'}
PAPER = "#fdfcf9"


class Keep(TemplateView):
    template_name = "keep.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(too_many=not Article.objects.can_be_carried(), **kwargs)


class Offline(TemplateView):
    """What the copy shows for an address that is not in it, such as a search."""

    template_name = "offline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(groups=GroupedGuides.by_need(kwargs["language"]), **kwargs)


def removed(request: HttpRequest, language: str) -> HttpResponse:
    """Tells the browser to throw away all that it holds of this site, which works even where a script or the worker
    is broken. Only when a reader comes from our own page: no other site may take the copy away."""
    response = render(request, "removed.html")
    asked = (request.headers.get("Sec-Fetch-Site"), request.headers.get("Sec-Fetch-Dest"))
    ours = asked == ("same-origin", "document")
    for name, value in (FORGET if ours else {"Cache-Control": "no-store"}).items():
        response.headers[name] = value
    return response


def edition(request: HttpRequest) -> HttpResponse:
    """Where the copy of the present edition is, when it was made, and what it weighs over the wire."""
    try:
        copy = _copy(request)
    except copying.NoCopy:
        return _not_now()
    return _asked_again(
        JsonResponse({"copy": copy.address, "made_at": copy.made_at.isoformat(), "bytes": len(copy.packed["br"])})
    )


def pack(request: HttpRequest, name: str) -> HttpResponse:
    """The copy itself, while it is that of the present edition."""
    try:
        copy = _copy(request)
    except copying.NoCopy:
        return _not_now()
    if name != copy.name:
        raise Http404
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
    encoding = next(iter(accepted(request.headers.get("Accept-Encoding", ""))), "")
    if encoding:
        headers["Content-Encoding"] = encoding
    body = copy.packed[encoding] if encoding else copy.plain
    return HttpResponse(body, content_type="application/json", headers=headers)


def served() -> list[str]:
    """What stands behind the page, to be exported with it. Where the copy cannot be made, its address says so."""
    return ["/worker.js", "/keep/edition.json", *copies()] if _is_offered() else ["/worker.js"]


def copies() -> list[str]:
    """The address of the copy that may be kept now, where there is one. It is named by its content."""
    if not _is_offered():
        return []
    try:
        return [copying.present(urlsplit(settings.SITE_URL).netloc).address]
    except copying.NoCopy:
        return []


def worker(request: HttpRequest) -> HttpResponse:
    name = "offline.js" if _is_offered() else "withdrawn.js"
    body = (WORKERS / name).read_bytes()
    return _asked_again(HttpResponse(body, content_type="text/javascript; charset=utf-8"))


def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """The short name stands under the icon, where others see it, so it names no medicine."""
    icons = [(size, purpose) for purpose in ("any", "maskable") for size in (192, 512)]
    described = {
        "id": addresses.root(language),
        "name": _("Naltrexone guides"),
        "short_name": _("Guides"),
        "lang": language,
        "dir": "ltr",
        "start_url": addresses.root(language),
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": PAPER,
        "background_color": PAPER,
        "icons": [
            {
                "src": static(f"icons/{purpose}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in icons
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _is_offered() -> bool:
    return settings.OFFLINE_COPY and Article.objects.can_be_carried()


def _copy(request: HttpRequest) -> copying.Copy:
    if not _is_offered():
        raise Http404
    return copying.present(request.get_host())


def _asked_again(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


def _not_now() -> HttpResponse:
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    return HttpResponse("no copy now\n", status=503, content_type="text/plain; charset=utf-8", headers=headers)
