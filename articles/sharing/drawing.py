"""Draws the picture of a page that is passed on: the site's name, the title as large as it fits, a line below."""

import io
from functools import cache, lru_cache
from itertools import chain, pairwise
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630  # pixels, what networks ask for
PAPER, INK, MUTED, ACCENT = "#fdfcf9", "#1c2123", "#4b5257", "#0b4d52"  # of static/css/tokens.css
STEPS = 5  # of a colour from the paper on, itself the last: with three colours and the paper 16, or 4 bits a pixel
EDGE, LEFT, RIGHT = 24, 96, 1104  # pixels
WIDE, STEP = RIGHT - LEFT, 24
NAME_TOP, TITLE_TOP, TITLE_BOTTOM, NOTE_TOP = 80, 150, 500, 530
COLOURS = (ACCENT, INK, MUTED)  # of the site's name and the edge, of the title, of the note
BANDS = (0, 140, 520, HEIGHT)  # heights between which each colour stands
COVERED = 255
PACKED = 4  # of 9: 2.3 ms; 6 takes another ms for 4 % less
SMALL, TITLE_SIZES = 34, (84, 76, 68, 60, 52, 44)  # pixels, the largest that fits
LINE = 1.15  # of the size
FONT = Path(__file__).with_name("font") / "PublicSans-SemiBold.ttf"


def drawn(site: str, title: str, note: str) -> bytes:
    """A PNG. Drawn is how far each pixel is covered; its height tells with what colour."""
    covered = _ground(site, note).copy()
    draw = ImageDraw.Draw(covered)
    size, lines = _set(title)
    for number, line in enumerate(lines):
        draw.text((LEFT, TITLE_TOP + number * size * LINE), line, COVERED, _font(size))
    canvas = Image.new("L", (WIDTH, HEIGHT))
    for place, (top, bottom) in enumerate(pairwise(BANDS)):
        canvas.paste(covered.crop((0, top, WIDTH, bottom)).point(_numbers(place)), (0, top))
    canvas.paste(STEPS, (0, 0, EDGE, HEIGHT))
    canvas.putpalette(_palette())
    out = io.BytesIO()
    canvas.save(out, "PNG", compress_level=PACKED)
    return out.getvalue()


@lru_cache(maxsize=8)
def _ground(site: str, note: str) -> Image.Image:
    """What stands on every picture of a language."""
    covered = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(covered)
    draw.text((LEFT, NAME_TOP), site, COVERED, _font(SMALL))
    draw.text((LEFT, NOTE_TOP), note, COVERED, _font(SMALL))
    return covered


@cache
def _numbers(place: int) -> list[int]:
    """How far a pixel is covered -> the number of its colour; 0 is the paper."""
    steps = [round(cover * STEPS / COVERED) for cover in range(COVERED + 1)]
    return [place * STEPS + step if step else 0 for step in steps]


@cache
def _palette() -> list[int]:
    paper = ImageColor.getrgb(PAPER)
    mixed = [
        [
            round(start + (end - start) * step / STEPS)
            for start, end in zip(paper, ImageColor.getrgb(colour), strict=True)
        ]
        for colour in COLOURS
        for step in range(1, STEPS + 1)
    ]
    return [*paper, *chain.from_iterable(mixed)]


def _set(title: str) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines. A word is broken only where no size has room for it."""
    for size in TITLE_SIZES:
        lines = _lines(title.split(), size)
        wide = max(_width(line, size) for line in lines)
        if wide <= WIDE and len(lines) * size * LINE <= TITLE_BOTTOM - TITLE_TOP:
            return size, _balanced(title.split(), size)
    size = TITLE_SIZES[-1]
    return size, _lines([part for word in title.split() for part in _broken(word, size)], size)


def _balanced(words: list[str], size: int) -> list[str]:
    """In as few lines, and no word left alone where they can share: as narrow as so many lines allow."""
    lines = _lines(words, size)
    for width in range(WIDE, 0, -STEP):
        narrower = _lines(words, size, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _lines(words: list[str], size: int, width: int = WIDE) -> list[str]:
    lines = words[:1]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if _width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(word: str, size: int) -> list[str]:
    parts = [""]
    for letter in word:
        if _width(parts[-1] + letter, size) > WIDE:
            parts.append("")
        parts[-1] += letter
    return parts


@lru_cache(maxsize=1_000)
def _width(text: str, size: int) -> float:
    """Lines are tried in many widths, which all begin with the same words."""
    return _font(size).getlength(text)


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
