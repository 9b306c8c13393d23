"""How machines read us: the feed of changes and the map of the site. Dates are those of editions, not of the clock."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from articles import addresses
from articles.editions import Edition
from articles.models import Article, Tag
from articles.policy import Language
from articles.sharing import papers
from glossary.models import Term

FEED_ENTRIES_MAX = 50


class GuideFeed(Atom1Feed):
    """Atom, whose date is that of its newest guide; Django's own would say now where there is none."""

    def latest_post_date(self) -> datetime:
        dates: list[datetime] = [item["updateddate"] for item in self.items]
        edition: datetime = self.feed["edition_date"]
        return max(dates, default=edition)


def feed(request: HttpRequest, language: str) -> HttpResponse:
    """An Atom feed of the guides, the one that changed last first."""
    here = settings.SITE_URL + addresses.feed(language)
    made = GuideFeed(
        title=_("Naltrexone guides"),
        link=settings.SITE_URL + addresses.root(language),
        description=_("Guides that are new or changed"),
        language=language,
        feed_url=here,
        feed_guid=here,
        author_name=_("Naltrexone guides"),
        edition_date=Edition.objects.latest("number").made_at,
    )
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
        (_("Guides, words and sources as JSON"), f"{addresses.api(language)}/openapi.json"),
    ):
        lines.append(f"- [{title}]({settings.SITE_URL}{address})")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def places() -> list[tuple[str, str]]:
    """Every public page as (absolute address, day it changed or nothing)."""
    found: list[tuple[str, str]] = []
    for language in Language:
        guides = Article.objects.published().in_language(language).in_order()
        listed = list(guides.values_list("slug", "changed_at"))
        if not listed and language is not Language.EN:
            continue
        last = max((day for _, day in listed), default=None)
        day = last.date().isoformat() if last else ""
        found += [(addresses.root(language), day), (addresses.guides(language), day)]
        found += [(addresses.guide(language, slug), at.date().isoformat()) for slug, at in listed]
        tags = Tag.objects.filter(language=language, articles__status="published").distinct()
        found += [(tag.get_absolute_url(), "") for tag in tags]
        found += [(addresses.glossary(language), "")]
        found += [(term.get_absolute_url(), "") for term in Term.objects.in_language(language)]
        found += [(paper.address(language), changed) for paper, changed in papers.ready(language)]
        found += [(addresses.references(language), day)]
        found += [(addresses.about(language), ""), (addresses.privacy(language), ""), (addresses.keep(language), "")]
        found += [(addresses.accessibility(language), ""), (addresses.corrections(language), "")]
    return [(settings.SITE_URL + address, day) for address, day in found]
