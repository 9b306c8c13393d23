"""How fast a kept page leaves the server, against nginx handing out the very same bytes from files, in one run.

One worker on one core, the load on the other; the two take turns on the same core. A ratio is taken within a round, and
the median of the rounds is what counts, with their range. Latency is judged on one connection; under full load it only
restates the throughput. Needs Linux with two cores, and Debian's wrk, nginx and taskset.
"""

import http.client
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.corpus import Corpus
from benchmarks.measure import Beside, Measure, NotMeasured, Row, Scale, number, served
from tests.nginx import nginx

PROGRAMS = ("wrk", "nginx", "taskset")
MISSING = "needs Linux with two cores and Debian's packages wrk and nginx"
SERVER_CORE, LOAD_CORE = "0", "1"
GUIDES, CONNECTIONS = 100, 32
THROUGHPUT, LATENCY_P99 = 0.50, 3.0  # of nginx's
BESIDE_SEARCH, PAUSE = 300, 0.003  # requests; seconds between them
HEADS, HEAD_COSTS = 1_000, 1.1  # requests; times a GET, where half of a tenth is noise
LOAD_IS_THE_LIMIT = 0.95  # of a core: then wrk was measured, not the server
NOT_ITS_OWN = {"date", "server", "connection", "content-length", "content-type", "etag", "last-modified"}
WRK = """
local paths, n = {%s}, 0
request = function()
  n = n %% #paths + 1
  return wrk.format("GET", paths[n], {["Accept-Encoding"] = "%s", %s})
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("found %%f %%f %%d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""
NGINX = """
sendfile on; tcp_nopush on; open_file_cache max=1000; keepalive_requests 1000000000; types {{ }}
default_type "text/html; charset=utf-8"; root {files}; index index.html; gzip_static on; gzip_vary on; {headers}
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk saw. Latencies in milliseconds; `busy` is the share of a core that wrk itself took."""

    requests_per_second: float
    p99: float
    bad: int
    busy: float


@dataclass(frozen=True, slots=True)
class Round:
    ours: Load
    theirs: Load


def measures(scale: Scale) -> Iterator[Row]:
    if not can_be_measured():
        yield NotMeasured("kept pages beside nginx", MISSING, f"≥ {THROUGHPUT}")
        return
    corpus = Corpus(GUIDES)
    paths = [guide.path for guide in corpus]
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        corpus.write(home / "content")
        pinned = ("taskset", "-c", SERVER_CORE)
        with (
            served(before=pinned, CONTENT_DIR=str(home / "content"), WEB_CONCURRENCY="1") as ours,
            nginx(home, _same_bytes(home / "files", ours, paths), before=pinned) as theirs,
        ):
            yield from _compared(home, (ours, theirs), paths, scale)
            yield _head(ours, paths[0])
            yield _beside_search(ours, paths[0])


def _head(site: str, path: str) -> Row:
    """Beside a GET of the same page. Not by wrk, which waits for the body that a HEAD announces."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    times: dict[str, list[float]] = {"HEAD": [], "GET": []}
    for _ in range(HEADS):
        for method, taken in times.items():
            started = time.perf_counter()
            connection.request(method, path)
            connection.getresponse().read()
            taken.append((time.perf_counter() - started) * 1000)
    connection.close()
    head, get = (statistics.median(times[method]) for method in ("HEAD", "GET"))
    beside = Beside("GET", head, get, "ms")
    return Measure("kept page, HEAD: p50 of a client in Python", head / get, "", HEAD_COSTS, beside=beside)


def _beside_search(site: str, path: str) -> Row:
    """What a reader of a kept page waits while another searches without a pause."""
    over = threading.Event()

    def search() -> None:
        connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
        while not over.is_set():
            connection.request("GET", "/search/?q=naltrexone+dose")
            connection.getresponse().read()

    searching = threading.Thread(target=search)
    searching.start()
    times = []
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    for _ in range(BESIDE_SEARCH):
        started = time.perf_counter()
        connection.request("GET", path)
        connection.getresponse().read()
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(PAUSE)
    over.set()
    searching.join()
    return Measure("kept page, while another reader searches: p50", statistics.median(times), "ms")


