"""The table of `make bench`: what a row says, what breaks it, what is skipped, and what is kept of a run."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import bench, exporting, first_hit, held_by_tests, lighthouse, measure, peers, serving, sync
from benchmarks.measure import Beside, Measure, NotMeasured, Row, Run, Scale
from tests.conftest import ROOT, environment


def test_a_row_says_what_was_found_beside_what_with_what_target() -> None:
    beside = Beside("MkDocs", 5.0, 12.5, "s")
    assert str(Measure("all guides", 2.5, "", 2, at_least=True, note="2 to 3", beside=beside)).split() == (
        "all guides 5 s MkDocs 12.5 s 2.5 ≥ 2 held (2 to 3)".split()
    )
    assert str(Measure("a page", 40, "KB", 35)).split() == "a page 40 KB 35 KB 1.14 ≤ 35 KB NOT HELD".split()
    assert str(Measure("work", 1234.4, "ms")).split() == "work 1,234 ms".split()
    assert str(NotMeasured("all guides", "not here", "≥ 2")).split() == "all guides – ≥ 2 not here".split()
    columns = {str(row).find("≥") for row in (Measure("a", 3, "", 2, at_least=True), NotMeasured("b", "no", "≥ 2"))}
    assert columns == {measure.heading().find("target")}


@pytest.mark.parametrize(
    ("value", "limit", "at_least", "holds"),
    [(1, 1, False, True), (1.01, 1, False, False), (1, 1, True, True), (0.99, 1, True, False), (9, None, False, True)],
)
def test_a_limit_is_a_ceiling_or_a_floor(value: float, limit: float | None, at_least: bool, holds: bool) -> None:
    assert Measure("x", value, "", limit, at_least).holds() is holds


def test_a_ratio_is_taken_within_a_round_and_the_middle_one_counts() -> None:
    row = measure.compared("x", "Peer", [1, 2, 10], [2, 6, 10], "s", 2)
    assert (row.value, row.note) == (2, "1 to 3")
    assert row.beside == Beside("Peer", 2, 6, "s")


def test_a_program_is_timed_and_one_that_fails_is_named_with_what_it_said() -> None:
    done = measure.run([sys.executable, "-c", "import os; print('said', os.environ['WORD'])"], WORD="this")
    assert done.said == "said this"
    assert done.seconds > 0
    with pytest.raises(SystemExit, match=r"failed:\n.*no such thing"):
        measure.run([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_what_a_program_and_its_children_hold_is_told() -> None:
    child = "x = bytearray(60_000_000); import time; time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert measure.run([sys.executable, "-c", parent]).megabytes > 60


def test_a_missing_peer_is_skipped_and_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(peers, "PROGRAMS", tmp_path)
    (tmp_path / "mkdocs").touch()
    here = [peer.name for peer in peers.PEERS if peer.is_here()]
    assert here == ["MkDocs Material"]
    a, b = sync.Times(), sync.Times()
    for times, seconds in ((a, 1.0), (b, 3.0)):
        times.whole.append(Run(seconds, seconds, 0, ""))
        times.edited.append(Run(seconds, seconds, 0, ""))
    rows = list(sync._beside(a, {"MkDocs Material": b}))
    assert [row.name.rpartition(", ")[2] for row in rows if isinstance(row, Measure)] == ["MkDocs Material"] * 2
    missing = [row for row in rows if isinstance(row, NotMeasured)]
    assert {row.why for row in missing} == {"not here: make bench-peers"}
    assert [row.target for row in missing] == ["≥ 1.0", "", "≥ 6.0", "≥ 5.0"]


def test_missing_programs_are_said_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serving, "can_be_measured", lambda: False)
    monkeypatch.setattr(lighthouse, "program", lambda: "")
    monkeypatch.setattr(peers, "PROGRAMS", tmp_path)
    rows = [*serving.measures(Scale()), *lighthouse.measures(Scale()), *first_hit.measures(Scale())]
    assert [type(row) for row in rows] == [NotMeasured] * 3
    assert all(row.holds() for row in rows)


def test_the_row_of_the_first_hit_says_what_its_time_means_as_throughput(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_hit, "_each", lambda site, paths: {"ours": 2.0, "theirs": 4.0}[site])
    row = first_hit._compared("ours", "theirs", ["a"], 1)
    assert (row.name, row.value, row.unit) == (f"{first_hit.NAME}, Wagtail", 2.0, "")
    assert row.note == "one round; throughput on one core, asked for one after the other, is the inverse"


def test_a_peer_that_leaves_guides_out_is_no_peer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(peers, "run", lambda command, folder: Run(1, 1, 1, "all is well"))
    (tmp_path / "out" / "guides").mkdir(parents=True)
    (tmp_path / "out" / "guides" / "one.html").touch()
    peers.PEERS[0].build(tmp_path, 1)
    with pytest.raises(SystemExit, match="made 1 pages of 2"):
        peers.PEERS[0].build(tmp_path, 2)


def test_how_many_guides_a_sync_changed_is_read_from_what_it_says() -> None:
    said = "1,000 changed, 0 removed, 3 unchanged, edition 1"
    assert sync.changed(Run(1, 1, 1, said)) == 1_000
    assert sync.changed(Run(1, 1, 1, "nothing to do")) == 0


def test_a_part_that_breaks_holds_up_no_other_and_is_no_success(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(scale: Scale) -> Iterator[Row]:
        yield Measure("first", 1, "")
        raise SystemExit("port 8000 is in use")

    parts = {"one": broken, "two": lambda scale: iter([Measure("second", 2, "", 3)])}
    monkeypatch.setattr(bench, "PARTS", parts)
    rows = bench.shown(["one", "two"], Scale())
    assert [(row.name, row.holds()) for row in rows] == [("first", True), ("one", False), ("second", True)]
    assert "port 8000 is in use" in capsys.readouterr().out
    monkeypatch.setattr(bench, "RESULTS", tmp_path)
    kept = json.loads(bench.keep(rows, ["one", "two"], Scale()).read_text())
    assert [(row["name"], row["measured"], row["holds"]) for row in kept["rows"]] == [
        ("first", True, True), ("one", False, False), ("second", True, True),
    ]  # fmt: skip
    assert {"at", "machine", "busy", "versions", "full"} < set(kept)
    assert kept["additions_ms"] > 0
    assert kept["versions"]["django"].startswith("5.2")


def test_an_unknown_part_is_named_with_those_there_are() -> None:
    command = [sys.executable, "benchmarks/bench.py", "sink"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == 1
    assert "No part is called sink. There are: sync, serving" in done.stderr


def test_the_tests_that_hold_a_promise_are_there() -> None:
    assert [test for _, _, test in held_by_tests.TESTS if not (ROOT / test).is_file()] == []


@pytest.mark.parametrize(("path", "excused"), [("/handout/card/", False), ("/handout/?guide=a", True), ("/", False)])
def test_only_a_page_kept_from_search_engines_is_excused_from_their_rules(path: str, excused: bool) -> None:
    audits = {
        lighthouse.LCP: {"numericValue": 1_000},
        lighthouse.SHIFT: {"numericValue": 0},
        "is-crawlable": {"score": 0},
    }
    categories: dict[str, Any] = {name: {"score": 1, "auditRefs": []} for name in lighthouse.CATEGORIES}
    categories["seo"] = {"score": 0.5, "auditRefs": [{"id": "is-crawlable", "weight": 1}]}
    rows = list(lighthouse.measures_of(path, {"audits": audits, "categories": categories}))
    assert all(row.holds() for row in rows) == excused


def test_an_export_is_counted_in_addresses_too() -> None:
    names = ["a/index.html", "a/index.html.gz", "a/index.html.br", "share/1.png", "_nginx.conf", "static/site.css"]
    assert exporting._addresses(names) == 2
