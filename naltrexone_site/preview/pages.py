"""The site as its editors see it: Django's pages with a margin of their own, and a reload at each save.

A WSGI application around Django's. What is the preview's own stands here, not in the site's addresses, templates or
static files, so none of it can be served to readers. Every promise that a page's headers make holds here too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from articles.editing.advice import advise
from articles.editing.margin import margin
from articles.editing.workshop import linker
from articles.editions import Edition
from articles.models import Article, Reference
from articles.policy import READING_GRADE_MAX, Language, Status
from articles.problems import ContentError
from articles.reading import folder
from articles.rendering import render
from articles.source import read_article
from glossary.linker import Linker, Phrase
from glossary.models import Term
from naltrexone_site import pages
from naltrexone_site.preview.proof import SHOWN_MAX, Proof, with_lines
from naltrexone_site.serving import guarding

OWN = "/preview/"  # what the preview alone answers
HERE = Path(__file__).parent
FILES = {"preview.js": "text/javascript; charset=utf-8", "preview.css": "text/css; charset=utf-8"}
BREATH_SECONDS = 15.0  # between two signs of life to a browser that waits
SCHOOL_GRADE_LAST = 12  # in the US; a number above it says no more than that
OLD_YEARS = 10  # after so long a source is worth a second look
NOT_HERE = b"The preview answers to 127.0.0.1 and localhost alone.\n"
LAST_GOOD = "Below stands the last good page."
BELOW = {
    404: "There is no good page at this address yet, so none stands below.",
    410: "Below stands what readers see of a guide that was taken back.",
    503: "Nothing is shown yet, because no save since the preview began was without them. The page comes by itself.",
}
MAIN = re.compile("<main.*</main>", re.DOTALL)
IN_HEAD = (
    f'<link rel="stylesheet" href="{OWN}preview.css">\n<script type="module" src="{OWN}preview.js"></script>\n</head>'
)

Environ = dict[str, Any]
Start = Callable[..., object]
Headers = list[tuple[str, str]]


class PreviewPages:
    def __init__(self, application: Callable[..., Any], proof: Proof) -> None:
        self.application = application
        self.proof = proof

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            WSGIRequest(environ).get_host()
        except DisallowedHost:  # a site elsewhere whose name was made to lead here, and whose script would read this
            start("400 Bad Request", _headers("text/plain; charset=utf-8"))
            return [NOT_HERE]
        path = environ["PATH_INFO"]
        if path == f"{OWN}events":
            start("200 OK", _headers("text/event-stream; charset=utf-8"))
            return self._events()
        if path.removeprefix(OWN) in FILES and path.startswith(OWN):
            name = path.removeprefix(OWN)
            start("200 OK", _headers(FILES[name]))
            return [(HERE / name).read_bytes()]
        return self._page(environ, start)

    def _events(self) -> Iterator[bytes]:
        """The state now, and again at each change; in between a sign of life, so that a closed page is noticed."""
        state = self.proof.state
        while True:
            yield f"data: {state}\n\n".encode()
            state = self.proof.wait(state, BREATH_SECONDS)

    def _page(self, environ: Environ, start: Start) -> Iterable[bytes]:
        begun: list[tuple[str, Headers]] = []
        state = self.proof.state  # before the page is made: a save in between brings one reload more, never one less
        for name in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH"):
            environ.pop(name, None)
        answer = self.application(environ, lambda status, headers, *_: begun.append((status, headers)))
        body = b"".join(answer)
        answer.close()
        status, headers = begun[0]
        if status.startswith("404") and settings.DEBUG:  # in place of Django's own page for programmers
            body = pages.not_found(WSGIRequest(environ), Http404()).content
        if any(name == "Content-Type" and value.startswith("text/html") for name, value in headers):
            path = content_file(environ["PATH_INFO"])
            body = self._with_margin(body.decode(), path, state, int(status[:3])).encode()
        kept = [
            (name, str(value)) for name, value in headers if name not in ("Content-Length", "ETag", "Cache-Control")
        ]
        start(status, [*kept, ("Content-Length", str(len(body))), ("Cache-Control", "no-store")])
        return [body]

    def _with_margin(self, page: str, path: str, state: str, status: int = 200) -> str:
        first = sorted(self.proof.problems, key=lambda problem: problem.path != path)
        told = with_lines(first)
        context = {
            "state": state,
            "below": BELOW.get(status, LAST_GOOD),
            "path": path,
            "own": [each for each in told if each[0].path == path],
            "others": [each for each in told if each[0].path != path],
            "more": max(0, len(first) - SHOWN_MAX),
            **_of_guide(path),
        }
        if status == 503 and told:  # what readers would be told helps no editor
            page = MAIN.sub("", page)
        panel = render_to_string("preview.html", context)
        return page.replace("</head>", IN_HEAD, 1).replace("<body>", f"<body>\n{panel}", 1)


def content_file(address: str) -> str:
    """The file, relative to the content folder, of the page at an address; empty for pages that have none."""
    try:
        match = resolve(address)
    except Resolver404:
        return ""
    folder = {"guide": "articles", "clinicians": "articles", "term": "glossary"}.get(match.url_name or "")
    return f"{match.kwargs['language']}/{folder}/{match.kwargs['slug']}.md" if folder else ""


def _of_guide(path: str) -> dict[str, Any]:
    """What the margin says of a guide as it stands in its file; little where it is refused."""
    drafts = list(Article.objects.filter(outline__status=Status.DRAFT).for_lists().order_by("title"))
    known: dict[str, Any] = {"drafts": drafts, "draft": path in {draft.path for draft in drafts}}
    try:
        file = folder.read_one(Path(settings.CONTENT_DIR), path)
        if file is None:
            return known
        source = read_article(path, file.raw)
        words = _linker(source.language, Edition.objects.values_list("number", flat=True).first())
        page = render(source, words)
    except (OSError, ValueError, ContentError):
        return known
    today = datetime.now(UTC).date()
    found = margin(source, page, words)
    names = dict(Term.objects.in_language(source.language).values_list("slug", "name"))
    references = list(Reference.objects.filter(key__in=found.cited).order_by("year", "key"))
    advice = [*source.warnings, *page.warnings, *advise(source, page, today)]
    return known | {
        "margin": found,
        "grade_max": READING_GRADE_MAX,
        "grade_last": SCHOOL_GRADE_LAST,
        "linked": [names[slug] for slug in found.linked],
        "unlinked": [names[slug] for slug in found.unlinked],
        "advice": with_lines(sorted(set(advice))),
        "sources": [
            (reference, found.cited[reference.key], _is_old(reference, today.year)) for reference in references
        ],
        "absent": sorted(found.cited.keys() - {reference.key for reference in references}),
    }


def _is_old(reference: Reference, year: int) -> bool:
    return reference.year is not None and year - reference.year > OLD_YEARS


@lru_cache(maxsize=4)
def _linker(language: Language, edition: int) -> Linker:
    """Of one edition's terms; `edition` is there to tell it from the one before."""
    terms = Term.objects.in_language(language)
    spanish = language is Language.ES
    phrases = [
        Phrase(text, term.slug, term.case_sensitive, spanish) for term in terms for text in (term.name, *term.aliases)
    ]
    return linker(language, {language: phrases})


def _headers(content_type: str) -> Headers:
    return [*guarding.headers().items(), ("Content-Type", content_type), ("Cache-Control", "no-store")]
