"""One file to a typed source; and whatever its bytes are, a source or problems. The table is in test_refusals."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.policy import Language, ReferenceKind, Status
from articles.problems import ContentError, Place, Problem, Severity
from articles.reading.manuscript import BIDI, CONTROL
from articles.reading.shelf import read_groups, read_reference, read_term
from articles.source import (
    ArticleSource,
    Change,
    Group,
    ReferenceSource,
    TermSource,
    read_article,
)

SECONDS_MAX = 5  # of work; it takes half a second
ARTICLE = """\
---
title: "Starting: safely"
summary: Why you need an opioid-free window first.
tags: [starting, safety]
order: 30
need: starting
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
formerly: [how-to-start]
glossary_skip: [tolerance]
moved: {waiting: window}
changes:
  - {date: 2026-11-20, text: Added kratom.}
  - {date: 2026-01-02, text: First version.}
---

## Window {#window}

Text [@label, section 5.1].
"""
TERM = """\
---
term: craving
aliases: [urge, "urge to use"]
case_sensitive: true
see_also: [relapse]
---
A strong wish
to use.
"""
REFERENCE = """\
---
title: The label
authors: Doe J.
organisation: The maker
year: 2025
url: https://example.org/label
doi: 10.1001/jama.2023.1
pmid: 12345
kind: label
---
"""
TAGS = "safety:\n  title: Safety\n  description: Staying safe.\nstart:\n  title: Starting\n  description: How.\n"


def test_an_article_is_read_whole() -> None:
    keys = "title summary tags order need sources_checked review_by status formerly glossary_skip moved changes"
    places = {key: Place(number, len(key) + 3) for number, key in enumerate(keys.split(), 2)}
    places |= {"tags.starting": Place(4, 8), "tags.safety": Place(4, 18), "formerly.how-to-start": Place(10, 12)}
    places["body"] = Place(18)
    places |= {"glossary_skip.tolerance": Place(11, 17), "moved.waiting": Place(12, 9), "changes": Place(13)}
    assert read_article("en/articles/starting-safely.md", ARTICLE.encode()) == ArticleSource(
        path="en/articles/starting-safely.md",
        language=Language.EN,
        slug="starting-safely",
        title="Starting: safely",
        summary="Why you need an opioid-free window first.",
        tags=("starting", "safety"),
        order=30,
        need="starting",
        sources_checked=date(2026, 11, 20),
        review_by=date(2027, 11, 20),
        status=Status.PUBLISHED,
        formerly=("how-to-start",),
        glossary_skip=("tolerance",),
        moved={"waiting": "window"},
        changes=(Change(date(2026, 11, 20), "Added kratom."), Change(date(2026, 1, 2), "First version.")),
        body="\n## Window {#window}\n\nText [@label, section 5.1].\n",
        body_line=17,
        places=places,
    )


def test_a_term_is_read_whole() -> None:
    assert read_term("es/glossary/craving.md", TERM.encode()) == TermSource(
        path="es/glossary/craving.md",
        language=Language.ES,
        slug="craving",
        term="craving",
        aliases=("urge", "urge to use"),
        case_sensitive=True,
        see_also=("relapse",),
        definition="A strong wish to use.",
        places={
            "term": Place(2, 7),
            "aliases": Place(3, 10),
            "aliases.urge": Place(3, 11),
            "aliases.urge to use": Place(3, 17),
            "case_sensitive": Place(4, 17),
            "see_also": Place(5, 11),
            "see_also.relapse": Place(5, 12),
            "body": Place(7),
        },
    )


def test_a_reference_is_read_whole() -> None:
    assert read_reference("references/label.md", REFERENCE.encode()) == ReferenceSource(
        path="references/label.md",
        key="label",
        title="The label",
        authors="Doe J.",
        organisation="The maker",
        year=2025,
        url="https://example.org/label",
        doi="10.1001/jama.2023.1",
        pmid="12345",
        kind=ReferenceKind.LABEL,
    )


def test_tags_and_needs_are_read_in_their_order() -> None:
    assert read_groups("en/tags.yaml", TAGS.encode(), described=True) == (
        Group("safety", "Safety", "Staying safe.", Place(1)),
        Group("start", "Starting", "How.", Place(4)),
    )
    needs = b"later:\n  title: Later\nnow: {title: Now}\n"
    assert read_groups("en/needs.yaml", needs, described=False) == (
        Group("later", "Later", "", Place(1)),
        Group("now", "Now", "", Place(3)),
    )


def test_a_file_full_of_odd_words_is_read_in_seconds() -> None:
    """What compares each warning with all others takes minutes."""
    start = time.process_time()
    found = read_article("en/articles/it.md", (ARTICLE + "\n".join(f"а{n}x" for n in range(20_000))).encode())
    assert len(found.warnings) == 20_000
    assert time.process_time() - start < SECONDS_MAX


# --- whatever the bytes are ---------------------------------------------------------------------------------

Reader = Callable[[str, bytes], object]


def read_tags(path: str, raw: bytes) -> object:
    return read_groups(path, raw, described=True)


def read_needs(path: str, raw: bytes) -> object:
    return read_groups(path, raw, described=False)


READERS: list[tuple[Reader, str, str]] = [
    (read_article, "en/articles/it.md", ARTICLE),
    (read_term, "es/glossary/word.md", TERM),
    (read_reference, "references/label.md", REFERENCE),
    (read_tags, "en/tags.yaml", TAGS),
    (read_needs, "en/needs.yaml", re.sub("  description: .*\n", "", TAGS)),
]
ODDITIES = st.sampled_from(
    [
        *(mark.encode() for mark in "[]{}:,#&*!|>'\"%@`-?\n\r\t \\~=<_.0"),
        *(b"---\n", b"...\n", b"- ", b": ", b"no", b"010", b"2026-02-30", b"0001-01-01", b"9" * 30, b"\n\n\n"),
        *(b"\x00", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xc2\x85", b"\xd0\xb0", b"\\0", b'"\\u202e"'),
        *(
            b"&a ",
            b"*a",
            b"!!binary ",
            b"<<: ",
            b"? ",
            b"[" * 500,
            b"a" * 300,
            b"  title: x\n",
            b"key: \n",
            b"\xf0\x9f\x98\x80",
        ),
    ]
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), ODDITIES | st.binary(max_size=3)), max_size=4)
LEAST = "---\n{}\n---\nText.\n"


def check(reader: Reader, path: str, raw: bytes) -> None:
    found, problems = tried(reader, path, raw)
    lines = len(re.split(rb"\r\n|\r|\n", raw))
    assert [problem for problem in problems if not is_whole(problem, path, lines)] == []
    assert not re.search(f"{CONTROL.pattern}|{BIDI.pattern}", found)


def tried(reader: Reader, path: str, raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    """All that was read, as one text with its characters as they are, or else the problems, of which there are some."""
    try:
        return "".join(words_in(reader(path, raw))), ()
    except ContentError as error:
        return "", error.problems or (Problem("", 0, 0, Severity.ERROR, "", "refused without a word"),)


def is_whole(problem: Problem, path: str, lines: int) -> bool:
    return (
        problem.path == path
        and 1 <= problem.line <= lines + 1
        and problem.column >= 1
        and re.fullmatch("[a-z]+(-[a-z]+)*", problem.code) is not None
        and re.fullmatch(r"\S.*\.", problem.message) is not None
    )


def words_in(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, Mapping):
        yield from words_in((*found.keys(), *found.values()))
    elif isinstance(found, tuple):
        for each in found:
            yield from words_in(each)
    elif is_dataclass(found):
        yield from words_in(tuple(getattr(found, each.name) for each in fields(found)))


@pytest.mark.parametrize(
    ("raw", "column"),
    [
        (b"\xef\xbb\xbf\x00\x80", 2),
        (b"\xef\xbb\xbf\xff", 1),
        (b"\xef\xbb\xbfcaf\xe9", 4),
        (b"\xef\xbb\xbf\xc3\xa9\xe9", 2),
        (b"\xef\xbb", 1),
    ],
)
def test_a_character_of_another_encoding_is_placed_behind_a_byte_order_mark_too(raw: bytes, column: int) -> None:
    with pytest.raises(ContentError) as refused:
        read_tags("en/tags.yaml", raw)
    told = [(problem.line, problem.column) for problem in refused.value.problems if problem.code == "encoding"]
    assert told == [(1, column)]


@pytest.mark.parametrize(("reader", "path", "text"), READERS, ids=[path for _, path, _ in READERS])
def test_any_bytes_are_a_source_or_problems(reader: Reader, path: str, text: str) -> None:
    @settings(max_examples=100, deadline=None)
    @given(st.binary(max_size=200) | st.lists(ODDITIES, max_size=12).map(b"".join))
    def read(raw: bytes) -> None:
        check(reader, path, raw)
        check(reader, path, LEAST.encode().replace(b"{}", raw))

    read()


@pytest.mark.parametrize(("reader", "path", "text"), READERS, ids=[path for _, path, _ in READERS])
def test_any_spoilt_file_is_a_source_or_problems(reader: Reader, path: str, text: str) -> None:
    @settings(max_examples=200, deadline=None)
    @given(EDITS)
    def read(edits: list[tuple[float, int, bytes]]) -> None:
        raw = text.encode()
        for share, removed, added in edits:
            start = round(share * len(raw))
            raw = raw[:start] + added + raw[start + removed :]
        check(reader, path, raw)

    read()


@pytest.mark.parametrize(("reader", "path", "text"), READERS, ids=[path for _, path, _ in READERS])
def test_the_file_that_is_spoilt_above_is_sound(reader: Reader, path: str, text: str) -> None:
    assert reader(path, text.encode())


def test_words_and_sources_that_did_not_change_are_not_read_twice() -> None:
    """The preview reads the whole folder at each save."""
    for read, path, text in ((read_term, "es/glossary/word.md", TERM), (read_reference, "references/a.md", REFERENCE)):
        assert read(path, text.encode()) is read(path, bytes(text, "utf-8"))
