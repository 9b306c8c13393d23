"""YAML can name a program to run, a file to read, or one value a million times. None of it is read anywhere."""

import json
import time
from pathlib import Path

import pytest

from articles.editing.lint import lint
from articles.problems import Severity
from tests.conftest import REFERENCE, TAGS, TODAY, ContentFolder

LAUGHS = "[&a [x, x], " + ", ".join(f"&a{n} [{', '.join(['*a' + str(n - 1 or '')] * 9)}]" for n in range(1, 30)) + "]"
TRICKS = {
    "a program": "!!python/object/apply:os.system ['touch {mark}']",
    "a program, newer": "!!python/object/new:os.system ['touch {mark}']",
    "a module": "!!python/module:antigravity ''",
    "a name": "!!python/name:os.system ''",
    "its long form": "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch {mark}']",
    "a tag of nobody": "!include /etc/passwd",
    "a harmless tag": "!!str words",
    "bytes": "!!binary aGVsbG8=",
    "a set": "!!set {{a, b}}",
    "the sign alone": "! words",
    "an anchor": "&a words",
    "an alias": "*a",
    "a million laughs": LAUGHS,
    "an alias of itself": "&a [*a]",
    "a merge": "{{<<: *a}}",
}
GUIDE = """\
---
title: {}
summary: One sentence.
tags: [safety]
sources_checked: 2026-11-20
review_by: 2027-11-20
status: published
---
Text [@label].
"""
PLACES = {
    "en/articles/it.md": (GUIDE, 2),
    "en/glossary/it.md": ("---\nterm: {}\n---\nWhat it means.\n", 2),
    "references/it.md": (REFERENCE.replace("The maker", "{}"), 3),
    "en/tags.yaml": (TAGS + "other:\n  title: {}\n  description: Words.\n", 5),
    "en/needs.yaml": ("starting:\n  title: {}\n", 2),
    "codes.yaml": ("drug:\n  title: {}\n  names: []\n  codes: []\n  guides: [first]\n", 2),
    "en/corrections.yaml": ("corrections:\n  - was: {}\n", 2),
    "addresses.yaml": ("en: {}\n", 1),
}


@pytest.mark.parametrize("path", PLACES)
def test_what_yaml_could_run_fetch_or_multiply_is_refused_with_its_line(
    folder: ContentFolder, path: str, tmp_path: Path
) -> None:
    text, line = PLACES[path]
    for name, trick in TRICKS.items():
        folder.write(path, text.format(trick.format(mark=tmp_path / "mark")))
        started = time.process_time()
        errors = [problem for problem in lint(folder.root, TODAY) if problem.severity is Severity.ERROR]
        assert time.process_time() - started < 2, name
        assert (path, line, "yaml") in [(each.path, each.line, each.code) for each in errors], (name, errors)
    assert not (tmp_path / "mark").exists()


def test_the_same_words_in_quotes_are_words(folder: ContentFolder) -> None:
    for trick in TRICKS.values():
        folder.write("en/needs.yaml", f"starting:\n  title: {json.dumps(trick[:60])}\n")
        assert [each for each in lint(folder.root, TODAY) if each.severity is Severity.ERROR] == []
