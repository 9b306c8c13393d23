"""`lint_content` and `new_article`, as an editor types them."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.editing.lint import lint
from articles.problems import Problem, Severity
from articles.publishing import last_look
from tests.articles.refusals import BODY, HERE, guide
from tests.conftest import ROOT, ContentFolder, environment

FIRST = "en/articles/first.md"
UNREACHABLE = "postgres://nobody@127.0.0.1:1/nothing"


def run(*arguments: str | Path, folder: ContentFolder, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, where no database can be reached."""
    settings = environment(CONTENT_DIR=str(folder.root), DATABASE_URL=UNREACHABLE)
    command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, timeout=60)


@pytest.fixture
def spoilt(folder: ContentFolder) -> ContentFolder:
    """An error in the only guide's line 9, and a warning in its line 2."""
    folder.write(FIRST, guide(BODY.replace("label", "gone"), title="a" * 66))
    return folder


@pytest.fixture
def here(folder: ContentFolder, settings: LazySettings) -> ContentFolder:
    """The folder as the one that the commands work on in this process."""
    settings.CONTENT_DIR = folder.root
    return folder


def test_lint_content_needs_no_database_and_says_nothing_of_a_sound_folder(folder: ContentFolder) -> None:
    done = run("lint_content", folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_lint_content_names_each_problem_in_a_line(spoilt: ContentFolder) -> None:
    done = run("lint_content", folder=spoilt)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        f"{FIRST}:2: warning title-long The title has 66 characters; up to 65 read best. Shorten it.",
        f"{FIRST}:9: cite-missing “@gone” names no source: there is no references/gone.md."
        " Check the key, or add the file.",
    ]


def test_lint_content_prints_one_list_for_programs(
    spoilt: ContentFolder, here: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt.write("references/other.md", "Nothing.")
    with pytest.raises(SystemExit):
        call_command("lint_content", format="json")
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": FIRST,
            "line": 2,
            "column": 8,
            "severity": "warning",
            "code": "title-long",
            "message": "The title has 66 characters; up to 65 read best. Shorten it.",
        },
        {
            "path": FIRST,
            "line": 9,
            "column": 12,
            "severity": "error",
            "code": "cite-missing",
            "message": "“@gone” names no source: there is no references/gone.md. Check the key, or add the file.",
        },
        {
            "path": "references/other.md",
            "line": 1,
            "column": 1,
            "severity": "error",
            "code": "front-matter",
            "message": "The first line must be `---`, with nothing above it; then one `key: value` a line, then `---`.",
        },
    ]


