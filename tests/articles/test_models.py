"""What querysets say, what the database refuses, and what a row knows of itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, models
from django.utils import translation

from articles.editions import Edition
from articles.finding.entries import Word
from articles.models import Article, Citation, Need, Redirect, Reference, Tag
from tests.conftest import ContentFolder


def test_guides_are_asked_for_by_what_readers_may_see(library: ContentFolder, db: None) -> None:
    library.write("es/tags.yaml", "safety:\n  title: Seguridad\n  description: Segura.\n")
    library.article("solo", language="es")
    library.sync()
    assert Article.objects.filter(slug="hidden").exists()
    assert {guide.slug for guide in Article.objects.published()} == {"first", "late", "second", "solo"}
    assert [guide.slug for guide in Article.objects.published().in_language("es")] == ["solo"]


def test_lists_go_by_order_and_those_without_stand_last(folder: ContentFolder, db: None) -> None:
    for slug, title, order in (("a", "Zeta", 20), ("b", "Alpha", 20), ("c", "Beta", 10), ("d", "Aaa", None)):
        place = folder.article(slug, title=title)
        if order:
            place.write_text(place.read_text().replace("status:", f"order: {order}\nstatus:"))
    folder.remove("en/articles/first.md")
    folder.sync()
    assert [guide.slug for guide in Article.objects.in_order()] == ["c", "b", "a", "d"]


def test_a_list_does_not_carry_the_texts(folder: ContentFolder, db: None) -> None:
    folder.sync()
    (guide,) = Article.objects.for_lists()
    texts = {"lead_html", "body_html", "onward_html", "text", "markdown", "outline"}
    assert guide.get_deferred_fields() == texts
    (reference,) = Reference.objects.with_guides("en")
    assert reference.cited
    assert all(citation.article.get_deferred_fields() == texts for citation in reference.cited)


def test_a_guide_knows_its_addresses_and_its_contents() -> None:
    headings = [(2, "in-short"), (2, "before"), (3, "detail"), (2, "after"), (2, "next")]
    guide = Article(
        language="es",
        slug="one",
        title="One",
        lead_html="<p>a</p>",
        body_html="<p>b</p>",
        onward_html="<p>c</p>",
        headings=[{"level": level, "id": name, "text": name} for level, name in headings],
    )
    assert (str(guide), guide.get_absolute_url(), guide.source_address) == (
        *("One", "/es/guides/one/", "/es/guides/one.md"),
    )
    assert [heading["id"] for heading in guide.contents] == ["before", "after"]
    assert [part.__html__() for part in (guide.lead, guide.body, guide.onward)] == ["<p>a</p>", "<p>b</p>", "<p>c</p>"]


LINKS = [
    ({"doi": "10.1000/x", "url": "https://example.org/", "pmid": "7"}, "https://doi.org/10.1000/x"),
    ({"url": "https://example.org/", "pmid": "7"}, "https://example.org/"),
    ({"pmid": "7"}, "https://pubmed.ncbi.nlm.nih.gov/7/"),
]


@pytest.mark.parametrize(("fields", "link"), LINKS)
def test_a_reference_leads_to_its_most_lasting_address(fields: dict[str, str], link: str) -> None:
    assert Reference(**fields).link == link


@pytest.mark.parametrize(
    ("authors", "organisation", "publisher"), [("Doe J.", "FDA", "Doe J"), ("", "FDA", "FDA"), ("", "", "")]
)
def test_a_reference_names_who_made_it(authors: str, organisation: str, publisher: str) -> None:
    assert Reference(authors=authors, organisation=organisation).publisher == publisher


def test_a_citation_names_each_part_once_and_leads_back_to_each_place() -> None:
    locators = ("section 2", "", "table 1; section 4", "section 4; section 2")
    marks = [[f"c{number}", locator] for number, locator in enumerate(locators, 1)]
    citation = Citation(marks=marks)
    assert citation.locators == "Section 2; table 1; section 4"
    assert [link[:2] for link in citation.back_links] == [("c1", "a"), ("c2", "b"), ("c3", "c"), ("c4", "d")]
    many = Citation(marks=[[f"c{number}", ""] for number in range(28)]).back_links
    assert (len(many), [link[:2] for link in many[25:]]) == (28, [("c25", "z"), ("c26", "27"), ("c27", "28")])
    with translation.override("es"):
        assert Citation(number=3, marks=[["c1", ""]]).back_links == [("c1", "a", "Volver al texto, fuente 3, lugar a")]


def test_a_day_s_editions_are_those_made_then_and_the_one_it_began_with(db: None) -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC)
    moments = [day - timedelta(days=2), day - timedelta(seconds=1), day, day + timedelta(hours=23), day + timedelta(1)]
    for number, moment in enumerate(moments, 1):
        Edition.objects.create(number=number, made_at=moment, engine="")
    assert [edition.number for edition in Edition.objects.seen_on(date(2026, 11, 20))] == [4, 3, 2]
    assert not Edition.objects.seen_on(date(2026, 11, 17)).exists()


def article(path: str, slug: str) -> Article:
    day = date(2026, 11, 20)
    dated = {"sources_checked": day, "review_by": day, "changed_at": datetime(2026, 11, 20, tzinfo=UTC)}
    return Article(path=path, slug=slug, language="en", minutes=1, changed_in=1, outline={}, **dated)


TWICE: dict[str, tuple[models.Model, models.Model]] = {
    "a tag": (Tag(language="en", slug="a", position=0), Tag(language="en", slug="a", position=1)),
    "a need": (Need(language="en", slug="a", position=0), Need(language="en", slug="a", position=1)),
    "a reference": (Reference(key="a"), Reference(key="a")),
    "a path": (article("a", "a"), article("a", "b")),
    "a slug": (article("a", "a"), article("b", "a")),
    "a word": (
        Word(language="en", word="a", passages=1, named=0),
        Word(language="en", word="a", passages=1, named=0),
    ),
}


@pytest.mark.parametrize(("first", "second"), TWICE.values(), ids=TWICE.keys())
def test_the_database_refuses_a_second(first: models.Model, second: models.Model, db: None) -> None:
    for each in (first, second):
        each.pk, each._state.adding = None, True
    first.save()
    with pytest.raises(IntegrityError):
        second.save()


def test_an_older_slug_leads_to_one_guide(db: None) -> None:
    guide = article("a", "a")
    guide.save()
    Redirect.objects.create(language="en", slug="old", article=guide)
    with pytest.raises(IntegrityError):
        Redirect.objects.create(language="en", slug="old", article=guide)
