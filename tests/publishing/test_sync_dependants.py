"""What a change reaches beyond its own file: the guides that are named for it, rendered for it, and no others."""

import random
from datetime import date

import pytest
from django.db import connection

from articles.editions import ContentFile, Edition
from articles.finding.entries import Passage
from articles.illustrations import Picture
from articles.models import Article, Need, Reference, Tag
from articles.problems import ContentError
from articles.publishing import seal
from articles.publishing.sync import Result
from glossary.models import Term
from tests.conftest import ARTICLE, REFERENCE, TAGS, TERM, TODAY, ContentFolder
from tests.publishing.state import shown, tables

pytestmark = pytest.mark.django_db
GOAL = "en/articles/goal.md"
GOAL_TEXT = ARTICLE.format(title="About goal", body="## Old {#old}\n\nText [@label].\n")
OPIOID = "en/glossary/opioid.md"


def term(name: str, aliases: str = "[]", definition: str = "What it means.") -> str:
    return TERM.format(term=name, aliases=aliases, definition=definition)


def put(folder: ContentFolder, path: str, text: str | None) -> None:
    if text is None:
        folder.remove(path)
    else:
        folder.write(path, text)


def made_at_once(folder: ContentFolder, day: date = TODAY) -> dict[str, object]:
    """What a new index of the same files shows."""
    for model in (Article, Term, Reference, Tag, Need, Passage, Picture, ContentFile, Edition):
        model._default_manager.all().delete()
    folder.sync(day)
    return shown()


# what becomes of a file (nothing: it goes), and the problems of the unchanged guide `first`
REMOVALS: dict[str, tuple[str, str | None, list[str]]] = {
    "a guide": (GOAL, None, ["11: link-broken"]),
    "a guide that becomes a draft": (GOAL, GOAL_TEXT.replace("published", "draft"), ["11: link-draft"]),
    "a section": (GOAL, GOAL_TEXT.replace("{#old}", "{#new}"), ["11: link-section"]),
    "a reference": ("references/other.md", None, ["13: cite-missing"]),
    "a term": ("en/glossary/craving.md", None, ["15: link-broken"]),
    "a picture": ("images/dot.svg", None, ["17: link-broken"]),
    "a tag": ("en/tags.yaml", TAGS.replace("safety", "other"), ["4: tag-unknown"]),
}


