"""What makes a guide harder or less kind than it should be: warnings, each where the editor can mend it."""

from datetime import date

import pytest

from articles.editing.advice import advise
from articles.editing.wording import AVOID
from articles.problems import Problem, Severity
from articles.rendering import render
from articles.source import read_article
from glossary.linker import Linker
from tests.articles.refusals import HERE, guide
from tests.conftest import TODAY

HARD = "Pharmacotherapeutic interventions necessitate individualized multidisciplinary consideration of comorbidities."
SPANISH = "es/articles/uno.md"


def advice(text: str, *, path: str = HERE, today: date = TODAY) -> list[Problem]:
    source = read_article(path, text.encode())
    return advise(source, render(source, Linker([], str)), today)


def warning(line: int, column: int, code: str, message: str) -> list[Problem]:
    return [Problem(HERE, line, column, Severity.WARNING, code, message)]


def test_a_good_guide_gets_no_advice() -> None:
    assert advice(guide("You can take this pill with food. Call us if you feel sick.\n")) == []


def test_a_guide_past_its_review_is_told_on_the_day_after() -> None:
    message = "The sources were due to be read again by 2027-11-20. Read them, then set both dates."
    assert advice(guide(), today=date(2027, 11, 20)) == []
    assert advice(guide(), today=date(2027, 11, 21)) == warning(6, 12, "review-due", message)


def test_a_guide_may_not_appear_when_it_is_overdue_already() -> None:
    message = (
        "The sources are due on 2027-11-20, before the guide is shown on 2027-11-21, so it would appear as overdue. "
        "Set `review_by` to a day after `publish_on`."
    )
    assert advice(guide(publish_on="2027-11-20")) == []
    assert advice(guide(publish_on="2027-11-21")) == warning(6, 12, "dates-order", message)


def test_sources_cannot_have_been_read_tomorrow() -> None:
    message = "2026-11-20 has not come yet. Give the day when the sources were really read."
    assert advice(guide(), today=date(2026, 11, 19)) == warning(5, 18, "date-future", message)


def test_nothing_has_changed_tomorrow_but_what_is_shown_from_then() -> None:
    changes = "[{date: 2026-11-24, text: Kratom counts.}, {date: 2026-01-01, text: Old.}]"
    message = "2026-11-24 has not come yet. Give the day when readers get this change."
    assert advice(guide(changes=changes), today=date(2026, 11, 23)) == warning(8, 10, "date-future", message)
    assert advice(guide(changes=changes), today=date(2026, 11, 24)) == []
    assert advice(guide(changes=changes, publish_on="2026-11-24"), today=date(2026, 11, 23)) == []


def test_a_hard_text_is_shown_its_hardest_sentence() -> None:
    """Not a lone word in a cell of a table, which nobody can shorten."""
    table = "| Name | What |\n|---|---|\n| Hepatotoxicity | Immunoglobulin electrophoresis |\n"
    found = advice(guide(f"The cat sat.\n\n{HARD}\n\n{table}"))
    assert [(problem.line, problem.code) for problem in found] == [(11, "grade")]
    assert found[0].message.startswith("The text reads at US school grade ")
    assert f"Shorten the sentences, first this one: “{HARD[:80]}…”." in found[0].message


def test_the_hardest_sentence_is_found_behind_its_marks() -> None:
    marked = HARD.replace("interventions", "**interventions**").replace(
        "necessitate", "[necessitate](first.md) [@label]"
    )
    found = advice(guide(f"The cat sat.\n\n- One. {marked}\n"))
    assert [(problem.line, problem.column) for problem in found if problem.code == "grade"] == [(11, 8)]


def test_the_grade_and_the_words_are_of_english() -> None:
    assert advice(guide(f"{HARD} An addict.\n", title="Alcoholism"), path=SPANISH) == []


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        (guide("Text.\n\nFor an **addict** too.\n"), 11, "addict"),
        (guide("For an ADDICT.\n"), 9, "ADDICT"),
        (guide(title="For the alcoholic"), 2, "alcoholic"),
        (guide("An addict once.\n", summary="For an addict."), 3, "addict"),
        (guide("He was once a former addict.\n"), 9, "former addict"),
    ],
)
def test_a_word_that_hurts_is_found_where_it_stands(text: str, line: int, found: str) -> None:
    problems = [problem for problem in advice(text) if problem.line == line]
    assert [problem.code for problem in problems] == ["wording"]
    assert problems[0].message.startswith(f"“{found}” can hurt or mislead. Say “")


