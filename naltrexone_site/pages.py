"""What every page needs: a present edition to show, a language, one address, the site's chrome. And the error pages.

Where there is no edition, or the index cannot be read, every address answers 503 with the emergency numbers, until a
sync has made one; no restart is needed.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import translation

from articles import addresses
from articles.editions import Mark, present_mark
from articles.finding.crisis import in_crisis
from articles.finding.question import CHARACTERS_MAX
from articles.models import Article
from articles.policy import SLUG, Language
from articles.publishing import last_look, seal, tables
from articles.sharing import share_images
from articles.views import GroupedGuides

PAGE_CACHE = "public, max-age=60, stale-if-error=86400"  # seconds; a correction reaches readers within a minute
OWN_CACHE = "private, max-age=60"  # of what a reader asked or chose
HEALTH = "/healthz"
TRIES = 3  # for a page; editions do not come that fast
RETRY_AFTER = "60"  # seconds
LAST_WORDS = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Something went wrong here</title></head><body><main><h1>Something went wrong here</h1>
<p>This is our mistake, not yours. In danger? Call <a href="tel:911">911</a>. Thoughts of suicide? Call or text
<a href="tel:988">988</a>. Poison Help: <a href="tel:+18002221222">1-800-222-1222</a>.
SAMHSA helpline: <a href="tel:+18006624357">1-800-662-4357</a>.</p></main></body></html>
"""

log = logging.getLogger("naltrexone_site")


class PresentEdition:
    """503 where there is no present edition, or the index cannot be read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            edition = present_mark()
        except DatabaseError:
            edition = None
        if request.path == HEALTH:
            return healthz(edition)
        if request.path.rstrip("/") == HEALTH:
            return HttpResponsePermanentRedirect(HEALTH)
        if edition is None:
            return unavailable(request)
        response = self._of_one_edition(request, edition)
        if response.status_code in (200, 301):
            response.headers.setdefault("Cache-Control", PAGE_CACHE)
        return response

    def _of_one_edition(self, request: HttpRequest, edition: Mark) -> HttpResponseBase:
        """Made again where another edition came meanwhile: a page asks more than one question, and all its parts are
        of one edition."""
        for _ in range(TRIES - 1):
            request.edition = edition.number  # type: ignore[attr-defined]  # for the log
            response = self.get_response(request)
            try:
                present = present_mark()
            except DatabaseError:
                return response
            if present in (edition, None):
                return response
            edition = present
        return self.get_response(request)

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


class CanonicalAddress:
    """Answers to the site's own hosts alone, and sends every other way to write a page's address to that page.

    A letter written as %73 is that letter (RFC 3986, 6.2.2.2): no other address, and decoded before it comes here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.get_host()  # or DisallowedHost, which becomes the 400 page
        if not request.path_info.isprintable():
            raise Http404  # PostgreSQL cannot even be asked for a NUL
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        try:
            address = canonical_address(request)
        except DatabaseError:
            return unavailable(request)
        if not address:
            return response
        there = HttpResponsePermanentRedirect(address)
        if "?" in address:  # what this reader asked; who keeps pages for many must not send others there
            there.headers["Cache-Control"] = OWN_CACHE
        return there


def canonical_address(request: HttpRequest) -> str:
    """Where the page is that was asked for in other letters, with a slash too many or too few, as index.html or
    under /en/. Nothing where no page is there."""
    parts = [part for part in request.path_info.lower().split("/") if part]
    if parts[:1] == [Language.EN]:
        del parts[0]
    if parts[-1:] == ["index.html"]:
        del parts[-1]
    tidy = "/".join(["", *parts])
    for address in (f"{tidy}/", tidy):
        if address and address != request.path_info and (found := _page_at(address, request)):
            query = request.META.get("QUERY_STRING", "")
            return f"{found}?{query}" if query else found
    return ""


def _page_at(address: str, request: HttpRequest) -> str:
    """The address itself, or where its page has gone."""
    try:
        match = resolve(address)
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return ""
    return str(response.headers.get("Location", address))


