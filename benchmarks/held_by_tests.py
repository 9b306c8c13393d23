"""What was promised in numbers and is held at each `make test`: which test says no."""

from collections.abc import Iterator

from benchmarks.measure import NotMeasured, Row, Scale

TESTS = (
    ("no stale page after a sync", "≤ 1 s", "tests/site/test_keeping.py"),
    ("all nodes follow an edition (three servers, PostgreSQL)", "≤ 1 s", "tests/site/test_nodes.py"),
    ("editions that syncs on two nodes at once make of one change", "1", "tests/site/test_nodes.py"),
    ("readers keep their pages while PostgreSQL is away", "all", "tests/site/test_nodes.py"),
    ("what any query adds to the pages that are kept, and their memory", "0; bounded", "tests/site/test_keeping.py"),
    ("a range costs what the kept page costs", "the whole page", "tests/site/test_delivery.py"),
    ("what the image does, step by step, on a disk it may not write", "starts", "tests/site/test_deploy.py"),
    ("failed requests, each on a connection of its own, while the server reloads", "0", "tests/site/test_deploy.py"),
    ("the same while it stops", "0", "tests/trust/test_wire.py"),
    ("the same on connections that stay open, under wrk, at a reload and a stop", "0", "tests/site/test_going.py"),
    ("the export, page by page beside the live site, in nginx", "the same", "tests/site/test_exporting.py"),
    ("files that differ after a full disk or kill -9 in an export", "0", "tests/site/test_export_cut_short.py"),
    ("the kept copy follows an edition", "≤ 60 s", "tests/browser/test_keeping.py"),
    ("anything can be in a file: told, and memory", "≤ 1 s, 300 MB", "tests/reading/test_anything.py"),
    ("contrast of text, on every kind of page", "≥ 7 to 1", "tests/browser/test_axe.py"),
    ("what stands alone to be pressed, on every kind of page", "≥ 44 px", "tests/browser/test_reflow.py"),
    ("no scrolling sideways, on every kind of page", "320 px", "tests/browser/test_reflow.py"),
    ("a line of text", "60 to 70 characters", "tests/browser/test_type.py"),
    ("sizes of type, on every kind of page", "≤ 6", "tests/browser/test_type.py"),
    ("taps from the first page to any guide, by need", "≤ 2", "tests/browser/test_journeys.py"),
    ("“what do I do if I missed my shot?”: place of the answer", "first", "tests/browser/test_journeys.py"),
    ("requests that block drawing, on every kind of page", "≤ 1", "tests/browser/test_weight.py"),
    ("what moves on the page that keeps the site, in every state", "0", "tests/browser/test_weight.py"),
    ("queries judged", "≥ 120", "tests/finding/test_judged.py"),
    ("search on SQLite and PostgreSQL, judged", "≤ 2 points", "tests/finding/test_judged.py"),
)


def measures(scale: Scale) -> Iterator[Row]:
    for name, target, test in TESTS:
        yield NotMeasured(name, test, target)
