"""Bytes to text and its two parts. What is refused stands in test_refusals."""

import pytest

from articles.problems import Notebook
from articles.reading.manuscript import Manuscript, decode, look_alikes, open_list, open_manuscript


def opened(raw: bytes) -> Manuscript:
    notes = Notebook("file.md", [])
    manuscript = open_manuscript(raw, notes)
    assert notes.problems == []
    assert manuscript is not None
    return manuscript


@pytest.mark.parametrize(
    "raw",
    [
        b"---\nkey: words\n---\n\nText.\n",
        b"\xef\xbb\xbf---\nkey: words\n---\n\nText.\n",
        b"---\r\nkey: words\r\n---\r\n\r\nText.\r\n",
        b"---\rkey: words\r---\r\rText.\r",
        b"---  \nkey: words\n---\t\n\nText.\n",
    ],
)
def test_a_file_is_keys_and_a_body_that_knows_its_line(raw: bytes) -> None:
    manuscript = opened(raw)
    assert manuscript.fields.text("key") == "words"
    assert (manuscript.body, manuscript.body_line) == ("\nText.\n", 4)


def test_a_rule_in_the_body_is_not_the_end_of_the_keys() -> None:
    assert opened(b"---\nkey: a\n---\nOne.\n\n---\n\nTwo.\n").body == "One.\n\n---\n\nTwo.\n"


def test_a_list_is_a_file_of_keys_alone() -> None:
    notes = Notebook("en/tags.yaml", [])
    fields = open_list(b"one: a\ntwo: b\n", notes)
    assert fields is not None
    assert [(name.value, name.place.line) for name, _ in fields.mapping.pairs] == [("one", 1), ("two", 2)]


def test_an_invisible_character_is_found_in_its_column() -> None:
    notes = Notebook("file.md", [])
    assert decode("one\ntwo \u202ethree\nfour\x07\n".encode(), notes) == "one\ntwo three\nfour\n"
    assert [(problem.line, problem.column, problem.code) for problem in notes.problems] == [
        (2, 5, "bidi-control"),
        (3, 5, "control-character"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "- - -\n* * * * * * * * * * * * * * * *\n\n---------------",
        "[a] " * 400 + "\n\n" + "[a] " * 400,
        "* " * 400,
        " " * 60 + "deep",
        "a" + " " * 1000 + "b",
        "1. a\n   - b\n     - c\n",
    ],
)
def test_what_the_parser_can_bear_is_let_through(body: str) -> None:
    assert opened(f"---\nkey: a\n---\n{body}".encode()).body == body


def test_a_deep_list_is_told_once_in_its_first_deep_line() -> None:
    text = "---\nkey: a\n---\n" + "".join("    " * depth + "- a\n" for depth in range(300))
    notes = Notebook("file.md", [])
    open_manuscript(text.encode(), notes)
    assert [(problem.line, problem.code) for problem in notes.problems] == [(20, "nesting")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("naltrexone and the liver", []),
        ("nаltrexone", [("nаltrexone", "U+0430 CYRILLIC SMALL LETTER A")]),
        ("the СОРD", [("СОРD", "U+0421 CYRILLIC CAPITAL LETTER ES")]),
        ("а", [("а", "U+0430 CYRILLIC SMALL LETTER A")]),
        ("Ｎaltrexone", [("Ｎaltrexone", "U+FF2E FULLWIDTH LATIN CAPITAL LETTER N")]),
        ("Αlcohol", [("Αlcohol", "U+0391 GREEK CAPITAL LETTER ALPHA")]),
        ("the μ-opioid receptor, κ, 5 μg of TNFα, IFNγ", []),
        ("ὁ Νόμος, Α, Ω", []),
        ("Москва", []),
        ("el corazón está bien, señor", []),
        ("é" * 200_000, []),
    ],
)
def test_a_letter_that_only_looks_latin_is_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(word, letter) for word, letter, _ in look_alikes(text)] == found
    assert all(text.startswith(word, start) for word, _, start in look_alikes(text))