def language_of(request: HttpRequest) -> Language:
    return addresses.language_at(request.path)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The template context of every page: where the parts of the site are, in the page's language."""
    language = language_of(request)
    return {
        "language": language,
        "site_url": settings.SITE_URL,
        "path": request.path,
        "contact": settings.CONTACT,
        "source_url": settings.SOURCE_URL.rstrip("/"),
        "source_line": "?plain=1#L" if urlsplit(settings.SOURCE_URL).hostname == "github.com" else "#L",
        "share_image": share_images.of_site(language),
        "kept": getattr(request, "kept", None),  # the edition, in pages of the copy that readers keep
        "one_file": getattr(request, "one_file", None),  # in the one file that holds all pages, what it is
        "files_alone": getattr(request, "files_alone", False),  # on a site of files: the browser has to search
        "address": {
            "root": addresses.root(language),
            "guides": addresses.guides(language),
            "clinicians": addresses.clinicians(language),
            "evidence": addresses.evidence(language),
            "glossary": addresses.glossary(language),
            "search": addresses.search(language),
            "suggestions": addresses.suggestions(language),
            "handout": addresses.handout(language),
            "references": addresses.references(language),
            "about": addresses.about(language),
            "privacy": addresses.privacy(language),
            "accessibility": addresses.accessibility(language),
            "corrections": addresses.corrections(language),
            "keep": addresses.keep(language),
            "removed": addresses.removed(language),
            "manifest": addresses.manifest(language),
            "feed": addresses.feed(language),
            "changes": addresses.changes(language),
        },
    }


def healthz(edition: Mark | None) -> HttpResponse:
    """200 with the edition's number when every page can be served from the index."""
    try:
        healthy = edition is not None and _sound()
    except (DatabaseError, OSError):
        healthy = False
    if not healthy or edition is None:
        return _plain("no edition can be served; run: python manage.py sync_content\n", 503)
    return _plain(f"ok {edition.number}\n", 200)


_sound_as_of: object = None


def _sound() -> bool:
    """Whether the index is whole. SQLite reads its whole file for that, so only when the file has changed."""
    global _sound_as_of
    if not tables.all_there():
        return False
    if connection.vendor != "sqlite":
        return True
    state = last_look.marks()
    if state != _sound_as_of:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            if cursor.fetchone() != ("ok",) or seal.broken():
                return False
        tables.check()
        _sound_as_of = state
    return True


def _plain(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    return HttpResponse(_alone("503.html", request), status=503, headers=headers)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A 404 that helps: who to call, above all where the address speaks of a crisis; search, the guides by need, and
    the same guide in the other language where there is one."""
    language = language_of(request)
    slug = request.path.strip("/").rsplit("/", 1)[-1]
    elsewhere = Article.objects.published().filter(slug=slug if SLUG.fullmatch(slug) else "")
    elsewhere = elsewhere.exclude(language=language).for_lists()
    try:
        context = {
            "groups": GroupedGuides.by_need(language),
            "elsewhere": elsewhere[: len(Language)],
            "crisis": in_crisis(request.path[:CHARACTERS_MAX]),
        }
        return HttpResponse(render_to_string("404.html", context, request), status=404)
    except DatabaseError:
        return unavailable(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(_alone("400.html", request), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Says to the operator where in the code it happened, and nothing of the request or the message, which may
    quote it."""
    kind, error, _ = sys.exc_info()
    if kind is not None and error is not None:
        place = traceback.extract_tb(error.__traceback__)[-1]
        known = {"event": "page-failed", "edition": getattr(request, "edition", None)}
        log.error("A page failed: %s in %s, line %s", kind.__name__, place.filename, place.lineno, extra=known)
    try:
        page = _alone("500.html", request)
    except Exception:  # the templates or the list of static files are what is broken
        page = LAST_WORDS
    return HttpResponse(page, status=500, headers={"Cache-Control": "no-store"})


def _alone(template: str, request: HttpRequest) -> str:
    """A page that needs no index, in the language of its address: it may be asked for before `PageLanguage`."""
    with translation.override(language_of(request)):
        return str(render_to_string(template))
