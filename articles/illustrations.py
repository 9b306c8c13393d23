"""The index's pictures, as readers get them: drawings as they are, and what was made of the others."""

from typing import Self

from django.db import models

from articles import addresses
from articles.editions import ContentFile


class Picture(models.Model):
    """A drawing, which readers get as it is."""

    name = models.CharField(max_length=200, unique=True)
    content_type = models.CharField(max_length=40)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def present(self) -> Self:
        """Of the pictures of the present edition."""
        return self.filter(digest__in=ContentFile.objects.values("digest"))

    def plain_of_each(self) -> dict[str, "Rendition"]:
        """Path of a picture of the present edition -> the copy of it that every program can read."""
        plain = {rendition.digest: rendition for rendition in self.filter(plain=True).defer("data")}
        files = ContentFile.objects.filter(digest__in=plain).values_list("path", "digest")
        return {path: plain[digest] for path, digest in files}


class Rendition(models.Model):
    """What readers get of a picture made of points: a copy of some width, by the digest of the editors' file. Kept as
    long as that file is (articles.publishing.texts), so that pages of earlier editions find it too."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64, db_index=True)
    recipe = models.PositiveIntegerField()  # articles.publishing.renditions
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content_type = models.CharField(max_length=40)
    plain = models.BooleanField()  # the one that every program can read
    data = models.BinaryField()

    objects = RenditionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return addresses.rendition(self.name)
