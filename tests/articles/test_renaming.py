"""`rename_article`: the file, its former name, every link; all or nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.editing import lint as looking
from articles.editing import workshop
from articles.editing.lint import lint
from articles.reading.folder import File
from tests.articles.refusals import guide
from tests.conftest import TODAY, ContentFolder

OLD, NEW = "en/articles/old.md", "en/articles/new.md"
LINKS = "See [one](old.md), [two](../articles/old.md#part), [not](older.md) and `(old.md)` [@label].\n"


@pytest.fixture
def here(folder: ContentFolder, settings: LazySettings) -> ContentFolder:
    settings.CONTENT_DIR = folder.root
    folder.write(OLD, guide("See [here](old.md#part).\n\n## Part\n\nText [@label].\n", title="Old"))
    folder.write("en/articles/older.md", guide("Text [@label].\n", title="Older"))
    folder.write("en/articles/first.md", guide(LINKS))
    return folder


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_guide_moves_with_all_its_links(here: ContentFolder, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rename_article", "old", "new.md")
    assert capsys.readouterr().out == f"en/articles/first.md: links mended\n{OLD} → {NEW}\n"
    text = (here.root / NEW).read_text()
    assert "status: published\nformerly: [old]\n---\n" in text
    assert "[here](new.md#part)" in text
    assert not (here.root / OLD).exists()
    links = "See [one](new.md), [two](../articles/new.md#part), [not](older.md) and `(old.md)` [@label].\n"
    assert (here.root / "en/articles/first.md").read_text() == guide(links)
    assert lint(here.root, TODAY) == []


def test_only_what_changes_is_read_anew_once_lint_knows_the_folder(
    here: ContentFolder, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BASE_DIR = tmp_path
    call_command("lint_content")
    read: list[str] = []

    def make_into(take: Any, files: Sequence[File], *rest: Any) -> Any:
        read.extend(file.path for file in files)
        return workshop.make_into(take, files, *rest)

    monkeypatch.setattr(looking, "make_into", make_into)
    call_command("rename_article", "old", "new")
    assert sorted(read) == ["en/articles/first.md", NEW]


def test_a_name_taken_back_is_no_longer_a_former_one(here: ContentFolder) -> None:
    before = everything(here.root)
    call_command("rename_article", "old", "new")
    call_command("rename_article", "new", "newer")
    assert "formerly: [new, old]\n" in (here.root / "en/articles/newer.md").read_text()
    call_command("rename_article", "newer", "old")
    after = everything(here.root)
    assert after.pop(OLD) == before.pop(OLD).replace(b"published\n---", b"published\nformerly: [newer, new]\n---")
    assert after == before


def test_a_new_name_is_remembered_beside_the_old_one(here: ContentFolder, capsys: pytest.CaptureFixture[str]) -> None:
    here.write("addresses.yaml", "en/first: []\nen/old: [part]\nen/older: []\n")
    assert lint(here.root, TODAY) == []
    call_command("rename_article", "old", "new")
    assert lint(here.root, TODAY) == []
    assert capsys.readouterr().out.startswith("addresses.yaml: new address noted\n")
    text = (here.root / "addresses.yaml").read_text()
    assert text.endswith("en/first: []\nen/new: [part]\nen/old: en/new\nen/older: []\n")
    call_command("rename_article", "new", "newer")
    call_command("rename_article", "newer", "new")
    text = (here.root / "addresses.yaml").read_text()
    assert text.endswith("en/new: [part]\nen/newer: en/new\nen/old: en/new\nen/older: []\n")
    call_command("lint_content", "--fix")
    assert (here.root / "addresses.yaml").read_text() == text


def test_what_was_never_noted_is_left_to_the_editor(here: ContentFolder) -> None:
    here.write("addresses.yaml", "en/first: []\n")
    call_command("rename_article", "old", "new")
    assert (here.root / "addresses.yaml").read_text() == "en/first: []\n"


def test_a_list_of_former_names_on_lines_of_its_own_is_kept(here: ContentFolder) -> None:
    here.write(OLD, guide("Text [@label].\n\n## Part\n", title="Old", formerly="\n- a\n- b", order="3"))
    call_command("rename_article", "old", "new")
    assert "formerly: [old, a, b]\norder: 3\n" in (here.root / NEW).read_text()


def test_a_draft_had_no_address(here: ContentFolder) -> None:
    here.write("en/articles/older.md", guide("Text [@label].\n", title="Older", status="draft"))
    here.write("en/articles/first.md", guide())
    call_command("rename_article", "older", "new")
    assert "formerly" not in (here.root / NEW).read_text()


def test_codes_of_health_records_follow(here: ContentFolder) -> None:
    codes = "old:\n  title: old\n  names: [old]\n  guides: {}\nother:\n  title: o\n  names: [o]\n  guides: [first]\n"
    for written in ("[older,\n     {}]", "\n    - older\n    - {}"):
        here.write("codes.yaml", codes.format(written.format("old")))
        call_command("rename_article", "old", "new")
        assert (here.root / "codes.yaml").read_text() == codes.format(written.format("new"))
        call_command("rename_article", "new", "old")


def test_corrections_of_the_guide_follow(here: ContentFolder) -> None:
    corrections = (
        "corrections:\n  - date: 2026-11-20\n    guide: {}\n    was: old\n    right: old\n    until: 2027-11-20\n"
        "  - {{date: 2026-11-19, guide: {}, was: older, right: old, until: 2027-11-20}}\n"
        "  - {{date: 2026-11-19, guide: older, was: old, right: old, until: 2027-11-20}}\n"
    )
    here.write("en/corrections.yaml", corrections.format("old", "old"))
    call_command("rename_article", "old", "new")
    assert (here.root / "en/corrections.yaml").read_text() == corrections.format("new", "new")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("gone", "new", "There is no en/articles/gone.md. Check the name."),
        ("old", "older", "exists already. Choose another name."),
        ("old", "New One", "cannot be an address."),
        ("old", "taken", "Nothing is renamed. Mend this first:\nen/articles/older.md"),
    ],
)
def test_what_cannot_be_done_changes_nothing(old: str, new: str, says: str, here: ContentFolder) -> None:
    here.write("en/articles/older.md", guide("Text [@label].\n", title="Older", formerly="[taken]"))
    before = everything(here.root)
    with pytest.raises(CommandError) as refusal:
        call_command("rename_article", old, new)
    assert says in str(refusal.value)
    assert everything(here.root) == before


def test_a_fault_that_the_new_name_does_not_cause_refuses_nothing(here: ContentFolder) -> None:
    here.write("en/articles/older.md", guide("A <b>fault</b>, and a link to [it](old.md).\n", title="Older"))
    here.write("references/odd.md", "Nothing.")
    here.write(OLD, guide("Text [@gone], and [nowhere](nowhere.md).\n", title="Older"))
    before = len(lint(here.root, TODAY))
    call_command("rename_article", "old", "new")
    assert "[it](new.md)" in (here.root / "en/articles/older.md").read_text()
    assert len(lint(here.root, TODAY)) == before > 4


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(
    here: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(here.root)
    unlink = Path.unlink

    def full(place: Path, missing_ok: bool = False) -> None:
        if place == here.root / OLD:
            raise OSError(28, "No space left on device", str(place))
        unlink(place, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", full)
    with pytest.raises(CommandError, match=r"cannot be written .+\. Nothing is renamed\."):
        call_command("rename_article", "old", "new")
    assert everything(here.root) == before
