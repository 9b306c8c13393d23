"""content/ -> the index: what is rendered, what is written, what each edition recorded."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import rendering
from articles.editions import Edition, EditionChange
from articles.finding.entries import Passage
from articles.models import Article, Redirect, Related, Tag
from articles.problems import ContentError
from articles.publishing import sync as sync_module
from articles.publishing.sync import Result, restore
from tests.conftest import REFERENCE, TAGS, TODAY, ContentFolder
from tests.publishing.state import shown, tables

pytestmark = pytest.mark.django_db
CITED = "Some text [@label].\n"


def body(path: str) -> str:
    article = Article.objects.get(path=path)
    return article.lead_html + article.body_html


def recorded(number: int) -> dict[str, str]:
    return dict(EditionChange.objects.filter(edition_id=number).values_list("path", "kind"))


def test_the_first_sync_makes_the_first_edition_of_everything(library: ContentFolder, rendered: list[str]) -> None:
    assert str(library.sync()) == "4 changed, 0 removed, 0 unchanged, edition 1"
    assert sorted(rendered) == [f"en/articles/{slug}.md" for slug in ("first", "hidden", "late", "second")]
    assert recorded(1) == {
        **{f"en/articles/{slug}.md": "added" for slug in ("first", "hidden", "late", "second")},
        **dict.fromkeys(("en/glossary/craving.md", "en/glossary/relapse.md", "en/needs.yaml", "en/tags.yaml"), "added"),
        **dict.fromkeys(("images/dot.svg", "references/label.md"), "added"),
    }


def test_nothing_changed_renders_and_writes_nothing(library: ContentFolder, rendered: list[str]) -> None:
    library.sync()
    rendered.clear()
    before = tables()
    with CaptureQueriesContext(connection) as asked:
        assert library.sync() == Result(0, 0, 4, edition=1)
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}
    assert rendered == []
    assert tables() == before


def test_one_edited_guide_of_forty_is_the_only_one_rendered(folder: ContentFolder, rendered: list[str]) -> None:
    for number in range(39):
        folder.article(f"guide-{number}")
    assert str(folder.sync()) == "40 changed, 0 removed, 0 unchanged, edition 1"
    rendered.clear()
    folder.article("guide-7", "Another text [@label].\n")
    assert str(folder.sync()) == "1 changed, 0 removed, 39 unchanged, edition 2"
    assert rendered == ["en/articles/guide-7.md"]
    assert "Another text" in body("en/articles/guide-7.md")
    assert dict(Article.objects.values_list("slug", "changed_in")) == {
        "first": 1,
        **{f"guide-{number}": 1 for number in range(39)},
        "guide-7": 2,
    }


def test_a_removed_guide_is_gone_with_all_that_belonged_to_it(library: ContentFolder, rendered: list[str]) -> None:
    library.sync()
    rendered.clear()
    library.remove("en/articles/late.md")
    assert library.sync() == Result(0, 1, 3, edition=2)
    assert (rendered, recorded(2)) == ([], {"en/articles/late.md": "removed"})
    assert "late" not in repr(shown())


def test_a_draft_is_published_and_taken_back(library: ContentFolder) -> None:
    library.sync()
    before = shown()
    place = library.root / "en/articles/hidden.md"
    draft = place.read_bytes()
    assert not Passage.objects.filter(path="en/articles/hidden.md").exists()
    library.write("en/articles/hidden.md", draft.replace(b"status: draft", b"status: published"))
    assert library.sync() == Result(1, 0, 3, edition=2)
    assert Article.objects.published().filter(slug="hidden").exists()
    assert Passage.objects.filter(path="en/articles/hidden.md").exists()
    library.write("en/articles/hidden.md", draft)
    assert library.sync() == Result(1, 0, 3, edition=3)
    assert shown() == before


def test_a_renamed_guide_leaves_its_older_names_behind(library: ContentFolder) -> None:
    library.sync()
    text = (library.root / "en/articles/first.md").read_text().replace("[older-first]", "[older-first, first]")
    library.remove("en/articles/first.md")
    library.write("en/articles/renamed.md", text)
    assert library.sync() == Result(1, 1, 3, edition=2)
    assert sorted(Redirect.objects.values_list("slug", "article__slug")) == [
        *[("first", "renamed"), ("older-first", "renamed"), ("was-hidden", "hidden")]
    ]


def test_an_older_name_can_pass_from_one_guide_to_another(library: ContentFolder) -> None:
    library.sync()
    for slug, old, new in (("first", "[older-first]", "[]"), ("second", "[]", "[older-first]")):
        place = library.root / f"en/articles/{slug}.md"
        place.write_text(place.read_text().replace(f"formerly: {old}", f"formerly: {new}"))
    library.sync()
    assert Redirect.objects.get(slug="older-first").article.slug == "second"


@pytest.mark.parametrize("also", ["[]", "[first]"], ids=["forgotten", "handed on"])
def test_an_older_name_of_a_deleted_guide_is_never_another_guide(library: ContentFolder, also: str) -> None:
    """Also where it goes and the other comes in one commit."""
    library.sync()
    library.remove("en/articles/first.md")
    second = library.root / "en/articles/second.md"
    second.write_text(second.read_text().replace("formerly: []", f"formerly: {also}"))
    library.article("older-first", "Other words [@label].\n", title="Other words")
    before = tables()
    with pytest.raises(ContentError) as caught:
        library.sync()
    (said,) = [problem for problem in caught.value.problems if problem.code == "slug-reused"]
    assert said.path == "en/articles/older-first.md"
    assert "“older-first” is an older address of en/articles/first.md" in said.message
    assert tables() == before


def test_a_guide_may_have_its_older_name_again(library: ContentFolder) -> None:
    library.sync()
    text = (library.root / "en/articles/first.md").read_text().replace("[older-first]", "[first]")
    library.remove("en/articles/first.md")
    library.write("en/articles/older-first.md", text)
    library.sync()
    assert Redirect.objects.get(slug="first").article.slug == "older-first"
    restore(1, today=TODAY)  # what was may come again as it was
    assert Redirect.objects.get(slug="older-first").article.slug == "first"


def test_every_problem_of_every_file_is_told_at_once_and_the_index_is_untouched(library: ContentFolder) -> None:
    library.sync()
    before = tables()
    library.article("broken", "Text [@unknown].\n\n[gone](nowhere.md)\n")
    library.article("second", "[x](javascript:alert) [@label]\n")
    library.article("fine", "A good text [@label].\n")
    library.term("urge", "urge")
    library.write("en/glossary/empty.md", "---\nterm: empty\n---\n")
    library.write("references/other.md", REFERENCE.replace("year: 2025", "year: soon"))
    library.remove("images/dot.svg")
    with pytest.raises(ContentError) as caught:
        library.sync()
    assert [" ".join(str(problem).split()[:2]) for problem in caught.value.problems] == [
        "en/articles/broken.md:9: cite-missing",
        "en/articles/broken.md:11: link-broken",
        "en/articles/first.md:22: link-broken",
        "en/articles/second.md:9: link-scheme",
        "en/glossary/empty.md:4: empty-body",
        "en/glossary/urge.md:2: term-clash",
        "references/other.md:4: wrong-type",
    ]
    assert tables() == before


def test_a_guide_becomes_overdue_with_the_day(folder: ContentFolder) -> None:
    folder.sync(date(2027, 11, 20))
    assert not Article.objects.get().overdue
    assert folder.sync(date(2027, 11, 21)) == Result(1, 0, 0, edition=2)
    assert Article.objects.get().overdue
    assert recorded(2) == {"en/articles/first.md": "rendered"}
    assert folder.sync(date(2027, 11, 22)) == Result(0, 0, 1, edition=2)


def test_another_engine_renders_every_guide(library: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    library.sync()
    monkeypatch.setattr(rendering, "ENGINE", "another")
    assert library.sync() == Result(4, 0, 0, edition=2)
    assert set(recorded(2).values()) == {"rendered"}
    assert library.sync() == Result(0, 0, 4, edition=2)


def test_two_languages_do_not_mix(folder: ContentFolder, rendered: list[str]) -> None:
    folder.article("first", "A craving [@label].\n", language="es")
    folder.write("es/tags.yaml", TAGS.replace("Safety", "Seguridad"))
    folder.article("first", "A craving [@label].\n")
    folder.article("second", "Another craving [@label].\n")
    folder.term("craving", "craving")
    folder.sync()
    assert [(path, "/glossary/craving/" in body(path)) for path in sorted(rendered)] == [
        ("en/articles/first.md", True),
        ("en/articles/second.md", True),
        ("es/articles/first.md", False),
    ]
    assert set(Tag.objects.values_list("language", "title")) == {("en", "Safety"), ("es", "Seguridad")}
    assert not Related.objects.exclude(article__language="en", next__language="en").exists()
    rendered.clear()
    folder.write("es/glossary/craving.md", "---\nterm: craving\n---\nOtra cosa.\n")
    folder.sync()
    assert rendered == ["es/articles/first.md"]
    assert "/es/glossary/craving/" in body("es/articles/first.md")


def test_what_to_read_next_is_linked_guides_before_those_alike(folder: ContentFolder) -> None:
    for slug in ("a", "b", "c", "d"):
        folder.article(slug, CITED)
    folder.article("first", "[c](c.md), [d](d.md), [c](c.md) [@label]\n")
    folder.sync()
    first = Related.objects.filter(article__slug="first")
    assert list(first.values_list("next__slug", flat=True)) == ["c", "d", "a"]
    folder.article("first", "[d](d.md) [@label]\n")
    folder.remove("en/articles/a.md")
    folder.sync()
    assert list(first.values_list("next__slug", flat=True)) == ["d", "b", "c"]


def test_an_edition_records_when_it_was_made_and_what_of(folder: ContentFolder) -> None:
    folder.sync()
    folder.article("second")
    folder.term("craving", "craving")
    folder.sync()
    folder.article("first", "A craving [@label].\n")
    folder.remove("en/articles/second.md")
    folder.write("README.md", "For editors alone, so no edition is made of it.\n")
    folder.sync()
    first, second, third = Edition.objects.order_by("number")
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert first.made_at < second.made_at < third.made_at
    assert recorded(2) == {"en/articles/second.md": "added", "en/glossary/craving.md": "added"}
    assert recorded(3) == {"en/articles/first.md": "changed", "en/articles/second.md": "removed"}
    digests = dict(third.changes.values_list("path", "digest"))
    assert digests == {"en/articles/first.md": Article.objects.get().digest, "en/articles/second.md": ""}


def test_what_another_sync_brought_meanwhile_is_not_undone(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor saves again, and another sync takes that, between this one's reading and its writing."""
    folder.sync()
    folder.article("first", "The second text [@label].\n")
    wait = sync_module.wait_for_other_syncs
    waited: list[int] = []

    def wait_long() -> None:
        waited.append(1)
        if len(waited) == 1:
            folder.article("first", "The third text [@label].\n")
            folder.sync()
        wait()

    monkeypatch.setattr(sync_module, "wait_for_other_syncs", wait_long)
    assert folder.sync() == Result(0, 0, 1, edition=2)
    assert "third" in body("en/articles/first.md")