@pytest.mark.parametrize(("path", "text", "problems"), REMOVALS.values(), ids=REMOVALS.keys())
def test_an_unchanged_guide_that_needs_what_was_removed_is_named_with_its_line(
    folder: ContentFolder, rendered: list[str], path: str, text: str | None, problems: list[str]
) -> None:
    folder.write("images/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    folder.write("references/other.md", REFERENCE)
    folder.term("craving", "craving")
    folder.write(GOAL, GOAL_TEXT)
    links = ["[a](goal.md#old)", "[@other]", "[b](../glossary/craving.md)", "![c](../../images/dot.svg)"]
    folder.article("first", "\n\n" + "\n\n".join(links) + "\n")
    folder.sync()
    before = tables()
    rendered.clear()
    put(folder, path, text)
    with pytest.raises(ContentError) as caught:
        folder.sync()
    named = [p for p in caught.value.problems if p.path != GOAL]
    assert [f"{p.path}:{p.line}: {p.code}" for p in named] == [f"en/articles/first.md:{each}" for each in problems]
    assert "en/articles/first.md" not in rendered
    assert tables() == before


# what becomes of a file, and which of the guides below are rendered for it; `use` means a guide with that word
CHANGES: dict[str, tuple[str, str | None, list[str]]] = {
    "a longer phrase comes": ("en/glossary/oud.md", term("opioid use disorder"), ["long"]),
    "a shorter phrase comes": ("en/glossary/use.md", term("use"), ["long", "use"]),
    "a term goes": (OPIOID, None, ["long", "short"]),
    "a term is renamed": (OPIOID, term("narcotic"), ["long", "narcotic", "short"]),
    "an alias comes": (OPIOID, term("opioid", "[narcotic]"), ["narcotic"]),
    "an alias goes": ("en/glossary/craving.md", term("craving"), ["urge"]),
    "case begins to count": (OPIOID, "---\nterm: opioid\ncase_sensitive: true\n---\nWhat.\n", ["long", "short"]),
    "a phrase that nobody wrote comes": ("en/glossary/kratom.md", term("kratom"), []),
    "a definition is changed": (OPIOID, term("opioid", definition="It means more."), []),
    "a source is changed": ("references/label.md", REFERENCE.replace("2025", "2026"), []),
    "a tag is described anew": ("en/tags.yaml", TAGS.replace("Staying safe", "More of it"), []),
    "a tag comes before another": ("en/tags.yaml", TAGS.replace("safety", "other") + TAGS, []),
    "a need comes": ("en/needs.yaml", "starting:\n  title: Starting\n", []),
    "a picture comes": ("images/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', []),
}


@pytest.mark.parametrize(("path", "text", "again"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_beside_the_guides_renders_only_those_it_touches(
    folder: ContentFolder, rendered: list[str], path: str, text: str | None, again: list[str]
) -> None:
    texts = {"long": "Opioid use disorder", "short": "an opioid’s", "urge": "An urge", "narcotic": "Two narcotics"}
    for slug, words in {**texts, "use": "to use", "craving": "cravings"}.items():
        folder.article(slug, f"{words} [@label].\n")
    folder.write(OPIOID, term("opioid"))
    folder.term("craving", "craving", aliases="[urge]")
    folder.sync()
    rendered.clear()
    put(folder, path, text)
    assert folder.sync() == Result(len(again), 0, 7 - len(again), edition=2)
    assert rendered == [f"en/articles/{slug}.md" for slug in again]
    assert shown() == made_at_once(folder)


def test_a_term_under_another_file_name_is_linked_there(folder: ContentFolder, rendered: list[str]) -> None:
    folder.term("opioid", "opioid")
    folder.article("first", "An opioid [@label].\n")
    folder.article("second")
    folder.sync()
    rendered.clear()
    folder.remove(OPIOID)
    folder.term("opioids", "opioid")
    assert folder.sync() == Result(1, 0, 1, edition=2)
    assert rendered == ["en/articles/first.md"]
    assert shown() == made_at_once(folder)


def test_an_index_made_step_by_step_is_that_made_at_once(folder: ContentFolder) -> None:
    dice = random.Random(3)
    words = ["opioid", "opioid use disorder", "use", "craving", "naltrexone", "opioid-free window", "window"]
    slugs = [word.replace(" ", "-") for word in words]
    for _ in range(30):
        number, word, step = dice.randrange(8), dice.choice(words), dice.randrange(6)
        if step == 0:
            folder.term(word.replace(" ", "-"), word, definition=f"Meaning {dice.random()}.")
        elif step == 1:
            (folder.root / f"en/glossary/{dice.choice(slugs)}.md").unlink(missing_ok=True)
        elif step == 2:
            (folder.root / f"en/articles/guide-{number}.md").unlink(missing_ok=True)
        else:
            text = f"## {word}\n\nFirst {word}s, then {dice.choice(words)}, and {dice.choice(words)}’s [@label].\n"
            place = folder.article(f"guide-{number}", text)
            if step == 3:
                place.write_text(place.read_text().replace("published", "draft"))
        folder.sync()
        assert connection.vendor != "sqlite" or not seal.broken()
    assert Edition.objects.count() > 15
    stepwise = shown()
    assert stepwise == made_at_once(folder)


def test_a_picture_of_another_size_renders_the_guide_that_shows_it(folder: ContentFolder, rendered: list[str]) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="9"/>'
    folder.write("images/dot.svg", drawing.format(10))
    folder.article("first", "![It](../../images/dot.svg) [@label]\n")
    folder.article("second", "Nothing to see [@label].\n")
    folder.sync()
    assert 'alt="It" width="10" height="9"' in Article.objects.get(slug="first").lead_html
    rendered.clear()
    folder.write("images/dot.svg", drawing.format(20))
    folder.sync()
    assert rendered == ["en/articles/first.md"]
    assert 'alt="It" width="20" height="9"' in Article.objects.get(slug="first").lead_html
