"""Strangers' pictures: upright and in the colours of screens, or refused, within a second and 300 MB."""

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from articles.policy import PICTURE_BYTES_MAX, PICTURE_PIXELS_MAX
from articles.problems import Notebook, Problem
from articles.reading.decoding import decode
from articles.reading.folder import File, Kind
from articles.reading.pictures import measure
from tests.conftest import ROOT
from tests.reading.painted import deep, ending, moving, noted, painted, photo, saved

SIDE = int(PICTURE_PIXELS_MAX**0.5)  # of the largest square that is let in
MEGABYTES_MAX = 300
TURNED = 6  # “the camera was held upright”, of Exif
RED, GREEN = (255, 0, 0), (0, 255, 0)


def decoded(raw: bytes) -> tuple[Image.Image | None, list[Problem]]:
    file = File(f"images/a.{ending(raw)}", Kind.PICTURE, raw, "")
    notes = Notebook(file.path, [])
    return (decode(file, notes) if measure(file, notes) else None), notes.problems


def sound(raw: bytes) -> Image.Image:
    picture, problems = decoded(raw)
    assert picture is not None
    assert problems == []
    assert (picture.mode, picture.info) == ("RGB", {})
    return picture


def profile(name: Literal["sRGB", "LAB"]) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_stands_upright(kind: str) -> None:
    lying = Image.new("RGB", (60, 40), GREEN)
    lying.paste(RED, (0, 0, 60, 20))
    upright = sound(saved(lying, kind, exif=noted(orientation=TURNED)))
    assert upright.size == (40, 60)
    assert _near(upright.getpixel((35, 30)), RED)
    assert _near(upright.getpixel((5, 30)), GREEN)


@pytest.mark.parametrize(
    ("mode", "colour", "wanted"),
    [
        ("L", 128, (128, 128, 128)),
        ("1", 1, (255, 255, 255)),
        ("I;16", 30_000, (117, 117, 117)),
        ("P", 0, None),
        ("LA", (0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 128), (127, 127, 127)),
        ("RGB", RED, RED),
    ],
)
def test_every_kind_of_colour_is_shown_as_it_is_meant(
    mode: str, colour: object, wanted: tuple[int, ...] | None
) -> None:
    """What is clear is white, so that black lines on nothing are seen on a dark page too."""
    picture = Image.new(mode, (8, 8), colour)  # type: ignore[arg-type]
    shown = sound(saved(picture, "PNG")).getpixel((4, 4))
    assert _near(shown, wanted or picture.convert("RGB").getpixel((4, 4)))


def test_what_is_clear_in_a_palette_is_white() -> None:
    assert sound(saved(Image.new("P", (8, 8), 0), "PNG", transparency=0)).getpixel((1, 1)) == (255, 255, 255)
    assert sound(saved(Image.new("RGB", (8, 8), RED), "PNG", transparency=RED)).getpixel((1, 1)) == (255, 255, 255)


def test_sixteen_bits_of_each_colour_are_read() -> None:
    assert _near(sound(deep()).getpixel((0, 0)), (255, 128, 0))


