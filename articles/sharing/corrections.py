"""What the site said wrongly, and what is right: the page of corrections and its feed, also when there is none."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles import addresses
from articles.models import Article, Correction
from articles.sharing import syndication


class Corrections(TemplateView):
    template_name = "articles/corrections.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = kwargs["language"]
        return super().get_context_data(
            corrections=list(_with_guides(language)), feed=addresses.corrections_feed(language), **kwargs
        )


def feed(request: HttpRequest, language: str) -> HttpResponse:
    path = addresses.corrections(language)
    made = syndication.begun(
        addresses.corrections_feed(language),
        language,
        f"{_('Corrections')} – {_('Naltrexone guides')}",
        _("What we said wrongly, and what is right"),
        page=path,
    )
    page = settings.SITE_URL + path
    for correction, guide in list(_with_guides(language))[: syndication.FEED_ENTRIES_MAX]:
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
    return syndication.answer(made)


def _with_guides(language: str) -> Iterator[tuple[Correction, Article | None]]:
    """Each with its guide, where that has an address: it is published, or was taken back."""
    guides = Article.objects.published() | Article.objects.retired()
    named = {guide.slug: guide for guide in guides.in_language(language).for_lists()}
    for correction in Correction.objects.filter(language=language):
        yield correction, named.get(correction.guide)
