"""The search page: what was corrected, what was not found, and what to do then; whatever is asked."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from articles.finding import views
from articles.finding.question import CHARACTERS_MAX

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_guides")]


def page(query: str, *, path: str = "/search/", exact: bool = False) -> str:
    response = Client().get(f"{path}?q={quote(query)}{'&exact=1' if exact else ''}")
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_what_was_corrected_is_said_and_the_exact_search_is_a_link() -> None:
    corrected = page("vivatrol shot")
    assert "Showing results for “vivitrol shot”. Search only for “vivatrol shot”" in words(corrected)
    assert '<a href="/search/?q=vivatrol%20shot&amp;exact=1">' in corrected
    exact = page("vivatrol", exact=True)
    assert "Showing results" not in exact
    assert "Nothing was found for “vivatrol”" in words(exact)
    assert '<a href="/search/?q=vivatrol">Search with other spellings too</a>' in exact
    assert "Showing results" not in page("vivitrol")


def test_a_word_asked_for_by_name_stands_first_with_its_whole_definition() -> None:
    found = page("precipitated withdrawal")
    term, guide = found.index('href="/glossary/precipitated-withdrawal/"'), found.index('id="found-guides"')
    assert term < guide
    related = page("missed dose")
    assert "found-words" not in related


def test_a_result_names_guide_and_section_marks_the_words_and_lands_on_the_section() -> None:
    found = page("vivitrol missed shot")
    guide = found[found.index('<ol class="hits">') :]
    assert re.match(
        r'<ol class="hits">\s*<li><h3><a href="/guides/missed-doses/">Missed a tablet or an injection</a></h3>', guide
    )
    assert '<a href="/guides/missed-doses/#injection">Missed injection</a>' in guide
    assert "<mark>injection</mark>" in guide


def test_where_nothing_is_found_the_page_helps() -> None:
    nothing = page("dolphin")
    said = words(nothing)
    assert "Nothing was found for “dolphin”" in said
    assert "Did you mean: endorphin" in said
    assert '<a class="nearest" href="/search/?q=endorphin">' in nothing
    assert 'href="/guides/starting-safely/"' in nothing
    assert 'href="/glossary/"' in nothing
    assert (
        nothing.index("Nothing was found") < nothing.index('id="help-now"') < nothing.index("/guides/starting-safely/")
    )
    assert 'value="dolphin"' in nothing


@pytest.mark.parametrize("path", ["/search/", "/es/search/"])
def test_the_site_says_of_no_search_that_it_needs_javascript(path: str) -> None:
    empty = page("", path=path)
    assert "JavaScript" not in words(empty)
    assert "searching" not in empty
    assert 'href="tel:911"' in empty


ODD = [
    "",
    " ",
    "?",
    "*" * 500,
    "\x00",
    "\ud7ff",
    "<script>alert(1)</script>",
    "'; --",
    "a" * 5000,
    "word " * 2000,
    "%",
    "🙂",
]


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_an_empty_huge_or_odd_query_gets_a_helpful_page(query: str) -> None:
    answer = page(query)
    assert "<script>alert" not in answer
    assert 'href="/guides/' in answer.partition("<main")[2].partition("</main>")[0]
    assert len(answer) < 60_000


def test_a_long_query_says_that_only_its_beginning_was_looked_for() -> None:
    assert "only its beginning" in page("nausea " * 30)
    assert "only its beginning" not in page("nausea " * (CHARACTERS_MAX // 7))


def test_a_long_query_is_cut_between_two_words() -> None:
    assert f'value="{" ".join(["nausea"] * 17)}"' in page("nausea " * 30)
    assert f'value="{"a" * CHARACTERS_MAX}"' in page("a" * 500)


def test_what_was_searched_for_is_kept_by_nobody() -> None:
    response = Client().get("/search/?q=nausea")
    assert response.headers["Cache-Control"].startswith("private")
    assert not response.cookies


def test_the_page_speaks_spanish() -> None:
    said = words(page("naltrexonna", path="/es/search/"))
    assert "No se encontró nada sobre «naltrexonna»" in said


@pytest.mark.parametrize(
    "asked", ["sueside", "oversode", "widrawal", "widrawals", "withdral", "poisened", "overdoce risk"]
)
def test_a_word_of_danger_brings_the_numbers_however_it_is_spelt(asked: str) -> None:
    assert 'class="help-now crisis"' in page(asked)


def test_whatever_is_taken_for_a_word_of_danger_brings_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the search corrects to and what it offers are asked too, so that no slip passes between the two."""
    monkeypatch.setattr(views, "in_crisis", lambda text: text in {"vivitrol shot", "endorphin"})
    assert 'class="help-now crisis"' in page("vivatrol shot")
    assert 'class="help-now crisis"' in page("dolphin")
    assert 'class="help-now crisis"' not in page("vivitrol")
