"""Every code that the source can bring is explained, and on the page of the docs.

`test_triggers` brings each of them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.dialect.notation import LEFTOVERS
from articles.editing.catalogue import catalogue, explanations, page
from articles.management.commands.lint_content import annotation
from articles.problems import Problem, Severity
from tests.conftest import ROOT

CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
PLACE_OF_CODE = {"error": 1, "warn": 1, "_note": 1, "_error": 2}  # which argument it is
IN_TABLES = {leftover.code for leftover in LEFTOVERS}


def codes_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PLACE_OF_CODE:
            place = PLACE_OF_CODE[node.func.attr]
            code = node.args[place] if len(node.args) > place else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value


def codes_of_source() -> set[str]:
    found = {code for path in (ROOT / "articles").rglob("*.py") for code in codes_in(path)}
    return {code for code in found if CODE.fullmatch(code)} | IN_TABLES


def test_every_code_in_the_source_is_explained_and_no_other() -> None:
    assert sorted(codes_of_source()) == sorted(explanations())


def test_explanations_are_whole_sentences_and_each_stands_once() -> None:
    entries = [each for part in catalogue().values() for each in part]
    assert len({each.code for each in entries}) == len(entries)
    assert [each.code for each in entries if not (each.why + each.mend).endswith((".", "<"))] == []


def test_the_page_of_the_docs_is_made_from_them() -> None:
    assert (ROOT / "docs/problems.md").read_text(encoding="utf-8") == page()


def test_a_code_is_explained_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lint_content", explain="cite-missing")
    assert capsys.readouterr().out == f"{explanations()['cite-missing']}\n"
    call_command("lint_content", explain="")
    assert capsys.readouterr().out == page()


def test_a_code_that_is_none_gets_the_nearest() -> None:
    with pytest.raises(CommandError, match=r"cite-mising is no code of a problem\. Did you mean cite-missing"):
        call_command("lint_content", explain="cite-mising")


def test_github_shows_a_problem_at_its_line(settings: LazySettings) -> None:
    settings.CONTENT_DIR = ROOT / "content"
    problem = Problem("en/articles/it.md", 9, 3, Severity.WARNING, "wording", "100 %: say\nless.")
    assert annotation(problem) == (
        "::warning file=content/en/articles/it.md,line=9,col=3,title=wording::100 %25: say%0Aless."
    )
