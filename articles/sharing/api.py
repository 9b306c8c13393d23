"""The same content for programs: read-only JSON under /api/v1/, open to every origin, and its OpenAPI description.

Nothing is asked of the reader: no key, no parameters, so that every answer can be kept like a page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles import addresses
from articles.editions import Edition
from articles.models import Article, Citation, Correction, Reference
from articles.sharing import shapes, taken_back
from glossary.models import Term

NOT_THERE = "No published guide has this slug. /api/v1/guides/ lists them all."
COMPONENTS = "#/components/schemas/{name}"


def guides(request: HttpRequest, language: str) -> HttpResponse:
    found = Article.objects.published().in_language(language).in_order().for_lists()
    listed = tuple(shapes.GuideBrief(**_brief(guide)) for guide in found)
    return _answer(shapes.Guides(edition=_edition(), guides=listed))


def guide(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    found = Article.objects.published().in_language(language).select_related("need").called(slug)
    if found is None:
        if why := taken_back.note(language, slug):
            return _answer(shapes.Refusal(error=why), status=410)
        return _answer(shapes.Refusal(error=NOT_THERE), status=404)
    if found.slug != slug:
        return HttpResponsePermanentRedirect(addresses.api_guide(language, found.slug))
    prefetch_related_objects(
        [found], "tags", "terms", Prefetch("citations", Citation.objects.select_related("reference"))
    )
    return _answer(_whole(found))


def terms(request: HttpRequest, language: str) -> HttpResponse:
    using = Prefetch("articles", Article.objects.published().in_order().for_lists())
    listed = tuple(
        shapes.Term(
            language=term.language,
            slug=term.slug,
            name=term.name,
            aliases=tuple(term.aliases),
            definition=term.definition,
            url=settings.SITE_URL + term.get_absolute_url(),
            see_also=tuple(term.see_also),
            guides=tuple(guide.slug for guide in term.articles.all()),
        )
        for term in Term.objects.in_language(language).prefetch_related(using)
    )
    return _answer(shapes.Terms(edition=_edition(), terms=listed))


def references(request: HttpRequest, language: str) -> HttpResponse:
    listed = tuple(
        shapes.Reference(
            key=reference.key,
            title=reference.title,
            publisher=reference.publisher,
            year=reference.year,
            kind=reference.kind,
            link=reference.link,
            doi=reference.doi,
            pmid=reference.pmid,
            cited_in=tuple(citation.article.slug for citation in reference.cited),
        )
        for reference in Reference.objects.with_guides(language)
    )
    return _answer(shapes.References(edition=_edition(), references=listed))


def corrections(request: HttpRequest, language: str) -> HttpResponse:
    listed = tuple(map(_correction, Correction.objects.filter(language=language)))
    return _answer(shapes.Corrections(edition=_edition(), corrections=listed))


def openapi(request: HttpRequest, language: str) -> HttpResponse:
    return _answer(_description(language))


def _whole(guide: Article) -> shapes.Guide:
    page = settings.SITE_URL + guide.get_absolute_url()
    return shapes.Guide(
        **_brief(guide),
        edition=guide.changed_in,
        need=guide.need.slug if guide.need else "",
        tags=tuple(tag.slug for tag in guide.tags.all()),
        minutes=guide.minutes,
        markdown=guide.markdown,
        html=guide.lead_html + guide.body_html + guide.onward_html,
        sections=tuple(
            shapes.Section(id=place["id"], level=place["level"], title=place["text"], url=f"{page}#{place['id']}")
            for place in guide.headings
        ),
        changes=tuple(msgspec.convert(guide.changes, tuple[shapes.Change, ...])),
        corrections=tuple(map(_correction, guide.corrections())),
        terms=tuple(term.slug for term in guide.terms.all()),
        references=tuple(
            shapes.Cited(number=cited.number, key=cited.reference.key, locators=cited.locators)
            for cited in guide.citations.all()
        ),
    )


def _correction(correction: Correction) -> shapes.Correction:
    return shapes.Correction(
        date=correction.day,
        guide=correction.guide,
        was=correction.was,
        right=correction.right,
        until=correction.until,
        url=f"{settings.SITE_URL}{addresses.corrections(correction.language)}#{correction.anchor}",
    )


def _brief(guide: Article) -> dict[str, Any]:
    """The fields of `shapes.GuideBrief`, which a whole guide has too."""
    return {
        "language": guide.language,
        "slug": guide.slug,
        "title": guide.title,
        "summary": guide.summary,
        "url": settings.SITE_URL + guide.get_absolute_url(),
        "api": settings.SITE_URL + addresses.api_guide(guide.language, guide.slug),
        "source": settings.SITE_URL + guide.source_address,
        "sources_checked": guide.sources_checked,
        "review_by": guide.review_by,
        "overdue": guide.overdue,
        "changed_at": guide.changed_at,
        "changed_in": guide.changed_in,
    }


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of address: what it is called, what it gives, and the view that gives it."""

    path: str
    name: str
    summary: str
    shape: type[msgspec.Struct]
    view: Callable[..., HttpResponse]


OPERATIONS = (
    Operation("guides/", "listGuides", "Every published guide, in the order of the site.", shapes.Guides, guides),
    Operation("guides/{slug}/", "readGuide", "One guide, whole.", shapes.Guide, guide),
    Operation("terms/", "listTerms", "Every word of the glossary.", shapes.Terms, terms),
    Operation(
        "references/", "listReferences", "Every source, and the guides that cite it.", shapes.References, references
    ),
    Operation(
        "corrections/",
        "listCorrections",
        "What was said wrongly, and what is right, newest first.",
        shapes.Corrections,
        corrections,
    ),
)


def _description(language: str) -> dict[str, Any]:
    """OpenAPI 3.1, made from `OPERATIONS` and the shapes."""
    _, schemas = msgspec.json.schema_components(
        [*(operation.shape for operation in OPERATIONS), shapes.Refusal], ref_template=COMPONENTS
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Naltrexone guides",
            "version": "1",
            "description": "Guides, words and sources as JSON. Read only; no key; every origin may read. "
            "The guides inform, they do not prescribe, and no clinician has reviewed them yet.",
        },
        "servers": [{"url": settings.SITE_URL + addresses.api(language)}],
        "paths": {f"/{operation.path}": {"get": _operation(operation)} for operation in OPERATIONS},
        "components": {"schemas": schemas},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": {"200": _response("The answer.", operation.shape)},
    }
    if "{slug}" in operation.path:
        described["parameters"] = [{"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}]
        described["responses"]["301"] = {"description": "The guide has another slug now; follow Location."}
        described["responses"]["404"] = _response("No published guide has this slug.", shapes.Refusal)
        described["responses"]["410"] = _response("The guide was taken back; this says why.", shapes.Refusal)
    return described


def _response(description: str, shape: type[msgspec.Struct]) -> dict[str, Any]:
    schema = {"$ref": COMPONENTS.format(name=shape.__name__)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _edition() -> int:
    return Edition.objects.latest("number").number


def _answer(content: object, *, status: int = 200) -> HttpResponse:
    body = msgspec.json.encode(content)
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
