"""Renders every page again from the texts that it was made from, and says which are not what readers get."""

from articles import rendering
from articles.editing.workshop import Progress, make, untold
from articles.editions import Edition
from articles.models import Article
from articles.policy import Language
from articles.publishing import texts
from articles.reading.folder import Kind
from articles.reading.shelf import read_shelf
from glossary.models import Term


class OtherEngine(Exception):
    """The index was made by another version of the site, so its pages may rightly be others."""


def differing(told: Progress = untold) -> tuple[int, list[str]]:
    """How many pages there are, and the paths of those that differ. Raises `texts.NotKept` and OtherEngine."""
    edition = Edition.objects.latest("number")
    if edition.engine != rendering.ENGINE:
        raise OtherEngine
    found = texts.folder_of(edition.number)
    shelf, _ = read_shelf(found)
    phrases = {language: shelf.phrases(language) for language in Language}
    made, refused = make(found.of(Kind.ARTICLE), phrases, shelf.pictures, told)
    wanted: dict[str, tuple[str, ...]] = {
        each.source.path: (each.source.title, each.source.summary, each.page.lead, each.page.body, each.page.onward)
        for each in made
    }
    wanted |= {refusal.path: () for refusal in refused}
    wanted |= {term.path: (term.term, term.definition) for term in shelf.terms}
    shown: dict[str, tuple[str, ...]] = {
        row[0]: row[1:]
        for row in Article.objects.values_list("path", "title", "summary", "lead_html", "body_html", "onward_html")
    }
    for language, slug, *words in Term.objects.values_list("language", "slug", "name", "definition"):
        shown[f"{language}/glossary/{slug}.md"] = tuple(words)
    return len(wanted), sorted(path for path in {*wanted, *shown} if wanted.get(path) != shown.get(path))
