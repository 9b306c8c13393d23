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
HARMLESS = "do no harm", "does no harm"
OF_PROGRAMMERS = re.compile(r"Traceback|Error|Exception|NoneType|codec|regex|parse|token|expat|stack|recursion", re.I)


@pytest.fixture(scope="module", params=["lint", "sync"])
def results(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[list[str], float, int]]:
    command = [sys.executable, "-m", "tests.reading.anything", request.param]
    index = f"sqlite:///{tmp_path_factory.mktemp('anything')}/index.sqlite3"
    try:
        run = subprocess.run(
            command,
            cwd=ROOT,
            env=environment(DATABASE_URL=index),
            capture_output=True,
            text=True,
            timeout=SECONDS_FOR_ALL,
        )
        printed = run.stdout
    except subprocess.TimeoutExpired as hung:
        printed = hung.stdout.decode() if isinstance(hung.stdout, bytes) else ""
    lines = map(json.loads, printed.splitlines())
    return {name: (told, seconds, megabytes) for name, told, seconds, megabytes in lines}


@pytest.mark.parametrize("name", [*FILES, *PLACES])
def test_it_is_told_in_time_and_in_plain_words(name: str, results: dict[str, tuple[list[str], float, int]]) -> None:
    assert name in results, "it did not come back"
    told, seconds, megabytes = results[name]
    assert seconds < SECONDS_MAX
    assert megabytes < MEGABYTES_MAX
    assert bool(told) is not name.endswith(HARMLESS)
    for problem in told:
        assert not OF_PROGRAMMERS.search(problem)
