"""The shelf as the index has it, so that an unchanged file need not be read again.

Without the places of mistakes, as it had none.
"""

from collections.abc import Mapping
from datetime import date

from articles.illustrations import Picture
from articles.models import Correction, Need, Reference, Tag, Topic
from articles.policy import Language, ReferenceKind
from articles.problems import Notebook, Place
from articles.publishing.renditions import shown_as_kept
from articles.reading import corrections, health_codes
from articles.reading.folder import File, Kind, kind_of
from articles.reading.health_codes import CodeSystem
from articles.reading.pictures import Pictures, Shown, is_drawing, measure
from articles.reading.shelf import Shelf
from articles.source import Group, ReferenceSource, TermSource
from glossary.models import Term

NOWHERE = Place(1)


def shelf_of(pictures: Pictures) -> Shelf:
    """In the order in which the files would be read."""
    return Shelf(
        terms=sorted(map(_term, Term.objects.all()), key=lambda term: term.path.split("/")),
        references=sorted(map(_reference, Reference.objects.all()), key=lambda reference: reference.path),
        tags=_groups(Tag),
        needs=_groups(Need),
        pictures=pictures,
        topics=[
            health_codes.Topic(
                slug=row.slug,
                title=row.title,
                names=tuple(row.names),
                codes=tuple((CodeSystem(system), code) for system, code in row.codes),
                guides=tuple(row.guides),
                guide_places=(NOWHERE,) * len(row.guides),
                code_places=(NOWHERE,) * len(row.codes),
            )
            for row in Topic.objects.all()
        ],
        corrections=[_correction(row) for row in Correction.objects.all()],
    )


def notices_due(today: date) -> bool:
    """Whether the day brings or takes a guide's notice of what it said wrongly."""
    return any(_correction(row).noticed_on(today) != row.noticed for row in Correction.objects.all())


def pictures_of(digests: Mapping[str, str]) -> Pictures | None:
    """As pages show them, by the digests of all files. None where the index does not have them all."""
    paths = {path for path in digests if kind_of(path) is Kind.PICTURE}
    points = {path: digests[path] for path in paths if not is_drawing(path)}
    drawn = {f"images/{row.name}": row for row in Picture.objects.all()} if len(points) < len(paths) else {}
    kept: dict[str, Shown | None] = {
        path: measure(File(path, Kind.PICTURE, bytes(row.data), digests[path]), Notebook(path, []))
        for path, row in drawn.items()
        if path in paths
    }
    kept |= shown_as_kept(points)
    return kept if kept.keys() == paths else None


def _term(row: Term) -> TermSource:
    return TermSource(
        path=f"{row.language}/glossary/{row.slug}.md",
        language=Language(row.language),
        slug=row.slug,
        term=row.name,
        aliases=tuple(row.aliases),
        case_sensitive=row.case_sensitive,
        see_also=tuple(row.see_also),
        definition=row.definition,
        places={},
    )


def _reference(row: Reference) -> ReferenceSource:
    return ReferenceSource(
        path=f"references/{row.key}.md",
        key=row.key,
        title=row.title,
        authors=row.authors,
        organisation=row.organisation,
        year=row.year,
        url=row.url,
        doi=row.doi,
        pmid=row.pmid,
        kind=ReferenceKind(row.kind),
    )


def _groups(model: type[Tag] | type[Need]) -> dict[Language, list[Group]]:
    groups: dict[Language, list[Group]] = {}
    for row in model._default_manager.all():
        groups.setdefault(Language(row.language), []).append(Group(row.slug, row.title, row.description, NOWHERE))
    return groups


def _correction(row: Correction) -> corrections.Correction:
    return corrections.Correction(
        path=f"{row.language}/{corrections.CORRECTIONS_FILE}",
        language=Language(row.language),
        day=row.day,
        guide=row.guide,
        was=row.was,
        right=row.right,
        until=row.until,
        place=NOWHERE,
    )
