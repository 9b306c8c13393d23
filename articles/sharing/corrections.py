"""What the site said wrongly, and what is right: the page of corrections and its feed, also when there is none."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles import addresses
from articles.editions import Edition
from articles.models import Article, Correction
from articles.sharing.syndication import FEED_ENTRIES_MAX, GuideFeed


class Corrections(TemplateView):
    template_name = "articles/corrections.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = kwargs["language"]
        return super().get_context_data(
            corrections=list(_with_guides(language)), feed=addresses.corrections_feed(language), **kwargs
        )


def feed(request: HttpRequest, language: str) -> HttpResponse:
    here = settings.SITE_URL + addresses.corrections_feed(language)
    page = settings.SITE_URL + addresses.corrections(language)
    made = GuideFeed(
        title=f"{_('Corrections')} – {_('Naltrexone guides')}",
        link=page,
        description=_("What we said wrongly, and what is right"),
        language=language,
        feed_url=here,
        feed_guid=here,
        author_name=_("Naltrexone guides"),
        edition_date=Edition.objects.latest("number").made_at,
    )
    for correction, guide in list(_with_guides(language))[:FEED_ENTRIES_MAX]:
        day = datetime.combine(correction.day, time.min, UTC)
        made.add_item(
            title=guide.title if guide else correction.guide,
            link=f"{page}#{correction.anchor}",
            description=_("Right is: “%(right)s” We had said: “%(was)s”")
            % {"right": correction.right, "was": correction.was},
            unique_id=f"{page}#{correction.anchor}",
            pubdate=day,
            updateddate=day,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _with_guides(language: str) -> Iterator[tuple[Correction, Article | None]]:
    """Each with its guide, where that has an address: it is published, or was taken back."""
    guides = Article.objects.published() | Article.objects.retired()
    named = {guide.slug: guide for guide in guides.in_language(language).for_lists()}
    for correction in Correction.objects.filter(language=language):
        yield correction, named.get(correction.guide)
