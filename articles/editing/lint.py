"""Every problem and warning of a content folder, without a database.

`read_shelf` and `check_folder` are the same that sync uses: what is an error here is refused there, and nothing else.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from articles import folder, source
from articles.editing.advice import advise
from articles.editing.checks import Shelf, check_folder
from articles.editing.outline import Outline
from articles.editing.workshop import make
from articles.folder import File, Folder, Kind
from articles.policy import Language
from articles.problems import ContentError, Problem, Severity
from articles.source import Group

Read = TypeVar("Read")


def lint(root: Path, today: date) -> list[Problem]:
    """All problems and warnings, sorted by path and line."""
    found = folder.read(root)
    shelf, problems = read_shelf(found)
    problems.extend(found.problems)
    made, refused = make(found.of(Kind.ARTICLE), {language: shelf.phrases(language) for language in Language})
    problems.extend(refused)
    broken = {problem.path for problem in refused}
    outlines = [Outline.of(each.source, each.page) for each in made]
    problems.extend(problem for problem in check_folder(outlines, shelf) if not follows_from(problem, broken))
    for each in made:
        problems.extend((*each.source.warnings, *each.page.warnings, *advise(each.source, each.page, today)))
    for term in shelf.terms:
        problems.extend(term.warnings)
    return sorted(set(problems))


def follows_from(problem: Problem, broken: set[str]) -> bool:
    """Whether a problem only says that a file, refused for reasons of its own, could not be found."""
    return problem.code == "link-broken" and any(path in problem.message for path in broken)


def read_shelf(found: Folder) -> tuple[Shelf, list[Problem]]:
    """Everything but the guides, and the problems of what could not be read."""
    problems: list[Problem] = []
    terms = _read_all(found.of(Kind.TERM), source.read_term, problems)
    references = _read_all(found.of(Kind.REFERENCE), source.read_reference, problems)
    tags = _read_groups(found.of(Kind.TAGS), problems, described=True)
    needs = _read_groups(found.of(Kind.NEEDS), problems, described=False)
    pictures = [file.path for file in found.of(Kind.PICTURE)]
    unfit = {problem.path for problem in (*found.problems, *problems) if problem.severity is Severity.ERROR}
    return Shelf(terms, references, tags, needs, pictures, unfit), problems


def _read_all(files: Sequence[File], reader: Callable[[str, bytes], Read], problems: list[Problem]) -> list[Read]:
    read = []
    for file in files:
        try:
            read.append(reader(file.path, file.raw))
        except ContentError as error:
            problems.extend(error.problems)
    return read


def _read_groups(files: Sequence[File], problems: list[Problem], *, described: bool) -> dict[Language, Sequence[Group]]:
    groups: dict[Language, Sequence[Group]] = {}
    for file in files:
        try:
            groups[file.language] = source.read_groups(file.path, file.raw, described=described)
        except ContentError as error:
            problems.extend(error.problems)
    return groups
