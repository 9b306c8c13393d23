"""How long after an editor's save the browser has painted it: one guide of 300, `make preview`, a real Chromium.

    python benchmarks/preview.py [--guides 300] [--rounds 9]

From the end of the write to the first paint of the page that has the new words, on the browser's own clock. Work is
processor time of the preview alone, without the browser's.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.measure import Measure, free_port  # noqa: E402  (a script has its own folder on the path)
from benchmarks.sync import write_all, write_guide  # noqa: E402
from tests import needs  # noqa: E402

GUIDES = 300
LIMIT_MS = 300
START_SECONDS = 120
PATIENCE_SECONDS = 30
PAINTED = "performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=GUIDES)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    broken = False
    for measure in measures(arguments.guides, arguments.rounds):
        print(f"  {measure}", flush=True)
        broken |= not measure.holds()
    sys.exit(broken)


def measures(guides: int, rounds: int) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        content = Path(place, "content")
        write_all(content, guides)
        with shown(content) as (site, process):
            browser = playwright.chromium.launch(executable_path=str(needs.chromium()))
            page = browser.new_page()
            page.goto(f"{site}/guides/guide-1/")
            waited, worked = [], []
            for turn in range(rounds):
                before = worked_seconds(process.pid)
                waited.append(save_and_see(page, content, turn))
                worked.append(1000 * (worked_seconds(process.pid) - before))
            browser.close()
    busy = f"{min(waited):.0f} to {max(waited):.0f}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    yield Measure(f"a save seen, one guide of {guides}", statistics.median(waited), "ms", LIMIT_MS, note=busy)
    yield Measure("the preview's own work for it", statistics.median(worked), "ms")


def save_and_see(page: Page, content: Path, turn: int) -> float:
    """Milliseconds from the save to the paint."""
    page.wait_for_timeout(300)  # so that the page before has come to rest
    words = f"Saved for the {turn}th time"
    write_guide(content, 1, words)
    saved = time.time() * 1000
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(Error):  # the page is just being replaced
            seen, painted = page.evaluate(f"[document.body?.innerText.includes({words!r}) ?? false, {PAINTED}]")
            if seen and painted > saved:
                return float(painted) - saved
        time.sleep(0.005)
    raise SystemExit(f"The browser did not show the save in {PATIENCE_SECONDS} s.")


def worked_seconds(process: int) -> float:
    """Of a process and of its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def shown(content: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = str(free_port())
    environment = os.environ | {"PORT": port, "CONTENT_DIR": str(content)}
    command = [sys.executable, "manage.py", "preview"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        site = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(site, timeout=5).close()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise SystemExit("The preview did not start. Run `make preview` to see why.") from None
                time.sleep(0.1)
        yield site, process
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
