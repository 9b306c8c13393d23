"""Makes all that readers get again from the texts that it was made from, and says of which files it differs."""

from collections import defaultdict
from datetime import UTC

from django.db import models, transaction

from articles import rendering
from articles.editing.workshop import Progress, untold
from articles.editions import ContentFile, Edition
from articles.finding.entries import Passage, Word
from articles.illustrations import Picture, Rendition
from articles.models import Article, Correction, Need, Reference, Tag, Topic
from articles.publishing import planning, shelving, sync, texts
from articles.reading.health_codes import CODES_FILE
from glossary.models import Term

SHELVES = (Article, Term, Reference, Tag, Need, Picture, Rendition, Topic, Correction, Passage, Word, ContentFile)
SEARCH = "the words of the search"
NOT_COMPARED = {"id", "changed_in", "changed_at"}  # they say when, not what
Held = dict[str, list[tuple[object, ...]]]


class OtherEngine(Exception):
    """The index was made by another version of the site, so its pages may rightly be others."""


def differing(told: Progress = untold) -> tuple[int, list[str]]:
    """How many files there are, and the paths of those of which readers get something else. Raises `texts.NotKept`,
    OtherEngine, and ContentError where today's rules would refuse a text.

    All is written again, compared, and taken back in the same transaction.
    """
    while True:
        edition = Edition.objects.latest("number")
        if edition.engine != rendering.ENGINE:
            raise OtherEngine
        day = edition.made_at.astimezone(UTC).date()  # a later day that changes a page makes an edition
        work = planning.plan(texts.folder_of(edition.number), planning.NOTHING, day, told)
        with transaction.atomic():
            sync.wait_for_other_syncs()
            if Edition.objects.latest("number") != edition:
                continue  # a sync came meanwhile
            shown = _held()
            for model in SHELVES:
                model._default_manager.all().delete()
            shelving.shelve(work, edition, day)
            wanted = _held()
            transaction.set_rollback(True)
        return len(work.changes), sorted(path for path in {*wanted, *shown} if wanted.get(path) != shown.get(path))


def _held() -> Held:
    """Every row that a page is made of, without keys, by the file that it comes from."""
    held: Held = defaultdict(list)
    for guide in Article.objects.select_related("need"):
        held[guide.path] += [
            (*_fields(guide), guide.need and guide.need.slug),
            ("tags", *guide.tags.values_list("slug", flat=True).order_by("slug")),
            ("terms", *guide.terms.values_list("slug", flat=True).order_by("slug")),
            ("formerly", *guide.redirects.values_list("slug", flat=True).order_by("slug")),
            ("names", *guide.leanings.values_list("path", flat=True).order_by("path")),
            ("next", *guide.leads.values_list("next__path", flat=True)),
            *guide.citations.values_list("number", "reference__key", "marks"),
        ]
    for term in Term.objects.all():
        held[f"{term.language}/glossary/{term.slug}.md"].append(_fields(term))
    for reference in Reference.objects.all():
        held[f"references/{reference.key}.md"].append(_fields(reference))
    for picture in Picture.objects.all():
        held[f"images/{picture.name}"].append(_fields(picture))
    for name, model in (("tags", Tag), ("needs", Need), ("corrections", Correction)):
        for row in model._default_manager.all():
            held[f"{row.language}/{name}.yaml"].append(_fields(row))
    held[CODES_FILE] += map(_fields, Topic.objects.all())
    for passage in Passage.objects.order_by("address", "heading", "id"):
        held[passage.path].append(_fields(passage))
    held[SEARCH] += map(_fields, Word.objects.order_by("language", "word"))
    copies: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for rendition in Rendition.objects.present().order_by("name"):
        copies[rendition.digest].append(_fields(rendition))
    for path, digest in ContentFile.objects.values_list("path", "digest"):
        held[path] += [(digest,), *copies[digest]]
    return held


def _fields(row: models.Model) -> tuple[object, ...]:
    fields = row._meta.concrete_fields
    return tuple(
        bytes(value) if isinstance(value := getattr(row, field.attname), memoryview) else value
        for field in fields
        if not field.is_relation and field.name not in NOT_COMPARED
    )
