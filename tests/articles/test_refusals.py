"""What bad content gets: each mistake with its file, its line and what to do, and readers keep what they have.

Lint and sync are held against each other in every case: what lint calls an error sync refuses, and nothing else.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps

from articles.editing.lint import lint
from articles.models import Article
from articles.problems import ContentError, Severity
from tests.articles.refusals import BODY, HERE, WORD, Case, guide, place, reference, word
from tests.articles.refusals_at_once import FOLLOWING, PAIRS
from tests.articles.refusals_of_folders import AT_ODDS, NAMES, ONE_CAUSE
from tests.articles.refusals_of_keys import GUIDES, OTHERS
from tests.articles.refusals_of_text import LETTERS, MARKDOWN, SIZES
from tests.conftest import TAGS, TODAY, ContentFolder

CASES = [*GUIDES, *OTHERS, *LETTERS, *SIZES, *MARKDOWN, *AT_ODDS, *ONE_CAUSE, *NAMES, *PAIRS, *FOLLOWING]
FIRST = "en/articles/first.md"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_mistake_is_refused_with_its_line_and_what_to_do(case: Case, folder: ContentFolder) -> None:
    folder.sync()
    before = index()
    for path, text in case.files.items():
        folder.write(path, text)
    check_refused(case.errors, case.says, folder)
    assert index() == before


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def without_guides(root: Path) -> None:
    (root / FIRST).unlink()


def without_the_folder_of_guides(root: Path) -> None:
    (root / FIRST).unlink()
    (root / "en/articles").rmdir()


def without_tags(root: Path) -> None:
    (root / "en/tags.yaml").unlink()


def without_a_source(root: Path) -> None:
    (root / "references/label.md").unlink()


def with_a_link_for_a_guide(root: Path) -> None:
    (root / HERE).symlink_to(root / FIRST)


def with_a_link_for_a_folder(root: Path) -> None:
    (root / "en/articles").rename(root.parent / "elsewhere")
    (root / "en/articles").symlink_to(root.parent / "elsewhere")


def with_a_folder_for_a_guide(root: Path) -> None:
    (root / HERE).mkdir()


def with_a_pipe_for_a_guide(root: Path) -> None:
    os.mkfifo(root / HERE)


def with_a_folder_for_the_tags(root: Path) -> None:
    without_tags(root)
    (root / "en/tags.yaml").mkdir()


@pytest.mark.parametrize(
    ("spoil", "errors", "says"),
    [
        (without_guides, ["en/articles:1: missing-guides"], "Add one"),
        (without_the_folder_of_guides, ["en/articles:1: missing-guides"], "Add one"),
        (without_tags, ["en/tags.yaml:1: missing-tags"], "Name each tag"),
        (without_a_source, [f"{FIRST}:9: cite-missing"], "add the file"),
        (with_a_link_for_a_guide, [f"{HERE}:1: symlink"], "Put the file itself here."),
        (with_a_link_for_a_folder, ["en/articles:1: symlink"], "Put the file itself here."),
        (with_a_folder_for_a_guide, [f"{HERE}:1: not-a-file"], "Rename it."),
        (with_a_pipe_for_a_guide, [f"{HERE}:1: not-a-file"], "Put the file itself here."),
        (with_a_folder_for_the_tags, ["en/tags.yaml:1: not-a-file"], "Rename it."),
    ],
)
def test_a_folder_that_lacks_something_is_refused(
    spoil: Callable[[Path], None], errors: list[str], says: str, folder: ContentFolder
) -> None:
    folder.sync()
    before = index()
    spoil(folder.root)
    check_refused(errors, says, folder)
    assert index() == before


def test_a_folder_that_cannot_be_opened_is_refused(folder: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken for an empty one, it would take every guide off the site."""
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("articles"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)  # root may open any folder, so the system cannot refuse
    check_refused(["en/articles:1: unreadable"], "Check who may read it.", folder)


