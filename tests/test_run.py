"""What runs on one database only cannot tell which one it is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture(scope="module", autouse=True)
def a_run_on_postgresql() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DATABASE_URL", "postgres://me@here/name")
        yield


def test_nor_can_what_it_starts() -> None:
    assert "DATABASE_URL" not in os.environ


@pytest.mark.django_db
def test_who_asks_a_database_knows_where_it_is() -> None:
    assert os.environ["DATABASE_URL"] == "postgres://me@here/name"
    assert "DATABASE_URL" not in environment()


def test_make_called_by_a_test_says_no_more_than_it_does_to_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")  # as in `make test`
    (tmp_path / "Makefile").write_text("it:\n\t@echo done\n")
    done = subprocess.run(["make", "it"], cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.stdout == "done\n"
