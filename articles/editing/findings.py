"""What lint found in one guide, alone; kept in a file beside the project, so that an unchanged guide is not read again.
Of a picture only that it is sound.

Kept by what it came of: the guide's path and bytes, our own code, and the libraries that read it. Which words are
linked, how large a picture is and what day it is change nothing here; the rest of the folder is asked each time.
"""

import hashlib
import json
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

from articles.editing.advice import Days, advise_of_text
from articles.editing.outline import Outline
from articles.editing.workshop import Made
from articles.policy import Status
from articles.problems import Problem, Severity
from articles.reading.folder import File

PROJECT = Path(__file__).resolve().parent.parent.parent
CODE = ("articles", "glossary")
KEPT = ".lint_cache.json"  # in the project, not in git
LIBRARIES = ("markdown", "bleach", "nh3", "pillow")


@dataclass(frozen=True, slots=True)
class Findings:
    """`problems` are all warnings; a guide with an error is read anew each time."""

    outline: Outline
    problems: tuple[Problem, ...]
    days: Days

    @classmethod
    def of(cls, made: Made) -> Self:
        source = made.source
        found = (*source.warnings, *made.page.warnings, *advise_of_text(source, made.page))
        if source.status is Status.RETIRED:  # nobody reads it any more
            found = ()
        return cls(made.outline, found, Days.of(source))


class KeptFindings:
    """Of the last run. Where the file cannot be read or written, everything is read anew, and nothing is said."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.made_by = _made_by()
        stored = self._read()
        self.known = _mapping(stored, "guides")
        self.pictures = _mapping(stored, "pictures")

    def of(self, file: File) -> Findings | None:
        stored = self.known.get(_name(file))
        try:
            return _restored(stored) if stored else None
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, findings: Collection[tuple[File, Findings]]) -> None:
        """These and no others."""
        kept = {_name(file): self.known.get(_name(file)) or _stored(each) for file, each in findings}
        if kept.keys() != self.known.keys():
            self.known = kept
            self._write()

    def knows_as_sound(self, picture: File) -> bool:
        return _name(picture) in self.pictures

    def keep_pictures(self, sound: Collection[File]) -> None:
        """These and no others."""
        kept = {_name(file): True for file in sound}
        if kept.keys() != self.pictures.keys():
            self.pictures = kept
            self._write()

    def _write(self) -> None:
        new = self.place.with_name(f"{self.place.name}.new")
        stored = {"made_by": self.made_by, "guides": self.known, "pictures": self.pictures}
        try:
            new.write_text(json.dumps(stored), encoding="utf-8")
            new.replace(self.place)
        except OSError:
            return

    def _read(self) -> Any:
        try:
            stored = json.loads(self.place.read_text(encoding="utf-8"))
            return stored if stored["made_by"] == self.made_by else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}


def _mapping(stored: Any, name: str) -> Mapping[str, Any]:
    found = stored.get(name) if isinstance(stored, dict) else None
    return found if isinstance(found, dict) else {}


def _name(file: File) -> str:
    return f"{file.path} {file.digest}"


def _made_by() -> str:
    """Of all that may find something else in the same bytes."""
    digest = hashlib.sha256(sys.version.encode())
    for library in LIBRARIES:
        digest.update(version(library).encode())
    for room in CODE:
        for place in sorted((PROJECT / room).rglob("*.py")):
            digest.update(place.read_bytes())
    return digest.hexdigest()


def _stored(findings: Findings) -> dict[str, Any]:
    return {
        "outline": findings.outline.stored(),
        "problems": [astuple(problem) for problem in findings.problems],
        "days": [day.isoformat() for day in astuple(findings.days)],
    }


def _restored(stored: Mapping[str, Any]) -> Findings:
    days = Days(*(date.fromisoformat(day) for day in stored["days"]))
    return Findings(
        outline=Outline.restored(stored["outline"]),
        problems=tuple(_problem(each) for each in stored["problems"]),
        days=days,
    )


def _problem(stored: Sequence[Any]) -> Problem:
    path, line, column, severity, code, message = stored
    return Problem(path, line, column, Severity(severity), code, message)
