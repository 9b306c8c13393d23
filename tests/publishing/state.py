"""What an index holds: every table as it is, or what readers get from it, in however many steps it was made."""

from django.db import connection

from articles.editions import ContentFile
from articles.finding.entries import Passage
from articles.illustrations import Picture, Rendition
from articles.models import Article, Need, Redirect, Reference, Tag
from glossary.models import Term

GUIDE = (
    *("language", "slug", "title", "summary", "status", "order", "need__slug", "sources_checked", "review_by"),
    *(
        "publish_on",
        "overdue",
        "markdown",
        "lead_html",
        "body_html",
        "onward_html",
        "text",
        "headings",
        "changes",
        "minutes",
    ),
    *("outline", "digest"),
)
TERM = ("language", "slug", "name", "aliases", "case_sensitive", "see_also", "definition", "address")
REFERENCE = ("key", "title", "authors", "organisation", "year", "url", "doi", "pmid", "kind")
PASSAGE = ("path", "language", "kind", "title", "heading", "words", "text", "address")
GROUP = ("language", "slug", "title", "description", "position")
Rows = list[tuple[object, ...]]


def tables() -> dict[str, list[str]]:
    """Every row of every table, numbers and times of editions with them."""
    held = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            held[table] = sorted(repr(row) for row in cursor.fetchall())
    return held


def shown() -> dict[str, object]:
    """All that pages are made of, without keys, edition numbers and times."""
    guides: dict[str, object] = {
        guide.path: (
            Article.objects.values_list(*GUIDE).get(pk=guide.pk),
            sorted(guide.tags.values_list("slug", flat=True)),
            sorted(guide.terms.values_list("slug", flat=True)),
            list(guide.citations.values_list("number", "reference__key", "marks")),
            list(guide.leads.values_list("next__path", flat=True)),
            sorted(guide.leanings.values_list("path", flat=True)),
        )
        for guide in Article.objects.order_by("path")
    }
    return {
        "guides": guides,
        "terms": list(Term.objects.order_by("language", "slug").values_list(*TERM)),
        "references": list(Reference.objects.values_list(*REFERENCE)),
        "tags": list(Tag.objects.order_by("language", "position").values_list(*GROUP)),
        "needs": list(Need.objects.order_by("language", "position").values_list(*GROUP)),
        "redirects": sorted(Redirect.objects.values_list("language", "slug", "article__path")),
        "pictures": [
            (name, bytes(data)) for name, data in Picture.objects.order_by("name").values_list("name", "data")
        ],
        "renditions": [
            (name, bytes(data)) for name, data in Rendition.objects.order_by("name").values_list("name", "data")
        ],
        "passages": sorted(Passage.objects.values_list(*PASSAGE)),
        "files": sorted(ContentFile.objects.values_list("path", "digest")),
    }
