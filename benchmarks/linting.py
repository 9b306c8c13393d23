"""How long lint takes over 300 guides: all of them cold and warm, and one that was just edited.

    python benchmarks/linting.py [--guides 300] [--rounds 5]

Work is processor time of the process and of those that it starts, without Python's and Django's own start; time is
what passes on the clock, with all of it. Cold is the first run after a change of the project's code; warm is any other.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from articles.editing.findings import KeptFindings  # noqa: E402
from articles.editing.lint import lint  # noqa: E402
from benchmarks.measure import Measure  # noqa: E402
from benchmarks.sync import TODAY, processor_seconds, write_all, write_guide  # noqa: E402

GUIDES = 300
ONE_SECONDS, WHOLE_SECONDS = 0.3, 2.0
EDITED = "en/articles/guide-1.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=GUIDES)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    broken = False
    for measure in measures(arguments.guides, arguments.rounds):
        print(f"  {measure}", flush=True)
        broken |= not measure.holds()
    sys.exit(broken)


def measures(guides: int, rounds: int) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as place:
        content, kept = Path(place, "content"), Path(place, "kept.json")
        write_all(content, guides)

        def cold() -> None:
            kept.unlink(missing_ok=True)
            lint(content, TODAY, kept=KeptFindings(kept))

        def warm() -> None:
            lint(content, TODAY, kept=KeptFindings(kept))

        yield Measure(f"{guides} guides linted cold", *_clock(cold, rounds), note=_busy())
        yield Measure(f"{guides} guides linted warm", *_clock(warm, rounds), WHOLE_SECONDS, note=_busy())
        yield Measure("one edited guide linted, work", *_work(content, warm, rounds), ONE_SECONDS)
        write_guide(content, 1, "Edited for the command.")
        command = [sys.executable, "manage.py", "lint_content", str(content / EDITED)]
        environment = os.environ | {"CONTENT_DIR": str(content)}

        def whole() -> None:
            subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)

        whole()  # brings what is kept beside the project up to this folder
        yield Measure("lint_content PATH, the whole program", *_clock(whole, rounds), note=_busy())


def _clock(step: Callable[[], None], rounds: int) -> tuple[float, str]:
    seconds = []
    for _ in range(rounds):
        started = time.monotonic()
        step()
        seconds.append(time.monotonic() - started)
    return statistics.median(seconds), "s"


def _work(content: Path, step: Callable[[], None], rounds: int) -> tuple[float, str]:
    seconds = []
    for turn in range(rounds):
        write_guide(content, 1, f"Edited {turn}.")
        started = processor_seconds()
        step()
        seconds.append(processor_seconds() - started)
    return statistics.median(seconds), "s"


def _busy() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
