"""Terms as the index holds them."""

import pytest
from django.db import IntegrityError

from glossary.models import Term
from tests.conftest import ContentFolder


@pytest.mark.django_db
def test_a_term_is_kept_as_its_file_says_it(folder: ContentFolder) -> None:
    folder.term("craving", "craving", aliases="[urge, desire]", definition="A strong\n  wish.")
    folder.write("en/glossary/aa.md", "---\nterm: AA\ncase_sensitive: true\nsee_also: [craving]\n---\nA group.\n")
    folder.sync()
    fields = ("language", "slug", "name", "aliases", "case_sensitive", "see_also", "definition", "address")
    assert list(Term.objects.values_list(*fields)) == [
        ("en", "aa", "AA", [], True, ["craving"], "A group.", "/glossary/aa/"),
        ("en", "craving", "craving", ["urge", "desire"], False, [], "A strong wish.", "/glossary/craving/"),
    ]


@pytest.mark.django_db
def test_terms_are_asked_for_by_language() -> None:
    for language in ("en", "es"):
        Term.objects.create(language=language, slug="word", name=language, definition="", address="")
    assert [term.name for term in Term.objects.in_language("es")] == ["es"]


@pytest.mark.django_db
def test_a_language_has_one_term_of_a_slug() -> None:
    Term.objects.create(language="en", slug="word", name="one", definition="", address="")
    with pytest.raises(IntegrityError):
        Term.objects.create(language="en", slug="word", name="two", definition="", address="")


@pytest.mark.parametrize(
    ("name", "letter"), [("opioid", "O"), ("AA", "A"), ("évora", "É"), ("12 steps", "0–9"), ("µ-receptor", "Μ")]
)
def test_a_term_stands_under_its_first_letter(name: str, letter: str) -> None:
    term = Term(name=name, address="/glossary/x/")
    assert (term.letter, str(term), term.get_absolute_url()) == (letter, name, "/glossary/x/")
