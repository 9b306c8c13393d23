"""What an editor did to a block of keys is named in plain words, in its own line."""

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.problems import Notebook
from articles.reading.frontmatter import parse

PIECES = (
    "title",
    "text",
    ":",
    ": ",
    " ",
    "  ",
    "\n",
    "\n- ",
    '"',
    "'",
    "[",
    "]",
    "{",
    "|",
    "#",
    "\t",
    "\u00a0",
    "：",
    "&a",
    "\\",
    "é",
)
HEAD, TAIL = "title: Travelling\nsummary: Short.\n", "status: draft\n"


@pytest.mark.parametrize(
    ("block", "place", "message"),
    [
        (f'title: "Travelling\nsummary: Short.\n{TAIL}', (1, 8), 'The quote " that begins here is not closed.'),
        (f'title: "Travelling\nsummary: "Short."\n{TAIL}', (1, 8), 'The quote " that begins here is not closed.'),
        (f"title: 'Travelling\nsummary: 'Short.'\n{TAIL}", (1, 8), "The quote ' that begins here is not closed."),
        (f'{HEAD}note: "One" and "two"\n{TAIL}', (3, 7), 'More stands after the closing quote ".'),
        (f"{HEAD}note: Travelling: with tablets\n{TAIL}", (3, 17), 'quotes": `note: "…"`.'),
        (f"{HEAD}\tneed: living\n{TAIL}", (3, 1), "A tab stands at the start of this line."),
        (f"{HEAD}need living\n{TAIL}", (3, 1), "No `key:` begins this line."),
        (f"{HEAD}need：living\n{TAIL}", (3, 5), "This colon is of another kind."),
        (f"{HEAD}need:living\n{TAIL}", (3, 5), "No space stands after `need:`."),
        (f"{HEAD}need:\u00a0living\n{TAIL}", (3, 6), "a space of another kind, as word processors make"),
        (f"{HEAD}tags: [one, two\n{TAIL}", (3, 7), "The list that begins with [ is not closed. Put ] at its end."),
        (f"{HEAD}tags: [#one]\n{TAIL}", (3, 7), "A # begins a remark here, so that the list has no end."),
        (f"{HEAD}tags: [one, #two]\n{TAIL}", (3, 7), "A # begins a remark here, so that the list has no end."),
        (f"{HEAD} need: living\n{TAIL}", (3, 1), "A space stands before this key."),
        (f'title: "A"\n  summary: Short.\n{TAIL}', (2, 1), "A space stands before this key."),
        (f"title: 'It's here'\nsummary: Short.\n{TAIL}", (1, 8), "The apostrophe in this value ends it."),
        (f"{HEAD}source: [@a-2010, section 2]\n{TAIL}", (3, 9), 'Write "[@a-2010, section 2]".'),
        (f"{HEAD}note: @home\n{TAIL}", (3, 7), "A value must not start with @ here."),
        (f'{HEAD}note: |\n  a: b: c\n  "open\nneed living\n{TAIL}', (6, 1), "No `key:` begins this line."),
        (f"{HEAD}changes:\n  - date: 2026-11-20\n    text: Now: more\n{TAIL}", (5, 14), 'quotes": `text: "…"`.'),
    ],
)
def test_a_slip_is_named_where_it_is(block: str, place: tuple[int, int], message: str) -> None:
    notes = Notebook("file.md", [])
    parse(block, notes)
    problem = notes.problems[0]
    assert (problem.code, (problem.line, problem.column)) == ("yaml", place)
    assert message in problem.message


@pytest.mark.parametrize(
    "block",
    [
        "a: b\n" * 19_000 + 'c: "d\n',
        "a: b\n" + " c: d\n" * 19_000,
        ('a: "b\n' + "  c\n" * 5) * 3_000,
        "a: " + " #" * 99_000 + ': "\nb: "c',
        "a:" + " " * 199_000 + 'x: y: "',
        "".join(" " * (number % 50) + "a: b\n" for number in range(19_000)),
    ],
    ids=["keys", "set in", "going on", "comments", "spaces", "steps"],
)
def test_it_is_found_at_once(block: str) -> None:
    gc.freeze()  # what other tests have left is not looked through again and again for what may be thrown away
    started = time.process_time()
    parse(block, Notebook("file.md", []))
    lasted = time.process_time() - started
    gc.unfreeze()
    assert lasted < 1  # YAML itself takes a third of it


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_stands_there_has_its_line(block: str) -> None:
    notes = Notebook("file.md", [])
    parse(block, notes)
    for problem in notes.problems:
        assert 1 <= problem.line <= block.count("\n") + 1
        assert problem.column >= 1
        assert problem.message.endswith(".")


def test_what_has_no_name_is_still_told() -> None:
    notes = Notebook("file.md", [])
    parse(f'{HEAD}note: "\\q"\n{TAIL}', notes)
    assert [(problem.line, problem.code) for problem in notes.problems] == [(3, "yaml")]
    assert "cannot be read" in notes.problems[0].message


def test_of_very_many_keys_that_are_none_a_hundred_are_told_and_the_rest_counted() -> None:
    notes = Notebook("file.md", [])
    parse("".join(f"k{number}: v\n" for number in range(1_250)), notes).refuse_unknown()
    assert len(notes.problems) == 101
    assert (notes.problems[-1].line, notes.problems[-1].code) == (101, "unknown-key")
    assert "1,150 more lines begin with what is no key here." in notes.problems[-1].message
