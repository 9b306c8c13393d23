"""What runs on one database only cannot tell which one it is."""

import ast
import subprocess
import sys

import pytest

from articles.editions import Edition
from tests.conftest import ROOT, environment

OF_EACH_KIND = (
    "tests/glossary/test_models.py",  # some by the mark
    "tests/editing/test_published.py",  # one by `db`
    "tests/finding/test_judged.py",  # some by an index that a whole file shares
    "tests/publishing/test_index.py",  # some by an index of their own
    "tests/dialect/test_lists.py",  # none
)
CAN_TELL_THEM_APART = {
    "test_syncs_that_start_at_once_make_each_edition_once",
    "test_while_another_writes_readers_go_on_and_a_sync_gives_up_with_one_line",
    "test_sqlite_answers_as_well_as_the_database_of_this_run",
}
CANNOT = {"test_a_damaged_file_is_kept_aside_and_made_again"}  # of SQLite's file alone


def test_the_second_run_has_the_tests_that_ask_a_database_and_no_other() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "--database-only", *OF_EACH_KIND]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    found = [line.partition("::") for line in done.stdout.splitlines() if "::" in line]
    assert {file for file, _, _ in found} == set(OF_EACH_KIND[:4])
    names = {name.partition("[")[0] for _, _, name in found}
    assert names > CAN_TELL_THEM_APART
    assert not names & CANNOT


def test_a_test_that_says_nothing_of_a_database_cannot_ask_one() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Edition.objects.exists()


def test_a_child_process_is_not_told_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me@here/name")
    assert "DATABASE_URL" not in environment()
    assert environment(DATABASE_URL="sqlite:////x")["DATABASE_URL"] == "sqlite:////x"


def test_no_child_process_of_a_test_inherits_the_environment_whole() -> None:
    """But a program that is no Python, named where it is started."""
    of_no_test = {"run.py", "needs.py", "nginx.py", "table.py", "soak.py"}
    bare = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "tests").rglob("*.py")
        if path.name not in of_no_test
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("subprocess.run", "subprocess.Popen")
        if not any(keyword.arg == "env" for keyword in call.keywords) and not another_program(call)
    ]
    assert bare == [], "give each env=environment(...), of tests/conftest.py"


def another_program(call: ast.Call) -> bool:
    return isinstance(call.args[0], ast.List) and isinstance(call.args[0].elts[0], ast.Constant)
