"""A guide made of a piece of Markdown, for the tests of the dialect."""

from collections.abc import Sequence

from articles import rendering, source
from articles.editing.workshop import linker
from articles.policy import Language
from articles.problems import ContentError
from articles.reading.pictures import Pictures
from articles.rendering import Page
from glossary.linker import Phrase

FRONT_MATTER = """\
---
title: A guide
summary: One sentence.
tags: [safety]
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
{keys}---
"""
PHRASES = (
    Phrase("naltrexone", "naltrexone"),
    Phrase("opioid", "opioid"),
    Phrase("opioid use disorder", "opioid-use-disorder"),
    Phrase("opioid-free window", "opioid-free-window"),
    Phrase("craving", "craving"),
)
NO_PICTURES: Pictures = {}
SPANISH = (Phrase("opioide", "opioid"),)
TERMS = {Language.EN: PHRASES, Language.ES: SPANISH}


def render(body: str, *, keys: str = "", language: Language = Language.EN, pictures: Pictures = NO_PICTURES) -> Page:
    """`keys` are further lines of the front matter."""
    path = f"{language}/articles/guide.md"
    article = source.read_article(path, (FRONT_MATTER.format(keys=keys) + body).encode())
    return rendering.render(article, linker(language, TERMS), pictures)


def html(body: str, *, keys: str = "", language: Language = Language.EN) -> str:
    page = render(body, keys=keys, language=language)
    return page.lead + page.body + page.onward


def problems(body: str, *, keys: str = "") -> list[tuple[int, str]]:
    """The line, counted from the body's first, and the code of each problem for which the guide is refused."""
    before = FRONT_MATTER.format(keys=keys).count("\n")
    try:
        render(body, keys=keys)
    except ContentError as error:
        return [(problem.line - before, problem.code) for problem in error.problems]
    return []


def warnings(body: str) -> Sequence[tuple[int, str]]:
    before = FRONT_MATTER.format(keys="").count("\n")
    return [(problem.line - before, problem.code) for problem in render(body).warnings]
