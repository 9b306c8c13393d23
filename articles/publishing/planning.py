"""The whole folder, read -> all that is to be written, checked and rendered.

For the first sync, a rollback, and wherever more was changed than `articles.publishing.edits` sees to.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from articles import rendering
from articles.editing.lint import check
from articles.editing.outline import Outline
from articles.editing.published import check_former
from articles.editing.workshop import Progress, linker, make_into
from articles.editions import ContentFile, Edition
from articles.models import Article, Correction
from articles.policy import Language, Status
from articles.problems import ContentError, Severity
from articles.publishing import kept_sheets
from articles.publishing.reading_on import read_next
from articles.publishing.renditions import develop
from articles.publishing.sheets import Sheet
from articles.publishing.work import Work
from articles.reading.folder import File, Folder, Kind
from articles.reading.shelf import Shelf, read_shelf
from glossary.linker import Phrase
from glossary.models import Term


@dataclass(frozen=True, slots=True)
class KnownGuide:
    digest: str
    outline: Outline
    overdue: bool
    status: str
    review_by: date


@dataclass(frozen=True, slots=True)
class Known:
    """What the index holds now. `edition` is 0 before the first sync."""

    edition: int
    engine: str
    restores: int | None
    files: Mapping[str, str]  # path -> digest
    guides: Mapping[str, KnownGuide]  # by path
    phrases: Mapping[Language, frozenset[Phrase]]


NOTHING = Known(0, "", None, {}, {}, dict.fromkeys(Language, frozenset()))


def plan(
    found: Folder,
    known: Known,
    today: date,
    told: Progress,
    *,
    drafts_shown: bool = False,
    restores: int | None = None,
) -> Work:
    """What is to be written, all checked and rendered. Raises ContentError."""
    shelf, problems = read_shelf(found)
    phrases = {language: shelf.phrases(language) for language in Language}
    guides = found.of(Kind.ARTICLE)
    developed = develop(found, shelf.pictures, told, anew=known.edition == 0)
    pictures = _changed_pictures(found, known) | developed.renewed
    due = _due(guides, known, _changed_terms(known, phrases), pictures, today)
    due += _newly_open(guides, known, due, today, drafts_shown)
    kept, due = kept_sheets.of(restores, due, developed.pictures)
    let_go_of_the_index()
    made, refused = make_into(Sheet.of, due, phrases, developed.pictures, told)
    made += kept
    outlines = _outlines(guides, made, known)
    problems.extend(developed.problems)
    problems.extend(check(found, shelf, outlines, refused, today))
    if not (drafts_shown or restores):  # a preview binds nobody, and what was may come again as it was
        problems.extend(check_former(outlines, [guide.outline for guide in known.guides.values()]))
    if errors := [problem for problem in problems if problem.severity is Severity.ERROR]:
        raise ContentError(set(errors))
    return Work(
        edition=known.edition,
        found=found,
        shelf=shelf,
        made=[with_status(each, status_of(each.outline, today, drafts_shown)) for each in made],
        related=read_next([replace(outline, status=outline.status_on(today)) for outline in outlines]),
        guides=len(outlines),
        gone=frozenset(known.guides) - {file.path for file in guides},
        changes=dict.fromkeys(developed.renewed, "rendered") | _notices(shelf, today) | _changes(found, made, known),
        renditions=developed.fresh,
    )


def _due(
    guides: Sequence[File],
    known: Known,
    terms: Mapping[Language, Collection[Phrase]],
    pictures: Collection[str],
    today: date,
) -> list[File]:
    """The guides to render: new, edited, newly overdue, touched by a changed term or picture, or of another engine."""
    due = []
    linkers = {language: linker(language, {language: list(phrases)}) for language, phrases in terms.items()}
    texts = dict(Article.objects.values_list("path", "text")) if any(terms.values()) else {}
    for file in guides:
        guide = known.guides.get(file.path)
        if (
            guide is None
            or guide.digest != file.digest
            or known.engine != rendering.ENGINE
            or guide.overdue != (guide.review_by < today)
            or any(link.path in pictures for link in guide.outline.links)
            or (terms[file.language] and linkers[file.language].mentioned(texts[file.path]))
        ):
            due.append(file)
    return due


def _newly_open(
    guides: Sequence[File], known: Known, due: Sequence[File], today: date, drafts_shown: bool
) -> list[File]:
    """Those whose day has come."""
    stored = [(file, known.guides[file.path]) for file in guides if file.path in known.guides and file not in due]
    return [file for file, guide in stored if guide.status != status_of(guide.outline, today, drafts_shown)]


def with_status(each: Sheet, status: Status) -> Sheet:
    return replace(each, source=replace(each.source, status=status))


def _changed_terms(known: Known, phrases: Mapping[Language, Sequence[Phrase]]) -> dict[Language, frozenset[Phrase]]:
    """Phrases that came or went; the rest of the glossary links as before."""
    return {language: frozenset(phrases[language]) ^ known.phrases[language] for language in Language}


def _changed_pictures(found: Folder, known: Known) -> set[str]:
    """Those whose size may be another one."""
    return {file.path for file in found.of(Kind.PICTURE) if known.files.get(file.path) != file.digest}


def _outlines(guides: Sequence[File], made: Sequence[Sheet], known: Known) -> list[Outline]:
    """Of the guides that are sound: as made now, or as the index has them."""
    fresh = {each.source.path: each.outline for each in made}
    outlines = []
    for file in guides:
        if file.path in fresh:
            outlines.append(fresh[file.path])
        elif file.path in known.guides and known.guides[file.path].digest == file.digest:
            outlines.append(known.guides[file.path].outline)
    return outlines


def _changes(found: Folder, made: Sequence[Sheet], known: Known) -> dict[str, str]:
    """path -> added, changed, removed, or rendered (the same file, another page)."""
    changes = {each.source.path: "rendered" for each in made}
    for path, file in found.files.items():
        if file.kind is Kind.OTHER:
            continue
        if path not in known.files:
            changes[path] = "added"
        elif known.files[path] != file.digest:
            changes[path] = "changed"
    kept = digests_of(found)
    return changes | {path: "removed" for path in known.files if path not in kept}


def _notices(shelf: Shelf, today: date) -> dict[str, str]:
    """The files of corrections of which a guide's notice is to go, or to come again, by its day alone."""
    noticed = {(row.language, row.guide, row.day): row.noticed for row in Correction.objects.all()}
    return {
        each.path: "rendered"
        for each in shelf.corrections
        if noticed.get((each.language, each.guide, each.day), each.noticed_on(today)) != each.noticed_on(today)
    }


