"""content/ -> the index: all or nothing, only what changed, one edition number per change.

Everything is read, checked and rendered before the database is written, and written in one transaction. Whatever
happens (a bad file, a kill, a full disk), readers keep the last good edition, whole.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection, transaction

from articles import rendering
from articles.editing.lint import check
from articles.editing.outline import Outline
from articles.editing.published import check_former
from articles.editing.workshop import Progress, linker, make_into, untold
from articles.editions import ContentFile, Edition
from articles.models import Article, Correction
from articles.policy import Language, Status
from articles.problems import ContentError, Severity
from articles.publishing import kept_sheets, seal, shelving, texts
from articles.publishing.renditions import develop
from articles.publishing.sheets import Sheet
from articles.reading import folder
from articles.reading.folder import File, Folder, Kind
from articles.reading.shelf import Shelf, read_shelf
from glossary.linker import Phrase
from glossary.models import Term

ADVISORY_LOCK = 7243  # PostgreSQL's number for “one sync at a time”; RxNorm's code for naltrexone
PATIENCE_SECONDS = 20  # as on SQLite (naltrexone_site.environment); a sync writes for a second or two


@dataclass(frozen=True, slots=True)
class Result:
    """How many guides were rendered, taken away and left as they were."""

    changed: int
    removed: int
    unchanged: int
    edition: int

    def __str__(self) -> str:
        return f"{self.changed} changed, {self.removed} removed, {self.unchanged} unchanged, edition {self.edition}"


class Held(Exception):
    """Readers have an earlier edition by `rollback`, and the folder holds other words than theirs."""

    def __init__(self, known: "Known") -> None:
        super().__init__(
            f"Edition {known.edition} brought back the words of edition {known.restores}, and content/ holds other"
            " words. Nothing was published. Take the change back there (git revert), or publish what is there:"
            " python manage.py sync_content --resume"
        )


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


def sync(
    root: Path, *, today: date, drafts_shown: bool = False, resume: bool = False, told: Progress = untold
) -> Result:
    """Raises ContentError, with the index untouched, when any file has an error; Held after a rollback, unless the
    folder holds what was restored, or it is to `resume`.

    With `drafts_shown` the index holds drafts as if they were published: for the preview's own index, never another.
    """

    def read(known: Known) -> Folder:
        found = folder.read(root)
        if known.restores and not resume and _digests(found) != known.files:
            raise Held(known)
        return found

    return _publish(read, today, told, drafts_shown=drafts_shown)


def restore(number: int, *, today: date, told: Progress = untold) -> Result:
    """The words of an earlier edition again, as a new edition. Raises ContentError and `texts.NotKept`."""
    return _publish(lambda known: texts.folder_of(number), today, told, restores=number)


def _publish(
    read: Callable[[Known], Folder],
    today: date,
    told: Progress,
    *,
    drafts_shown: bool = False,
    restores: int | None = None,
) -> Result:
    while True:
        known = _known()
        found = read(known)  # after the index, so that what is written is never older than what it replaces
        work = plan(found, known, today, told, drafts_shown=drafts_shown, restores=restores)
        if not work.changes:
            return Result(0, 0, len(work.outlines), known.edition)
        with transaction.atomic():
            wait_for_other_syncs()
            if _edition().number != known.edition:
                continue  # another sync came first: look again at what is there now
            edition = Edition.objects.create(
                number=known.edition + 1, made_at=datetime.now(UTC), engine=rendering.ENGINE, restores=restores
            )
            shelving.shelve(work, edition, today)
            texts.keep(found, [each.kept for each in work.made], edition.number)
            seal.put()
        unchanged = len(work.outlines) - len(work.made)
        return Result(len(work.made), len(work.gone), unchanged, edition.number)


def _status(outline: Outline, today: date, drafts_shown: bool) -> Status:
    """What the index says of a guide; its outline still says what it is."""
    return Status.PUBLISHED if drafts_shown and outline.status is not Status.RETIRED else outline.status_on(today)


def plan(
    found: Folder,
    known: Known,
    today: date,
    told: Progress,
    *,
    drafts_shown: bool = False,
    restores: int | None = None,
) -> shelving.Work:
    """What is to be written, all checked and rendered. Raises ContentError."""
    shelf, problems = read_shelf(found)
    phrases = {language: shelf.phrases(language) for language in Language}
    guides = found.of(Kind.ARTICLE)
    developed = develop(found, shelf.pictures, told, anew=known.edition == 0)
    pictures = _changed_pictures(found, known) | developed.renewed
    due = _due(guides, known, _changed_terms(known, phrases), pictures, today)
    due += _newly_open(guides, known, due, today, drafts_shown)
    kept, due = kept_sheets.of(restores, due, developed.pictures)
    _let_go_of_the_index()
    made, refused = make_into(Sheet.of, due, phrases, developed.pictures, told)
    made += kept
    outlines = _outlines(guides, made, known)
    problems.extend(developed.problems)
    problems.extend(check(found, shelf, outlines, refused, today))
    if not (drafts_shown or restores):  # a preview binds nobody, and what was may come again as it was
        problems.extend(check_former(outlines, [guide.outline for guide in known.guides.values()]))
    if errors := [problem for problem in problems if problem.severity is Severity.ERROR]:
        raise ContentError(set(errors))
    return shelving.Work(
        found=found,
        shelf=shelf,
        made=[_with_status(each, _status(each.outline, today, drafts_shown)) for each in made],
        outlines=[replace(outline, status=outline.status_on(today)) for outline in outlines],
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
    waiting = [file for file in guides if file.path in known.guides and file not in due]
    stored = {file.path: known.guides[file.path] for file in waiting}
    return [
        file for file in waiting if stored[file.path].status != _status(stored[file.path].outline, today, drafts_shown)
    ]


def _with_status(each: Sheet, status: Status) -> Sheet:
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
    kept = _digests(found)
    return changes | {path: "removed" for path in known.files if path not in kept}


def _notices(shelf: Shelf, today: date) -> dict[str, str]:
    """The files of corrections of which a guide's notice is to go, or to come again, by its day alone."""
    noticed = {(row.language, row.guide, row.day): row.noticed for row in Correction.objects.all()}
    return {
        each.path: "rendered"
        for each in shelf.corrections
        if noticed.get((each.language, each.guide, each.day), each.noticed_on(today)) != each.noticed_on(today)
    }


def _digests(found: Folder) -> dict[str, str]:
    """Of the files that an edition is made from."""
    return {path: file.digest for path, file in found.files.items() if file.kind is not Kind.OTHER}


def _known() -> Known:
    """Of one edition: when another sync comes between two of the questions, all are asked again."""
    while True:
        known = _looked_up(_edition())
        if _edition().number == known.edition:
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


def _edition() -> Edition:
    return Edition.objects.first() or Edition(number=0, engine="")


def _let_go_of_the_index() -> None:
    """Rendering may fork, and SQLite forbids to carry an open connection into another process."""
    if not connection.in_atomic_block:
        connection.close()


def wait_for_other_syncs() -> None:
    """SQLite's immediate transaction is a lock by itself; PostgreSQL is given one, released at commit. Both have
    an end to their patience, which is a DatabaseError."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
