"""make bench: what was promised in numbers, measured, as one table.

    python benchmarks/bench.py [--full] [sync serving ...]

Without names all parts are measured, within about ten minutes; --full takes more rounds and a library of 10,000 guides.
Each run is kept in benchmarks/results/ with versions and machine. A peer or a program that is missing is skipped and
said. Ends with an error where a promise is broken.
"""

import argparse
import compileall
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import (  # noqa: E402  (a script has its own folder on the path, not the project's)
    exporting,
    first_hit,
    held_by_tests,
    large,
    lighthouse,
    linker,
    linting,
    preview,
    search,
    serving,
    sync,
    weight,
)
from benchmarks.measure import Measure, NotMeasured, Row, Scale, heading  # noqa: E402
from benchmarks.peers import PROGRAMS  # noqa: E402

OURS = ("articles", "glossary", "naltrexone_site")
RESULTS = ROOT / "benchmarks" / "results"
PARTS: dict[str, Callable[[Scale], Iterator[Row]]] = {
    "sync": sync.measures,
    "serving": serving.measures,
    "first_hit": first_hit.measures,
    "search": search.measures,
    "large": large.measures,
    "exporting": exporting.measures,
    "linker": linker.measures,
    "linting": linting.measures,
    "preview": preview.measures,
    "weight": weight.measures,
    "lighthouse": lighthouse.measures,
    "held_by_tests": held_by_tests.measures,
}
VERSIONS_OF = ("django", "granian", "markdown", "bleach", "nh3", "psycopg")
VERSIONS_OF_PEERS = ("mkdocs-material", "pelican", "sphinx", "furo", "wagtail")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without one")
    parser.add_argument("--full", action="store_true", help="more rounds, and 10,000 guides")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.parts if name not in PARTS]
    if unknown:
        sys.exit(f"No part is called {', '.join(unknown)}. There are: {', '.join(PARTS)}.")
    compile_ours()
    scale = Scale(full=arguments.full)
    rows = shown(arguments.parts or list(PARTS), scale)
    place = keep(rows, arguments.parts or ["all"], scale)
    print(f"\nkept as {place.relative_to(ROOT)}")
    broken = [row.name for row in rows if not row.holds()]
    sys.exit(f"Not as promised: {'; '.join(broken)}" if broken else 0)


def compile_ours() -> None:
    """As an installation leaves it, and pip the peers: where Python may not write, each start would compile anew what
    was changed since, for 0.1 s."""
    for room in OURS:
        if not compileall.compile_dir(ROOT / room, quiet=1):
            sys.exit(f"{room}/ cannot be compiled.")


def shown(names: Sequence[str], scale: Scale) -> list[Row]:
    """The rows, each printed as soon as it is there. A part that cannot be measured says so and holds up no other."""
    rows: list[Row] = []
    print(heading(), flush=True)
    for name in names:
        try:
            for row in PARTS[name](scale):
                rows.append(row)
                print(row, flush=True)
        except SystemExit as stopped:
            rows.append(Broken(name, str(stopped)))
            print(rows[-1], flush=True)
    return rows


class Broken(NotMeasured):
    """It should have been measured; something did not work."""

    def holds(self) -> bool:
        return False


def keep(rows: Sequence[Row], names: Sequence[str], scale: Scale) -> Path:
    """One file a run, so that a later one can be held against it."""
    now = datetime.now(UTC)
    found = {
        "at": now.isoformat(timespec="seconds"),
        "parts": list(names),
        "full": scale.full,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {_processor()}, {platform.system()}",
        "additions_ms": round(_additions_ms(), 1),
        "busy": round(os.getloadavg()[0], 1),  # processes that wanted to run in the last minute, this run's own too
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in VERSIONS_OF}
        | _versions_of_peers(),
        "rows": [asdict(row) | {"measured": isinstance(row, Measure), "holds": row.holds()} for row in rows],
    }
    RESULTS.mkdir(exist_ok=True)
    place = RESULTS / f"{now:%Y-%m-%d-%H%M}-{'-'.join(names)}.json"
    place.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return place


def _additions_ms() -> float:
    """How fast the machine is just now: milliseconds for a million additions in Python, the least of five. One
    machine's may be three times another's of the same name; ratios bear that, seconds do not."""

    def once() -> float:
        began = time.perf_counter()
        total = 0
        for each in range(1_000_000):
            total += each
        return time.perf_counter() - began

    return min(once() for _ in range(5)) * 1000


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "processor unnamed")


def _versions_of_peers() -> dict[str, str]:
    asked = "import sys; from importlib.metadata import version\nfor name in sys.argv[1:]: print(name, version(name))"
    found: dict[str, str] = {}
    python = PROGRAMS / "python"
    if python.is_file():
        said = subprocess.run([python, "-c", asked, *VERSIONS_OF_PEERS], capture_output=True, text=True).stdout
        found |= dict(line.split(" ", 1) for line in said.splitlines())
    if nginx := shutil.which("nginx"):
        said = subprocess.run([nginx, "-v"], capture_output=True, text=True).stderr
        found["nginx"] = said.strip().rpartition("/")[2]
    return found


if __name__ == "__main__":
    main()
