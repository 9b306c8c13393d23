"""Writes a checked plan into the index, inside the transaction that sync has opened. Decides nothing."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import PurePosixPath
from typing import TypeVar

from django.db import models

from articles import addresses
from articles.editing.outline import Outline
from articles.editions import ContentFile, Edition, EditionChange
from articles.finding import indexing, passages
from articles.illustrations import Picture, Rendition
from articles.models import Article, Citation, Correction, Need, Redirect, Reference, Related, Tag, Topic
from articles.policy import PICTURE_TYPES, Status
from articles.publishing.reading_on import read_next
from articles.publishing.renditions import RECIPE
from articles.publishing.sheets import Sheet
from articles.reading.folder import Folder, Kind
from articles.reading.health_codes import CODES_FILE
from articles.reading.pictures import is_drawing
from articles.reading.shelf import Shelf
from articles.rows import insert
from glossary.models import Term

Row = TypeVar("Row", bound=models.Model)
Keys = tuple[int, int]
RENDITIONS_AT_ONCE = 20  # some 100 kB each
BATCH = 500  # rows a statement; SQLite bounds a statement's variables


@dataclass(frozen=True, slots=True)
class Work:
    """All that a write needs, checked and complete."""

    found: Folder
    shelf: Shelf
    made: Sequence[Sheet]
    outlines: Sequence[Outline]
    gone: frozenset[str]  # paths of guides whose files are no longer there
    changes: Mapping[str, str]  # path -> added, changed, removed, rendered
    renditions: Sequence[Rendition]  # that the index does not have


def shelve(work: Work, edition: Edition, today: date) -> None:
    _shelve_groups(work.shelf)
    _shelve_references(work.shelf)
    _shelve_terms(work.shelf)
    _shelve_pictures(work)
    _shelve_renditions(work.renditions)
    _shelve_topics(work)
    _shelve_corrections(work, today)
    _shelve_guides(work, edition, today)
    _shelve_relations(work)
    _shelve_passages(work)
    _shelve_files(work, edition)


def _upsert(model: type[Row], rows: Iterable[Row], unique: Sequence[str]) -> None:
    """Insert or overwrite by the unique fields; rows keep their primary keys."""
    written = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):  # made as they are written, not ten thousand guides at once
        model._default_manager.bulk_create(
            batch,
            batch_size=BATCH,
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
    for start in range(0, len(keys), BATCH):
        model._default_manager.filter(pk__in=keys[start : start + BATCH]).delete()


def _shelve_references(shelf: Shelf) -> None:
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
        for source in shelf.references
    ]
    _upsert(Reference, rows, ["key"])
    kept = {row.key for row in rows}
    _delete(Reference, [pk for pk, key in Reference.objects.values_list("pk", "key") if key not in kept])


def _shelve_terms(shelf: Shelf) -> None:
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
        for source in shelf.terms
    ]
    _upsert(Term, rows, ["language", "slug"])
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
    _delete(Article, [pk for pk, path in Article.objects.values_list("pk", "path") if path in work.gone])
    needs = {(need.language, need.slug): need for need in Need.objects.all()}
    rows = (
        Article(
            path=each.source.path,
            language=each.source.language,
            slug=each.source.slug,
            title=each.source.title,
            summary=each.source.summary,
            status=each.source.status,
            order=each.source.order,
            need=needs.get((each.source.language, each.source.need)),
            sources_checked=each.source.sources_checked,
            review_by=each.source.review_by,
            overdue=each.source.review_by < today,
            markdown=each.source.body.strip("\n") + "\n",
            lead_html=each.page.lead,
            body_html=each.page.body,
            onward_html=each.page.onward,
            text=each.text,
            headings=[{"level": h.level, "id": h.id, "text": h.text} for h in each.page.headings],
            changes=[{"date": change.date.isoformat(), "text": change.text} for change in each.source.changes],
            minutes=each.page.minutes,
            outline=each.outline.stored(),
            digest=each.digest,
            changed_in=edition.number,
            changed_at=edition.made_at,
        )
        for each in work.made
    )
    _upsert(Article, rows, ["path"])


def _shelve_relations(work: Work) -> None:
    articles = {article.path: article.pk for article in Article.objects.only("pk", "path")}
    tags = {(tag.language, tag.slug): tag.pk for tag in Tag.objects.all()}
    terms = {(language, slug): pk for pk, language, slug in Term.objects.values_list("pk", "language", "slug")}
    references = dict(Reference.objects.values_list("key", "pk"))
    remade = [articles[each.source.path] for each in work.made]
    tagged, mentioning = Article.tags.through, Article.terms.through
    for model in (tagged, mentioning, Citation, Redirect):
        for start in range(0, len(remade), BATCH):
            model._default_manager.filter(article_id__in=remade[start : start + BATCH]).delete()
    tagged_rows, term_rows, citations = list[Keys](), list[Keys](), list[tuple[int, int, int, str]]()
    redirects = []
    for each in work.made:
        article, language = articles[each.source.path], each.source.language
        tagged_rows += [(article, tags[language, slug]) for slug in each.source.tags]
        term_rows += [(article, terms[language, slug]) for slug in each.page.terms]
        redirects += [Redirect(language=language, slug=s, article_id=article) for s in each.source.formerly]
        marks = defaultdict(list)
        for mark in each.page.marks:
            marks[mark.key].append([mark.id, mark.locator])
        citations += [
            (article, references[key], number, json.dumps(places))
            for number, (key, places) in enumerate(marks.items(), 1)
        ]
    insert(tagged, ["article_id", "tag_id"], tagged_rows)
    insert(mentioning, ["article_id", "term_id"], term_rows)
    insert(Citation, ["article_id", "reference_id", "number", "marks"], citations)
    Redirect.objects.bulk_create(redirects, batch_size=BATCH)
    _shelve_related(work, articles)


def _shelve_related(work: Work, articles: Mapping[str, int]) -> None:
    wanted = {
        articles[path]: [articles[following] for following in next_paths]
        for path, next_paths in read_next(work.outlines).items()
    }
    stored = defaultdict(list)
    for row in Related.objects.order_by("position"):
        stored[row.article_id].append(row.next_id)
    stale = [key for key in {*wanted, *stored} if wanted.get(key, []) != stored.get(key, [])]
    for start in range(0, len(stale), BATCH):
        Related.objects.filter(article_id__in=stale[start : start + BATCH]).delete()
    following = [(key, other, place) for key in stale for place, other in enumerate(wanted.get(key, []))]
    insert(Related, ["article_id", "next_id", "position"], following)


def _shelve_passages(work: Work) -> None:
    found = [each.findable for each in work.made if each.source.status is Status.PUBLISHED]
    found += [passages.of_term(term) for term in work.shelf.terms if term.path in work.changes]
    indexing.index(found, gone=work.changes)


def _shelve_files(work: Work, edition: Edition) -> None:
    files = [
        ContentFile(path=path, digest=work.found.files[path].digest)
        for path, kind in work.changes.items()
        if kind in ("added", "changed")
    ]
    _upsert(ContentFile, files, ["path"])
    gone = {path for path, kind in work.changes.items() if kind == "removed"}
    _delete(ContentFile, [pk for pk, path in ContentFile.objects.values_list("pk", "path") if path in gone])
    now = work.found.files
    pages = {each.source.path: each.kept.digest for each in work.made}
    changes = [
        (edition.number, path, kind, now[path].digest if path in now else "", pages.get(path, ""))
        for path, kind in work.changes.items()
    ]
    insert(EditionChange, ["edition_id", "path", "kind", "digest", "page"], changes)
