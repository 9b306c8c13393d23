"""The index: what `sync` made of the content folder, in the shape in which pages need it.

Everything here can be made again from the files. Querysets own the vocabulary; a view never filters by status.
"""

import json
from collections.abc import Sequence
from datetime import date
from string import ascii_lowercase
from typing import Self, TypedDict

from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

import articles.editions
import articles.finding.entries
import articles.illustrations  # noqa: F401  Django finds every table through this module
from articles import addresses
from articles.policy import BETWEEN_LOCATORS, GUIDES_CARRIED_MAX, Status
from articles.sharing import excerpt
from glossary.models import Term


class Group(models.Model):
    """A tag, or a need that brings a person to the hub, in the order in which editors list it."""

    language = models.CharField(max_length=8)
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Tag(Group):
    class Meta(Group.Meta):
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="one_tag_a_slug")]

    def get_absolute_url(self) -> str:
        return addresses.tag(self.language, self.slug)


class Need(Group):
    class Meta(Group.Meta):
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="one_need_a_slug")]


TEXTS = ("lead_html", "body_html", "onward_html", "text", "markdown", "outline")  # of a guide; a list shows none


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def with_guides(self, language: str) -> Self:
        """Each with its `cited`: the published guides of that language that rest on it, in the order of lists."""
        published = Citation.objects.filter(article__in=Article.objects.published().in_language(language))
        listed = published.select_related("article").defer(*(f"article__{text}" for text in TEXTS))
        in_order = listed.order_by(models.F("article__order").asc(nulls_last=True), "article__title")
        return self.prefetch_related(models.Prefetch("citations", in_order, to_attr="cited"))


class Reference(models.Model):
    key = models.CharField(max_length=120, unique=True)
    title = models.TextField()
    authors = models.TextField(blank=True)
    organisation = models.TextField(blank=True)
    year = models.PositiveIntegerField(null=True)
    url = models.TextField(blank=True)
    doi = models.TextField(blank=True)
    pmid = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40)

    objects = ReferenceQuerySet.as_manager()
    cited: list["Citation"]  # of with_guides()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Of its file, in the content folder."""
        return f"references/{self.key}.md"

    @property
    def publisher(self) -> str:
        """Who made it, without a full stop at the end."""
        return (self.authors or self.organisation).rstrip(".")

    @property
    def link(self) -> str:
        """The lasting address where there is one."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return self.url or f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"

    @property
    def is_pdf(self) -> bool:
        return self.link.endswith(".pdf")


class StoredHeading(TypedDict):
    level: int
    id: str
    text: str


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def retired(self) -> Self:
        return self.filter(status=Status.RETIRED)

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def in_order(self) -> Self:
        """As lists show them: by `order`, those without it last, then by title."""
        return self.order_by(models.F("order").asc(nulls_last=True), "title", "slug")

    def can_be_carried(self) -> bool:
        """By a phone, all languages together."""
        return self.published().count() <= GUIDES_CARRIED_MAX

    def called(self, slug: str) -> "Article | None":
        """The guide that has this slug, or else the one that had it once."""
        return self.filter(slug=slug).first() or self.once_called(slug)

    def once_called(self, slug: str) -> "Article | None":
        return self.filter(redirects__slug=slug).first()

    def with_corrections(self) -> Self:
        """Each with its `corrected`: whether it has to say what it said wrongly."""
        noticed = Correction.objects.filter(language=models.OuterRef("language"), guide=models.OuterRef("slug"))
        return self.annotate(corrected=models.Exists(noticed.filter(noticed=True)))

    def for_lists(self) -> Self:
        """Without the texts, which a list does not show."""
        return self.defer(*TEXTS)


class Article(models.Model):
    path = models.CharField(max_length=255, unique=True)
    language = models.CharField(max_length=8)
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    status = models.CharField(max_length=20)
    order = models.IntegerField(null=True)
    need = models.ForeignKey(Need, null=True, on_delete=models.SET_NULL, related_name="articles")
    sources_checked = models.DateField()
    review_by = models.DateField()
    publish_on = models.DateField(null=True)  # of one that is to be read from that day on
    overdue = models.BooleanField(default=False)  # as of the day of the sync
    markdown = models.TextField()
    lead_html = models.TextField()
    body_html = models.TextField()
    onward_html = models.TextField(blank=True)
    text = models.TextField()  # the whole page as plain text, for finding what a changed term touches
    headings = models.JSONField(default=list)  # list[StoredHeading]
    changes = models.JSONField(default=list)  # list of {date, text}, newest first
    minutes = models.PositiveIntegerField()
    outline = models.JSONField()  # articles.editing.outline.Stored
    digest = models.CharField(max_length=64)  # of the source file, SHA-256
    changed_in = models.PositiveIntegerField()  # the edition that last changed its page
    changed_at = models.DateTimeField()
    tags = models.ManyToManyField(Tag, related_name="articles")
    terms = models.ManyToManyField(Term, related_name="articles")
    related = models.ManyToManyField("self", symmetrical=False, through="Related")

    objects = ArticleQuerySet.as_manager()
    corrected: bool  # of with_corrections()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="one_article_a_slug")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return addresses.guide(self.language, self.slug)

    @property
    def first_line(self) -> int:
        """Where its first words stand in its file."""
        return int(self.outline["lines"]["body"])

    @property
    def note(self) -> str:
        """Why it was retired."""
        return str(self.outline.get("note", ""))

    @property
    def instead(self) -> str:
        """The slug of the guide to read in place of a retired one."""
        return str(self.outline.get("instead", ""))

    @property
    def source_address(self) -> str:
        return addresses.guide_source(self.language, self.slug)

    @property
    def code_address(self) -> str:
        return addresses.guide_code(self.language, self.slug)

    @property
    def print_code_address(self) -> str:
        return addresses.guide_print_code(self.language, self.slug)

    @property
    def ris_address(self) -> str:
        return addresses.guide_ris(self.language, self.slug)

    @property
    def bibtex_address(self) -> str:
        return addresses.guide_bibtex(self.language, self.slug)

    @property
    def news(self) -> list[tuple[date, str]]:
        """What a reader of an older copy should know, newest first."""
        return [(date.fromisoformat(change["date"]), change["text"]) for change in self.changes]

    @property
    def lead(self) -> SafeString:
        return _already_guarded(self.lead_html)

    @property
    def body(self) -> SafeString:
        return _already_guarded(self.body_html)

    @property
    def onward(self) -> SafeString:
        return _already_guarded(self.onward_html)

    @property
    def lead_in_two(self) -> tuple[SafeString, SafeString]:
        """Up to the end of the emergency callout, and what follows."""
        end = excerpt.end_of_emergency(self.lead_html)
        return _already_guarded(self.lead_html[:end]), _already_guarded(self.lead_html[end:])

    def part(self, section: str = "", *, detail: bool = False, prefix: str = "") -> SafeString:
        """The text, or one section of it, with ids of its own (begun with `prefix`, or the slug), to stand on a sheet
        beside others; may be empty. With `detail`, what is folded for clinicians is open."""
        whole = self.lead_html + self.body_html
        html = excerpt.section(whole, section) if section else whole
        html = excerpt.unfolded(html) if detail else html
        return _already_guarded(excerpt.copied(html, prefix or self.slug, self.get_absolute_url()))

    @property
    def emergency(self) -> SafeString:
        """Its callout that leads to the telephone, to stand on a sheet; may be empty."""
        return _already_guarded(excerpt.copied(excerpt.emergency(self.lead_html), self.slug, self.get_absolute_url()))

    def corrections(self) -> "models.QuerySet[Correction]":
        """Those that it still has to say itself."""
        return Correction.objects.filter(language=self.language, guide=self.slug, noticed=True)

    @property
    def contents(self) -> Sequence[StoredHeading]:
        """The second-level headings that the in-page contents lists."""
        aside = ("in-short", "next")
        return [heading for heading in self.headings if heading["level"] == 2 and heading["id"] not in aside]


def data_block(value: object) -> SafeString:
    """JSON that may stand in a page: no letter of it can end the block or begin another."""
    text = json.dumps(value, ensure_ascii=False)
    return _already_guarded(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _already_guarded(html: str) -> SafeString:
    """The one place where HTML is believed: rendering ended in the guard before sync stored it."""
    return mark_safe(html)  # noqa: S308  # nosec B308 B703


class Related(models.Model):
    """What to read next, in order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="leads")
    next = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="led_from")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.article} → {self.next}"


