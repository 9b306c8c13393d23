"""The glossary: A to Z, and a page for each term with the guides that use it."""

from collections.abc import Callable, Iterable
from itertools import groupby
from string import ascii_uppercase
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.views.generic import DetailView, ListView

from glossary.linker import Linker, Phrase
from glossary.models import Term

Described = Callable[[Any], str]


class TermList(ListView):
    """Its letters as (letter, terms) pairs; a letter without terms has an empty list."""

    template_name = "glossary/term_list.html"
    described: Described | None = None

    def get_queryset(self) -> QuerySet[Term]:
        return Term.objects.in_language(self.kwargs["language"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        terms = sorted(self.object_list, key=lambda term: (term.letter, term.name.casefold()))
        found = {letter: list(group) for letter, group in groupby(terms, key=lambda term: term.letter)}
        letters = [(letter, found.get(letter, [])) for letter in sorted({*ascii_uppercase, *found})]
        described = self.described(terms) if self.described and terms else ""
        return super().get_context_data(letters=letters, linked_data=described, **kwargs)


class TermDetail(DetailView):
    template_name = "glossary/term_detail.html"
    described: Described | None = None
    context_object_name = "term"

    def get_queryset(self) -> QuerySet[Term]:
        related = Term._meta.get_field("articles").related_model  # declared on the upper side, without an import
        guides: Any = related._default_manager.all()
        guides = guides.published().in_order()
        return Term.objects.in_language(self.kwargs["language"]).prefetch_related(
            Prefetch("articles", queryset=guides, to_attr="guides")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        term = self.object
        also = Term.objects.in_language(term.language).filter(slug__in=term.see_also)
        described = self.described(term) if self.described else ""
        guides = _those_about_it_first(term, term.guides)
        return super().get_context_data(see_also=also, guides=guides, linked_data=described, **kwargs)


def _those_about_it_first(term: Term, guides: Iterable[Any]) -> list[Any]:
    """Those that name it in the title, then those that do in the summary, then the others; else as they stood."""
    phrases = [
        Phrase(name, term.slug, term.case_sensitive, term.language == "es") for name in (term.name, *term.aliases)
    ]
    mentioned = Linker(phrases, str).mentioned
    return sorted(guides, key=lambda guide: [not mentioned(text) for text in (guide.title, guide.summary)])
