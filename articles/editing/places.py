"""The column of a problem: where the words that its message quotes first stand in its line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from articles.problems import Problem
from articles.reading.folder import Folder

QUOTED = re.compile("“([^”]+?)…?”")


def with_columns(problems: Iterable[Problem], found: Folder) -> Iterator[Problem]:
    """Columns count characters from 1. A check that knew its column is believed; with nothing quoted it stays 1."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        quoted = QUOTED.search(problem.message)
        if problem.column > 1 or quoted is None or problem.path not in found.files:
            yield problem
            continue
        if problem.path not in lines:
            text = found.files[problem.path].raw.decode("utf-8-sig", "replace")
            lines[problem.path] = re.split(r"\r\n|\r|\n", text)
        line = lines[problem.path][problem.line - 1 : problem.line]
        at = line[0].find(quoted[1]) if line else -1
        yield replace(problem, column=max(at, 0) + 1)