class Leaning(models.Model):
    """A guide names another: it leads there, or takes its place."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="leanings")
    path = models.CharField(max_length=255, db_index=True)  # of the other's file

    def __str__(self) -> str:
        return f"{self.article} → {self.path}"


class Citation(models.Model):
    """One source of a guide. `marks` are the places in the text: [id, locator] each."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="citations")
    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="citations")
    number = models.PositiveIntegerField()
    marks = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_source_a_number")]

    def __str__(self) -> str:
        return f"{self.article} [{self.number}]"

    @property
    def locators(self) -> str:
        """The parts of the source that the text names, each once, as “Section 2; section 5.1”."""
        each = (place for _, locator in self.marks if locator for place in locator.split(BETWEEN_LOCATORS))
        named = BETWEEN_LOCATORS.join(dict.fromkeys(each))
        return named[:1].upper() + named[1:]

    @property
    def back_links(self) -> list[tuple[str, str, str]]:
        """(id of a place in the text, its letter, what the link says): a, b, … z, then numbers."""
        letters = [*ascii_lowercase, *map(str, range(27, len(self.marks) + 1))]
        says = gettext("Back to the text, source %(number)s, place %(letter)s")
        return [
            (mark, letter, says % {"number": self.number, "letter": letter})
            for (mark, _), letter in zip(self.marks, letters, strict=False)
        ]


class Redirect(models.Model):
    """An older slug of a guide."""

    language = models.CharField(max_length=8)
    slug = models.CharField(max_length=120)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="redirects")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="one_redirect_a_slug")]

    def __str__(self) -> str:
        return f"{self.slug} → {self.article.slug}"


class Topic(models.Model):
    """What a health record may ask about, by code or by name, and the guides that answer it, the best first."""

    slug = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    names = models.JSONField(default=list)  # list[str]
    codes = models.JSONField(default=list)  # list of [system, plain code], articles.reading.health_codes
    guides = models.JSONField(default=list)  # list[str], slugs
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Correction(models.Model):
    """What a guide said wrongly, and what is right. The newest stands first."""

    language = models.CharField(max_length=8)
    guide = models.CharField(max_length=120)  # its slug
    day = models.DateField()
    was = models.TextField()
    right = models.TextField()
    until = models.DateField()  # the last day on which the guide itself says so
    noticed = models.BooleanField()  # whether it does, as of the day of the sync

    class Meta:
        ordering = ["-day", "guide"]

    def __str__(self) -> str:
        return self.anchor

    @property
    def anchor(self) -> str:
        return f"{self.guide}-{self.day.isoformat()}"