def digests_of(found: Folder) -> dict[str, str]:
    """Of the files that an edition is made from."""
    return {path: file.digest for path, file in found.files.items() if file.kind is not Kind.OTHER}


def what_is_known() -> Known:
    """Of one edition: when another sync comes between two of the questions, all are asked again."""
    while True:
        known = _looked_up(present_edition())
        if present_edition().number == known.edition:
            return known


def _looked_up(edition: Edition) -> Known:
    guides = {
        path: KnownGuide(digest, Outline.restored(outline), overdue, status, review_by)
        for path, digest, outline, overdue, status, review_by in Article.objects.values_list(
            "path", "digest", "outline", "overdue", "status", "review_by"
        )
    }
    phrases: dict[Language, set[Phrase]] = {language: set() for language in Language}
    for term in Term.objects.all():
        phrases[Language(term.language)].update(
            Phrase(text, term.slug, term.case_sensitive, term.language == Language.ES)
            for text in (term.name, *term.aliases)
        )
    return Known(
        edition=edition.number,
        engine=edition.engine,
        restores=edition.restores,
        files=dict(ContentFile.objects.values_list("path", "digest")),
        guides=guides,
        phrases={language: frozenset(found) for language, found in phrases.items()},
    )


def status_of(outline: Outline, today: date, drafts_shown: bool) -> Status:
    """What the index says of a guide; its outline still says what it is."""
    return Status.PUBLISHED if drafts_shown and outline.status is not Status.RETIRED else outline.status_on(today)


def present_edition() -> Edition:
    return Edition.objects.first() or Edition(number=0, engine="")


def let_go_of_the_index() -> None:
    """Rendering may fork, and SQLite forbids to carry an open connection into another process."""
    if not connection.in_atomic_block:
        connection.close()
