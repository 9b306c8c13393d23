"""How fast a kept page leaves the server, against nginx handing out the very same bytes from files, in one run.

    python benchmarks/serving.py [--rounds 5] [--seconds 4]

One worker on one core, the load on the other; the two take turns on the same core. A ratio is taken within a round, and
the median of the rounds is what counts, with their range. Latency is judged on one connection; under full load it only
restates the throughput. Needs Linux with two cores, and Debian's wrk, nginx and taskset.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measure import Measure, free_port, served
from benchmarks.sync import write_all

PROGRAMS = ("wrk", "nginx", "taskset")
MISSING = "Serving is not measured: it needs Linux with two cores and Debian's packages wrk and nginx."
SERVER_CORE, LOAD_CORE = "0", "1"
GUIDES, CONNECTIONS = 100, 32
THROUGHPUT, LATENCY_P99 = 0.50, 3.0  # of nginx's
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
  io.write(string.format("found %%f %%f %%f %%d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""
NGINX = """
{user}
worker_processes 1; daemon off; pid {home}/pid; error_log {home}/log;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; open_file_cache max=1000; keepalive_requests 1000000000;
client_body_temp_path {home}/t; proxy_temp_path {home}/p; fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u;
scgi_temp_path {home}/s; types {{ }} default_type "text/html; charset=utf-8";
server {{ listen 127.0.0.1:{port}; root {home}/files; index index.html; {headers} }} }}
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk saw. Latencies in milliseconds; `busy` is the share of a core that wrk itself took."""

    requests_per_second: float
    p50: float
    p99: float
    bad: int
    busy: float


@dataclass(frozen=True, slots=True)
class Round:
    ours: Load
    theirs: Load


def measures(rounds: int = 5, seconds: int = 4) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        write_all(home / "content", GUIDES)
        pinned = ("taskset", "-c", SERVER_CORE)
        with served(before=pinned, CONTENT_DIR=str(home / "content"), WEB_CONCURRENCY="1") as ours:
            paths = [f"/guides/guide-{number}/" for number in range(GUIDES)]
            with nginx(home, ours, paths) as theirs:
                yield from _compared(home, (ours, theirs), paths, rounds, seconds)


def _compared(home: Path, sites: tuple[str, str], paths: Sequence[str], rounds: int, seconds: int) -> Iterator[Measure]:
    for name, encoding, headers in (
        ("gzip", "gzip", {}),
        ("as it is", "identity", {}),
        ("304", "gzip", {"If-None-Match": "*"}),
    ):
        script = home / "load.lua"
        listed = ", ".join(f'"{path}"' for path in paths)
        asked = ", ".join(f'["{header}"] = "{value}"' for header, value in headers.items())
        script.write_text(WRK % (listed, encoding, asked))
        full = _rounds(sites, script, rounds, seconds, CONNECTIONS)
        yield _ratio(f"kept page, {name}: requests a second", full, "requests_per_second", THROUGHPUT, at_least=True)
        alone = _rounds(sites, script, rounds, seconds, 1)
        yield _ratio(f"kept page, {name}: p99 on one connection", alone, "p99", LATENCY_P99)


def _rounds(sites: tuple[str, str], script: Path, rounds: int, seconds: int, connections: int) -> list[Round]:
    found = []
    for turn in range(rounds):
        loads = {site: _load(site, script, seconds, connections) for site in sites[:: 1 if turn % 2 else -1]}
        found.append(Round(loads[sites[0]], loads[sites[1]]))
    return found


def _load(site: str, script: Path, seconds: int, connections: int) -> Load:
    before = os.times()
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}", "-s", str(script), site]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    found = re.search(r"^found (\S+) (\S+) (\S+) (\d+)$", said, re.MULTILINE)
    if not found:
        raise SystemExit(f"wrk said something else than expected: {said}")
    return Load(float(found[1]), float(found[2]), float(found[3]), int(found[4]), busy=work / seconds)


def _ratio(name: str, rounds: list[Round], field: str, limit: float, *, at_least: bool = False) -> Measure:
    bad = sum(load.bad for each in rounds for load in (each.ours, each.theirs))
    if bad:
        raise SystemExit(f"{name}: {bad} bad answers; nothing was measured.")
    ours = statistics.median(getattr(each.ours, field) for each in rounds)
    theirs = statistics.median(getattr(each.theirs, field) for each in rounds)
    ratios = [getattr(each.ours, field) / getattr(each.theirs, field) for each in rounds]
    note = f"ours {ours:,.6g}, nginx {theirs:,.6g}; {min(ratios):.2f} to {max(ratios):.2f}"
    if max(load.busy for each in rounds for load in (each.ours, each.theirs)) > LOAD_IS_THE_LIMIT:
        note += "; wrk was the limit at times"
    return Measure(f"{name}, of nginx's", statistics.median(ratios), "", limit, at_least, note)


@contextmanager
def nginx(home: Path, ours: str, paths: Sequence[str]) -> Iterator[str]:
    """Hands out what `ours` answers, with the same headers, from files."""
    headers: dict[str, str] = {}
    for path in paths:
        for encoding in ("identity", "gzip"):
            with urllib.request.urlopen(
                urllib.request.Request(ours + path, headers={"Accept-Encoding": encoding})
            ) as page:
                headers = {name: value for name, value in page.headers.items() if name.lower() not in NOT_ITS_OWN}
                place = home / "files" / path.strip("/") / ("index.html" + ".gz" * (encoding == "gzip"))
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(page.read())
    headers.pop("content-encoding", None), headers.pop("vary", None)
    lines = " ".join(f"add_header {name} '{value}';" for name, value in headers.items() if "'" not in value)
    lines += "".join(f' add_header {name} "{value}";' for name, value in headers.items() if "'" in value)
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    settings = NGINX.format(home=home, port=port, user=user, headers=f"gzip_static on; gzip_vary on; {lines}")
    (home / "nginx.conf").write_text(settings)
    command = ["taskset", "-c", SERVER_CORE, "nginx", "-c", str(home / "nginx.conf"), "-e", str(home / "log")]
    process = subprocess.Popen(command)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address + paths[0], process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("nginx did not start.")


def can_be_measured() -> bool:
    return all(map(shutil.which, PROGRAMS)) and (os.cpu_count() or 1) > 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    arguments = parser.parse_args()
    if not can_be_measured():
        print(MISSING)
        return
    for measure in measures(arguments.rounds, arguments.seconds):
        print(measure, flush=True)


if __name__ == "__main__":
    main()
