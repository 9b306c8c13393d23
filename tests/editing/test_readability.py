"""The reading grade, by hand: 0.39 words a sentence + 11.8 syllables a word - 15.59."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.editing.readability import Sentence, grade, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("— … !", []),
        ("The cat sat.", [Sentence("The cat sat.", 3, 3)]),
        ("Take it. Then wait!", [Sentence("Take it.", 2, 2), Sentence("Then wait!", 2, 2)]),
        ("Do this: rest.", [Sentence("Do this:", 2, 2), Sentence("rest.", 1, 1)]),
        ("You don’t need 7.5 pills.", [Sentence("You don’t need 7.5 pills.", 5, 5)]),
        ("naltrexone", [Sentence("naltrexone", 1, 3)]),
        ("opioid", [Sentence("opioid", 1, 3)]),
        ("table made helped wanted a", [Sentence("table made helped wanted a", 5, 7)]),
    ],
)
def test_a_text_is_its_sentences_with_their_words_and_syllables(text: str, found: list[Sentence]) -> None:
    assert sentences([text]) == found


def test_each_paragraph_ends_a_sentence() -> None:
    assert [sentence.text for sentence in sentences(["One", "Two", "Three. Four"])] == ["One", "Two", "Three.", "Four"]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ([], 0.0),
        (["…"], 0.0),
        (["The cat sat."], 0.0),
        (["The pharmacotherapy helped."], 0.39 * 3 + 11.8 * 8 / 3 - 15.59),
        (["The cat sat.", "The opioid interventions."], 0.39 * 6 / 2 + 11.8 * 11 / 6 - 15.59),
    ],
)
def test_the_grade_is_flesch_and_kincaids(prose: list[str], expected: float) -> None:
    assert grade(prose) == pytest.approx(expected)


def test_a_sentence_has_the_grade_of_itself_alone() -> None:
    assert Sentence("The opioid interventions.", 3, 8).grade == pytest.approx(grade(["The opioid interventions."]))


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_has_a_grade(prose: list[str]) -> None:
    parts = sentences(prose)
    assert all(part.words >= 1 and part.syllables >= part.words for part in parts)
    assert (grade(prose) == 0.0) if not parts else (grade(prose) >= 0.0)
