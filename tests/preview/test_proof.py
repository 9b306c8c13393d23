"""What the preview says of a save: never a wait for what never ends, nor a look at what lies outside the folder."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from articles.problems import Problem, Severity
from articles.publishing import last_look
from naltrexone_site.preview.pages import PreviewPages, _of_guide
from naltrexone_site.preview.proof import SHOWN_MAX, Proof, with_lines
from tests.conftest import ContentFolder

PLACE = "en/articles/odd.md"


def problem(path: str, line: int = 1) -> Problem:
    return Problem(path, line, 1, Severity.ERROR, "code", "Mend it.")


def pipe(place: Path) -> None:
    os.mkfifo(place)


def link(place: Path) -> None:
    place.symlink_to(__file__)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [pipe, link])
def test_a_pipe_or_a_link_is_not_read(
    make: Callable[[Path], None], folder: ContentFolder, settings: LazySettings
) -> None:
    settings.CONTENT_DIR = folder.root
    make(folder.root / PLACE)
    assert with_lines([problem(PLACE)]) == [(problem(PLACE), "")]
    assert "margin" not in _of_guide(PLACE)


@pytest.mark.django_db(transaction=True)
def test_thousands_of_problems_are_counted_and_the_first_shown(
    folder: ContentFolder, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_look, "note", lambda today: None)  # it stands in a file beside the index
    settings.CONTENT_DIR = folder.root
    folder.write(PLACE, "---\n" + "".join(f"k{n}: v\n" for n in range(5_000)) + "---\nText.\n")
    proof = Proof()
    said = proof.sync()
    assert said.count("\n    ") == SHOWN_MAX
    assert f"\n{len(proof.problems) - SHOWN_MAX:,} more problems follow.\n" in said
    page = PreviewPages(lambda *_: [], proof)._with_margin("<body>", PLACE, proof.state)
    assert page.count("<li>This page, line ") == SHOWN_MAX
    assert f"<li>{len(proof.problems) - SHOWN_MAX} more problems follow.</li>" in page


@pytest.mark.parametrize(
    ("path", "raw", "line"),
    [
        ("images/a.png", b"PNG of letters alone\n", ""),
        ("images/a.svg", b"<svg onload='x'>\n", "<svg onload='x'>"),
        (PLACE, b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""),
        (PLACE, b"A line with \x1b[2J in it\n", "A line with \ufffd[2J in it"),
        (PLACE, "The name of a café\n".encode("latin-1"), "The name of a caf\ufffd"),
    ],
)
def test_a_line_is_shown_where_it_can_be_read(
    path: str, raw: bytes, line: str, folder: ContentFolder, settings: LazySettings
) -> None:
    settings.CONTENT_DIR = folder.root
    folder.write(path, raw)
    assert with_lines([problem(path)]) == [(problem(path), line)]