def test_lint_content_prints_an_empty_list_for_a_sound_folder(
    here: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("lint_content", format="json")
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("text", "strict", "status"),
    [
        (guide(), False, 0),
        (guide(), True, 0),
        (guide(title="a" * 66), False, 0),
        (guide(title="a" * 66), True, 1),
        (guide(title="a" * 81), False, 1),
        (guide(title="a" * 81), True, 1),
    ],
)
def test_lint_content_fails_on_a_problem_and_if_strict_on_a_warning(
    text: str, strict: bool, status: int, here: ContentFolder
) -> None:
    here.write(FIRST, text)
    exit_status = 0
    try:
        call_command("lint_content", strict=strict)
    except SystemExit as end:
        exit_status = int(str(end.code))
    assert exit_status == status


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (".", ["en/articles/first.md", "en/articles/it.md", "references/label.md"]),
        ("en", ["en/articles/first.md", "en/articles/it.md"]),
        ("en/articles/", ["en/articles/first.md", "en/articles/it.md"]),
        ("en/articles/../articles/it.md", ["en/articles/it.md"]),
        ("en/articles/linked.md", ["en/articles/linked.md"]),
        ("references", ["references/label.md"]),
        ("en/tags.yaml", []),
    ],
)
@pytest.mark.parametrize("start", ["from the project", "from the content folder", "in full"])
def test_lint_content_keeps_to_the_paths_it_is_given(
    path: str, named: list[str], start: str, here: ContentFolder, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    here.write(FIRST, "Nothing.")
    here.write(HERE, "Nothing.")
    here.write("references/label.md", "Nothing.")
    if path.endswith("linked.md"):
        (here.root / path).symlink_to(here.root / FIRST)
    if start == "from the content folder":
        monkeypatch.chdir(here.root)
    given = path if start != "in full" else f"{here.root}/{path}"
    if start == "from the project" and path == ".":
        given = os.path.relpath(here.root)
    try:
        call_command("lint_content", given, format="json")
    except SystemExit as end:
        assert end.code == 1  # noqa: PT017
    assert [problem["path"] for problem in json.loads(capsys.readouterr().out)] == named


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (
            ("lint_content", "--format", "xml"),
            2,
            "--format: “xml” cannot stand there. Write one of text, unix, json, github",
        ),
        (
            ("lint_content", "--fast"),
            2,
            "There is no --fast. Did you mean --format? As: manage.py lint_content en/articles",
        ),
        (("lint_content", "en/gone.md"), 1, "en/gone.md: there is no such file in"),
        (("lint_content", "/etc/passwd"), 1, "/etc/passwd: there is no such file in"),
        (("lint_content", f"{'a' * 300}/b"), 1, "there is no such file in"),
        (("new_article",), 2, "give a title, as new_article"),
        (("new_article", "One", "Two"), 2, "“Two” is a word too many. Put words that belong together in quotes"),
        (
            ("new_article", "One", "--lang", "fr"),
            2,
            "--lang: “fr” cannot stand there. Write one of en, es, as --lang en.",
        ),
        (("new_article", ""), 1, "The title needs a letter"),
        (("new_article", "About first \udce9"), 1, "Type it again."),
    ],
)
def test_a_wrong_argument_gets_one_line(
    arguments: tuple[str, ...], status: int, line: str, folder: ContentFolder
) -> None:
    done = run(*arguments, folder=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert line in done.stderr
    assert "CommandError" not in done.stderr


def test_new_article_needs_no_database_and_says_where_the_draft_is(folder: ContentFolder) -> None:
    done = run("new_article", "Traveling with naltrexone", folder=folder)
    place = folder.root / "en/articles/traveling-with-naltrexone.md"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{place}\n", "")
    assert place.read_text(encoding="utf-8").startswith('---\ntitle: "Traveling with naltrexone"\n')


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Traveling with naltrexone", "traveling-with-naltrexone"),
        ("  Two \n spaces ", "two-spaces"),
        ('"Clean": a word, and why # not', "clean-a-word-and-why-not"),
        ("no", "no"),
        ("010", "010"),
        ("2026-11-20", "2026-11-20"),
        ("C:\\new\\table", "c-new-table"),
        ("- [x] {y} & *z* !", "x-y-z"),
        ("¿Qué es? Señales", "que-es-senales"),
        ("../../etc/passwd", "etc-passwd"),
        ("👩‍⚕️ Yes %s {title}", "yes-s-title"),
        ("μ-opioid", "opioid"),
        ("a" * 80, "a" * 80),
    ],
)
def test_a_new_article_is_a_draft_that_lint_accepts(title: str, slug: str, here: ContentFolder) -> None:
    call_command("new_article", title, verbosity=0)
    assert (here.root / f"en/articles/{slug}.md").is_file()
    today = datetime.now(UTC).date()
    assert [problem for problem in lint(here.root, today) if problem.severity is Severity.ERROR] == []
    text = (here.root / f"en/articles/{slug}.md").read_text(encoding="utf-8")
    keys = [line for line in text.split("\n") if line.startswith(("tags", "sources", "status"))]
    assert keys == ["tags: [safety]", f"sources_checked: {today}", "status: draft"]


@pytest.mark.parametrize(
    ("title", "advice"),
    [
        ("!!!", "Give another."),
        ("日本語", "Give another."),
        ("a" * 81, "Shorten it."),
        ("turned \u202e word", "Type it again."),
        ("red \x1b[31m", "Type it again."),
    ],
)
def test_a_title_without_an_address_is_refused(title: str, advice: str, here: ContentFolder) -> None:
    before = sorted(here.root.rglob("*"))
    with pytest.raises(CommandError, match=advice):
        call_command("new_article", title)
    assert sorted(here.root.rglob("*")) == before


def test_new_article_never_overwrites(here: ContentFolder) -> None:
    before = (here.root / FIRST).read_bytes()
    with pytest.raises(CommandError, match=r"first\.md exists already\. Choose another title"):
        call_command("new_article", "First!")
    assert (here.root / FIRST).read_bytes() == before


def test_new_article_says_when_it_cannot_write(here: ContentFolder) -> None:
    here.write("es/tags.yaml", (here.root / "en/tags.yaml").read_text(encoding="utf-8"))
    here.write("es/articles", "a file where the folder should be")
    with pytest.raises(CommandError, match=r"cannot be written \(.+\)\. Check the folder\."):
        call_command("new_article", "Hola", lang="es")


