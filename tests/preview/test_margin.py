"""What stands in a guide's margin for its editor."""

from articles.editing.margin import Margin, margin
from articles.editing.workshop import linker
from articles.policy import Language
from articles.rendering import render
from articles.source import read_article
from glossary.linker import Phrase
from tests.articles.refusals import BODY_LINE, HERE, guide

HARD = (
    "The administration of pharmacological interventions necessitates interdisciplinary communication and evaluation."
)


def margin_of(body: str, **keys: str) -> Margin:
    words = linker(Language.EN, {Language.EN: [Phrase("craving", "craving"), Phrase("relapse", "relapse")]})
    source = read_article(HERE, guide(body, **keys).encode())
    return margin(source, render(source, words), words)


def test_the_hardest_sentences_come_first_and_easy_ones_not_at_all() -> None:
    found = margin_of(f"You can take it with food or without any. {HARD} Call your care team if you feel ill today.\n")
    assert [sentence.text for sentence in found.hardest] == [HARD]
    assert found.grade > 8


def test_what_is_no_sentence_is_none_of_the_hardest() -> None:
    body = f"Do not take: {HARD[4:]}\n\n- {HARD[4:-1]}\n\n| {HARD[:-1]} |\n|---|\n| {HARD[4:]} |\n\n“{HARD}”\n"
    assert [sentence.text for sentence in margin_of(body).hardest] == [f"“{HARD}”"]


def test_words_are_linked_or_stand_in_the_text_unlinked() -> None:
    found = margin_of("A craving can pass. So can a relapse [@label].\n", glossary_skip="[relapse]")
    assert (found.linked, found.unlinked) == (("craving",), ("relapse",))


def test_sources_are_counted() -> None:
    assert margin_of("One [@label]. Two [@label, section 2] [@other].\n").cited == {"label": 2, "other": 1}


def test_a_number_without_a_source_is_named_with_its_line() -> None:
    body = """\
## Section 1 {#part-1}

About 9 in 100 people [@label].

About 8 in 100
people.

- Call [911](tel:911) or 1-800-222-1222.
- Wait 7 days.
- Wait.

1. First step.
2. Wait 14 days.
"""
    found = [(passage.line - BODY_LINE + 1, passage.text) for passage in margin_of(body).uncited]
    assert found == [(5, "About 8 in 100 people."), (9, "- Wait 7 days."), (13, "Wait 14 days.")]
