"""Every problem and warning of a content folder, without a database.

Sync asks `check` too: what is an error here is refused there, and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from articles.editing.advice import advise_of_age
from articles.editing.checks import check_folder
from articles.editing.findings import Findings, KeptFindings
from articles.editing.outline import Outline
from articles.editing.published import check_published
from articles.editing.workshop import Progress, Refused, make_into, untold
from articles.policy import Status
from articles.problems import Notebook, Problem
from articles.reading import folder
from articles.reading.decoding import made_of_points, unsound
from articles.reading.folder import File, Folder, Kind
from articles.reading.manuscript import decode
from articles.reading.shelf import Shelf, read_shelf
from articles.source import look_alikes


def lint(root: Path, today: date, told: Progress = untold, kept: KeptFindings | None = None) -> list[Problem]:
    """All problems and warnings, sorted by path and line. What is kept of an unchanged guide is believed."""
    found = folder.read(root)
    shelf, problems = read_shelf(found)
    sound, refused = findings_of(found.of(Kind.ARTICLE), told, kept)
    problems.extend(_problems_of_pictures(made_of_points(found, shelf.pictures), kept))
    problems.extend(check(found, shelf, [each.outline for each in sound], refused, today))
    for each in sound:
        problems.extend(each.problems)
        if each.outline.status is not Status.RETIRED:
            problems.extend(advise_of_age(each.outline.path, each.days, each.outline.places, today))
    for term in shelf.terms:
        problems.extend(term.warnings)
    for kind in (Kind.REFERENCE, Kind.TAGS, Kind.NEEDS, Kind.CODES, Kind.CORRECTIONS):
        problems.extend(problem for file in found.of(kind) for problem in _look_alikes(file))
    return sorted(set(problems))


def _look_alikes(file: File) -> list[Problem]:
    text = decode(file.raw, Notebook(file.path, []))
    return look_alikes(text or "", Notebook(file.path, []))


def findings_of(
    guides: Sequence[File], told: Progress = untold, kept: KeptFindings | None = None
) -> tuple[list[Findings], list[Refused]]:
    """`guides` are all of the folder. No words are linked and no picture has a size, as no finding depends on them."""
    known = {file.path: findings for file in guides if kept and (findings := kept.of(file))}
    new = [file for file in guides if file.path not in known]
    made, refused = make_into(Findings.of, new, {}, {}, told)
    known |= {findings.outline.path: findings for findings in made}
    if kept:
        kept.keep([(file, known[file.path]) for file in guides if file.path in known])
    return list(known.values()), refused


def _problems_of_pictures(files: Sequence[File], kept: KeptFindings | None) -> list[Problem]:
    new = [file for file in files if not (kept and kept.knows_as_sound(file))]
    problems = unsound(new)
    if kept:
        told_of = {problem.path for problem in problems}
        kept.keep_pictures([file for file in files if file.path not in told_of])
    return problems


def check(
    found: Folder, shelf: Shelf, sound: Iterable[Outline], refused: Sequence[Refused], today: date
) -> list[Problem]:
    """The problems of the folder, of the refused guides, and of how all guides and the shelf fit together."""
    half_read = [each.outline for each in refused if each.outline]
    unread = {each.path for each in refused if each.outline is None}
    outlines = sorted([*sound, *half_read], key=lambda outline: outline.path)
    fitting = check_folder(outlines, replace(shelf, unfit={*shelf.unfit, *unread}), today)
    fitting += check_published(found, outlines, {*shelf.unfit, *unread})
    return [*found.problems, *(problem for each in refused for problem in each.problems), *fitting]
