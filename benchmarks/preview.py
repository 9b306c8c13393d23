"""How long after an editor's save the browser has painted it: one guide of 300, `make preview`, a real Chromium.

From the end of the write to the first paint of the page that has the new words, on the browser's own clock. Work is
processor time of the preview alone, without the browser's.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.corpus import Corpus
from benchmarks.measure import ROOT, Measure, Row, Scale, number, wait
from tests import needs

GUIDES = 300
LIMIT_MS = 300
SAVES = 9
START_SECONDS = 120
PATIENCE_SECONDS = 30
PAINTED = "performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)"


def measures(scale: Scale) -> Iterator[Row]:
    corpus = Corpus(GUIDES)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        content = Path(place, "content")
        corpus.write(content)
        with shown(content) as (site, process):
            browser = playwright.chromium.launch(executable_path=str(needs.chromium()))
            page = browser.new_page()
            page.goto(site + corpus.guide(1).path)
            waited, worked = [], []
            for turn in range(SAVES):
                before = worked_seconds(process.pid)
                waited.append(save_and_see(page, corpus, content, turn))
                worked.append(1000 * (worked_seconds(process.pid) - before))
            browser.close()
    span = f"{number(min(waited))} to {number(max(waited))}"
    yield Measure(f"a save seen, one guide of {GUIDES}", statistics.median(waited), "ms", LIMIT_MS, note=span)
    yield Measure("the preview's own work for it", statistics.median(worked), "ms")


def save_and_see(page: Page, corpus: Corpus, content: Path, turn: int) -> float:
    """Milliseconds from the save to the paint."""
    page.wait_for_timeout(300)  # so that the page before has come to rest
    words = f"Saved for the {turn}th time"
    corpus.write_guide(content, 1, f"{words}.")
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
    port = str(needs.free_port())
    environment = os.environ | {"PORT": port, "CONTENT_DIR": str(content)}
    command = [sys.executable, "manage.py", "preview"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        site = f"http://127.0.0.1:{port}"
        wait(site, process, START_SECONDS)
        yield site, process
    finally:
        process.terminate()
        process.wait()
