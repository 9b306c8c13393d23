"""A text made to keep a parser busy is refused or rendered in under two seconds, and never ends the process."""

import json
import subprocess
import sys
import time

import pytest

from articles.problems import Notebook
from articles.reading.manuscript import open_manuscript
from tests.conftest import ROOT, environment
from tests.dialect.hostile import HOSTILE

SECONDS_MAX = 2.0  # of this process's own time, so that a busy machine changes nothing
SECONDS_FOR_ALL = 300


@pytest.fixture(scope="module")
def results() -> dict[str, tuple[str, float]]:
    """Outcome and seconds of each text, rendered in a process of its own, which may hang and be ended."""
    command = [sys.executable, "-m", "tests.dialect.hostile"]
    try:
        run = subprocess.run(
            command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=SECONDS_FOR_ALL
        )
        printed = run.stdout
    except subprocess.TimeoutExpired as hung:
        printed = hung.stdout.decode() if isinstance(hung.stdout, bytes) else ""
    return {name: (outcome, seconds) for name, outcome, seconds in map(json.loads, printed.splitlines())}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_or_rendered_in_time(name: str, results: dict[str, tuple[str, float]]) -> None:
    assert name in results, "rendering did not come back"
    assert results[name][1] < SECONDS_MAX


@pytest.mark.parametrize(
    "body",
    [
        "[" * 13_000,
        "[a" * 20_000,
        "![[]()" * 20_000,
        "[a](<b" * 10_000,
        "- " * 5_000 + "a",
        "*a **a " * 5_000,
        "_" * 20_000,
        "```" + " " * 20_000,
        "\n".join("    " * depth + "- a" for depth in range(500)),
    ],
    ids=lambda body: body[:8].strip(),
)
def test_what_is_beyond_the_bounds_is_refused_and_no_parser_sees_it(body: str) -> None:
    """Each of them held a parser for seconds, or ended it, when it was given to one."""
    notes = Notebook("file.md", [])
    started = time.process_time()
    opened = open_manuscript(f"---\nkey: a\n---\n{body}".encode(), notes)
    assert time.process_time() - started < SECONDS_MAX
    assert {problem.code for problem in notes.problems} <= {"nesting", "too-many-marks", "white-space", "line-long"}
    assert notes.errors
    assert opened is not None
    assert not opened.whole
    assert body not in opened.body
