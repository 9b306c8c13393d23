"""Every problem and warning of a content folder, without a database.

Sync asks `check` too: what is an error here is refused there, and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from articles.editing.advice import advise
from articles.editing.checks import check_folder
from articles.editing.outline import Outline
from articles.editing.published import check_published
from articles.editing.workshop import Progress, Refused, make, untold
from articles.policy import Language
from articles.problems import Problem
from articles.reading import folder
from articles.reading.folder import Folder, Kind
from articles.reading.shelf import Shelf, read_shelf


def lint(root: Path, today: date, told: Progress = untold) -> list[Problem]:
    """All problems and warnings, sorted by path and line."""
    found = folder.read(root)
    shelf, problems = read_shelf(found)
    phrases = {language: shelf.phrases(language) for language in Language}
    made, refused = make(found.of(Kind.ARTICLE), phrases, shelf.pictures, told)
    problems.extend(check(found, shelf, [each.outline for each in made], refused))
    for each in made:
        problems.extend((*each.source.warnings, *each.page.warnings, *advise(each.source, each.page, today)))
    for term in shelf.terms:
        problems.extend(term.warnings)
    return sorted(set(problems))


def check(found: Folder, shelf: Shelf, sound: Iterable[Outline], refused: Sequence[Refused]) -> list[Problem]:
    """The problems of the folder, of the refused guides, and of how all guides and the shelf fit together."""
    half_read = [each.outline for each in refused if each.outline]
    unread = {each.path for each in refused if each.outline is None}
    outlines = sorted([*sound, *half_read], key=lambda outline: outline.path)
    fitting = check_folder(outlines, replace(shelf, unfit={*shelf.unfit, *unread}))
    fitting += check_published(found, outlines, {*shelf.unfit, *unread})
    return [*found.problems, *(problem for each in refused for problem in each.problems), *fitting]
