"""How long a search takes at the server, and whether it finds what was meant, misspelt words too.

    python benchmarks/search.py [--guides 10000] [--queries 400]  (no made library with --guides 0)

First our own guides with the judged queries, then a made library of so many guides (10,000 take minutes to sync). Each
query is new, so no cache of answers can help. Beside it plain FTS5 in this process, asked in the right spelling: the
floor, without HTTP, page or spelling. The made texts mean nothing medically, and must never be published.
"""

import argparse
import http.client
import os
import random
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measure import Measure, served  # noqa: E402  (a script has its own folder on the path)
from tests.finding.judging import judged, rank, score  # noqa: E402

OWN_P99, LARGE_P50, LARGE_P99, LARGE_FOUND = 20, 5, 40, 95  # ms, ms, ms, %
SYNC_SECONDS = 1200
JUDGED = ("judged", "held_out", "held_out_later")
PROMISED = (0.80, 0.95, 0.87)  # success@1, success@3, mean of 1 / rank
SEED = "finding"
FTS5 = (
    "SELECT path, snippet(passages, 2, '<mark>', '</mark>', '…', 24) FROM passages WHERE passages MATCH ? "
    "ORDER BY bm25(passages, 0, 8, 1) LIMIT 20"
)
ARTICLE = """\
---
title: {title}
summary: What is said about {name}, in one sentence.
tags: [made]
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
---
{body}"""
TOPICS = "starting stopping missed side effects cost pain injection tablets drinking alcohol travel".split()
HEADINGS = ("Before you begin", "What to do", "When to call", "What is known", "Side by side", "After a break")
OUR_WORDS = (
    "dose medicine opioid alcohol tablet injection week clinic withdrawal liver sleep nausea call team pain".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    right: str  # the same in the right spelling
    link: str  # what a page that found it leads to
    misspelt: bool


@dataclass(frozen=True, slots=True)
class Answer:
    milliseconds: float
    floor: float
    query: Query
    found: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guides", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=400)
    arguments = parser.parse_args()
    measures = [
        *found_in_our_guides(),
        *own_guides(),
        *(made_library(arguments.guides, arguments.queries) if arguments.guides else ()),
    ]
    for measure in measures:
        print(measure)
    sys.exit(0 if all(measure.holds() for measure in measures) else 1)


def own_guides() -> Iterator[Measure]:
    asked = [query for name in JUDGED for query in judged(name)]
    queries = [Query(each.ask, each.ask, "", "misspelt" in each.kinds) for each in asked]
    with served(WEB_CONCURRENCY="1") as url:
        answers = ask(url, queries, lambda text: None)
    for name, some in (("all", answers), ("misspelt", [each for each in answers if each.query.misspelt])):
        yield Measure(f"our guides, {name}, p50", percentile(some, 0.5), "ms")
        yield Measure(f"our guides, {name}, p99", percentile(some, 0.99), "ms", OWN_P99)


def found_in_our_guides() -> Iterator[Measure]:
    """Whether the judged queries are answered, and those that were never tuned on; the limits are the promised ones."""
    import django

    with tempfile.TemporaryDirectory() as place:
        os.environ["DATABASE_URL"] = f"sqlite:///{place}/index.sqlite3"
        django.setup()
        from articles.publishing.index import bring_up_to_date

        bring_up_to_date(datetime.now(tz=UTC).date())
        for name in JUDGED:
            reached = score(map(rank, judged(name)))
            first, third, mrr = PROMISED if name == "judged" else (None, None, None)
            yield Measure(f"{name} queries, success@1", reached.first, "", first, at_least=True)
            yield Measure(f"{name} queries, success@3", reached.third, "", third, at_least=True)
            yield Measure(f"{name} queries, MRR", reached.mrr, "", mrr, at_least=True)


def made_library(guides: int, count: int) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as place:
        content = Path(place)
        library = make_library(content, guides)
        floor = sqlite3.connect(":memory:")
        floor.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(path UNINDEXED, title, text, tokenize='porter unicode61')"
        )
        floor.executemany("INSERT INTO passages VALUES (?, ?, ?)", library)
        queries = list(make_queries(library, count))
        settings = {"CONTENT_DIR": str(content), "WEB_CONCURRENCY": "1"}
        with served(seconds=SYNC_SECONDS, **settings) as url:
            answers = ask(url, queries, lambda text: floor.execute(FTS5, [fts5_words(text)]).fetchall())
    name = f"{guides:,} guides"
    misspelt = [each for each in answers if each.query.misspelt]
    yield Measure(f"{name}, p50", percentile(answers, 0.5), "ms", LARGE_P50)
    yield Measure(f"{name}, p99", percentile(answers, 0.99), "ms", LARGE_P99)
    yield Measure(f"{name}, misspelt, p99", percentile(misspelt, 0.99), "ms", LARGE_P99)
    yield Measure(f"{name}, found", share_found(answers), "%", LARGE_FOUND, at_least=True)
    yield Measure(f"{name}, misspelt, found", share_found(misspelt), "%", LARGE_FOUND, at_least=True)
    ratio = statistics.median(each.milliseconds for each in answers) / statistics.median(each.floor for each in answers)
    yield Measure(f"{name}, p50 to plain FTS5 in process", ratio, "x")


