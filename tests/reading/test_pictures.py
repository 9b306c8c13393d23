"""Pictures: their size is read from the file, so that a page keeps their place."""

import resource
import subprocess
import sys
import time
import zlib

import pytest

from articles.problems import Notebook, Severity
from articles.reading.folder import File, Kind
from articles.reading.pictures import Shown, measure
from tests.conftest import ROOT, environment
from tests.reading.painted import claiming, ending, painted

PNG, JPEG, WEBP = painted("PNG"), painted("JPEG"), painted("WEBP")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"/>'


def measured(raw: bytes, notes: Notebook) -> Shown | None:
    return measure(File(f"images/a.{ending(raw)}", Kind.PICTURE, raw, ""), notes)


@pytest.mark.parametrize("raw", [PNG, WEBP, JPEG, SVG.format(320, 240).encode(), SVG.format("320px", "239.6").encode()])
def test_the_size_of_each_kind_of_picture_is_read(raw: bytes) -> None:
    notes = Notebook("images/a.png", [])
    assert measured(raw, notes) == Shown(320, 240)
    assert notes.problems == []


@pytest.mark.parametrize(
    "written", ["<svg/>", *(SVG.format(*size) for size in ((0, 5), (10_000, 5), ("50%", 5), ("9" * 400, 5)))]
)
def test_a_drawing_whose_size_cannot_be_read_is_told(written: str) -> None:
    notes = Notebook("images/a.svg", [])
    assert measured(written.encode(), notes) is None
    assert [(problem.code, problem.severity) for problem in notes.problems] == [("picture-size", Severity.WARNING)]


@pytest.mark.parametrize("raw", [PNG[:12], JPEG[:12], WEBP[:20], claiming("PNG", 0, 5), claiming("WEBP", 5, 0)])
def test_a_picture_that_cannot_be_read_is_refused(raw: bytes) -> None:
    notes = Notebook("images/a.png", [])
    assert measured(raw, notes) is None
    assert [(problem.code, problem.severity) for problem in notes.problems] == [("picture-broken", Severity.ERROR)]
    assert notes.problems[0].message.endswith("Open it in a picture program and save it anew.")


def test_our_own_drawings_need_neither_style_nor_script() -> None:
    """They are served under the site's policy, which allows no inline style, and shown on light and dark grounds."""
    drawings = sorted((ROOT / "content" / "images").glob("*.svg"))
    assert drawings
    for drawing in drawings:
        text = drawing.read_text(encoding="utf-8")
        assert not any(word in text for word in ("<style", "style=", "<script", "<text", "href", "onload"))


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("a.jpg", PNG, "kind PNG. Save it anew as the kind that its name says, or let its name end in .png"),
        ("a.png", JPEG, "kind JPEG. Save it anew as the kind that its name says, or let its name end in .jpg"),
        ("a.png", WEBP, "kind WebP. Save it anew as the kind that its name says, or let its name end in .webp"),
        ("a.webp", SVG.format(3, 2).encode(), "kind SVG. Save it anew as the kind that its name says, or let"),
        ("a.svg", PNG, "kind PNG. Save it anew"),
        ("a.jpeg", JPEG, ""),
        ("a.jpg", b"\0\0\0\x18ftypheic", "no PNG, JPEG or WebP, whatever its name says. Open it in a picture program"),
        ("a.png", b"GIF89a", "save it as JPEG or PNG."),
        ("a.png", b"", "save it as JPEG or PNG."),
    ],
)
def test_a_picture_that_is_not_what_its_name_says_is_refused(name: str, raw: bytes, told: str) -> None:
    notes = Notebook(f"images/{name}", [])
    measure(File(f"images/{name}", Kind.PICTURE, raw, ""), notes)
    assert [problem.code for problem in notes.errors] == (["picture-kind"] if told else [])
    assert all(told in problem.message for problem in notes.errors)


@pytest.mark.parametrize(
    "raw",
    [
        *(claiming(kind, 8192, 8192) for kind in ("PNG", "JPEG", "WEBP")),
        claiming("PNG", 0x7FFFFFFF, 0x7FFFFFFF),
        claiming("JPEG", 65_535, 65_535),
        claiming("PNG", 10_000, 3),
    ],
)
def test_a_picture_that_a_phone_could_not_hold_is_refused(raw: bytes) -> None:
    name = f"images/a.{ending(raw)}"
    notes = Notebook(name, [])
    measure(File(name, Kind.PICTURE, raw, ""), notes)
    assert [problem.code for problem in notes.errors] == ["picture-pixels"]
    assert "Make it smaller" in notes.errors[0].message


@pytest.mark.parametrize(("name", "before"), [(b"iCCP", b"x\0\0"), (b"zTXt", b"x\0\0"), (b"iTXt", b"x\0\1\0\0\0")])
def test_what_a_picture_carries_beside_its_points_is_not_unpacked_to_a_huge_size(name: bytes, before: bytes) -> None:
    packer = zlib.compressobj(9)
    carried = before + b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    chunk = len(carried).to_bytes(4) + name + carried + zlib.crc32(name + carried).to_bytes(4)
    notes = Notebook("images/a.png", [])
    started = time.process_time()
    before_it = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    measured(PNG[:33] + chunk + PNG[33:], notes)
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_it < 20_000  # KB
    assert [problem.code for problem in notes.errors] == ["picture-broken"]


def test_a_command_that_meets_no_picture_of_points_brings_in_no_decoder() -> None:
    """It takes a tenth of what a command may take to start."""
    code = "import sys, django; django.setup(); import articles.publishing.index, naltrexone_site.urls;"
    code += "print('PIL' in sys.modules)"
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
