"""The addresses of the glossary, included once for each language."""

from django.urls import URLPattern, path

from glossary import views
from glossary.views import Described


def site(term: Described, terms: Described) -> list[URLPattern]:
    """With what each of the two pages tells programs, which rests on rooms that the glossary knows nothing of."""
    return [
        path("glossary/", views.TermList.as_view(described=terms), name="glossary"),
        path("glossary/<slug:slug>/", views.TermDetail.as_view(described=term), name="term"),
    ]
