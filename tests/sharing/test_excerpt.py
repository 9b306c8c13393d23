"""Parts of a rendered guide, cut and copied without touching its words."""

import re

import pytest

from articles import rendering
from articles.sharing import excerpt
from articles.source import read_article
from glossary.linker import Linker, Phrase

BODY = """\
---
title: T
summary: S
tags: [a]
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
moved: {waiting: before}
---
!!! emergency "Call 911 now if:"
    - a person cannot be woken [@label]

## In short {#in-short}

- A craving passes. id="x" href="#x" &lt; stays as typed.

## Before {#before}

Some text [@other] [@label].

### Deeper {#deeper}

More.

## After {#after}

See [above](#before).
"""


@pytest.fixture(scope="module")
def html() -> str:
    page = rendering.render(
        read_article("en/articles/x.md", BODY.encode()),
        Linker([Phrase("craving", "craving", False)], lambda slug: f"/glossary/{slug}/"),
    )
    return page.lead + page.body


def test_a_section_ends_where_the_next_of_its_rank_begins(html: str) -> None:
    before, deeper = excerpt.section(html, "before"), excerpt.section(html, "deeper")
    assert "Some text" in before
    assert "More." in before
    assert "See" not in before
    assert deeper.startswith('<div class="heading"><h3 id="deeper">')
    assert "Some text" not in deeper


def test_the_short_box_is_a_section_and_comes_whole(html: str) -> None:
    short = excerpt.section(html, "in-short")
    assert short.startswith('<section class="in-short">')
    assert short.rstrip().endswith("</section>")
    assert "woken" not in short


def test_an_id_that_moved_leads_to_its_section_and_an_unknown_one_nowhere(html: str) -> None:
    assert excerpt.section(html, "waiting") == excerpt.section(html, "before")
    for id in ("", "cite-1-1", "nothing", 'before"'):
        assert excerpt.section(html, id) == ""


def test_all_sections_and_what_stands_before_them_make_the_whole(html: str) -> None:
    parts = [excerpt.section(html, id) for id in ("in-short", "before", "after")]
    assert html.endswith("".join(parts))


def test_a_copy_has_ids_of_its_own_and_the_same_words(html: str) -> None:
    copy = excerpt.copied(html, "x", "/g/")
    for was, now in ((' id="before"', ' id="x-before"'), ('href="#source-1"', 'href="#x-source-1"')):
        assert was in html
        assert was not in copy
        assert now in copy
    assert 'id="x" href="#x"' in copy
    assert "/glossary/craving/" in copy
    bare = re.sub(r'<a class="section-link"[^>]*>#</a>| id="cite-[^"]*"', "", html)
    assert copy.replace("x-", "") == bare.replace("x-", "")
    for left_out in ("section-link", "cite-1-1"):
        assert left_out in html
        assert left_out not in copy


def test_a_copy_of_one_section_leads_to_the_page_for_what_is_not_in_it(html: str) -> None:
    link = '<p><a href="#before">See</a> <a href="#after">it</a><sup class="cite"><a href="#source-1">[1]</a></sup></p>'
    copy = excerpt.copied(excerpt.section(html, "after") + link, "x", "/g/")
    assert 'href="/g/#before"' in copy
    assert 'href="#x-after"' in copy
    assert 'href="#x-source-1"' in copy


def test_it_names_the_sources_and_terms_that_it_uses(html: str) -> None:
    assert sorted(excerpt.sources(html)) == [1, 2]
    assert sorted(excerpt.sources(excerpt.copied(excerpt.section(html, "before"), "x", "/g/"))) == [1, 2]
    assert sorted(excerpt.sources(excerpt.section(html, "after"))) == []
    assert excerpt.terms(html) == {"/glossary/craving/"}


def test_the_emergency_comes_alone_and_names_its_sources(html: str) -> None:
    emergency = excerpt.emergency(html)
    assert "Call 911 now if:" in emergency
    assert "craving" not in emergency
    assert sorted(excerpt.sources(emergency)) == [1]
    assert excerpt.emergency(excerpt.section(html, "before")) == ""


def test_the_rows_of_a_table_come_as_plain_words() -> None:
    table = "| Line | Words |\n|---|---|\n| Who | My *name* & ______ |\n| Pain | Blocks [@label]. |\n"
    text = BODY.replace("More.", table)
    page = rendering.render(read_article("en/articles/x.md", text.encode()), Linker([], lambda slug: slug))
    assert excerpt.rows(page.body) == [("Who", "My name & ______"), ("Pain", "Blocks.")]
