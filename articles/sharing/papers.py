"""Sheets that are ready to print, one page each: a checklist before the first dose, and a card for the wallet.

Their words are sections of guides, so that editors change them there, where each has its source. Where a language has
no such guide, it has no such sheet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from articles import addresses
from articles.models import Article
from articles.sharing import excerpt

BOX = "☐"
BLANK = re.compile(r"_{3,}")  # to be filled in by hand


@dataclass(frozen=True, slots=True)
class Paper:
    """`guide` is the one whose words stand on it, with its emergency callout where `urgent`; `beside` are others that
    lead to it."""

    name: str
    title: Promise
    guide: str
    sections: tuple[str, ...]
    beside: tuple[str, ...] = ()
    urgent: bool = False

    def address(self, language: str) -> str:
        return addresses.paper(language, self.name)


CHECKLIST = Paper(
    "checklist", _("Checklist before the first dose"), "starting-safely", ("steps", "checks"), urgent=True
)
CARD = Paper("card", _("Card for the wallet"), "medical-alert-card", ("card",), ("pain-and-surgery",))
PAPERS = (CHECKLIST, CARD)


def ready(language: str) -> list[tuple[Paper, str]]:
    """Those that this language has, with the day (ISO 8601) on which their guide last changed."""
    guides = Article.objects.published().in_language(language)
    changed = dict(guides.filter(slug__in=[paper.guide for paper in PAPERS]).values_list("slug", "changed_at"))
    return [(paper, changed[paper.guide].date().isoformat()) for paper in PAPERS if paper.guide in changed]


def links(language: str, slug: str = "") -> list[tuple[Promise, str]]:
    """Title and address of each sheet, or of those that belong to one guide."""
    belong = [paper for paper in PAPERS if not slug or slug in (paper.guide, *paper.beside)]
    there = [paper for paper, _day in ready(language)] if belong else []
    return [(paper.title, paper.address(language)) for paper in belong if paper in there]


class PaperPage(TemplateView):
    """A sheet made of the sections of its guide; not there where the language has no such guide."""

    paper: Paper

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Article.objects.published().in_language(kwargs["language"])
        guide = get_object_or_404(published, slug=self.paper.guide)
        parts = [guide.part(section) for section in self.paper.sections]
        emergency = guide.emergency if self.paper.urgent else ""
        cited = excerpt.sources("".join([emergency, *parts]))
        return super().get_context_data(
            title=self.paper.title,
            guide=guide,
            emergency=emergency,
            parts=parts,
            sources=[each for each in guide.citations.select_related("reference") if each.number in cited],
            **kwargs,
        )


class Checklist(PaperPage):
    paper = CHECKLIST
    template_name = "articles/checklist.html"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the card. `gaps` are the words before each place to write into, `rest` those after the last."""

    label: str
    gaps: tuple[str, ...]
    rest: str

    @property
    def has_boxes(self) -> bool:
        return any(BOX in words for words in self.gaps)


class Card(PaperPage):
    """Two sides: what staff must read, and what is filled in by hand."""

    paper = CARD
    template_name = "articles/card.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        lines = [line for part in context["parts"] for line in _lines(part)]
        sides = {"front": [line for line in lines if not line.gaps], "back": [line for line in lines if line.gaps]}
        return context | sides


def _lines(html: SafeString) -> Iterator[Line]:
    for label, words in excerpt.rows(html):
        *gaps, rest = (part.strip() for part in BLANK.split(words.replace(f"{BOX} ", f"{BOX}\u00a0")))
        yield Line(label, tuple(gaps), rest)
