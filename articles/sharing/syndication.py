"""How machines read us: the feeds of guides and of what changed in them, and llms.txt.

Dates are those of editions and of editors, not of the clock.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from articles import addresses
from articles.editions import Edition
from articles.models import Article

FEED_ENTRIES_MAX = 50


class GuideFeed(Atom1Feed):
    """Atom, whose date is that of its newest guide; Django's own would say now where there is none. What it calls a
    description is plain text, and Django says of it that it is HTML."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": escape(item["description"], quote=False)})

    def latest_post_date(self) -> datetime:
        dates: list[datetime] = [item["updateddate"] for item in self.items]
        edition: datetime = self.feed["edition_date"]
        return max(dates, default=edition)


def feed(request: HttpRequest, language: str) -> HttpResponse:
    """An Atom feed of the guides, the one that changed last first."""
    made = begun(addresses.feed(language), language, _("Naltrexone guides"), _("Guides that are new or changed"))
    guides = Article.objects.published().in_language(language).for_lists().order_by("-changed_at", "title")
    for guide in guides[:FEED_ENTRIES_MAX]:
        address = settings.SITE_URL + guide.get_absolute_url()
        made.add_item(
            title=guide.title,
            link=address,
            description=guide.summary,
            unique_id=address,
            pubdate=guide.changed_at,
            updateddate=guide.changed_at,
        )
    return answer(made)


def changes(request: HttpRequest, language: str) -> HttpResponse:
    """An Atom feed of what editors say has changed, in all guides, the newest first."""
    made = begun(
        addresses.changes(language), language, _("Naltrexone guides: what changed"), _("What changed, in a sentence")
    )
    guides = Article.objects.published().in_language(language).only("language", "slug", "title", "changes")
    told = [(day, guide, nth, text) for guide in guides for day, nth, text in _numbered(guide)]
    told.sort(key=lambda each: (-each[0].toordinal(), each[1].title, -each[2]))
    for day, guide, nth, text in told[:FEED_ENTRIES_MAX]:
        address = settings.SITE_URL + guide.get_absolute_url()
        at = datetime.combine(day, time.min, UTC)
        made.add_item(
            title=guide.title,
            link=f"{address}#dates",
            description=text,
            unique_id=f"{address}#changed-{day.isoformat()}-{nth}",
            pubdate=at,
            updateddate=at,
        )
    return answer(made)


def _numbered(guide: Article) -> Iterator[tuple[date, int, str]]:
    """Each change with its number among those of its day, counted from the oldest, so that a newer one moves none."""
    seen: Counter[date] = Counter()
    for day, text in reversed(guide.news):
        seen[day] += 1
        yield day, seen[day], text


def begun(path: str, language: str, title: str, subtitle: str, page: str = "") -> GuideFeed:
    """A feed at `path` without entries yet, about `page`: the first page where none is named."""
    here = settings.SITE_URL + path
    return GuideFeed(
        title=title,
        link=settings.SITE_URL + (page or addresses.root(language)),
        description=subtitle,
        language=language,
        feed_url=here,
        feed_guid=here,
        author_name=_("Naltrexone guides"),
        edition_date=Edition.objects.latest("number").made_at,
    )


def answer(made: GuideFeed) -> HttpResponse:
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def summary(request: HttpRequest, language: str) -> HttpResponse:
    """llms.txt: what stands where, in Markdown, for programs that read pages to answer people."""
    lines = [
        f"# {_('Naltrexone guides')}",
        "",
        "> "
        + _("Plain, cited guides about the medicine naltrexone. They inform and do not prescribe.")
        + " "
        + _("No clinician has reviewed this site yet."),
        "",
        _("In danger in the US: call 911. Thoughts of suicide: call or text 988. Poison Help: 1-800-222-1222."),
    ]
    guides = Article.objects.published().in_language(language).in_order().for_lists()
    lines += ["", f"## {_('Guides')}", ""]
    lines += [f"- [{guide.title}]({settings.SITE_URL}{guide.source_address}): {guide.summary}" for guide in guides]
    lines += ["", f"## {_('More')}", ""]
    for title, address in (
        (_("Words explained, A to Z"), addresses.glossary(language)),
        (_("Sources"), addresses.references(language)),
        (_("Corrections"), addresses.corrections(language)),
        (_("What changed"), addresses.changes(language)),
        (_("Guides, words and sources as JSON"), f"{addresses.api(language)}/openapi.json"),
    ):
        lines.append(f"- [{title}]({settings.SITE_URL}{address})")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
