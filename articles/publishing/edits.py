"""What a few edits touch -> what is to be written; the rest of the folder is neither read nor looked at.

The index knows the unchanged files, and that they were sound together. So only what was edited is read and rendered,
and asked with the guides that it names and that name it. Where that is not enough to be sure (a mistake anywhere, a
word that is linked in other places, a tag, another engine), there is no such plan, and the whole folder is read
(`articles.publishing.planning`): it says what is wrong, and it has the last word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.db.models import Q

from articles import rendering
from articles.editing.published import PATH
from articles.editing.workshop import Progress, make_into
from articles.editions import Edition, SeenFile
from articles.models import Article
from articles.policy import Language, Status
from articles.problems import ContentError, Severity
from articles.publishing import kept_shelf
from articles.publishing.neighbours import Neighbours
from articles.publishing.planning import let_go_of_the_index, with_status
from articles.publishing.sheets import Sheet
from articles.publishing.work import Work
from articles.reading import folder
from articles.reading.folder import File, Folder, Kind, Seen, kind_of
from articles.reading.shelf import Shelf, read_reference, read_term
from articles.source import TermSource


@dataclass(frozen=True, slots=True)
class Edits:
    """`changed` are new or have other words; `removed` are gone. README.md makes no page, and does not count."""

    changed: Mapping[str, File]
    removed: frozenset[str]

    @classmethod
    def of(cls, found: Folder, seen: Mapping[str, Seen]) -> "Edits":
        changed = {
            path: file
            for path, file in found.files.items()
            if path != "README.md" and (path not in seen or seen[path].digest != file.digest)
        }
        return cls(changed, frozenset(path for path in seen if not found.digest(path)) - {"README.md"})

    def guides(self) -> list[File]:
        return [file for file in self.changed.values() if file.kind is Kind.ARTICLE]

    def are_seen_to_here(self) -> bool:
        kinds = {file.kind for file in self.changed.values()}
        return kinds <= {Kind.ARTICLE, Kind.TERM, Kind.REFERENCE} and all(map(_is_guide, self.removed))


def plan(root: Path, edition: Edition, today: date, told: Progress) -> Work | None:
    """None where the whole folder must be read to tell."""
    if edition.engine != rendering.ENGINE or edition.restores:
        return None
    seen = {path: Seen(digest, marks) for path, digest, marks in SeenFile.objects.values_list()}
    found = folder.read(root, seen)
    edits = Edits.of(found, seen)
    guides = sum(map(_is_guide, (*found.files, *found.unread)))
    if (
        any(problem.severity is Severity.ERROR for problem in found.problems)
        or not edits.are_seen_to_here()
        or Article.objects.count() != sum(map(_is_guide, seen))
        or kept_shelf.notices_due(today)
    ):
        return None
    pictures = kept_shelf.pictures_of({path: each.digest for path, each in seen.items()})
    if pictures is None:
        return None
    shelf, woken = _shelf(kept_shelf.shelf_of(pictures), edits), _woken(root, found, edits, today)
    if shelf is None or woken is None:
        return None
    due = sorted([*edits.guides(), *woken], key=lambda file: file.path)
    phrases = {language: shelf.phrases(language) for language in Language}
    if due:
        let_go_of_the_index()
    made, refused = make_into(Sheet.of, due, phrases, pictures, told)
    near = Neighbours.of({each.source.path: each.outline for each in made}, edits.removed, {*map(_path, woken)})
    related = near.read_next(today)
    if refused or related is None or not near.fit(shelf, today, addresses_noted=bool(found.digest(PATH))):
        return None
    changes = {path: "changed" if path in seen else "added" for path in edits.changed}
    return Work(
        edition=edition.number,
        found=found,
        shelf=shelf,
        made=[with_status(each, each.outline.status_on(today)) for each in made],
        related=related,
        guides=guides,
        gone=edits.removed,
        changes=dict.fromkeys(map(_path, woken), "rendered") | changes | dict.fromkeys(edits.removed, "removed"),
        whole=False,
    )


def _shelf(kept: Shelf, edits: Edits) -> Shelf | None:
    """With the edited words and sources. None where one has a mistake, or is linked in other places than before."""
    terms = {term.path: term for term in kept.terms}
    references = {reference.path: reference for reference in kept.references}
    try:
        for file in edits.changed.values():
            if file.kind is Kind.TERM:
                before, now = terms.get(file.path), read_term(file.path, file.raw)
                if before is None or before.see_also != now.see_also or not _is_linked_alike(before, now, kept):
                    return None
                terms[file.path] = now
            elif file.kind is Kind.REFERENCE:
                references[file.path] = read_reference(file.path, file.raw)
    except ContentError:
        return None
    return replace(kept, terms=list(terms.values()), references=list(references.values()))


def _is_linked_alike(one: TermSource, other: TermSource, shelf: Shelf) -> bool:
    return shelf.phrases_of(one) == shelf.phrases_of(other)


def _woken(root: Path, found: Folder, edits: Edits, today: date) -> list[File] | None:
    """Unchanged guides whose page is another one by the day alone. None where one was edited while we looked."""
    overdue = Q(overdue=False, review_by__lt=today) | Q(overdue=True, review_by__gte=today)
    opening = Q(status=Status.DRAFT, publish_on__lte=today) | Q(status=Status.PUBLISHED, publish_on__gt=today)
    paths = Article.objects.filter(overdue | opening).values_list("path", flat=True)
    unchanged = [path for path in paths if path not in edits.changed and path not in edits.removed]
    files = [found.files.get(path) or folder.read_one(root, path) for path in unchanged]
    sound = [file for file in files if file and file.digest == found.digest(file.path)]
    return sound if len(sound) == len(files) else None


def _is_guide(path: str) -> bool:
    return kind_of(path) is Kind.ARTICLE


def _path(file: File) -> str:
    return file.path