def fts5_words(text: str) -> str:
    return " ".join(f'"{word}"' for word in text.split())


def ask(url: str, queries: Sequence[Query], floor: Callable[[str], object]) -> list[Answer]:
    """Each query once, after a few others have woken the server and read the edition's words."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def get(text: str) -> str:
        connection.request("GET", f"/search/?q={quote(text)}")
        response = connection.getresponse()
        page = response.read().decode()
        if response.status != 200:
            sys.exit(f"“{text}” was answered with {response.status}")
        return page

    for text in ("wake up", "wakke upp", "and once more"):
        get(text)
    answers = []
    for query in queries:
        start = perf_counter()
        page = get(query.text)
        between = perf_counter()
        floor(query.right)
        end = perf_counter()
        found = f'href="{query.link}' in page
        answers.append(Answer((between - start) * 1000, (end - between) * 1000, query, found))
    return answers


def percentile(answers: Iterable[Answer], share: float) -> float:
    times = sorted(each.milliseconds for each in answers)
    return times[min(len(times) - 1, int(share * len(times)))]


def share_found(answers: Sequence[Answer]) -> float:
    return 100 * sum(each.found for each in answers) / len(answers)


def make_library(content: Path, guides: int) -> list[tuple[str, str, str]]:
    """Writes a content folder; hands back each guide's path, title and text. The same at every call."""
    chance = random.Random(SEED)
    names = made_words(chance, 2_500, syllables=4)
    words = [*OUR_WORDS, *made_words(chance, 6_000, syllables=3)]
    often = [1 / (place + 3) for place in range(len(words))]  # as in a language: the second half as often as the first
    (content / "en" / "articles").mkdir(parents=True)
    (content / "en" / "tags.yaml").write_text("made:\n  title: Made\n  description: Made for a benchmark.\n")
    library = []
    for number in range(guides):
        name = names[number % len(names)]
        title = f"{TOPICS[number % len(TOPICS)].capitalize()} {name} {chance.choice(words[:400])} {number}"
        sections = [
            f"## {heading}\n\n{' '.join(chance.choices(words, often, k=140))} {name}.\n" for heading in HEADINGS
        ]
        body = "\n".join(sections)
        slug = f"{name}-{number}"
        (content / "en" / "articles" / f"{slug}.md").write_text(ARTICLE.format(title=title, name=name, body=body))
        library.append((f"/guides/{slug}/", title, body))
    return library


def made_words(chance: random.Random, count: int, *, syllables: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(chance.choice("bdfglmnprstvz") + chance.choice("aeiou") for _ in range(syllables))] = None
    return list(made)


def make_queries(library: Sequence[tuple[str, str, str]], count: int) -> Iterator[Query]:
    chance = random.Random(f"{SEED} queries")
    for number in range(count):
        path, title, _ = chance.choice(library)
        name = path.removeprefix("/guides/").split("-")[0]
        if number % 3 == 0:
            yield Query(name, name, f"/guides/{name}", misspelt=False)
        elif number % 3 == 1:
            yield Query(misspelt(chance, name), name, f"/guides/{name}", misspelt=True)
        else:
            yield Query(title.lower(), title.lower(), path, misspelt=False)


def misspelt(chance: random.Random, word: str) -> str:
    place = chance.randrange(1, len(word) - 1)
    before, letter, following, rest = word[:place], word[place], word[place + 1], word[place + 2 :]
    return chance.choice(
        [
            before + following + letter + rest,
            before + following + rest,
            before + letter + letter + following + rest,
            before + chance.choice("aeiourstln") + following + rest,
        ]
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naltrexone_site.settings")
    main()
