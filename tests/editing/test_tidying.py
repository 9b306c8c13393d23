"""What `lint_content --fix` mends, and what it leaves alone."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from articles.editing import mending
from articles.editing.tidying import MISSPELT_WORD, tidy
from articles.editing.workshop import ALONE_MAX
from tests.articles.refusals import HERE, guide
from tests.conftest import ROOT, ContentFolder


def tidied(body: str) -> str:
    return tidy(HERE, guide(body).encode()).decode().removeprefix(guide(""))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('She said "yes" and "no" [@label].\n', "She said “yes” and “no” [@label].\n"),
        ("Don't stop [@label].\n", "Don’t stop [@label].\n"),
        ("Wait -- then ask [@label].\n", "Wait – then ask [@label].\n"),
        ("One space \nand\n \nno more [@label].\n", "One space\nand\n\nno more [@label].\n"),
        ("One paragraph. \n\nAnd one more [@label]. \n", "One paragraph.\n\nAnd one more [@label].\n"),
        ("- one [@label] \n- two\t\n\n> a quote \n", "- one [@label]\n- two\n\n> a quote\n"),
        ("Naltrexon and methodone [@label].\n", "Naltrexone and methadone [@label].\n"),
        ("Nalterxone, naltroxone or naltrexzone [@label].\n", "Naltrexone, naltrexone or naltrexone [@label].\n"),
        ("vivatrol, Vivotrol and vivitrole [@label].\n", "Vivitrol, Vivitrol and Vivitrol [@label].\n"),
        ("Nal\u00adtrexone, [a\u00ad](first.md) [@label].\n", "Naltrexone, [a](first.md) [@label].\n"),
        ("## The pi\u00adll\n\nText [@label].\n", "## The pill {#the-pill}\n\nText [@label].\n"),
        ("Acamprosat or buprenorphin [@label].\n", "Acamprosate or buprenorphine [@label].\n"),
        ("## The first dose\n\nText [@label].\n", "## The first dose {#the-first-dose}\n\nText [@label].\n"),
        ('!!! do "Do"\n    - say "no" [@label]\n', '!!! do "Do"\n    - say “no” [@label]\n'),
        ("Two spaces  \n\nor three   \n\nor a tab [@label].  \t\n", "Two spaces\n\nor three\n\nor a tab [@label].\n"),
        ("A break  \nstays [@label].  \n", "A break  \nstays [@label].\n"),
        ("!!! note “A box” \n    text [@label]\n", '!!! note "A box"\n    text [@label]\n'),
        ("!!! note \"A “b” box”\n    It's [@label]\n", '!!! note "A “b” box"\n    It’s [@label]\n'),
        ("!!! note ‘A box’\n    text [@label]\n", '!!! note "A box"\n    text [@label]\n'),
    ],
)
def test_what_is_safe_is_mended(before: str, after: str) -> None:
    assert tidied(before) == after


@pytest.mark.parametrize(
    "body",
    [
        "Two spaces at the end  \nbreak a line [@label].\n",
        'A board of 6" and more [@label].\n',
        'Type `"a" -- b\'c` [@label].\n',
        '```\n"code" -- it\'s naltrexon \n```\n\n[@label]\n',
        '    "code" -- here\n\n[@label]\n',
        "See <https://example.org/naltrexon--a> [@label].\n",
        "Type `a\u00adb` [@label].\n",
        "[Naloxone](https://example.org/vivitrol) [@label].\n",
        "Naltrexona, naloxona, metadona, buprenorfina y acamprosato [@label].\n",
        "## One {#own}\n\nText [@label].\n",
        '| a | b |\n|---|---|\n| -- | "c" |\n\n[@label]\n',
    ],
)
def test_what_means_something_is_left_alone(body: str) -> None:
    assert tidied(body) == body


def test_a_soft_hyphen_is_taken_out_of_the_title_too() -> None:
    assert tidy(HERE, guide(title="The pi\u00adll").encode()).decode() == guide(title="The pill")


def test_a_soft_hyphen_is_taken_out_of_what_changed_too() -> None:
    changes = "\nchanges:\n- {date: 2026-11-20, text: The pill is new.}"
    text = guide(status=f"published{changes}")
    assert tidy(HERE, text.replace("pill", "pi\u00adll").encode()).decode() == text


def test_a_soft_hyphen_is_taken_out_of_a_term(
    folder: ContentFolder, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CONTENT_DIR = folder.root
    place = folder.term("craving", "cra\u00adving", aliases="[ur\u00adge]", definition="A strong wi\u00adsh.")
    call_command("lint_content", fix=True)
    assert "en/glossary/craving.md: mended\n" in capsys.readouterr().out
    assert "\u00ad" not in place.read_text(encoding="utf-8")


def test_a_sound_guide_is_made_anew_only_where_something_can_be_mended(
    folder: ContentFolder, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CONTENT_DIR = folder.root
    folder.article("first", "## One {#one}\n\nA word [@label].\n")
    folder.article("second", "## Two\n\nA word [@label].\n", title="Second")
    made = list[str]()

    def noting(path: str, raw: bytes) -> bytes:
        made.append(path)
        return tidy(path, raw)

    monkeypatch.setattr(mending, "tidy", noting)
    call_command("lint_content", fix=True)
    assert made == ["en/articles/second.md"]


@pytest.mark.parametrize("count", [1, ALONE_MAX + 1])
def test_every_guide_of_many_is_mended(count: int, folder: ContentFolder, settings: LazySettings) -> None:
    settings.CONTENT_DIR = folder.root
    places = [folder.article(f"a{number}", 'A "b".\n', title=f"About {number}") for number in range(count)]
    call_command("lint_content", fix=True)
    assert all("“b”" in place.read_text(encoding="utf-8") for place in places)


def test_a_line_that_is_better_left_keeps_no_other_from_being_mended() -> None:
    """The space at the end of the second line is part of a code span."""
    body = "Don't stop.\n\nType `one \ntwo` and don't ask [@label]. \n\n## A 'b'\n\nIt's \nthis.\n"
    after = "Don’t stop.\n\nType `one \ntwo` and don’t ask [@label].\n\n## A 'b' {#a-b}\n\nIt’s\nthis.\n"
    assert tidied(body) == after


@pytest.mark.parametrize("body", ['A <b>refused</b> "file".\n', "!!! note “A box”\n    A <b>refused</b> text.\n"])
def test_a_file_with_a_problem_is_left_as_it_is_and_named(
    body: str, folder: ContentFolder, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CONTENT_DIR = folder.root
    place = folder.write(HERE, guide(body))
    call_command("lint_content", HERE, fix=True, diff=True)
    names_them = f"manage.py lint_content {HERE} names them"
    assert capsys.readouterr().out == f"{HERE}: not mended, it has problems ({names_them})\n"
    with pytest.raises(SystemExit):
        call_command("lint_content", HERE, fix=True)
    first, *told = capsys.readouterr().out.splitlines()
    assert first == f"{HERE}: not mended, it has problems (see below)"
    assert any(line.startswith(f"{HERE}:9: raw-html") or "callout-form" in line for line in told)
    assert place.read_text(encoding="utf-8") == guide(body)


def test_the_first_block_is_put_in_order() -> None:
    text = guide(formerly="[old]").replace("title: About it\n", "").replace("status:", "title: About it\nstatus:")
    after = tidy(HERE, text.encode()).decode()
    assert after == guide(formerly="[old]")
    for other in ("# ours\ntags:", "\ntags:", '"tags":'):
        left = text.replace("tags:", other, 1).encode()
        assert tidy(HERE, left) == left


def test_tidying_twice_changes_nothing_more() -> None:
    for place in sorted((ROOT / "content/en/articles").glob("*.md")):
        path = f"en/articles/{place.name}"
        once = tidy(path, place.read_bytes())
        assert tidy(path, once) == once


def test_no_word_that_is_published_is_called_misspelt() -> None:
    words = [*(ROOT / "content").rglob("*.md"), *(ROOT / "content").rglob("*.yaml"), *ROOT.glob("*/locale/es/*/*.po")]
    texts = [path.read_text(encoding="utf-8") for path in words]
    assert any("naltrexona" in text for text in texts)
    found = {word.lower() for text in texts for word in MISSPELT_WORD.findall(text)}
    assert found <= {"vivitrol"}, "which is right but for its capital"


def test_diff_shows_and_fix_writes(
    folder: ContentFolder, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CONTENT_DIR = folder.root
    place = folder.article("first", 'A "word" [@label].\n')
    before = place.read_bytes()
    call_command("lint_content", diff=True)
    shown = capsys.readouterr().out
    assert '-A "word" [@label].\n+A “word” [@label].\n' in shown
    assert place.read_bytes() == before
    call_command("lint_content", "en/tags.yaml", fix=True)
    assert place.read_bytes() == before
    call_command("lint_content", fix=True)
    assert capsys.readouterr().out == "en/articles/first.md: mended\n"
    assert "“word”" in place.read_text(encoding="utf-8")
    assert leftovers(folder.root) == []


def leftovers(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.name.startswith(".")]