def test_a_draft_needs_a_tag_of_its_language(here: ContentFolder) -> None:
    with pytest.raises(CommandError, match=r"Nothing is written: es/tags\.yaml is not there, or has a mistake"):
        call_command("new_article", "Hola", lang="es")
    assert not (here.root / "es").exists()
    here.write("es/tags.yaml", (here.root / "en/tags.yaml").read_text(encoding="utf-8"))
    call_command("new_article", "Hola", lang="es")
    assert errors(here) == []


def test_a_draft_with_the_title_of_a_guide_is_not_written(here: ContentFolder) -> None:
    here.write("en/articles/zebra.md", guide(BODY, title="About zebras"))
    before = sorted(here.root.rglob("*"))
    with pytest.raises(CommandError, match=r"Nothing is written\. Choose another title, or mend this first:\nen/art"):
        call_command("new_article", "About Zebras")
    assert sorted(here.root.rglob("*")) == before


def test_a_fault_of_another_file_refuses_no_draft(spoilt: ContentFolder, here: ContentFolder) -> None:
    before = errors(here)
    call_command("new_article", "A new one")
    assert errors(here) == before != []


def errors(folder: ContentFolder) -> list[Problem]:
    return [each for each in lint(folder.root, datetime.now(UTC).date()) if each.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["sync_content", "extra"], "“extra” is a word too many."),
        (["editions", "--on", "x"], "“x” is no day. Write it as 2026-11-20."),
        (["new_article", "X", "--lang", "fr"], "“fr” cannot stand there. Write one of en, es"),
        (["export_site"], "Where to? Name a folder, or --single FILE for one HTML file."),
    ],
)
def test_bad_arguments_get_one_line(command: list[str], told: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment(), capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr


@pytest.mark.parametrize("command", ["lint_content", "sync_content"])
def test_long_work_is_seen_on_a_terminal_and_quiet_in_a_pipe(
    command: str, folder: ContentFolder, tmp_path: Path
) -> None:
    for slug in ("first", "second"):
        folder.article(slug, f"A text that no run before has read, {tmp_path.parent.name} [@label].\n")
    settings = environment(CONTENT_DIR=str(folder.root), DATABASE_URL=f"sqlite:///{tmp_path}/index.sqlite3")
    line = [sys.executable, str(ROOT / "manage.py"), command]
    watched, terminal = os.openpty()
    with subprocess.Popen(line, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=terminal) as process:
        assert process.wait(60) == 0
    os.close(terminal)
    shown = os.read(watched, 10_000).decode()
    os.close(watched)
    assert "1 of 2" in shown
    assert shown.endswith("\r\x1b[K")
    piped = subprocess.run(line, cwd=ROOT, env=settings, capture_output=True, text=True)
    assert (piped.returncode, piped.stderr) == (0, "")


@pytest.mark.parametrize("command", [["sync_content"], ["editions"], ["export_site", "exported"]])
def test_a_database_that_does_not_answer_is_one_line_that_names_the_setting(
    command: list[str], folder: ContentFolder, tmp_path: Path
) -> None:
    settings = environment(CONTENT_DIR=str(folder.root), DATABASE_URL="postgres://me:hidden@127.0.0.1:1/name")
    line = [sys.executable, str(ROOT / "manage.py"), *command]
    done = subprocess.run(line, cwd=tmp_path, env=settings, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"DATABASE_URL: the index cannot be opened \(.+\)\. Check .+\n", done.stderr)
    assert "hidden" not in done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("command", "watched"), [("lint_content", True), ("lint_content", False), ("sync_content", True)]
)
def test_more_problems_than_a_window_holds_are_all_told_and_counted_last(
    command: str,
    watched: bool,
    here: ContentFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    here.write(FIRST, guide("".join(f"[@gone{number}]\n\n" for number in range(1_200))))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: watched)
    monkeypatch.setattr(last_look, "note", lambda today: None)  # it stands in a file beside the index
    with pytest.raises(SystemExit):
        call_command(command)
    written = capsys.readouterr()
    lines = (written.out + written.err).splitlines()
    assert sum(": cite-missing " in line for line in lines) == 1_200
    said = (
        f"1,200 in all, in 1 file. The first is in {FIRST}, line 9. Of one file alone: manage.py lint_content {FIRST}"
    )
    assert (lines[-1] == said) is watched
