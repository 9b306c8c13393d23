"""An editor's mistake: where it is, what it is, and what to do about it.

Every check in the project speaks through `Problem`, so that the command line, the preview and the editor's
program show the same thing. A message ends with what to do. A programmer's mistake is a plain exception.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

QUOTED_CHARACTERS_MAX = 80
GUESSED_MAX = 50  # problems
GUESSED_LIKENESS = 0.7


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """In a file; both count from 1."""

    line: int
    column: int = 1

    def after(self, characters: int) -> "Place":
        return Place(self.line, self.column + characters)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`path` is relative to the content folder; `line` and `column` count from 1.

    The column is where the mistake begins: the value, the mark, the link. It is 1 where a whole line, block or file is.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code} {self.message}"


def shown(words: str) -> str:
    """An editor's words as a message quotes them: on one line, and cut where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= QUOTED_CHARACTERS_MAX else f"{line[:QUOTED_CHARACTERS_MAX]}…"


class ContentError(Exception):
    """One or more problems that make a file, or the whole folder, unfit to publish."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Notebook:
    """Collects the problems of one file while it is read. `at` is a line where the whole of it is meant."""

    path: str
    problems: list[Problem]

    def error(self, at: Place | int, code: str, message: str) -> None:
        self._note(at, Severity.ERROR, code, message)

    def warn(self, at: Place | int, code: str, message: str) -> None:
        self._note(at, Severity.WARNING, code, message)

    def _note(self, at: Place | int, severity: Severity, code: str, message: str) -> None:
        line, column = Place(at) if isinstance(at, int) else at
        self.problems.append(Problem(self.path, line, column, severity, code, message))

    def meant(self, word: str, known: Iterable[str]) -> str:
        """A sentence to end a message with, where something known is written almost so; else empty."""
        near = self.nearest(word, known)
        return f" Perhaps “{near}” is meant." if near else ""

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """Empty where none is near, as it is once there is much to mend, for guessing takes time."""
        if len(self.problems) >= GUESSED_MAX:
            return ""
        near = get_close_matches(word.lower(), sorted(known), n=1, cutoff=GUESSED_LIKENESS)
        return near[0] if near else ""

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.WARNING]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]
