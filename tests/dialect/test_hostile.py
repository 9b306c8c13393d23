"""A text made to keep a parser busy is refused or rendered in under two seconds, and never ends the process."""

import json
import subprocess
import sys

import pytest

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
