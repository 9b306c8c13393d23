"""Pictures: their size is read from the file, so that a page keeps their place."""

import pytest

from articles.problems import Notebook, Severity
from articles.reading.folder import File, Kind
from articles.reading.pictures import Size, measure
from tests.conftest import ROOT

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x40\x00\x00\x00\xf0\x08\x02\x00\x00\x00"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x3f\x01\x00\xef\x00\x00"
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\xf0\x01\x40\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"/>'


def measured(raw: bytes, notes: Notebook) -> Size | None:
    return measure(File(f"images/a.{suffix(raw)}", Kind.PICTURE, raw, ""), notes)


def suffix(raw: bytes) -> str:
    return {b"RIF": "webp", b"\xff\xd8\xff": "jpg", b"<sv": "svg"}.get(raw[:3], "png")


@pytest.mark.parametrize("raw", [PNG, WEBP, JPEG, SVG.format(320, 240).encode(), SVG.format("320px", "239.6").encode()])
def test_the_size_of_each_kind_of_picture_is_read(raw: bytes) -> None:
    notes = Notebook("images/a.png", [])
    assert measured(raw, notes) == Size(320, 240)
    assert notes.problems == []


@pytest.mark.parametrize(
    "raw", [b"", b"x", PNG[:12], b"<svg/>", SVG.format(0, 5).encode(), SVG.format(10_000, 5).encode()]
)
def test_a_picture_whose_size_cannot_be_read_is_told(raw: bytes) -> None:
    notes = Notebook("images/a.png", [])
    assert measured(raw, notes) is None
    assert [(problem.code, problem.severity) for problem in notes.problems] == [("picture-size", Severity.WARNING)]


def test_our_own_drawings_need_neither_style_nor_script() -> None:
    """They are served under the site's policy, which allows no inline style, and shown on light and dark grounds."""
    drawings = sorted((ROOT / "content" / "images").glob("*.svg"))
    assert drawings
    for drawing in drawings:
        text = drawing.read_text(encoding="utf-8")
        assert not any(word in text for word in ("<style", "style=", "<script", "<text", "href", "onload"))


@pytest.mark.parametrize(
    "raw",
    [
        JPEG[:2] + b"\xff\xe1\x00\x10Exif\x00\x00MM\x00*\x00\x00" + JPEG[2:],
        PNG + b"\x00\x00\x00\x00\x00\x00\x00\x04eXIfMM\x00*",
        WEBP + b"EXIF\x08\x00\x00\x00Exif\x00\x00MM",
    ],
)
def test_the_notes_of_a_camera_are_told(raw: bytes) -> None:
    notes = Notebook("images/a.png", [])
    measured(raw, notes)
    assert "picture-metadata" in [problem.code for problem in notes.warnings]


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("a.jpg", PNG, "kind PNG. Save it anew as the kind that its name says, or let its name end in .png"),
        ("a.png", JPEG, "kind JPEG. Save it anew as the kind that its name says, or let its name end in .jpg"),
        ("a.png", WEBP, "kind WebP. Save it anew as the kind that its name says, or let its name end in .webp"),
        ("a.webp", SVG.format(3, 2).encode(), "kind SVG. Save it anew as the kind that its name says, or let"),
        ("a.svg", PNG, "kind PNG. Save it anew"),
        ("a.jpeg", JPEG, ""),
    ],
)
def test_a_picture_that_is_not_what_its_name_says_is_refused(name: str, raw: bytes, told: str) -> None:
    notes = Notebook(f"images/{name}", [])
    measure(File(f"images/{name}", Kind.PICTURE, raw, ""), notes)
    assert [problem.code for problem in notes.errors] == (["picture-kind"] if told else [])
    assert all(told in problem.message for problem in notes.errors)
