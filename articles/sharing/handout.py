"""A sheet for a visit: guides or single sections, made for paper. Holds nothing about the patient.

What was chosen stands in the address and nowhere else. What is typed on the page (a phone number) is never sent.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from articles import addresses
from articles.models import Article, Citation
from articles.policy import SLUG
from articles.sharing import excerpt, papers, taken_back
from articles.views import GroupedGuides
from glossary.models import Term

SECTION_LEVEL = 2
NEXT = "next"  # leads to other guides, which paper cannot
PARTS_MAX = 12  # of one sheet; a stack of paper helps nobody


@dataclass(frozen=True, slots=True)
class Part:
    """A whole guide, or its section `id`, as it stands on the sheet."""

    guide: Article
    id: str
    html: SafeString
    prefix: str  # of its ids
    sources: list[Citation]

    @property
    def address(self) -> str:
        return self.guide.get_absolute_url() + (f"#{self.id}" if self.id else "")

    @property
    def code(self) -> str:
        if self.id:
            return addresses.section_print_code(self.guide.language, self.guide.slug, self.id)
        return addresses.guide_print_code(self.guide.language, self.guide.slug)


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be ticked: a guide, or a section of a guide that is on the sheet already."""

    value: str
    title: str
    ticked: bool
    is_section: bool


class Handout(TemplateView):
    template_name = "articles/handout.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = kwargs["language"]
        asked = list(dict.fromkeys(self.request.GET.getlist("guide")))
        detail = self.request.GET.get("for") == "clinicians"
        found, unknown = self._parts(language, asked[:PARTS_MAX], detail)
        notes = {words: taken_back.note(language, words.partition("#")[0]) for words in unknown}
        whole = {part.guide.slug for part in found if not part.id}
        parts = [part for part in found if not part.id or part.guide.slug not in whole]  # nothing stands there twice
        used = {address for part in parts for address in excerpt.terms(part.html)}
        return super().get_context_data(
            groups=[(need, _choices(guides, found)) for need, guides in GroupedGuides.by_need(language)],
            papers=papers.links(language),
            alone=_sections(parts[0].guide) if len(parts) == 1 and not parts[0].id else [],
            parts=parts,
            unknown=[words for words, note in notes.items() if not note],
            notes=list(dict.fromkeys(filter(None, notes.values()))),  # once, whatever was asked for of one guide
            most=PARTS_MAX if len(asked) > PARTS_MAX else 0,
            terms=Term.objects.in_language(language).filter(address__in=used),
            large=self.request.GET.get("text") == "large",
            detail=detail,
            **kwargs,
        )

    def _parts(self, language: str, asked: list[str], detail: bool) -> tuple[list[Part], list[str]]:
        """What was asked for, in that order, and what of it is not there."""
        parts: dict[tuple[str, str], Part] = {}
        unknown: list[str] = []
        guides = Article.objects.published().in_language(language)
        for words in asked:
            slug, _, id = words.partition("#")
            guide = guides.called(slug) if SLUG.fullmatch(slug) else None
            if guide and id:
                id = excerpt.present_id(guide.lead_html + guide.body_html, id) or id
            prefix = f"{guide.slug}--{id}" if guide and id else ""  # no slug has two hyphens
            html = guide.part(id, detail=detail, prefix=prefix) if guide else None
            if guide is None or not html:
                unknown.append("".join(letter for letter in words if letter.isprintable()).strip()[:80])
                continue
            cited = excerpt.sources(html)
            sources = [each for each in guide.citations.select_related("reference") if each.number in cited]
            parts.setdefault((guide.slug, id), Part(guide, id, html, prefix or guide.slug, sources))
        return list(parts.values()), [words for words in unknown if words]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response.headers["Cache-Control"] = "private, max-age=60"  # what was chosen for a visit is theirs
        response.headers["X-Robots-Tag"] = "noindex"
        return response


def _choices(guides: list[Article], parts: list[Part]) -> list[Choice]:
    chosen = {(part.guide.slug, part.id) for part in parts}
    begun = {slug for slug, _ in chosen}
    choices = []
    for guide in guides:
        choices.append(Choice(guide.slug, guide.title, (guide.slug, "") in chosen, is_section=False))
        if guide.slug in begun:
            choices += [
                Choice(value, title, tuple(value.split("#")) in chosen, is_section=True)
                for value, title in _sections(guide)
            ]
    return choices


def _sections(guide: Article) -> list[tuple[str, str]]:
    """How each is asked for, and its title."""
    return [
        (f"{guide.slug}#{place['id']}", place["text"])
        for place in guide.headings
        if place["level"] == SECTION_LEVEL and place["id"] != NEXT
    ]
