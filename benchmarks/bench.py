"""make bench: every benchmark, one after another, and what each promised number came to.

    python benchmarks/bench.py [weight sync ...]

Those that hand over measures make one table; a whole run keeps it in benchmarks/results/ with versions and machine. The
others print their own. Ends with an error where a promise is broken.
"""

import ast
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import lighthouse, serving, weight
from benchmarks.measure import Measure, served
from tests import needs

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
IN_TABLE = ("weight", "lighthouse", "serving")
VERSIONS_OF = ("django", "granian", "markdown", "bleach", "psycopg")
NO_BENCHMARK = ("bench", "measure", "__init__")


def main() -> None:
    asked = sys.argv[1:]
    alone = sorted(place.stem for place in HERE.glob("*.py") if place.stem not in (*IN_TABLE, *NO_BENCHMARK))
    unknown = set(asked) - {*IN_TABLE, *alone}
    if unknown:
        sys.exit(f"No benchmark is called {', '.join(sorted(unknown))}. There are: {', '.join((*IN_TABLE, *alone))}.")
    broken = [name for name in alone if (not asked or name in asked) and not _runs(name)]
    measures = _table([name for name in IN_TABLE if not asked or name in asked])
    if not asked:
        _keep(measures)
    broken += [measure.name for measure in measures if not measure.holds()]
    sys.exit(f"Not as promised: {'; '.join(broken)}" if broken else 0)


def _runs(name: str) -> bool:
    place = HERE / f"{name}.py"
    print(f"\n{name}: {(ast.get_docstring(ast.parse(place.read_text())) or '').splitlines()[0]}", flush=True)
    return subprocess.run([sys.executable, str(place)]).returncode == 0


def _table(names: list[str]) -> list[Measure]:
    measures: list[Measure] = []
    print(flush=True)
    for measure in _measured(names):
        print(measure, flush=True)
        measures.append(measure)
    return measures


def _measured(names: list[str]) -> Iterator[Measure]:
    if "weight" in names or "lighthouse" in names:
        with served() as site:
            if "weight" in names:
                with sync_playwright() as playwright:
                    yield from weight.measures(site, playwright.chromium.launch(executable_path=str(needs.chromium())))
            if "lighthouse" in names and lighthouse.program():
                yield from lighthouse.measures(site)
            elif "lighthouse" in names:
                print(lighthouse.MISSING)
    if "serving" in names and serving.can_be_measured():
        yield from serving.measures()
    elif "serving" in names:
        print(serving.MISSING)


def _keep(measures: list[Measure]) -> None:
    """One file a run, so that a later one can be held against it."""
    now = datetime.now(UTC)
    found = {
        "at": now.isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        "busy": os.getloadavg()[0],  # processes that wanted to run in the last minute
        "versions": {"python": platform.python_version()} | {name: version(name) for name in VERSIONS_OF},
        "measures": [asdict(measure) | {"holds": measure.holds()} for measure in measures],
    }
    RESULTS.mkdir(exist_ok=True)
    place = RESULTS / f"{now:%Y-%m-%d-%H%M}.json"
    place.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"kept as {place.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
