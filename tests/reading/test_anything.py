"""Anything can lie in the folder: each is a clear problem in an editor's words, in a second and 300 MB."""

import json
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT, environment
from tests.reading.anything import FILES, PLACES

SECONDS_MAX, MEGABYTES_MAX = 1.0, 300  # of work; of the whole process, Python and all
SECONDS_FOR_ALL = 300
HARMLESS = ("a byte-order mark, which does no harm", "line ends of Windows, which do no harm")
OF_PROGRAMMERS = re.compile(r"Traceback|Error|Exception|NoneType|codec|regex|parse|token|expat|stack|recursion", re.I)


@pytest.fixture(scope="module")
def results() -> dict[str, tuple[list[str], float, int]]:
    command = [sys.executable, "-m", "tests.reading.anything"]
    try:
        run = subprocess.run(
            command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=SECONDS_FOR_ALL
        )
        printed = run.stdout
    except subprocess.TimeoutExpired as hung:
        printed = hung.stdout.decode() if isinstance(hung.stdout, bytes) else ""
    lines = map(json.loads, printed.splitlines())
    return {name: (told, seconds, megabytes) for name, told, seconds, megabytes in lines}


@pytest.mark.parametrize("name", [*FILES, *PLACES])
def test_it_is_told_in_time_and_in_plain_words(name: str, results: dict[str, tuple[list[str], float, int]]) -> None:
    assert name in results, "lint did not come back"
    told, seconds, megabytes = results[name]
    assert seconds < SECONDS_MAX
    assert megabytes < MEGABYTES_MAX
    assert bool(told) is (name not in HARMLESS)
    for problem in told:
        assert not OF_PROGRAMMERS.search(problem)
