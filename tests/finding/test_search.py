"""What a reader finds: the same on SQLite and on PostgreSQL, whatever is typed."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from articles.finding.search import GuideHits, Hit, Results, search
from articles.finding.snippets import Piece
from articles.finding.vocabulary import vocabulary
from articles.policy import Language
from tests.conftest import ContentFolder

pytestmark = pytest.mark.django_db
EN, ES = Language.EN, Language.ES
START = """\
Take the first tablet with food [@label].

## Before you start {#before}

Your team tests your urine. An injection is a shot.

## Nausea and *sleep* {#nausea}

Nausea passes. Opioid-free days come first; stopping suddenly does no harm. Drink water. Café señor Müller.
"""


@pytest.fixture(autouse=True)
def guides(folder: ContentFolder) -> None:
    folder.article("first", START, title="Starting tablets")
    folder.article("second", "Cravings for alcohol [@label].\n", title="Alcohol")
    folder.article("hidden", "A secret craving [@label].\n")
    hidden = folder.root / "en/articles/hidden.md"
    hidden.write_text(hidden.read_text().replace("published", "draft"))
    folder.term("craving", "craving", aliases="[urge]", definition="A strong wish to drink or to use.")
    folder.write("es/tags.yaml", "safety:\n  title: Seguridad\n  description: Segura.\n")
    folder.article("first", "La inyección de naltrexona [@label].\n", title="La inyección", language="es")
    folder.sync()


def found(query: str, language: Language = EN) -> list[str]:
    """Addresses: terms, then each guide, after it its sections."""
    results = search(query, language)
    addresses = [hit.address for hit in (*results.first_terms, *results.terms)]
    for guide in results.guides:
        addresses += [guide.address, *(section.address for section in guide.sections)]
    return addresses


def test_a_term_and_a_section_are_found_with_the_words_marked() -> None:
    assert search("craving", EN) == Results(
        first_terms=(Hit("craving", "", "/glossary/craving/", (Piece("A strong wish to drink or to use.", False),)),),
        guides=(
            GuideHits(
                "Alcohol",
                "/guides/second/",
                (),
                (Hit("Alcohol", "", "/guides/second/", (Piece("Cravings", True), Piece(" for alcohol.", False))),),
            ),
        ),
    )


BEFORE, NAUSEA = "/guides/first/#before", "/guides/first/#nausea"
FOUND = {
    "in any case": ("URINE", ["/guides/first/", BEFORE]),
    "another form": ("injections", ["/guides/first/", BEFORE]),
    "a stem": ("stop", ["/guides/first/", NAUSEA]),
    "a beginning": ("naus", ["/guides/first/", NAUSEA]),
    "a beginning after a word": ("team inj", ["/guides/first/", BEFORE]),
    "a beginning longer than the stem": ("injectio", ["/guides/first/", BEFORE]),
    "a beginning that the stem has not": ("cravin", ["/glossary/craving/", "/guides/second/", "/guides/second/"]),
    "only the last word may be a beginning": ("naus xylophone", []),
    "words of heading and text": ("sleep water", ["/guides/first/", NAUSEA]),
    "words of title and text": ("tablets urine", ["/guides/first/", BEFORE]),
    "a hyphen": ("opioid-free", ["/guides/first/", NAUSEA]),
    "a space for a hyphen": ("opioid free", ["/guides/first/", NAUSEA]),
    "a possessive": ("nausea's", ["/guides/first/", NAUSEA]),
    "a curly possessive": ("nausea’s", ["/guides/first/", NAUSEA]),
    "without accents": ("cafe senor muller", ["/guides/first/", NAUSEA]),
    "with accents": ("CAFÉ", ["/guides/first/", NAUSEA]),
    "accents written apart": (unicodedata.normalize("NFD", "señor"), ["/guides/first/", NAUSEA]),
    "accents that are not there": ("wáter", ["/guides/first/", NAUSEA]),
    "common words beside": ("what about the nausea", ["/guides/first/", NAUSEA]),
    "only common words": ("your", ["/guides/first/", BEFORE]),
    "a term's other name": ("urge", ["/glossary/craving/"]),
    "one word of two, where none has both": ("urine alcohol", [*["/guides/second/"] * 2, "/guides/first/", BEFORE]),
    "a word twice": ("urine urine", ["/guides/first/", BEFORE]),
    "another language": ("naltrexona", []),
    "a draft": ("secret", []),
    "nothing": ("xylophone", []),
}  # fmt: skip


@pytest.mark.parametrize(("query", "addresses"), FOUND.values(), ids=FOUND.keys())
def test_what_is_found(query: str, addresses: list[str]) -> None:
    assert sorted(found(query)) == sorted(addresses)


def test_each_language_finds_its_own() -> None:
    assert found("inyeccion", ES) == ["/es/guides/first/", "/es/guides/first/"]
    assert found("craving", ES) == []


def test_a_title_counts_more_than_a_sentence(folder: ContentFolder) -> None:
    folder.article("third", "Alcohol, alcohol and alcohol again [@label].\n", title="Water")
    folder.sync()
    assert [guide.address for guide in search("alcohol", EN).guides] == ["/guides/second/", "/guides/third/"]


def guides_found(query: str) -> list[str]:
    return [guide.address for guide in search(query, EN).guides]


def test_a_guide_is_called_by_its_address_too(folder: ContentFolder) -> None:
    folder.article("is-it-right-for-me", "Talk to your team [@label].\n", title="Whom it may suit")
    folder.article("your-rights", "The law is on your side. Right or not [@label].\n", title="Your rights")
    folder.sync()
    assert guides_found("is it right for me") == ["/guides/is-it-right-for-me/", "/guides/your-rights/"]


def test_small_words_in_a_title_make_it_no_other_title(folder: ContentFolder) -> None:
    folder.article("a", "What a kitten does [@label].\n", title="Kitten while you are also with us all")
    folder.article("b", "What a kitten does [@label].\n", title="Kitten travels")
    folder.sync()
    assert guides_found("kitten") == ["/guides/a/", "/guides/b/"]


def test_a_guide_that_says_more_stands_before_one_that_says_it_once(folder: ContentFolder) -> None:
    once = "## Kittens {#one}\n\nA kitten [@label].\n"
    folder.article("a", once, title="Here")
    folder.article(
        "b", once + "\n## Care {#two}\n\nThe kitten eats.\n\n## More {#three}\n\nA kitten plays.\n", title="There"
    )
    folder.sync()
    assert guides_found("kitten") == ["/guides/b/", "/guides/a/"]


def test_a_word_that_stands_everywhere_gives_the_guides_in_the_editors_order(folder: ContentFolder) -> None:
    sections = "".join(f"\n## Part {number} {{#part-{number}}}\n\nA kitten.\n" for number in range(15))
    for order, slug in enumerate(("third", "about", "early"), 10):
        guide = folder.article(slug, f"A kitten [@label].\n{sections}", title=f"{slug.capitalize()} kittens")
        guide.write_text(guide.read_text().replace("tags:", f"order: {order}\ntags:"))
    for slug in ("first", "second", "hidden"):
        folder.remove(f"en/articles/{slug}.md")
    folder.sync()
    assert guides_found("kitten") == ["/guides/third/", "/guides/about/", "/guides/early/"]


@pytest.mark.parametrize("query", ["what does craving mean", "what is a craving", "the meaning of the word craving"])
def test_who_asks_what_a_word_means_gets_the_word_first(query: str) -> None:
    assert [hit.address for hit in search(query, EN).first_terms] == ["/glossary/craving/"]


def test_a_long_text_is_cut_to_where_the_words_stand(folder: ContentFolder) -> None:
    text = "one two three four five six seven eight nine ten\n" * 30
    folder.article("long", f"{text}Then the *señal* comes, and once more señal [@label].\n{text}", title="Long")
    folder.sync()
    (hit,) = search("senal", EN).guides[0].sections
    assert hit.snippet == (
        Piece("… ", False),
        Piece("seven eight nine ten Then the ", False),
        Piece("señal", True),
        Piece(" comes, and once more ", False),
        Piece("señal", True),
        Piece(". one two three four five six seven eight nine ten one two …", False),
    )


ROWS = """\
## Missed {#missed}

