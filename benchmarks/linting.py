"""How long lint takes over 300 guides: all of them cold and warm, and one that was just edited.

Work is processor time of the process and of those that it starts, without Python's and Django's own start; time is
what passes on the clock, with all of it. Cold is the first run after a change of the project's code; warm is any other.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from articles.editing.findings import KeptFindings
from articles.editing.lint import lint
from benchmarks.corpus import Corpus
from benchmarks.measure import Measure, Row, Scale, run

TODAY = date(2026, 11, 23)
GUIDES = 300
ONE_SECONDS, WHOLE_SECONDS = 0.3, 2.0


def measures(scale: Scale) -> Iterator[Row]:
    corpus = Corpus(GUIDES)
    with tempfile.TemporaryDirectory() as place:
        content, kept = Path(place, "content"), Path(place, "kept.json")
        corpus.write(content)

        def cold() -> None:
            kept.unlink(missing_ok=True)
            lint(content, TODAY, kept=KeptFindings(kept))

        def warm() -> None:
            lint(content, TODAY, kept=KeptFindings(kept))

        def edited(turn: int) -> None:
            corpus.write_guide(content, 1, f"Edited {turn}.")

        rounds = scale.rounds
        yield Measure(f"{GUIDES} guides linted cold", _clock(cold, rounds), "s", WHOLE_SECONDS)
        yield Measure(f"{GUIDES} guides linted warm", _clock(warm, rounds), "s", WHOLE_SECONDS)
        yield Measure("one edited guide linted, work", _work(edited, warm, rounds), "s", ONE_SECONDS)
        command = [sys.executable, "manage.py", "lint_content", str(corpus.place(content, 1))]

        def whole() -> None:
            run(command, CONTENT_DIR=str(content))

        whole()  # brings what is kept beside the project up to this folder
        yield Measure("lint_content PATH, the whole program", _clock(whole, rounds), "s")


def _clock(step: Callable[[], None], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        started = time.monotonic()
        step()
        seconds.append(time.monotonic() - started)
    return statistics.median(seconds)


def _work(edited: Callable[[int], None], step: Callable[[], None], rounds: int) -> float:
    seconds = []
    for turn in range(rounds):
        edited(turn)
        started = _processor_seconds()
        step()
        seconds.append(_processor_seconds() - started)
    return statistics.median(seconds)


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