@pytest.mark.parametrize(
    ("files", "warnings"),
    [
        pytest.param({HERE: guide("No source.\n")}, [f"{HERE}:9: cite-none"], id="no citation"),
        pytest.param({HERE: guide(title="Аlcohol")}, [f"{HERE}:2: look-alike"], id="Cyrillic А in a Latin word"),
        pytest.param({HERE: guide("I ate А [@label].\n")}, [f"{HERE}:9: look-alike"], id="Cyrillic А alone"),
        pytest.param({HERE: guide("Take ５０ mg [@label].\n")}, [f"{HERE}:9: look-alike"], id="full-width figures"),
        pytest.param({HERE: guide("Take ٥٠ mg [@label].\n")}, [f"{HERE}:9: look-alike"], id="figures of Arabic"),
        pytest.param({HERE: guide("I ate 𝐚 [@label].\n")}, [f"{HERE}:9: look-alike"], id="letter of mathematics"),
        pytest.param({HERE: guide("Take ⅼ0 mg [@label].\n")}, [f"{HERE}:9: look-alike"], id="Roman fifty"),
        *(
            pytest.param({HERE: guide(f"Take {dose} [@label].\n")}, [f"{HERE}:9: look-alike"], id=f"letter in {dose}")
            for dose in (
                *("5O mg", "1OO mg", "5o0 mg", "l0 mg", "O.5 mg", "2I days"),
                *("2S mg", "S0 mg", "SO mg", "lOO\u00a0mg", "3B0 mg", "5o mg", "l mg", "5Omg", "1.S mL", "4l.5 µg"),
            )
        ),
        pytest.param({WORD: word(term="Ｍ")}, [f"{WORD}:2: look-alike"], id="full-width letter in a word's name"),
        pytest.param(
            {"references/r.md": reference(title="Аn")}, ["references/r.md:2: look-alike"], id="Cyrillic а in a source"
        ),
        pytest.param(
            {"en/tags.yaml": TAGS.replace("Saf", "Sаf")}, ["en/tags.yaml:2: look-alike"], id="Cyrillic а in a list"
        ),
        pytest.param({"en/notes.txt": "Later."}, ["en/notes.txt:1: unused-file"], id="a file of no kind"),
        pytest.param(
            {"images/my picture.png": b""}, ["images/my picture.png:1: unused-file"], id="a name with a space"
        ),
        pytest.param({HERE: guide(review_by="2026-11-22")}, [f"{HERE}:6: review-due"], id="past its review"),
        pytest.param({HERE: guide(sources_checked="2026-11-24")}, [f"{HERE}:5: date-future"], id="checked tomorrow"),
        pytest.param(
            {HERE: guide(BODY + "\n    Take it here.\n\nText.\n")}, [f"{HERE}:11: text-indented"], id="text set in"
        ),
        pytest.param({HERE: guide(title="a" * 66)}, [f"{HERE}:2: title-long"], id="a long title"),
        pytest.param({HERE: guide(summary="For an addict.")}, [f"{HERE}:3: wording"], id="a word that hurts"),
        pytest.param(
            {HERE: guide(BODY + "\n## A {#a}\n\nText.\n\n#### B {#b}\n")},
            [f"{HERE}:15: heading-skipped"],
            id="a level skipped",
        ),
    ],
)
def test_a_warning_refuses_nothing(files: dict[str, str | bytes], warnings: list[str], folder: ContentFolder) -> None:
    for path, text in files.items():
        folder.write(path, text)
    found = lint(folder.root, TODAY)
    assert [place(problem) for problem in found] == warnings
    assert {problem.severity for problem in found} == {Severity.WARNING}
    assert [problem.message for problem in found if not problem.message.endswith((".", ".”"))] == []
    assert folder.sync().edition == 1


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="one guide and one tag, nothing in Spanish"),
        pytest.param({HERE: b"\xef\xbb\xbf" + guide().encode()}, id="a byte-order mark"),
        pytest.param({HERE: guide().replace("\n", "\r\n")}, id="CRLF"),
        pytest.param({HERE: guide().replace("\n", "\r")}, id="CR"),
        pytest.param({HERE: guide("The μ-opioid, κ, TNFα, 5 μg, αβγ and Ω [@label].\n")}, id="Greek letters"),
        pytest.param(
            {HERE: guide("Well 👩‍⚕️👨‍👩‍👧‍👦 🏳️‍🌈 done [@label].\n", title="👩‍⚕️ Yes")}, id="emoji with their joiners"
        ),
        pytest.param({HERE: guide(BODY + "\n" + "word. " * 33_333 + "aa\n")}, id="a line of 200,000 characters"),
        pytest.param({HERE: guide(BODY + "\n" + "é" * 200_000 + "\n")}, id="one word of 200,000 letters"),
        pytest.param({HERE: guide("B12 mcg, factor II mg, g o mg, I10, O99.3, 3S, 2 l, SI [@label].\n")}, id="codes"),
        pytest.param({HERE: guide(status="published  # or draft")}, id="a comment"),
        pytest.param({HERE: guide(title='"no"', summary='"010"')}, id="odd words in quotes"),
        pytest.param({HERE: guide(formerly="[old]", glossary_skip="[]", moved="{}", changes="[]")}, id="empty lists"),
        pytest.param(
            {HERE: guide("[a](#b) [c](tel:911) [d](sms:988) [e](mailto:a@b.org)\n\n## B\n\n[@label]\n")}, id="links"
        ),
        pytest.param({WORD: word("About 5 % of people, “so-called”.\n")}, id="a plain definition"),
        pytest.param({"references/r.md": reference(doi="10.1001/jama.2023.1", pmid="123", year=None)}, id="a source"),
        pytest.param({"en/needs.yaml": ""}, id="no needs"),
        pytest.param(
            {"README.md": "# How", "codes.yaml": "", "addresses.yaml": "en/first: []", ".hidden/a.md": "x"},
            id="side files",
        ),
    ],
)
def test_what_is_sound_is_taken_without_a_word(files: dict[str, str | bytes], folder: ContentFolder) -> None:
    for path, text in files.items():
        folder.write(path, text)
    assert [str(problem) for problem in lint(folder.root, TODAY) if problem.code != "grade"] == []
    folder.sync()
    guides = sorted(str(path.relative_to(folder.root)) for path in folder.root.glob("en/articles/*.md"))
    assert sorted(Article.objects.values_list("path", flat=True)) == guides


@pytest.mark.parametrize("empty", [["es"], ["es/articles"], ["es/articles", "es/glossary", "images", "en/glossary"]])
def test_an_empty_folder_is_no_mistake(empty: list[str], folder: ContentFolder) -> None:
    for path in empty:
        (folder.root / path).mkdir(parents=True)
    assert lint(folder.root, TODAY) == []
    assert folder.sync().edition == 1


def test_a_draft_may_link_to_a_draft(folder: ContentFolder) -> None:
    folder.write(HERE, guide("See [first](first.md) [@label].\n", status="draft"))
    folder.write(FIRST, guide("See [it](it.md) [@label].\n", title="Other", status="draft"))
    assert lint(folder.root, TODAY) == []
    assert folder.sync().edition == 1


def check_refused(errors: list[str], says: str, folder: ContentFolder) -> None:
    found = [problem for problem in lint(folder.root, TODAY) if problem.severity is Severity.ERROR]
    assert [place(problem) for problem in found] == errors
    assert says in " ".join(problem.message for problem in found)
    assert [problem.message for problem in found if not problem.message.endswith(".")] == []
    with pytest.raises(ContentError) as refusal:
        folder.sync()
    assert list(refusal.value.problems) == found


def index() -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in ("articles", "glossary")
    }
