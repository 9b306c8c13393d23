"""The block of keys: each value as what its key asks for, with its line. What is refused stands in test_refusals."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.policy import Status
from articles.problems import Notebook, Place, Problem
from articles.reading.frontmatter import Fields, parse
from articles.reading.nodes import Mapping, Scalar


def fields_of(text: str, *, first_line: int = 1) -> Fields:
    return parse(text, Notebook("file.md", []), first_line=first_line)


@pytest.mark.parametrize(
    ("text", "read", "value"),
    [
        ("key: Plain words", lambda fields: fields.text("key"), "Plain words"),
        ("key: '  spaces \n\n  within '", lambda fields: fields.text("key"), "spaces within"),
        ("key: >\n  folded\n  words\n", lambda fields: fields.text("key"), "folded words"),
        ("key: |\n  kept\n  lines\n", lambda fields: fields.text("key"), "kept lines"),
        ('key: "no"', lambda fields: fields.text("key"), "no"),
        ("key: '2026-11-20'", lambda fields: fields.text("key"), "2026-11-20"),
        ("key: 7 to 10 days", lambda fields: fields.text("key"), "7 to 10 days"),
        ("key: 2026-11-20 was a Friday", lambda fields: fields.text("key"), "2026-11-20 was a Friday"),
        ("key: No opioids", lambda fields: fields.text("key"), "No opioids"),
        ("other: 1", lambda fields: fields.text("key", required=False), ""),
        ("key: [one, 'two words']", lambda fields: fields.texts("key"), ("one", "two words")),
        ("key:\n- one\n- two\n", lambda fields: fields.slugs("key"), ("one", "two")),
        ("key: one-two", lambda fields: fields.slug("key"), "one-two"),
        ("key: {a: b, c: d}", lambda fields: fields.slug_pairs("key"), {"a": "b", "c": "d"}),
        ("key: 2024-02-29", lambda fields: fields.day("key"), date(2024, 2, 29)),
        ("key: -30", lambda fields: fields.number("key"), -30),
        ("key: 0", lambda fields: fields.number("key"), 0),
        ("other: 1", lambda fields: fields.number("key"), None),
        ("key: true", lambda fields: fields.flag("key"), True),
        ("key: false", lambda fields: fields.flag("key"), False),
        ("other: 1", lambda fields: fields.flag("key"), False),
        ("key: draft", lambda fields: fields.choice("key", Status), Status.DRAFT),
        ("key: [{a: b}]", lambda fields: [entry.text("a") for entry in fields.mappings("key")], ["b"]),
        ("key: words  # a comment", lambda fields: fields.text("key"), "words"),
    ],
)
def test_a_value_is_read_as_its_key_asks(text: str, read: Callable[[Fields], object], value: object) -> None:
    fields = fields_of(text)
    assert read(fields) == value
    assert fields.notes.problems == []


@pytest.mark.parametrize(
    "words",
    "no Yes ON off true NULL ~ 010 1_000 -3 4.5 1e3 0x1f 0b11 .5 12:30 1:30:00 2026-11-20 2026-1-2T10:00 .inf".split(),
)
def test_what_yaml_reads_as_something_else_must_stand_in_quotes(words: str) -> None:
    fields = fields_of(f"key: {words}")
    assert fields.text("key") == ""
    assert [problem.code for problem in fields.notes.problems] == ["wrong-type"]
    assert f'Write it between quotes: "{words}".' in fields.notes.problems[0].message
    assert fields_of(f'key: "{words}"').text("key") == words


def test_a_key_knows_its_place() -> None:
    fields = fields_of("one: a\n\n# a comment\ntwo:\n  - b\nthree: c\n", first_line=2)
    assert {key: fields.place(key) for key in ("one", "two", "three", "absent")} == {
        "one": (2, 6),
        "two": (5, 1),
        "three": (7, 8),
        "absent": (2, 1),
    }
    assert fields.place("two", "b") == (6, 5)


def test_an_open_quote_is_found_where_it_opens() -> None:
    fields = fields_of('one: a\ntwo: "b\nthree: c\nfour: d\n', first_line=2)
    assert [(problem.line, problem.code) for problem in fields.notes.problems] == [(3, "yaml")]
    assert (fields.text("two"), fields.text("three")) == ("", "c")


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_no_keys_at_all_is_an_empty_mapping(text: str) -> None:
    fields = fields_of(text, first_line=2)
    assert (fields.mapping, fields.broken, fields.notes.problems) == (Mapping((), Place(2)), False, [])


def test_every_scalar_is_found_however_deep() -> None:
    found = {scalar.value for scalar in fields_of("a: [b, {c: [d]}]\ne: f\n").scalars()}
    assert found == set("abcdef")


def test_a_block_that_cannot_be_read_says_so_once() -> None:
    fields = fields_of("title: a: b\n  more\n")
    assert (fields.text("title"), fields.slugs("tags", required=True)) == ("", ())
    assert [problem.code for problem in fields.notes.problems] == ["yaml"]
    assert fields.unread == {"title", "tags"}


def test_a_line_that_cannot_be_read_hides_no_other() -> None:
    fields = fields_of("title: a: b\norder: many\ntags: [one]\n")
    assert (fields.text("title"), fields.slugs("tags", required=True), fields.number("order")) == ("", ("one",), None)
    assert [(problem.line, problem.code) for problem in fields.notes.problems] == [(1, "yaml"), (2, "wrong-type")]
    assert fields.unread == {"title", "order"}


YAML_MARKS = st.sampled_from(
    [*"[]{}:,#&*!|>'\"%@`-?\n\t \\~=", "a: ", "- ", "---\n", "...\n", "<<: ", "\\u0000", "\ud7ff"]
)


@settings(max_examples=250, deadline=None)
@given(st.lists(YAML_MARKS | st.text(max_size=3), max_size=40).map("".join))
@example("[" * 10_000)
@example("{" * 10_000)
@example("- " * 10_000)
@example("a: " * 10_000)
@example("? " * 10_000)
@example('"\\ud800"')
def test_any_text_is_read_or_refused_in_its_lines(text: str) -> None:
    """A mapping with nothing to say against it, or problems within the text: never another exception."""
    notes = Notebook("file.md", [])
    fields = parse(text, notes, first_line=3)
    assert (fields.broken or fields.spoilt != set()) == bool(notes.problems)
    last = 3 + sum(text.count(end) for end in "\n\r\x85\u2028\u2029")
    assert [problem for problem in notes.problems if not 3 <= problem.line <= last + 1] == []
    assert all(isinstance(scalar, Scalar) for scalar in fields.scalars())


def test_a_long_value_is_quoted_in_part() -> None:
    fields = fields_of(f"key: {'A' * 5000}")
    fields.slug("key")
    advice = "Use lower-case letters, digits and single hyphens, as `opioid-free-window`."
    message = f"“{'A' * 80}…” in `key` is no short name. {advice}"
    assert fields.notes.problems == [Problem("file.md", 1, 6, fields.notes.problems[0].severity, "slug-form", message)]