def test_colours_for_printing_become_colours_of_screens() -> None:
    assert _near(sound(saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG")).getpixel((8, 8)), RED)


def test_a_colour_profile_is_followed_and_a_broken_one_passed_over() -> None:
    plain = saved(Image.new("RGB", (8, 8), (200, 30, 60)), "PNG")
    wide = saved(Image.new("RGB", (8, 8), (200, 30, 60)), "PNG", icc_profile=_swapped())
    assert sound(plain).getpixel((1, 1)) == (200, 30, 60)
    assert sound(wide).getpixel((1, 1)) != (200, 30, 60)
    for odd in (b"x", profile("sRGB")[:300], profile("LAB"), bytes(200)):
        assert sound(saved(Image.new("RGB", (8, 8), RED), "PNG", icc_profile=odd)).getpixel((1, 1)) == RED


def _swapped() -> bytes:
    """A profile of screens that takes red for blue."""
    raw = bytearray(profile("sRGB"))
    count = int.from_bytes(raw[128:132], "big")
    entries = {bytes(raw[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    raw[entries[b"rXYZ"] : entries[b"rXYZ"] + 4], raw[entries[b"bXYZ"] : entries[b"bXYZ"] + 4] = b"bXYZ", b"rXYZ"
    return bytes(raw)


def _near(one: object, other: object) -> bool:
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    return all(abs(a - b) <= 4 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_only_the_place_that_a_camera_noted_is_told(kind: str) -> None:
    """The rest is never passed on; the place is in a file that others may come to have."""
    assert decoded(painted(kind, exif=noted()))[1] == []
    _, problems = decoded(painted(kind, exif=noted(place=True)))
    assert [(problem.code, problem.severity.value) for problem in problems] == [("picture-metadata", "warning")]
    assert problems[0].message.endswith("Save the picture without its location.")


def layered(scans: int) -> bytes:
    raw = saved(photo(SIDE, SIDE // 4), "JPEG", progressive=True, quality=5)
    start = raw.rindex(b"\xff\xda")
    return raw[:start] + raw[start:-2] * scans + raw[-2:]


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a PNG cut off": (lambda: saved(photo(90, 90), "PNG")[:5_000], "picture-broken", "save it anew."),
    "a JPEG cut off": (lambda: saved(photo(90, 90), "JPEG")[:1_500], "picture-broken", "save it anew."),
    "a WebP cut off": (lambda: saved(photo(90, 90), "WEBP")[:700], "picture-broken", "save it anew."),
    "a PNG with a wrong sum": (
        lambda: painted("PNG").replace(b"IDAT", b"IDAT\x99", 1),
        "picture-broken",
        "save it anew.",
    ),
    "a JPEG of layers": (lambda: layered(400), "picture-broken", "save it anew."),
    "a PNG that moves": (lambda: moving("PNG"), "picture-moving", "Save one of its frames alone."),
    "a WebP that moves": (lambda: moving("WEBP"), "picture-moving", "Save one of its frames alone."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_reader_could_be_shown_is_refused_at_once(name: str) -> None:
    make, code, says = REFUSED[name]
    raw = make()
    started = time.process_time()
    picture, problems = decoded(raw)
    assert time.process_time() - started < 1
    assert picture is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].message.endswith(says)


MEASURED = """
import pickle, sys, time
import django
django.setup()
from articles.problems import Notebook
from articles.publishing.renditions import renditions_of
from articles.reading.decoding import decode
from articles.reading.folder import File, Kind
from tests.reading.peak import megabytes_at_most
for raw in pickle.load(sys.stdin.buffer):
    started = time.process_time()
    picture = decode(File("images/a", Kind.PICTURE, raw, ""), Notebook("images/a", []))
    print(time.process_time() - started)
    renditions_of("", picture)
    del picture
print(megabytes_at_most())
"""


def test_the_largest_picture_of_each_kind_takes_a_second_and_little_memory() -> None:
    large = [
        painted("PNG", (SIDE, SIDE), "RGBA", icc_profile=_swapped()),
        painted("JPEG", (SIDE, SIDE), progressive=True, subsampling=0, icc_profile=_swapped()),
        painted("WEBP", (SIDE, SIDE), "RGBA", lossless=True, exact=True, icc_profile=_swapped()),
    ]
    assert all(len(raw) < PICTURE_BYTES_MAX for raw in large)
    said = subprocess.run(
        [sys.executable, "-c", MEASURED], cwd=ROOT, input=pickle.dumps(large), capture_output=True, check=True
    )
    *seconds, megabytes = map(float, said.stdout.split())
    assert max(seconds) < 1
    assert megabytes < MEGABYTES_MAX


WHOLE = [saved(photo(40, 30), kind, exif=noted(orientation=TURNED)) for kind in ("PNG", "JPEG", "WEBP")]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 4_000), st.binary(max_size=6)), max_size=6))
@example(WHOLE[0], [])
def test_any_bytes_give_a_picture_or_a_problem(raw: bytes, changes: list[tuple[int, bytes]]) -> None:
    for place, new in changes:
        raw = raw[:place] + new + raw[place + len(new) :]
    picture, problems = decoded(raw)
    assert picture is not None or problems
