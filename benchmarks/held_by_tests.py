"""What was promised in numbers and is held at each `make test`: which test says no."""

from collections.abc import Iterator

from benchmarks.measure import NotMeasured, Row, Scale

TESTS = (
    ("no stale page after a sync", "≤ 1 s", "tests/site/test_keeping.py"),
    ("all nodes follow an edition (three servers, PostgreSQL)", "≤ 1 s", "tests/site/test_nodes.py"),
    ("failed requests while the server restarts or stops", "0", "tests/site/test_deploy.py"),
    ("the export, page by page beside the live site, in nginx", "the same", "tests/site/test_exporting.py"),
    ("the kept copy follows an edition", "≤ 60 s", "tests/browser/test_keeping.py"),
    ("anything can be in a file: told, and memory", "≤ 1 s, 300 MB", "tests/reading/test_anything.py"),
    ("contrast, targets, reflow at 320 px", "WCAG 2.2", "tests/browser/test_axe.py"),
    ("search on SQLite and PostgreSQL, judged", "≤ 2 points", "tests/finding/test_judged.py"),
)


def measures(scale: Scale) -> Iterator[Row]:
    for name, target, test in TESTS:
        yield NotMeasured(name, test, target)
