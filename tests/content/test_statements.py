"""The list of statements holds a guide to its own words: the same words turned round, or without their source, fail."""

import pytest

from tests.content.statements import Sentence, lead_of, saying, sentences_of

SAID = "Stopping causes no withdrawal."


@pytest.mark.parametrize(
    "text",
    [
        "Stopping causes no withdrawal [@label, section 5].",
        "First a word. Stopping causes no withdrawal [@label]. Then another.",
        "- **Stopping** causes\n  no withdrawal [@label].",
        "1. Stopping causes no withdrawal [@label].",
    ],
)
def test_a_whole_sentence_or_item_says_it(text: str) -> None:
    assert saying(SAID, sentences_of(text)) == [Sentence(SAID, True, "")]


@pytest.mark.parametrize(
    "text",
    [
        "Stopping never causes no withdrawal [@label].",
        "Nobody should think: Stopping causes no withdrawal [@label].",
        "It is no longer true that Stopping causes no withdrawal [@label].",
        "Stopping causes no withdrawal, says a myth [@label].",
        "| It is false that | Stopping causes no withdrawal [@label]. |",
    ],
)
def test_a_sentence_turned_round_does_not_say_it(text: str) -> None:
    assert saying(SAID, sentences_of(text)) == []


def test_an_item_is_held_with_what_leads_into_it() -> None:
    text = "## Now {#now}\n\nDo not call if:\n\n- you faint\n- you have pain [@label]\n\nCall."
    found = list(sentences_of(text))
    assert lead_of("you have pain", found) == "Do not call if:"
    assert lead_of("Call.", found) == ""


def test_a_sentence_without_its_source_is_seen() -> None:
    assert [each.cited for each in saying(SAID, sentences_of("Stopping causes no withdrawal. More [@label]."))] == [
        False
    ]
