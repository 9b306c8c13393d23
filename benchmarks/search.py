"""How long a search takes at the server, and whether it finds what was meant, misspelt words too: our own guides.

The judged queries, and those held out, which nothing was tuned on. Each query is new, so no cache of answers can help.
`large.py` asks the same of a large library.
"""

import http.client
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from unittest.mock import patch
from urllib.parse import quote, urlsplit

from benchmarks.corpus import Corpus
from benchmarks.measure import Measure, Row, Scale, served
from tests.finding.judging import judged, rank, score

OWN_P99 = 20  # ms
JUDGED = ("judged", "held_out", "held_out_later")
PROMISED = (0.80, 0.95, 0.87)  # success@1, success@3, mean of 1 / rank
SEED = "finding"


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


def measures(scale: Scale) -> Iterator[Row]:
    yield from found_in_our_guides()
    yield from own_guides()


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
        ours = {"DATABASE_URL": f"sqlite:///{place}/index.sqlite3"}
        with patch.dict(os.environ, ours, DJANGO_SETTINGS_MODULE="naltrexone_site.settings"):  # not for who is next
            django.setup()
        from articles.publishing.index import bring_up_to_date

        bring_up_to_date(datetime.now(tz=UTC).date())
        for name in JUDGED:
            reached = score(map(rank, judged(name)))
            first, third, mrr = PROMISED if name == "judged" else (None, None, None)
            yield Measure(f"{name} queries, success@1", reached.first, "", first, at_least=True)
            yield Measure(f"{name} queries, success@3", reached.third, "", third, at_least=True)
            yield Measure(f"{name} queries, MRR", reached.mrr, "", mrr, at_least=True)


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


def make_queries(corpus: Corpus, count: int) -> Iterator[Query]:
    chance = random.Random(f"{SEED} queries")
    for number in range(count):
        guide = corpus.guide(chance.randrange(corpus.size))
        path, title, name = guide.path, guide.title, guide.name
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
