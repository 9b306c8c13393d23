"""What readers saw, and since when: each edition, what it changed, and the files that it was made from."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, Self

from django.db import connection, models


class ContentFile(models.Model):
    """A file as the present edition knows it."""

    path = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.path


class SeenFile(models.Model):
    """A file as the last sync that wrote has read it, of whatever kind; what articles.reading.folder tells it by."""

    path = models.CharField(max_length=255, primary_key=True)
    digest = models.CharField(max_length=64)
    marks = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.path


class KeptText(models.Model):
    """A file that one of the last editions was made from, or a page of it, compressed, by its SHA-256."""

    digest = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest


class EditionQuerySet(models.QuerySet["Edition"]):
    def seen_on(self, day: date) -> Self:
        """Those made on that day (UTC), and the one that readers had when it began."""
        start = datetime.combine(day, time.min, UTC)
        before = self.filter(made_at__lt=start).order_by("-number").values("number")[:1]
        made = models.Q(made_at__gte=start, made_at__lt=start + timedelta(days=1))
        return self.filter(made | models.Q(number__in=before))


class Edition(models.Model):
    """What readers saw from `made_at` on, until the next one. The greatest number is the present edition."""

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    engine = models.CharField(max_length=40)
    restores = models.PositiveIntegerField(null=True)  # the edition whose words it brought back, by `rollback`

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class Mark(NamedTuple):
    """What tells one edition from any other: numbers begin anew where the index is made anew."""

    number: int
    made_at: object  # as the database holds it: to be compared, not to be shown


def present_mark() -> Mark | None:
    """Of the present edition. Asked more than once for each page, so in one plain statement: the same as a queryset's,
    which is put together anew each time, in a hundred times what SQLite takes to answer it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, made_at FROM articles_edition ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    return Mark(*row) if row else None


class EditionChange(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="changes")
    path = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)  # added, changed, removed, rendered
    digest = models.CharField(max_length=64, blank=True)  # of the file, SHA-256; empty when removed
    page = models.CharField(max_length=64, blank=True)  # of the page that was made of a guide, SHA-256

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return f"{self.kind} {self.path}"
