"""The guides that answer a health record's question, as a feed: Atom, the same tree as JSON, or a page for a person.

JSON keeps the paths that clients read: `feed.entry[i].title._value`, `.link[0].href`, `.summary._value`.
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from articles import addresses
from articles.editions import Edition
from articles.models import Article
from articles.policy import Language
from articles.sharing.infobutton import Answer, Malformed, Question, guides, read, wanted

ATOM = "http://www.w3.org/2005/Atom"
TAGGED = "2026"  # the year in which these ids began, as tag URIs want it (RFC 4151)
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}  # the question is of one person's care


def infobutton(request: HttpRequest) -> HttpResponse:
    request.encoding = "utf-8"  # whatever a sender says of its form: names and codes are the same in all that they say
    sent = [
        pair
        for values in (request.GET, request.POST)
        for name, listed in values.lists()
        for pair in ((name, v) for v in listed)
    ]
    try:
        question = read(sent)
    except Malformed as error:
        return _refused(str(error), wanted(sent))
    found = guides(question)
    language = question.language or Language.EN
    with translation.override(language):
        feed = _feed(question, found, language)
        return WRITERS[question.answer](request, question, found, feed)


def _feed(question: Question, found: list[Article], language: str) -> dict[str, Any]:
    """The tree of the answer: text as `_value`, attributes as keys, what repeats as a list."""
    edition = Edition.objects.latest("number")
    about = ", ".join(map(str, question.asked))
    asked_for = f"{settings.SITE_URL}{addresses.INFOBUTTON}?{urlencode(question.used)}"
    author = {"name": _text(_("Naltrexone guides")), "uri": _text(settings.SITE_URL + addresses.root(language))}
    updated = max((guide.changed_at for guide in found), default=edition.made_at)
    return {
        "base": settings.SITE_URL + "/",
        "lang": language,
        "title": _text(_("Naltrexone guides"), "text"),
        "subtitle": _text(f"{_('Guides for')} {about}" if found else f"{_('No guide for')} {about}", "text"),
        "author": author,
        "updated": _text(updated.isoformat()),
        "category": [{"scheme": name, "term": value} for name, value in question.used],
        "id": _text(uuid5(NAMESPACE_URL, asked_for).urn),
        "link": [{"href": asked_for, "rel": "self"}],
        "entry": [_entry(guide, author) for guide in found],
    }


def _entry(guide: Article, author: dict[str, Any]) -> dict[str, Any]:
    address = settings.SITE_URL + guide.get_absolute_url()
    host = urlsplit(settings.SITE_URL).hostname
    return {
        "title": _text(guide.title, "text"),
        "link": [
            {"href": address, "rel": "alternate", "type": "text/html", "hreflang": guide.language, "title": guide.title}
        ],
        "id": _text(f"tag:{host},{TAGGED}:{guide.get_absolute_url()}"),
        "updated": _text(guide.changed_at.isoformat()),
        "author": author,
        "summary": _text(guide.summary, "text"),
    }


def _text(value: str, kind: str = "") -> dict[str, str]:
    return {"_value": value, "type": kind} if kind else {"_value": value}


def _atom(request: HttpRequest, question: Question, found: list[Article], feed: dict[str, Any]) -> HttpResponse:
    root = Element("feed", {"xmlns": ATOM, "xml:base": feed["base"], "xml:lang": feed["lang"]})
    for name, value in feed.items():
        if not isinstance(value, str):
            _grow(root, name, value)
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")
    return HttpResponse(body, content_type="text/xml; charset=utf-8", headers=HEADERS)


def _grow(parent: Element, name: str, value: Any) -> None:
    for part in value if isinstance(value, list) else [value]:
        element = SubElement(
            parent, name, {key: inner for key, inner in part.items() if isinstance(inner, str) and key != "_value"}
        )
        element.text = part.get("_value")
        for key, inner in part.items():
            if not isinstance(inner, str):
                _grow(element, key, inner)


def _json(request: HttpRequest, question: Question, found: list[Article], feed: dict[str, Any]) -> HttpResponse:
    body = json.dumps({"feed": feed}, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=HEADERS)


def _script(request: HttpRequest, question: Question, found: list[Article], feed: dict[str, Any]) -> HttpResponse:
    """The comment first keeps the answer from being read as another kind of file."""
    body = f"/**/{question.callback}({json.dumps({'feed': feed})});"
    return HttpResponse(body, content_type="application/javascript; charset=utf-8", headers=HEADERS)


def _page(request: HttpRequest, question: Question, found: list[Article], feed: dict[str, Any]) -> HttpResponse:
    if len(found) == 1:
        return HttpResponseRedirect(found[0].get_absolute_url(), headers=HEADERS)
    context = {"guides": found, "subtitle": feed["subtitle"]["_value"]}
    return HttpResponse(render_to_string("articles/infobutton.html", context, request), headers=HEADERS)


WRITERS: dict[Answer, Callable[[HttpRequest, Question, list[Article], dict[str, Any]], HttpResponse]] = {
    Answer.ATOM: _atom,
    Answer.JSON: _json,
    Answer.SCRIPT: _script,
    Answer.PAGE: _page,
}


def _refused(message: str, answer: Answer) -> HttpResponse:
    """One line that names the parameter, in the type that was asked for."""
    if answer in (Answer.JSON, Answer.SCRIPT):
        body, content_type = json.dumps({"error": message}, ensure_ascii=False), "application/json"
    elif answer is Answer.PAGE:
        body, content_type = message + "\n", "text/plain"
    else:
        root = Element("error")
        root.text = message
        body, content_type = tostring(root, encoding="unicode"), "text/xml"
    return HttpResponse(body, status=400, content_type=f"{content_type}; charset=utf-8", headers=HEADERS)
