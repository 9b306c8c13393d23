"""What a search may cost, in numbers of its own: whoever raises a limit has to raise it here too, and say why."""

import gc
import re
import time
from dataclasses import replace
from string import ascii_lowercase

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.finding import question
from articles.finding.candidates import candidates
from articles.finding.search import search
from articles.finding.vocabulary import vocabulary
from articles.policy import Language
from tests.conftest import ContentFolder

pytestmark = pytest.mark.django_db
EN = Language.EN
SORTS = re.compile(r"bm25|ts_rank")
NAMES = [
    f"zylo{letter}{letter}a" for letter in ascii_lowercase
]  # 26 words that begin alike, and are no forms of another
HELD_BACK = {
    "sqlite": "SELECT 0",
    "postgresql": "SELECT gin_clean_pending_list('articles_passage_document'), "
    "gin_clean_pending_list('articles_passage_head_document')",
}
LOADS = {
    "all its words": " ".join(NAMES),
    "words by the thousand": "naltrexone tablet " * 5_000,
    "one beginning": "zylo",
    "words and a beginning": f"{' '.join(NAMES[:9])} zylo",
    "slips": " ".join(name.replace("zy", "zi") for name in NAMES[:12]),
    "one endless word": "zylo" * 10_000,
}


@pytest.fixture(autouse=True)
def guides(folder: ContentFolder) -> None:
    folder.article("names", f"{' '.join(NAMES)} [@label].\n")
    folder.article("tablets", "A naltrexone tablet, its trial, effect and benefit [@label].\n")
    folder.sync()


def statements(query: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search(query, EN)
    return [each["sql"] for each in asked.captured_queries]


@pytest.mark.parametrize("query", LOADS.values(), ids=LOADS.keys())
def test_whatever_is_asked_the_database_is_asked_little(query: str) -> None:
    search("tablet", EN)  # reads the words of the edition, once
    asked = statements(query)
    assert len(asked) <= 6
    assert max(map(len, asked)) < 20_000  # characters
    assert all(re.search(r"LIMIT 60\s*$", each) for each in asked if re.search("MATCH|to_tsquery", each))


@pytest.mark.parametrize("query", LOADS.values(), ids=LOADS.keys())
def test_at_most_ten_things_are_looked_for_each_in_a_few_ways(query: str) -> None:
    asked = question.read(query, EN, vocabulary(EN))
    assert len(asked.things) <= 10
    assert max((len(thing.ways) for thing in asked.things), default=0) <= 13


def test_the_loads_reach_the_limits() -> None:
    """Or the tests above would hold of anything."""
    known = vocabulary(EN)
    assert len(question.read(" ".join(NAMES), EN, known).things) == 10
    (beginning,) = question.read("zylo", EN, known).things
    assert len(beginning.ways) >= 12
    assert max(map(len, statements(LOADS["words and a beginning"]))) > 300


@pytest.mark.parametrize(("passages", "sorts"), [(1_000, True), (1_001, False), (1_000_000, False)])
def test_what_stands_in_more_than_a_thousand_passages_is_not_sorted_by_the_database(passages: int, sorts: bool) -> None:
    """It would have to read them all."""
    known = vocabulary(EN)
    asked = question.read("naltrexone tablet", EN, known)
    common = replace(known, standing=dict.fromkeys(known.standing, passages))
    with CaptureQueriesContext(connection) as heard:
        assert candidates(asked.things, EN, common)
    found = [bool(SORTS.search(each["sql"])) for each in heard.captured_queries]
    assert any(found) == sorts
    assert sorts or len(found) > 1  # those with it in their head are looked for apart


@pytest.mark.parametrize(("passages", "stems"), [(333, [3, 3, 3]), (334, [3, 2]), (600, [3, 1]), (1_001, [])])
def test_rare_words_are_sorted_together_as_far_as_a_thousand_passages_go(passages: int, stems: list[int]) -> None:
    known = vocabulary(EN)
    asked = question.read("naltrexone tablet zylooa", EN, known)
    names = [thing.ways[0].stems[0] for thing in asked.things]
    with CaptureQueriesContext(connection) as heard:
        candidates(asked.things, EN, replace(known, standing=dict.fromkeys(known.standing, passages)))
    ordered = [each["sql"] for each in heard.captured_queries if SORTS.search(each["sql"])]
    assert [sum(name in sql for name in names) for sql in ordered] == stems


def test_of_a_long_query_only_the_first_120_characters_are_looked_at() -> None:
    known = vocabulary(EN)
    assert len(question.read("tablet" + " " * 104 + "naltrexone", EN, known).things) == 2
    assert len(question.read("tablet" + " " * 114 + "naltrexone", EN, known).things) == 1
    started = time.process_time()
    question.read("tablet naltrexone " * 1_000_000, EN, known)
    assert time.process_time() - started < 0.5


def test_no_word_is_held_back_for_every_search_to_read_through() -> None:
    """PostgreSQL's list of words that are not yet in its index: empty after a sync. SQLite has no such list."""
    with connection.cursor() as cursor:
        cursor.execute(HELD_BACK[connection.vendor])
        assert set(cursor.fetchone()) == {0}


def test_what_is_said_the_same_in_two_ways_is_asked_for_once() -> None:
    (asked,) = [each for each in statements("effect") if SORTS.search(each)]
    looked_for = re.findall(r"\(\W*([a-z ]+)\W*\)", asked.partition("MATCH")[2] or asked.partition("to_tsquery")[2])
    assert len(looked_for) == len(set(looked_for)) > 1


def test_a_search_leaves_nothing_to_the_collector_of_garbage() -> None:
    """Which would hold up every reader, once it comes."""
    search("tablet", EN)
    gc.collect()
    gc.disable()
    try:
        search("naltrexone trial", EN)
        assert gc.collect() == 0
    finally:
        gc.enable()
