"""What every page needs: a present edition to show, a language, and the site's chrome. And the error pages.

Where there is no edition, or the index cannot be read, every address answers 503 with the emergency numbers, until a
sync has made one; no restart is needed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from articles import addresses
from articles.models import Article, Edition
from articles.policy import Language
from articles.views import GroupedGuides

PAGE_CACHE = "public, max-age=60, stale-if-error=86400"  # seconds; a correction reaches readers within a minute
RETRY_AFTER = "60"  # seconds


class PresentEdition:
    """Puts the present edition on the request, as `request.edition`; 503 where there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            edition = Edition.objects.first()
        except DatabaseError:
            edition = None
        if request.path == "/healthz":
            return healthz(edition)
        if edition is None:
            return unavailable(request)
        request.edition = edition  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code in (200, 301):
            response.headers.setdefault("Cache-Control", PAGE_CACHE)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return unavailable(request) if isinstance(error, DatabaseError) else None


class PageLanguage:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(language_of(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language_of(request))
            return response


def language_of(request: HttpRequest) -> Language:
    first = request.path.split("/", 2)[1] if "/" in request.path else ""
    return Language.ES if first == Language.ES else Language.EN


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The template context of every page: where the parts of the site are, in the page's language."""
    language = language_of(request)
    return {
        "language": language,
        "site_url": settings.SITE_URL,
        "path": request.path,
        "contact": settings.CONTACT,
        "address": {
            "root": addresses.root(language),
            "guides": addresses.guides(language),
            "glossary": addresses.glossary(language),
            "search": addresses.search(language),
            "about": addresses.about(language),
            "privacy": addresses.privacy(language),
            "feed": addresses.feed(language),
        },
    }


def healthz(edition: Edition | None) -> HttpResponse:
    """200 with the edition's number when every page can be served from the index."""
    try:
        healthy = edition is not None and _sound()
    except (DatabaseError, OSError):
        healthy = False
    if not healthy or edition is None:
        return _plain("no edition can be served; run: python manage.py sync_content\n", 503)
    return _plain(f"ok {edition.number}\n", 200)


_sound_as_of: tuple[object, ...] | None = None


def _sound() -> bool:
    """Whether the index is whole. SQLite reads its whole file for that, so only when the file has changed."""
    global _sound_as_of
    Article.objects.exists()
    if connection.vendor != "sqlite":
        return True
    name = str(connection.settings_dict["NAME"])
    stats = [place.stat() for place in (Path(name), Path(f"{name}-wal")) if place.exists()]
    state = tuple((stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in stats)
    if state != _sound_as_of:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            if cursor.fetchone() != ("ok",):
                return False
        _sound_as_of = state
    return True


def _plain(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    page = render_to_string("503.html", {"language": language_of(request)})
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A 404 that helps: search, the guides by need, and the same guide in the other language where there is one."""
    language = language_of(request)
    slug = request.path.strip("/").rsplit("/", 1)[-1]
    elsewhere = Article.objects.published().filter(slug=slug).exclude(language=language).for_lists()
    context = {"groups": GroupedGuides.by_need(language), "elsewhere": elsewhere[: len(Language)]}
    return HttpResponse(render_to_string("404.html", context, request), status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html"), status=500, headers={"Cache-Control": "no-store"})
