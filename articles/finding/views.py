"""The search page, and the list from which a browser suggests. Both only read, and nothing typed is kept.

Suggestions are one list for everybody, fetched whole: what a person types never leaves the page before they search.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from articles.finding import suggestions
from articles.finding.crisis import in_crisis
from articles.finding.question import CHARACTERS_MAX
from articles.finding.search import search
from articles.views import GroupedGuides


class Search(TemplateView):
    template_name = "articles/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("q", "")
        asked = " ".join("".join(mark if mark.isprintable() else " " for mark in typed).split())
        query = _beginning(asked)
        exact = self.request.GET.get("exact") == "1"
        results = search(query, kwargs["language"], exact=exact)
        return super().get_context_data(
            query=query,
            exact=exact,
            shortened=query != asked,
            results=results,
            crisis=any(map(in_crisis, (query, results.meant, *results.nearest))),  # however it was spelt
            groups=[] if results else GroupedGuides.by_need(kwargs["language"]),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response.headers["Cache-Control"] = "private, max-age=60"  # what a person looked for is theirs
        return response


def _beginning(asked: str) -> str:
    """As many whole words as are looked for; of a single word that is longer, as many letters."""
    if len(asked) <= CHARACTERS_MAX:
        return asked
    return asked[: CHARACTERS_MAX + 1].rpartition(" ")[0] or asked[:CHARACTERS_MAX]


def suggested(request: HttpRequest, language: str) -> HttpResponse:
    """A script that holds data alone, because scripts of our own are all that a page may load (its policy)."""
    return HttpResponse(suggestions.module(language), content_type="text/javascript; charset=utf-8")
