"""Writes a checked plan into the index, inside the transaction that sync has opened. Decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import PurePosixPath
from typing import TypeVar

from django.db import models

from articles import addresses
from articles.editions import ContentFile, Edition, EditionChange, SeenFile
from articles.finding import indexing, passages
from articles.illustrations import Picture, Rendition
from articles.models import Article, Correction, Need, Reference, Tag, Topic
from articles.policy import PICTURE_TYPES, Status
from articles.publishing.relations import keys, shelve_relations
from articles.publishing.renditions import RECIPE
from articles.publishing.sheets import Sheet
from articles.publishing.work import Work
from articles.reading.folder import Kind
from articles.reading.health_codes import CODES_FILE
from articles.reading.pictures import is_drawing
from articles.reading.shelf import Shelf
from articles.rows import batches, insert
from glossary.models import Term

Row = TypeVar("Row", bound=models.Model)
RENDITIONS_AT_ONCE = 20  # some 100 kB each


def shelve(work: Work, edition: Edition, today: date) -> None:
    if work.whole:
        _shelve_groups(work.shelf)
        _shelve_pictures(work)
        _shelve_renditions(work.renditions)
        _shelve_topics(work)
        _shelve_corrections(work, today)
    _shelve_references(work)
    _shelve_terms(work)
    _shelve_guides(work, edition, today)
    shelve_relations(work)
    _shelve_passages(work)
    _shelve_files(work, edition)
    _note_what_was_seen(work)


def _upsert(model: type[Row], rows: Iterable[Row], unique: Sequence[str]) -> None:
    """Insert or overwrite by the unique fields; rows keep their primary keys."""
    written = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    for some in batches(rows):
        model._default_manager.bulk_create(
            some,
            update_conflicts=True,
            unique_fields=unique,
            update_fields=[name for name in written if name not in unique],
        )


def _shelve_groups(shelf: Shelf) -> None:
    for model, groups in ((Tag, shelf.tags), (Need, shelf.needs)):
        rows = [
            model(
                language=language,
                slug=group.slug,
                title=group.title,
                description=group.description,
                position=position,
            )
            for language, listed in groups.items()
            for position, group in enumerate(listed)
        ]
        _upsert(model, rows, ["language", "slug"])
        kept = {(row.language, row.slug) for row in rows}
        _delete(model, [row.pk for row in model.objects.all() if (row.language, row.slug) not in kept])


def _delete(model: type[models.Model], keys: Sequence[object]) -> None:
    for some in batches(keys):
        model._default_manager.filter(pk__in=some).delete()


def _shelve_references(work: Work) -> None:
    rows = [
        Reference(
            key=source.key,
            title=source.title,
            authors=source.authors,
            organisation=source.organisation,
            year=source.year,
            url=source.url,
            doi=source.doi,
            pmid=source.pmid,
            kind=source.kind,
        )
        for source in work.shelf.references
        if work.whole or source.path in work.changes
    ]
    _upsert(Reference, rows, ["key"])
    if work.whole:
        kept = {row.key for row in rows}
        _delete(Reference, [pk for pk, key in Reference.objects.values_list("pk", "key") if key not in kept])


def _shelve_terms(work: Work) -> None:
    rows = [
        Term(
            language=source.language,
            slug=source.slug,
            name=source.term,
            aliases=list(source.aliases),
            case_sensitive=source.case_sensitive,
            see_also=list(source.see_also),
            definition=source.definition,
            address=addresses.term(source.language, source.slug),
        )
        for source in work.shelf.terms
        if work.whole or source.path in work.changes
    ]
    _upsert(Term, rows, ["language", "slug"])
    if work.whole:
        kept = {(row.language, row.slug) for row in rows}
        stored = Term.objects.values_list("pk", "language", "slug")
        _delete(Term, [pk for pk, language, slug in stored if (language, slug) not in kept])


def _shelve_pictures(work: Work) -> None:
    drawings = (file for file in work.found.of(Kind.PICTURE) if is_drawing(file.path))
    files = {PurePosixPath(file.path): file for file in drawings}
    rows = [
        Picture(name=path.name, content_type=PICTURE_TYPES[path.suffix], data=file.raw)
        for path, file in files.items()
        if file.path in work.changes
    ]
    _upsert(Picture, rows, ["name"])
    kept = {path.name for path in files}
    _delete(Picture, [pk for pk, name in Picture.objects.values_list("pk", "name") if name not in kept])


def _shelve_renditions(fresh: Sequence[Rendition]) -> None:
    """Those of another recipe go; no page of the new edition shows them."""
    _delete(Rendition, list(Rendition.objects.exclude(recipe=RECIPE).values_list("pk", flat=True)))
    Rendition.objects.bulk_create(fresh, batch_size=RENDITIONS_AT_ONCE)


def _shelve_topics(work: Work) -> None:
    if CODES_FILE not in work.changes:
        return
    Topic.objects.all().delete()
    Topic.objects.bulk_create(
        Topic(
            slug=topic.slug,
            title=topic.title,
            names=list(topic.names),
            codes=[list(code) for code in topic.codes],
            guides=list(topic.guides),
            position=position,
        )
        for position, topic in enumerate(work.shelf.topics)
    )


def _shelve_corrections(work: Work, today: date) -> None:
    """Few, so all again; sync has told by then whether a notice is to come or to go."""
    Correction.objects.all().delete()
    Correction.objects.bulk_create(
        Correction(
            language=each.language,
            guide=each.guide,
            day=each.day,
            was=each.was,
            right=each.right,
            until=each.until,
            noticed=each.noticed_on(today),
        )
        for each in work.shelf.corrections
    )


def _shelve_guides(work: Work, edition: Edition, today: date) -> None:
    _delete(Article, list(keys(work.gone).values()))
    needs = {(need.language, need.slug): need for need in Need.objects.all()}
    _upsert(Article, (_row(each, needs, edition, today) for each in work.made), ["path"])


def _row(sheet: Sheet, needs: Mapping[tuple[str, str], Need], edition: Edition, today: date) -> Article:
    source, outline, page = sheet.source, sheet.outline, sheet.page()
    return Article(
        path=source.path,
        language=source.language,
        slug=source.slug,
        title=source.title,
        summary=source.summary,
        status=source.status,
        order=source.order,
        need=needs.get((source.language, source.need)),
        sources_checked=source.sources_checked,
        review_by=source.review_by,
        publish_on=outline.publish_on if outline.status is Status.PUBLISHED else None,
        overdue=source.review_by < today,
        markdown=sheet.body().strip("\n") + "\n",
        lead_html=page.lead,
        body_html=page.body,
        onward_html=page.onward,
        text=page.text,
        headings=[{"level": h.level, "id": h.id, "text": h.text} for h in page.headings],
        changes=[{"date": change.date.isoformat(), "text": change.text} for change in source.changes],
        minutes=page.minutes,
        outline=outline.stored(),
        digest=sheet.digest,
        changed_in=edition.number,
        changed_at=edition.made_at,
    )


def _shelve_passages(work: Work) -> None:
    guides = (each.findable() for each in work.made if each.source.status is Status.PUBLISHED)
    terms = (passages.of_term(term) for term in work.shelf.terms if term.path in work.changes)
    indexing.index(chain(guides, terms), gone=work.changes)


def _shelve_files(work: Work, edition: Edition) -> None:
    files = [
        ContentFile(path=path, digest=work.found.files[path].digest)
        for path, kind in work.changes.items()
        if kind in ("added", "changed")
    ]
    _upsert(ContentFile, files, ["path"])
    for gone in batches(path for path, kind in work.changes.items() if kind == "removed"):
        ContentFile.objects.filter(path__in=gone).delete()
    pages = {each.source.path: each.kept.digest for each in work.made}
    changes = [
        (edition.number, path, kind, work.found.digest(path), pages.get(path, ""))
        for path, kind in work.changes.items()
    ]
    insert(EditionChange, ["edition_id", "path", "kind", "digest", "page"], changes)


def _note_what_was_seen(work: Work) -> None:
    """An earlier edition has no marks: after it all is read again."""
    read = work.found.files
    past = list(SeenFile.objects.values_list("pk", flat=True)) if work.whole else [*read, *work.gone]
    for some in batches(past):
        SeenFile.objects.filter(pk__in=some).delete()
    rows = [(path, file.digest, work.found.marks.get(path, "")) for path, file in read.items()]
    insert(SeenFile, ["path", "digest", "marks"], rows)