Call now if:

- breathing has stopped
- hives come up.

| Opioids | Tablet |
|---|---|
| No | Take it; then rest |
| Yes | Call first |
"""


def test_items_and_cells_do_not_run_together_in_a_snippet(folder: ContentFolder) -> None:
    folder.article("rows", ROWS, title="Rows")
    folder.sync()
    (hit,) = search("hives", EN).guides[0].sections
    assert "".join(piece.text for piece in hit.snippet) == (
        "Call now if: breathing has stopped · hives come up. "
        "Opioids · Tablet · No · Take it; then rest · Yes · Call first"
    )
    (hit,) = search("rest", EN).guides[0].sections
    assert "".join(piece.text for piece in hit.snippet).endswith("Take it; then rest · Yes · Call first")


def test_a_number_stays_with_its_unit_in_a_snippet(folder: ContentFolder) -> None:
    folder.article("spray", "The 4 mg spray works fast, in 4 months or 4 tries [@label].\n", title="The spray")
    folder.sync()
    (hit,) = search("fast", EN).guides[0].sections
    assert "".join(piece.text for piece in hit.snippet).startswith(
        "The 4\u00a0mg spray works fast, in 4\u00a0months or 4 tries"
    )


def test_what_is_gone_or_changed_is_not_found_any_more(folder: ContentFolder) -> None:
    folder.remove("en/articles/first.md")
    folder.article("second", "Nothing but wine [@label].\n", title="Wine")
    folder.term("craving", "longing", definition="Another meaning.")
    folder.sync()
    assert [found(word) for word in ("urine", "alcohol", "craving", "urge")] == [[], [], [], []]
    assert found("longing meaning") == ["/glossary/craving/"]
    assert found("wine") == ["/guides/second/", "/guides/second/"]
    second = folder.root / "en/articles/second.md"
    second.write_text(second.read_text().replace("published", "draft"))
    folder.remove("en/glossary/craving.md")
    folder.sync()
    assert [found(word) for word in ("wine", "longing")] == [[], []]


SYNTAX = {
    "a quotation": ('"urine"', "urine"),
    "half a quotation": ('"urine', "urine"),
    "single quotes": ("'urine'", "urine"),
    "a star": ("urine*", "urine"),
    "a star alone": ("urine *", "urine"),
    "a column": ("title:urine", "title urine"),
    "the start of a column": ("^urine", "urine"),
    "minus": ("-urine", "urine"),
    "plus": ("+urine", "urine"),
    "not": ("!urine", "urine"),
    "brackets": ("(urine", "urine"),
    "braces": ("{title}: urine", "title urine"),
    "a backslash": ("urine\\", "urine"),
    "a weight": ("urine:A", "urine a"),
    "a bar": ("urine | ", "urine"),
    "an ampersand": ("& urine &", "urine"),
    "followed by": ("urine <-> ", "urine"),
    "a percent sign": ("%s urine %", "s urine"),
    "NUL": ("urine\x00", "urine"),
    "the marks of a found word": ("\x02urine\x03", "urine"),
    "half a character": ("urine\ud800", "urine"),
    "SQL": ("urine'); DROP TABLE articles_passage; --", "urine drop table articles passage"),
    "AND": ("urine AND xylophone", "urine and xylophone"),
    "OR": ("urine OR xylophone", "urine or xylophone"),
    "NOT": ("urine NOT team", "urine not team"),
    "NEAR": ("NEAR(urine team, 2)", "near urine team 2"),
    "right to left": ("\u202eurine\u202c", "urine"),
    "an emoji": ("urine 👩🏽‍⚕️", "urine"),
    "10,000 characters": ("urine " + "x" * 10_000, "urine " + "x" * 114),
    "10,000 words": ("urine " * 10_000, "urine"),
}


@pytest.mark.parametrize(("query", "words"), SYNTAX.values(), ids=SYNTAX.keys())
def test_signs_and_operators_are_read_as_the_words_that_they_hold(query: str, words: str) -> None:
    assert search(query, EN) == search(words, EN)
    assert BEFORE in found(query)


@pytest.mark.parametrize("query", ["", "   ", "\x00", "*", '"', "''", "!!! ??? ()", "👍", "\u202e", "_", "\ud800"])
def test_a_query_without_a_word_finds_nothing(query: str) -> None:
    assert search(query, EN) == Results((), ())


@pytest.mark.parametrize(
    "query", ["مرحبا", "שלום", "針 注射", "ß", "İ", "²", "½ tablet", "ﬁrst", "Ⅷ", "\u0301", "a\u0301"]
)
def test_letters_of_every_script_may_be_asked_for(query: str) -> None:
    assert isinstance(search(query, EN), Results)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters() | st.sampled_from("\"'*^:()-+|&!<>{}\\ \x00ADNOR"), max_size=60))
def test_whatever_is_typed_is_answered(query: str) -> None:
    assert isinstance(search(query, EN), Results)


HOSTILE = {
    "ten long words": "abcdefgh " * 13,
    "ten misspelt words": "nausae stopin alcohl tabletts injecton cravngs sudenly harmm waterr urinne",
    "the commonest words": "the and to of a in or you your first",
    "one word of 120 letters": "naltrexone" * 12,
    "beginnings": "a b c d e f g h i j",
}


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_query_asks_much_of_the_database(query: str, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    search("urine", EN)  # reads the words of the edition, once
    with django_assert_max_num_queries(6):
        search(query, EN)


def test_the_words_of_an_edition_are_kept_once_and_bounded(
    monkeypatch: pytest.MonkeyPatch, folder: ContentFolder
) -> None:
    assert vocabulary(EN) is vocabulary(EN)
    before = vocabulary(EN)
    monkeypatch.setattr("articles.finding.vocabulary.WORDS_MAX", 5)
    folder.article("third", "Another word [@label].\n")
    folder.sync()
    assert vocabulary(EN) is not before
    assert len(vocabulary(EN).stems) == 5


def test_every_beginning_of_a_word_finds_it() -> None:
    words = ("tablets", "injection", "nausea", "stopping", "suddenly", "alcohol", "cravings")
    beginnings = [word[:end] for word in words for end in range(3, len(word) + 1)]
    assert [beginning for beginning in beginnings if not found(beginning)] == []


SPANISH = {
    "a plural": ("inyecciones", ["/es/guides/first/", "/es/guides/first/"]),
    "without the accent": ("inyeccion", ["/es/guides/first/", "/es/guides/first/"]),
    "an everyday word": ("pinchazo", ["/es/guides/first/", "/es/guides/first/"]),
    "a slip": ("inyecion", ["/es/guides/first/", "/es/guides/first/"]),
    "in English": ("naltrexone", ["/es/guides/first/", "/es/guides/first/"]),
}


@pytest.mark.parametrize(("query", "addresses"), SPANISH.values(), ids=SPANISH.keys())
def test_spanish_is_searched_as_spanish(query: str, addresses: list[str]) -> None:
    assert found(query, ES) == addresses
