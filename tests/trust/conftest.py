"""A site whose every field holds every attack that is not refused."""

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest

from articles.editing.lint import lint
from articles.problems import Problem, Severity
from tests.conftest import ARTICLE, DOT, TAGS, TODAY, ContentFolder
from tests.conftest import REFERENCE as LABEL
from tests.trust.vectors import SENT

GUIDE = """\
---
title: {title}
summary: {field}
tags: [{tag}]
need: {need}
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
changes:
  - {{date: 2026-11-20, text: {field}}}
---
{body}
"""
TERM = "---\nterm: {name}\naliases: [{alias}]\n---\n{definition}\n"
TOPIC = "topic-{number}:\n  title: {field}\n  names: [{field}]\n  guides: [first]\n"
CORRECTION = "  - {{date: {day}, guide: first, was: {field}, right: {field}, until: 2099-01-01}}\n"
HEADING = "## A `{vector}` {{#h{number}}}\n\nWords [@label].\n\n"
REFERENCE = "---\ntitle: {field}\nauthors: {field}\nyear: 2025\nurl: {url}\nkind: label\n---\n"


@dataclass(frozen=True, slots=True)
class Attacked:
    folder: ContentFolder
    tried: int
    refused: tuple[Problem, ...]


def attack(folder: ContentFolder) -> Attacked:
    """Writes all, then takes away each file that lint refuses, until it refuses none."""
    folder.write("images/dot.svg", DOT)
    tags, needs = [TAGS], ["starting:\n  title: Starting\n"]
    topics, corrections = list[str](), ["corrections:\n"]
    citing, headings = [ARTICLE.format(title="Citing", body="")], [ARTICLE.format(title="Headings", body="")]
    for number, vector in enumerate(SENT):
        field = json.dumps(vector)  # a string of JSON is one of YAML
        alias, address = json.dumps(f"{vector} y"), json.dumps("https://example.org/" + vector)
        names = {"tag": f"t{number}", "need": f"n{number}"}
        for path, text in {
            "en/articles/key-{}.md": GUIDE.format(title=field, field=field, body="Words [@label].", **names),
            "en/articles/text-{}.md": GUIDE.format(
                title=f"Guide {number}",
                field="Words.",
                body=f"{vector}\n\nWords [@label].",
                tag="safety",
                need="starting",
            ),
            "en/glossary/name-{}.md": TERM.format(name=field, alias=f"x{number}", definition="Words."),
            "en/glossary/alias-{}.md": TERM.format(name=f"y{number}", alias=alias, definition="Words."),
            "en/glossary/text-{}.md": TERM.format(name=f"z{number}", alias="", definition=vector),
            "references/title-{}.md": REFERENCE.format(field=field, url="https://example.org/"),
            "references/url-{}.md": REFERENCE.format(field=f"Source {number}", url=address),
        }.items():
            folder.write(path.format(number), text)
        tags.append(f"t{number}:\n  title: {field}\n  description: {field}\n")
        needs.append(f"n{number}:\n  title: {field}\n")
        topics.append(TOPIC.format(number=number, field=field))
        citing += [f"Words [@{kind}-{number}].\n\n" for kind in ("title", "url")]
        headings.append(HEADING.format(vector=vector, number=number))
        corrections.append(CORRECTION.format(day=TODAY - timedelta(days=number), field=field))
    lists = {"en/tags.yaml": tags, "en/needs.yaml": needs, "codes.yaml": topics, "en/corrections.yaml": corrections}
    lists |= {"en/articles/citing.md": citing, "en/articles/headings.md": headings}
    tried = len(list(folder.root.rglob("*.md"))) + sum(map(len, lists.values()))
    refused: list[Problem] = []
    while True:
        for path, parts in lists.items():
            folder.write(path, "".join(parts))
        errors = [problem for problem in lint(folder.root, TODAY) if problem.severity is Severity.ERROR]
        if not errors:
            return Attacked(folder, tried, tuple(refused))
        refused += errors
        for path in {problem.path for problem in errors}:
            if path in lists:
                lines = {problem.line for problem in errors if problem.path == path}
                lists[path] = _without(lists[path], lines)
            else:
                folder.remove(path)


def _without(parts: list[str], lines: set[int]) -> list[str]:
    kept, first = [], 1
    for part in parts:
        last = first + part.count("\n")
        if not lines & set(range(first, last)):
            kept.append(part)
        first = last
    return kept


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder = ContentFolder(tmp_path_factory.mktemp("attacked") / "content")
    folder.write("references/label.md", LABEL)
    folder.article("first")
    return attack(folder)
