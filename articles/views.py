"""Pages of guides, tags and the hub. Every reader gets the same bytes; nothing here writes.

A view asks a queryset in its own words (`published()`, `in_order()`) and hands the template finished values.
"""

from http import HTTPStatus
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView, TemplateView, View

from articles import addresses
from articles.illustrations import Picture, Rendition
from articles.models import Article, Citation, Need, Tag, data_block
from articles.sharing import infobutton, linked_data, papers, share_images, taken_back

FIRST_THINGS = (
    "opioid-free-window",
    "overdose-risk",
    "pain-and-surgery",
)  # guides that the hub names before all others
FORMS = ("the-tablets", "the-injection")  # the two that the hub sets side by side, and where they are compared:
FORMS_COMPARED = "tablets-or-injection"

FOR_GOOD = "public, max-age=31536000, immutable"  # seconds: a year; for what a name stands for alone


class GroupedGuides:
    """Guides by the need that brings a person; those without one stand under the last. Not those that stand apart."""

    @staticmethod
    def by_need(language: str) -> list[tuple[Need | None, list[Article]]]:
        published = Article.objects.published().in_language(language).exclude(slug__in=addresses.APART)
        guides = list(published.in_order().for_lists())
        needs: list[Need | None] = list(Need.objects.filter(language=language))
        grouped: dict[int | None, list[Article]] = {}
        last = needs[-1].pk if needs and needs[-1] else None
        for guide in guides:
            grouped.setdefault(guide.need_id or last, []).append(guide)
        found = [(need, grouped.get(need.pk if need else None, [])) for need in needs or [None]]
        return [(need, listed) for need, listed in found if listed]


class Hub(TemplateView):
    template_name = "articles/hub.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = kwargs["language"]
        groups = GroupedGuides.by_need(language)
        by_slug = {guide.slug: guide for _, guides in groups for guide in guides}
        return super().get_context_data(
            groups=groups,
            linked_data=data_block(linked_data.page_of_site(language)),
            first_things=[by_slug[slug] for slug in FIRST_THINGS if slug in by_slug],
            forms=[by_slug[slug] for slug in FORMS if slug in by_slug],
            forms_compared=by_slug.get(FORMS_COMPARED),
            **kwargs,
        )


class ArticleList(TemplateView):
    template_name = "articles/article_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tags = Tag.objects.filter(language=kwargs["language"], articles__status="published").distinct()
        return super().get_context_data(groups=GroupedGuides.by_need(kwargs["language"]), tags=tags, **kwargs)


class ArticleDetail(DetailView):
    template_name = "articles/article_detail.html"
    context_object_name = "guide"

    def get_queryset(self) -> QuerySet[Article]:
        sources = Citation.objects.select_related("reference")
        return (
            Article.objects.published()
            .in_language(self.kwargs["language"])
            .with_corrections()
            .select_related("need")
            .prefetch_related("tags", "terms", Prefetch("citations", sources))
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language, slug = kwargs["language"], kwargs["slug"]
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            published = Article.objects.published().in_language(language)
            if guide := published.for_lists().once_called(slug):
                return HttpResponsePermanentRedirect(guide.get_absolute_url())
            if retired := Article.objects.retired().in_language(language).called(slug):
                return self._gone(retired)
            raise

    def _gone(self, guide: Article) -> HttpResponse:
        better = Article.objects.published().in_language(guide.language).called(guide.instead)
        context = {"guide": guide, "better": better, "language": guide.language}
        return self.response_class(self.request, ["articles/retired.html"], context, status=HTTPStatus.GONE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guide = self.object
        for_clinicians = guide.slug == addresses.CLINICIANS
        other = Article.objects.published().filter(slug=guide.slug).exclude(language=guide.language)
        following = Article.objects.published().filter(led_from__article=guide).order_by("led_from__position")
        return super().get_context_data(
            linked_data=data_block(linked_data.of_guide(guide)),
            share_image=share_images.of_guide(guide),
            contents=guide.contents if len(guide.contents) >= 3 else [],
            corrections=guide.corrections() if guide.corrected else [],
            related=list(following.for_lists()),
            translations=list(other.for_lists()),
            papers=papers.links(guide.language, "" if for_clinicians else guide.slug),
            infobutton=addresses.INFOBUTTON,
            examples=infobutton.examples() if for_clinicians else [],
            **kwargs,
        )


class Apart(ArticleDetail):
    """A guide at an address of its own, such as /clinicians/. Where editors have not written it, the page says so."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            context = {"groups": GroupedGuides.by_need(kwargs["language"]), "slug": kwargs["slug"]}
            return self.response_class(request, ["articles/unwritten.html"], context)


class ApartAsGuide(View):
    """Where the file's name would have such a guide stand."""

    def get(self, request: HttpRequest, language: str, slug: str) -> HttpResponse:
        return HttpResponsePermanentRedirect(addresses.guide(language, slug))


class ArticleSource(View):
    """The guide's Markdown, for reuse by people and programs."""

    def get(self, request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
        guide = Article.objects.published().in_language(language).called(slug)
        if guide is None:
            return taken_back.answer(language, slug)
        if guide.slug != slug:
            return HttpResponsePermanentRedirect(guide.source_address)
        return HttpResponse(guide.markdown, content_type="text/markdown; charset=utf-8")


class TagDetail(ListView):
    template_name = "articles/tag_detail.html"
    context_object_name = "guides"

    def get_queryset(self) -> QuerySet[Article]:
        self.tag = get_object_or_404(Tag, language=self.kwargs["language"], slug=self.kwargs["slug"])
        return Article.objects.published().filter(tags=self.tag).in_order().for_lists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = Count("articles", filter=Q(articles__status="published"))
        others = Tag.objects.filter(language=self.tag.language).annotate(guides=published)
        others = others.filter(guides__gt=0).exclude(pk=self.tag.pk)
        return super().get_context_data(tag=self.tag, others=others, **kwargs)


class PictureFile(View):
    """A drawing. What an editor wrote of any other picture leads to what was made of it, and not for good."""

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        if picture := Picture.objects.filter(name=name).first():
            return HttpResponse(bytes(picture.data), content_type=f"{picture.content_type}; charset=utf-8")
        if rendition := Rendition.objects.plain_of_each().get(f"images/{name}"):
            return HttpResponseRedirect(rendition.get_absolute_url())
        raise Http404


class RenditionFile(View):
    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        rendition = get_object_or_404(Rendition, name=name)
        headers = {"Cache-Control": FOR_GOOD}
        return HttpResponse(bytes(rendition.data), content_type=rendition.content_type, headers=headers)
