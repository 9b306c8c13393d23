"""What a command says: of arguments that it cannot take (what was wrong, what may stand there, an example), and of how
far long work is."""

import io

import pytest
from django.core.management import load_command_class

from articles.management.plain import CLEAR, PlainCommand
from tests.conftest import ROOT

JARGON = ("argument", "invalid", "required", "unrecognized", "expected", "ambiguous")


def said(name: str, *typed: str, capsys: pytest.CaptureFixture[str]) -> str:
    command = load_command_class("articles", name)
    assert isinstance(command, PlainCommand)
    command._called_from_command_line = True  # type: ignore[attr-defined]
    with pytest.raises(SystemExit):
        command.create_parser("manage.py", name).parse_args([*typed])
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("rollback abcd", "EDITION: “abcd” is no whole number. Write it with digits alone. As: manage.py rollback 6"),
        ("new_reference 1 --year x", "--year: “x” is no whole number."),
        ("new_article A --kind howto", "--kind: “howto” cannot stand there. Write one of guide"),
        ("new_article A --kind guid", "as --kind guide."),
        ("lint_content --fromat", "There is no --fromat. Did you mean --format? As: manage.py lint_content"),
        ("lint_content --whole=1", "There is no --whole. Take it out. As: manage.py lint_content en/articles"),
        ("lint_content --f", "--f may be any of --force-color, --format, --fix. Write it out."),
        ("lint_content --fix=1", "--fix takes no value. Take “1” out."),
        ("lint_content --format", "--format: nothing stands after it."),
        ("rename_article", "Missing: old, new. As: manage.py rename_article missed-tablet missed-dose"),
        ("retire_article it --note no", "Missing: --instead. As: manage.py retire_article old-guide --note"),
        ("new_article One Two", "“Two” is a word too many. Put words that belong together in quotes"),
        ("new_reference 1 --title A --year 2006 --kind trial", "Missing: --authors or --organisation. As: manage.py"),
        ("new_reference 1 --organisation A", "Missing: --title, --year, --kind. As: manage.py"),
        ("new_reference 1 --look-up", "Missing: --kind. As: manage.py"),
        ("new_reference 1 --authors=A --title B", "Missing: --year, --kind. As: manage.py"),
        ("new_reference 1 --authors A --organisation B", "--organisation cannot stand beside --authors."),
        ("editions --on x", "--on: “x” is no day. Write it as 2026-11-20.\n"),
    ],
)
def test_a_wrong_argument_is_said_in_plain_words(typed: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(*typed.split(), capsys=capsys)
    assert says in told
    assert told.count("\n") == 1
    assert not [word for word in JARGON if word in told]


def test_a_bare_number_of_a_source_is_met_with_all_that_must_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    told = said("new_reference", "16670409", capsys=capsys)
    assert "Missing: --title, --year, --kind, --authors or --organisation." in told
    assert "Type the title, --authors (or --organisation), year and kind yourself; or with --look-up the kind" in told
    assert 'new_reference 16670409 --title "Combined: a trial" --authors "Anton RF, and others" --year 2006' in told


OF_DJANGO = {"help", "version", "verbosity", "settings", "pythonpath", "traceback", "no-color", "force-color"}


@pytest.mark.parametrize(
    "name", ["new_article", "new_term", "new_reference", "rename_article", "retire_article", "content_report"]
)
def test_the_docs_of_editors_name_every_option(name: str) -> None:
    command = load_command_class("articles", name)
    parser = command.create_parser("manage.py", name)
    options = {option.removeprefix("--") for option in parser._option_string_actions if option.startswith("--")}
    text = (ROOT / "content/README.md").read_text(encoding="utf-8")
    assert name in text
    assert sorted(option for option in options - OF_DJANGO if f"--{option}" not in text) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_long_work_is_told_in_plain_colors_and_its_line_is_empty_at_the_end() -> None:
    terminal = Terminal()
    command = PlainCommand(stderr=terminal, force_color=True)
    command.told(1, 2)
    command.told(2, 2)
    assert terminal.getvalue() == f"\r{CLEAR}1 of 2\r{CLEAR}"
