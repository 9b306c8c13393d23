"""A large library: its sync and memory, one edit, and search on both databases.

1,000 guides by default, 10,000 with --full. Beside search plain
FTS5 in this process, asked in the right spelling: the floor, without HTTP, page or spelling.
"""

import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.measure import Beside, Measure, NotMeasured, Row, Scale, manage, served
from benchmarks.search import Answer, ask, make_queries, percentile, share_found
from benchmarks.sync import changed
from tests import needs

PROMISED = 10_000  # guides, for which the limits are
MEGABYTES, EDIT_SECONDS = 1_500, 1.0
P50, P99, FOUND = 5, 40, 95  # ms, ms, %
QUERIES, START_SECONDS = 400, 1_800
FTS5 = (
    "SELECT path, snippet(passages, 2, '<mark>', '</mark>', '…', 24) FROM passages WHERE passages MATCH ? "
    "ORDER BY bm25(passages, 0, 8, 1) LIMIT 20"
)


@contextmanager
def library(scale: Scale) -> Iterator[tuple[Path, Corpus, dict[str, str]]]:
    """A folder that holds its content, what it is made of, and the settings by which a command finds it."""
    corpus = Corpus(scale.large)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        corpus.write(place / "content")
        yield place, corpus, {"CONTENT_DIR": f"{place}/content", "DATABASE_URL": f"sqlite:///{place}/index.sqlite3"}


def measures(scale: Scale) -> Iterator[Row]:
    with library(scale) as (place, corpus, settings):
        yield from _synced(place, corpus, settings)
        yield from _found(corpus, settings, "SQLite")
        if not scale.full:
            yield NotMeasured(f"{corpus.size:,} guides on PostgreSQL: search", "with --full", f"≤ {P99} ms")
            return
        try:
            with needs.postgresql(needs.postgresql_bin()) as url:
                yield from _found(corpus, settings | {"DATABASE_URL": url}, "PostgreSQL")
        except needs.Missing as missing:
            yield NotMeasured(f"{corpus.size:,} guides on PostgreSQL: search", str(missing), f"≤ {P99} ms")


def _synced(place: Path, corpus: Corpus, settings: dict[str, str]) -> Iterator[Row]:
    whole = manage("sync_content", **settings)
    tenth = Corpus(corpus.size // 10)
    tenth.write(place / "tenth")
    small = manage("sync_content", CONTENT_DIR=f"{place}/tenth", DATABASE_URL=f"sqlite:///{place}/tenth.sqlite3")
    for guides, done in ((tenth.size, small), (corpus.size, whole)):
        yield Measure(f"{guides:,} guides from nothing", done.seconds, "s")
        yield Measure(f"{guides:,} guides from nothing, work for each", done.work / guides * 1000, "ms")
    limit = MEGABYTES if corpus.size == PROMISED else None
    yield Measure(f"{corpus.size:,} guides: memory", whole.megabytes, "MB", limit)
    start = manage("editions", **settings).megabytes
    grown, grown_small = whole.megabytes - start, small.megabytes - start
    beside = Beside(f"{tenth.size:,} guides", grown, grown_small, "MB")
    name = f"{corpus.size:,} guides: memory beyond that of a command that reads none"
    yield Measure(name, grown / grown_small, "", 10, beside=beside)
    corpus.write_guide(place / "content", 1, "Edited once.")
    edited = manage("sync_content", **settings)
    if changed(edited) != 1:
        raise SystemExit(f"One guide was edited, and the sync said “{edited.said}”.")
    yield Measure(f"one edited of {corpus.size:,}, from the command to the edition", edited.seconds, "s", EDIT_SECONDS)


def _found(corpus: Corpus, settings: dict[str, str], database: str) -> Iterator[Row]:
    floor = sqlite3.connect(":memory:")
    floor.execute("CREATE VIRTUAL TABLE passages USING fts5(path UNINDEXED, title, text, tokenize='porter unicode61')")
    floor.executemany("INSERT INTO passages VALUES (?, ?, ?)", ((each.path, each.title, each.body) for each in corpus))
    queries = list(make_queries(corpus, QUERIES))
    with served(seconds=START_SECONDS, WEB_CONCURRENCY="1", **settings) as url:
        answers = ask(url, queries, lambda text: floor.execute(FTS5, [_quoted(text)]).fetchall())
    name = f"search in {corpus.size:,} guides, {database}"
    misspelt = [each for each in answers if each.query.misspelt]
    yield Measure(f"{name}, p50", percentile(answers, 0.5), "ms", P50)
    yield Measure(f"{name}, p99", percentile(answers, 0.99), "ms", P99)
    yield Measure(f"{name}, misspelt, p99", percentile(misspelt, 0.99), "ms", P99)
    yield Measure(f"{name}, found", share_found(answers), "%", FOUND, at_least=True)
    yield Measure(f"{name}, misspelt, found", share_found(misspelt), "%", FOUND, at_least=True)
    yield _to_floor(name, answers)


def _quoted(text: str) -> str:
    return " ".join(f'"{word}"' for word in text.split())


def _to_floor(name: str, answers: list[Answer]) -> Row:
    ours, floor = (statistics.median(getattr(each, of) for each in answers) for of in ("milliseconds", "floor"))
    return Measure(f"{name}, p50", ours / floor, "", beside=Beside("FTS5 in process", ours, floor, "ms"))