@pytest.mark.parametrize(
    "body",
    [
        "They may call you an “addict”. You are not.\n",
        'They may say "addict" too.\n',
        "The addiction is not you.\n",
        "Nonaddict.\n",
        "“" * 200_000,
    ],
)
def test_a_word_that_is_quoted_or_another_is_left_alone(body: str) -> None:
    assert [problem for problem in advice(guide(body)) if problem.code == "wording"] == []


def test_each_wording_is_found_and_says_what_to_write() -> None:
    for wording in AVOID:
        for phrase in wording.avoid:
            found = [
                problem.message for problem in advice(guide(f"It is {phrase} here.\n")) if problem.code == "wording"
            ]
            assert f"“{phrase}” can hurt or mislead. Say “{wording.say}”." in found


def test_no_wording_is_listed_twice() -> None:
    phrases = [phrase.casefold() for wording in AVOID for phrase in wording.avoid]
    assert sorted(phrases) == sorted(set(phrases))


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["emergency", "ask", "note"], ""),
        (["emergency", "ask", "note", "clinicians", "clinicians"], ""),
        (["emergency", "emergency"], "2 emergency and 0 other callouts"),
        (["do", "dont", "urgent"], "0 emergency and 3 other callouts"),
    ],
)
def test_callouts_that_would_be_overlooked_are_counted(kinds: list[str], told: str) -> None:
    body = "".join(f'!!! {kind} "Now"\n    Do it.\n\n' for kind in kinds)
    found = [problem.message for problem in advice(guide(body)) if problem.code == "callout-many"]
    assert [message.split(":")[0] for message in found] == ([told] if told else [])


NOW, ASK = '!!! emergency "Now"\n    Call.\n\n', '!!! ask "Ask"\n    This.\n\n'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"{NOW}## A\n\nText [@label].\n\n{ASK}Text.\n", []),
        (f"{ASK}Text.\n\n{NOW}## A\n\nText.\n", [(14, "emergency-late")]),
        (f"{NOW}Text.\n", [(9, "emergency-unended")]),
        (f"{NOW}{ASK}## A\n\nText.\n", [(12, "callout-stacked")]),
        (f"{NOW}## A\n\nText.\n\n{NOW}## B\n\nText.\n", [(16, "callout-many")]),
        (f'```\n!!! note "As typed"\n```\n\n{NOW}Text.\n', [(9, "emergency-unended")]),
    ],
)
def test_a_callout_that_would_be_misread_is_told_of_in_its_line(body: str, told: list[tuple[int, str]]) -> None:
    found = [problem for problem in advice(guide(body)) if problem.code.startswith(("callout", "emergency"))]
    assert [(problem.line, problem.code) for problem in found] == told


def test_the_count_of_callouts_is_said_in_plain_words() -> None:
    found = [problem.message for problem in advice(guide(ASK * 3)) if problem.code == "callout-many"]
    assert found == [
        "0 emergency and 3 other callouts: with more than one emergency or more than 2 others, readers overlook them. "
        "Turn some into text."
    ]


@pytest.mark.parametrize("word", ["addicts", "Users", "alcoholics", "junkies", "abuses"])
def test_a_plural_is_found_too(word: str) -> None:
    told = [problem.message for problem in advice(guide(f"Here are {word} too.\n")) if problem.code == "wording"]
    assert len(told) == 1
    assert told[0].startswith(f"“{word}” can hurt")


@pytest.mark.parametrize("phrase", ["doctor’s orders", "doctor's orders"])
def test_either_apostrophe_is_read(phrase: str) -> None:
    told = [problem.message for problem in advice(guide(f"Not {phrase}.\n")) if problem.code == "wording"]
    assert told == [f"“{phrase}” can hurt or mislead. Say “your care team; your prescriber; a pharmacist”."]


def test_the_name_of_a_group_is_no_label() -> None:
    told = advice(guide("Some people go to Alcoholics Anonymous, and like it.\n"))
    assert "wording" not in [problem.code for problem in told]
