"""make bench: every benchmark, one after another, and what each promised number came to.

    python benchmarks/bench.py [weight sync ...]

Those that hand over measures make one table; the others print their own. Ends with an error where a promise is broken.
"""

import ast
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import lighthouse, weight
from benchmarks.measure import Measure, served
from tests import needs

HERE = Path(__file__).resolve().parent
IN_TABLE = ("weight", "lighthouse")
NO_BENCHMARK = ("bench", "measure", "__init__")


def main() -> None:
    asked = sys.argv[1:]
    alone = sorted(place.stem for place in HERE.glob("*.py") if place.stem not in (*IN_TABLE, *NO_BENCHMARK))
    unknown = set(asked) - {*IN_TABLE, *alone}
    if unknown:
        sys.exit(f"No benchmark is called {', '.join(sorted(unknown))}. There are: {', '.join((*IN_TABLE, *alone))}.")
    broken = [name for name in alone if (not asked or name in asked) and not _runs(name)]
    measures = _table([name for name in IN_TABLE if not asked or name in asked])
    broken += [measure.name for measure in measures if not measure.holds()]
    sys.exit(f"Not as promised: {'; '.join(broken)}" if broken else 0)


def _runs(name: str) -> bool:
    place = HERE / f"{name}.py"
    print(f"\n{name}: {(ast.get_docstring(ast.parse(place.read_text())) or '').splitlines()[0]}", flush=True)
    return subprocess.run([sys.executable, str(place)]).returncode == 0


def _table(names: list[str]) -> list[Measure]:
    if not names:
        return []
    print(flush=True)
    with served() as site:
        measures = []
        if "weight" in names:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=str(needs.chromium()))
                measures += list(weight.measures(site, browser))
        if "lighthouse" in names and lighthouse.program():
            measures += list(lighthouse.measures(site))
        elif "lighthouse" in names:
            print(lighthouse.MISSING)
    for measure in measures:
        print(measure)
    return measures


if __name__ == "__main__":
    main()
