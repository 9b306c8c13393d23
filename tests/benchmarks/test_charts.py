"""The README's charts: drawn from the newest run that has their rows, in light and dark, with the numbers in words."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import charts
from benchmarks.measure import Beside, Measure, NotMeasured, Row, Scale


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(charts, "RESULTS", tmp_path)
    return tmp_path


def kept(place: Path, *rows: dict[str, object]) -> None:
    place.write_text(json.dumps({"at": f"{place.stem[:10]}T10:00:00+00:00", "rows": rows}))


def whole(theirs: float) -> dict[str, object]:
    beside = {"peer": "Pelican", "ours": 5.0, "theirs": theirs, "unit": "s"}
    return {"name": "1,000 guides from nothing, Pelican", "value": theirs / 5, "beside": beside}


def test_the_newest_run_that_has_the_rows_is_drawn(results: Path) -> None:
    kept(results / "2026-01-01-1000-sync.json", whole(10))
    kept(results / "2026-01-02-1000-sync.json", whole(20))
    kept(results / "2026-01-03-1000-weight.json", {"name": "CSS", "value": 9})
    (group,) = charts.speed()
    assert group.head == "1,000 guides from nothing: seconds, 2026-01-02"
    assert [(bar.name, bar.value) for bar in group.bars] == [("this project", 5), ("Pelican", 20)]


def test_the_cost_of_a_guide_stands_by_size(results: Path) -> None:
    rows = [
        {"name": f"{size} guides from nothing, work for each", "value": 15.5} for size in ("10,000", "100", "1,000")
    ]
    kept(results / "2026-01-01-1000-large.json", *rows)
    (group,) = charts.cost()
    assert [bar.name for bar in group.bars] == ["100 guides", "1,000 guides", "10,000 guides"]
    kept(results / "2026-01-02-1000-large.json", *rows[1:])
    kept(results / "2026-01-03-1000-all.json", *rows[1:])
    kept(results / "2026-01-02-1000-all.json", *rows[:1])
    (group,) = charts.cost()
    assert (group.head[-10:], len(group.bars)) == ("2026-01-02", 1)


def test_the_drawing_is_whole_has_its_numbers_in_words_and_follows_the_reader(results: Path) -> None:
    kept(results / "2026-01-01-1000-sync.json", whole(10))
    drawing = charts.drawn(charts.speed())
    root = ElementTree.fromstring(drawing)
    assert "this project 5 s, Pelican 10 s" in root.attrib["aria-label"]
    assert "prefers-color-scheme: dark" in drawing
    ours, theirs = (float(bar.attrib["width"]) for bar in root.iter("{http://www.w3.org/2000/svg}rect"))
    assert theirs == pytest.approx(2 * ours, rel=0.01)


def test_without_a_run_there_is_nothing_to_draw(results: Path) -> None:
    assert (charts.speed(), charts.cost()) == ([], [])


def test_what_bench_keeps_is_what_is_drawn(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import bench

    monkeypatch.setattr(bench, "RESULTS", results)
    beside = Beside("Sphinx", 5, 30, "s")
    rows: list[Row] = [
        Measure("one edited of 1,000, Sphinx", 6, "", beside=beside),
        NotMeasured("one edited of 1,000, X", "no"),
    ]
    bench.keep(rows, ["sync"], Scale())
    (group,) = charts.speed()
    assert group.head.startswith("One guide edited of 1,000: seconds, ")
    assert [bar.value for bar in group.bars] == [5, 30]
