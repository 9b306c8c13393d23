"""What was mistyped is found, and said; nonsense is not."""

import random
from string import ascii_lowercase

import pytest

from articles.finding.everyday import everyday
from articles.finding.search import search
from articles.finding.spelling import corrected
from articles.finding.vocabulary import vocabulary
from articles.policy import Language

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_guides")]
EN = Language.EN
LETTERS = (4, 5, 6, 7, 8, 10, 12, 16)
FOUND_BY_CHANCE_MAX = 0.02  # of random letters; real words lie that close together


MEANT = {
    "a letter dropped": ("vivtrol", "vivitrol"),
    "a letter dropped at the end": ("naltrexon", "naltrexone"),
    "another letter": ("vivatrol", "vivitrol"),
    "letters changed about": ("herion", "heroin"),
    "a letter doubled": ("misssed dose", "missed dose"),
    "a letter too many": ("naltrexzone", "naltrexone"),
    "two slips": ("fentynal", "fentanyl"),
    "the first letter": ("cratom", "kratom"),
    "by ear": ("buprenorfine", "buprenorphine"),
    "by ear, with a silent letter": ("eosinofilic numonia", "eosinophilic pneumonia"),
    "no space": ("sideeffects", "side effects"),
    "a space too many": ("breast feeding", "breastfeeding"),
    "an everyday word that no page has": ("paracetemol", "paracetamol"),
    "two slips in such a word": ("antidepresants", "antidepressant"),
    "in a sentence": ("can i drink on naltrexonne", "can i drink on naltrexone"),
}


@pytest.mark.parametrize(("typed", "meant"), MEANT.values(), ids=MEANT.keys())
def test_what_was_meant_is_found_and_said(typed: str, meant: str) -> None:
    results = search(typed, EN)
    assert results.meant == meant
    assert (results.first_terms, results.guides) == (search(meant, EN).first_terms, search(meant, EN).guides)


@pytest.mark.parametrize(
    "typed",
    [
        "naltrexone",
        "missed doses",
        "injecting",
        "anaemia",
        "behaviour",
        "behaviour changes",
        "anymore pain",
        "paracetamol",
        "hangover",
        "shot",
        "percs",
        "na",
        "AA meetings",
    ],
)
def test_a_word_that_is_spelt_right_is_not_corrected(typed: str) -> None:
    assert search(typed, EN).meant == ""


@pytest.mark.parametrize("typed", ["vivatrol", "buprenorfine", "shot of whisky", "sideeffects"])
def test_the_exact_search_takes_each_word_as_it_is_typed(typed: str) -> None:
    assert search(typed, EN)
    assert not search(typed, EN, exact=True).meant
    assert search("vivitrol", EN, exact=True)
    assert not search("vivatrol", EN, exact=True)


def test_one_of_what_the_guides_name_in_the_plural_is_no_unknown_word() -> None:
    results = search("lump where shot was", EN)
    assert results.unknown == ()
    assert results.guides[0].address == "/guides/injection-site/"


@pytest.mark.parametrize(
    "word", ["memory", "anger", "foot", "shoulders", "toxic", "scared", "cooking", "taste", "patch", "sinus"]
)
def test_a_right_word_that_no_guide_has_is_named_and_not_taken_for_another(word: str) -> None:
    results = search(f"{word} nausea", EN)
    assert (results.meant, results.unknown) == ("", (word,))
    assert results.guides


def test_no_small_word_is_guessed_by_ear() -> None:
    known = vocabulary(EN)
    assert "more" in known.named
    assert corrected("memory", known) == "more"
    assert not corrected("memory", known, everyday(EN).common)


LEADS = {
    "liver enzymes": "liver-safety",
    "enzymes": "liver-safety",
    "liver function tests": "liver-safety",
    "liver panel": "liver-safety",
    "topamax": "compare-alcohol-medicines",
    "neurontin": "compare-alcohol-medicines",
    "non-alcoholic beer": "drinking-while-taking-it",
}


@pytest.mark.parametrize(("typed", "guide"), LEADS.items(), ids=LEADS.keys())
def test_a_name_from_a_laboratory_or_a_label_leads_to_its_guide(typed: str, guide: str) -> None:
    results = search(typed, EN)
    assert (results.meant, results.unknown) == ("", ())
    assert results.guides[0].address == f"/guides/{guide}/"


SAME = {
    "British": ("diarrhoea", "diarrhea"),
    "British -isation": ("prior authorisation", "prior authorization"),
    "British -our": ("cognitive behavioural therapy", "cognitive behavioral therapy"),
    "an accent": ("naltréxone", "naltrexone"),
    "a plural": ("injections", "injection"),
    "a hyphen": ("opioid-free-window", "opioid free window"),
}


@pytest.mark.parametrize(("typed", "usual"), SAME.values(), ids=SAME.keys())
def test_another_way_to_write_a_word_is_the_same_word(typed: str, usual: str) -> None:
    assert search(usual, EN)
    assert search(typed, EN) == search(usual, EN)


@pytest.mark.parametrize(
    "typed", ["sdafadsfasdf", "asdfghjkl", "qwertyuiop", "zzxqj", "xkcdxkcd", "lorem ipsum", "aaaaaaa"]
)
def test_nonsense_finds_nothing(typed: str) -> None:
    assert not search(typed, EN)


def test_random_letters_hardly_ever_find_anything() -> None:
    chance = random.Random(4)
    typed = ["".join(chance.choices(ascii_lowercase, k=letters)) for letters in LETTERS for _ in range(60)]
    found = [word for word in typed if search(word, EN)]
    assert len(found) <= FOUND_BY_CHANCE_MAX * len(typed), found


def test_a_word_that_stands_nowhere_is_named_and_the_rest_is_found() -> None:
    results = search("helicopter nausea", EN)
    assert results.unknown == ("helicopter",)
    assert results.guides


def test_names_that_look_alike_are_offered_where_nothing_was_found() -> None:
    results = search("endorfinz", EN, exact=False)
    assert results or "endorphin" in results.nearest
    assert search("dolphin", EN).nearest == ("endorphin",)


@pytest.mark.parametrize("ask", ["memory loss", "loss of memory", "memory problems", "hair loss"])
def test_what_no_guide_has_is_not_answered_by_any_other_loss_or_problem(ask: str) -> None:
    results = search(ask, EN)
    assert not results
    assert len(results.unknown) == 1
    assert search(f"{ask} vivitrol", EN).guides


def test_words_are_picked_by_beginning_and_length_in_the_order_of_all() -> None:
    known = vocabulary(EN)
    begun = [word for word in known.stems if word.startswith("inje")]
    assert known.beginning("inje") == begun
    assert len(begun) > 1
    assert known.beginning("qqq") == []
    about = [word for word in known.stems if abs(len(word) - 9) <= 2]
    assert known.as_long_as("injection", 2) == about
    assert known.as_long_as("tentative", 2) is known.as_long_as("injection", 2), "picked once for all searches"
