"""Files of the content folder as a command writes them: tried on a copy first, then all or nothing.

Only what the change itself would cause refuses it; what was amiss in the folder already is no reason.
"""

import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from articles.editing.findings import KEPT, KeptFindings
from articles.editing.lint import lint
from articles.problems import Problem, Severity

MEND = "Mend this first"


def add(path: str, text: bytes, advice: str) -> Path:
    """Writes a new file; CommandError where it is there already, would be unsound or cannot be written. `advice` is
    what to do in place of it."""
    root = Path(settings.CONTENT_DIR)
    place = root / path
    if place.exists():
        raise CommandError(f"{place} exists already. {advice}, or edit that file.")
    refuse_if_unsound(root, {path: text}, done="written", advice=f"{advice}, or mend this first")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(text)
    except OSError as error:
        raise CommandError(f"{place} cannot be written ({error.strerror}). Check the folder.") from None
    return place


def refuse_if_unsound(
    root: Path, changed: Mapping[str, bytes], gone: str = "", done: str = "renamed", advice: str = MEND
) -> None:
    """Tries it on a copy, where it may fail."""
    try:
        errors = _caused(root, changed, gone)
    except OSError as error:
        reason = error.strerror or "not all of the folder can be read"
        message = f"Nothing is {done}: {', '.join(changed)} cannot be written ({reason}). Check the folder."
        raise CommandError(message) from None
    if errors:
        raise CommandError(f"Nothing is {done}. {advice}:\n" + "\n".join(map(str, errors)))


def _caused(root: Path, changed: Mapping[str, bytes], gone: str) -> list[Problem]:
    """The errors of the changed folder that it has not yet, wherever in their file they stand."""
    today = datetime.now(UTC).date()
    moved = next((path for path in changed if not (root / path).exists()), gone)
    with tempfile.TemporaryDirectory() as place:
        findings = Path(place) / "findings.json"
        with suppress(OSError):  # lint may have known the folder already
            shutil.copyfile(settings.BASE_DIR / KEPT, findings)
        kept = KeptFindings(findings)  # so that the second look reads only what is changed
        known = {_told(problem, gone, moved) for problem in lint(root, today, kept=kept)}
        copy = Path(place) / "content"
        shutil.copytree(root, copy, symlinks=True)
        for path, text in changed.items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(text)
        if gone:
            (copy / gone).unlink()
        problems = lint(copy, today, kept=kept)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return [problem for problem in errors if _told(problem) not in known]


def _told(problem: Problem, gone: str = "", moved: str = "") -> tuple[str, str, str]:
    """What makes two problems the same, where the file `gone` is `moved`."""
    path, message = problem.path, problem.message
    if gone:
        before, after = (re.escape(Path(gone).name), Path(moved).name)  # as links and messages name it
        path, message = (moved if path == gone else path), re.sub(rf"(?<![\w-]){before}", after, message)
    return path, problem.code, message


def write_all(root: Path, changed: Mapping[str, bytes], gone: str = "", done: str = "renamed") -> None:
    """Where one file cannot be written, all others are as they were."""
    touched = (*changed, gone) if gone else tuple(changed)
    before = {path: (root / path).read_bytes() for path in touched if (root / path).exists()}
    try:
        for path, text in changed.items():
            (root / path).write_bytes(text)
        if gone:
            (root / gone).unlink()
    except OSError as error:
        for path in touched:
            if path in before and (root / path).read_bytes() != before[path]:
                (root / path).write_bytes(before[path])
            elif path not in before:
                (root / path).unlink(missing_ok=True)
        raise CommandError(f"{error.filename} cannot be written ({error.strerror}). Nothing is {done}.") from None
