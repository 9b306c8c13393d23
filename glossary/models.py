"""A term of the glossary: its name, other names, and a definition in plain text.

Knows nothing of guides; the relation to them is declared on their side, with the related name `articles`.
"""

from typing import Self

from django.db import models
from django.db.models.functions import Lower


class TermQuerySet(models.QuerySet["Term"]):
    def in_language(self, language: str) -> Self:
        return self.filter(language=language)


class Term(models.Model):
    language = models.CharField(max_length=8)
    slug = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list)  # list[str]
    case_sensitive = models.BooleanField(default=False)
    see_also = models.JSONField(default=list)  # list[str], slugs of terms in the same language
    definition = models.TextField()
    address = models.CharField(max_length=200)  # the path of its page

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "slug"]
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="one_term_a_slug")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.address

    @property
    def path(self) -> str:
        """Of its file, in the content folder."""
        return f"{self.language}/glossary/{self.slug}.md"

    @property
    def letter(self) -> str:
        """Where it stands in the A to Z: its first letter, or “0–9”."""
        first = self.name[:1].upper()
        return first if first.isalpha() else "0–9"