def _compared(home: Path, sites: tuple[str, str], paths: Sequence[str], scale: Scale) -> Iterator[Row]:
    for name, encoding, status, headers in (
        ("gzip", "gzip", 200, {}),
        ("as it is", "identity", 200, {}),
        ("304", "gzip", 304, {"If-None-Match": "*"}),
    ):
        for site in sites:
            _expect(status, site, paths[0], {"Accept-Encoding": encoding, **headers})
        script = home / "load.lua"
        listed = ", ".join(f'"{path}"' for path in paths)
        asked = ", ".join(f'["{header}"] = "{value}"' for header, value in headers.items())
        script.write_text(WRK % (listed, encoding, asked))
        full = _rounds(sites, script, scale, CONNECTIONS)
        yield _ratio(f"kept page, {name}: throughput", full, "requests_per_second", "/s", THROUGHPUT, at_least=True)
        alone = _rounds(sites, script, scale, 1)
        yield _ratio(f"kept page, {name}: p99 on one connection", alone, "p99", "ms", LATENCY_P99)


def _expect(status: int, site: str, path: str, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    connection.request("GET", path, headers=headers)
    if (answer := connection.getresponse()).status != status:
        raise SystemExit(f"{site}{path}: {answer.status} and not {status}; nothing was measured.")
    connection.close()


def _rounds(sites: tuple[str, str], script: Path, scale: Scale, connections: int) -> list[Round]:
    found = []
    seconds = 4 if scale.full else 2
    for turn in range(scale.rounds):
        loads = {site: _load(site, script, seconds, connections) for site in sites[:: 1 if turn % 2 else -1]}
        found.append(Round(loads[sites[0]], loads[sites[1]]))
    return found


def _load(site: str, script: Path, seconds: int, connections: int) -> Load:
    before = os.times()
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}", "-s", str(script), site]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    found = re.search(r"^found (\S+) (\S+) (\d+)$", said, re.MULTILINE)
    if not found:
        raise SystemExit(f"wrk said something else than expected: {said}")
    return Load(float(found[1]), float(found[2]), int(found[3]), busy=work / seconds)


def _ratio(name: str, rounds: list[Round], field: str, unit: str, limit: float, *, at_least: bool = False) -> Measure:
    bad = sum(load.bad for each in rounds for load in (each.ours, each.theirs))
    if bad:
        raise SystemExit(f"{name}: {bad} bad answers; nothing was measured.")
    ours = statistics.median(getattr(each.ours, field) for each in rounds)
    theirs = statistics.median(getattr(each.theirs, field) for each in rounds)
    ratios = [getattr(each.ours, field) / getattr(each.theirs, field) for each in rounds]
    note = f"{number(min(ratios))} to {number(max(ratios))}"
    if max(load.busy for each in rounds for load in (each.ours, each.theirs)) > LOAD_IS_THE_LIMIT:
        note += "; wrk was the limit at times"
    return Measure(name, statistics.median(ratios), "", limit, at_least, note, Beside("nginx", ours, theirs, unit))


def _same_bytes(files: Path, ours: str, paths: Sequence[str]) -> str:
    """What `ours` answers, as files, and what nginx must know to hand them out with the same headers."""
    headers: dict[str, str] = {}
    for path in paths:
        for encoding in ("identity", "gzip"):
            asked = urllib.request.Request(ours + path, headers={"Accept-Encoding": encoding})
            with urllib.request.urlopen(asked) as page:
                headers = {name: value for name, value in page.headers.items() if name.lower() not in NOT_ITS_OWN}
                place = files / path.strip("/") / ("index.html" + ".gz" * (encoding == "gzip"))
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(page.read())
    headers.pop("content-encoding", None), headers.pop("vary", None)
    lines = " ".join(f"add_header {name} '{value}';" for name, value in headers.items() if "'" not in value)
    lines += "".join(f' add_header {name} "{value}";' for name, value in headers.items() if "'" in value)
    return NGINX.format(files=files, headers=lines)


def can_be_measured() -> bool:
    return all(map(shutil.which, PROGRAMS)) and (os.cpu_count() or 1) > 1
