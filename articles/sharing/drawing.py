"""Draws the picture of a page that is passed on: the site's name, the title as large as it fits, a line below."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630  # pixels, what networks ask for
PAPER, INK, MUTED, ACCENT = "#fdfcf9", "#1c2123", "#4b5257", "#0b4d52"  # of static/css/tokens.css
COLOURS = 16  # with the steps between them
EDGE, LEFT, RIGHT = 24, 96, 1104  # pixels
WIDE, STEP = RIGHT - LEFT, 24
NAME_TOP, TITLE_TOP, TITLE_BOTTOM, NOTE_TOP = 80, 150, 500, 530
SMALL, TITLE_SIZES = 34, (84, 76, 68, 60, 52, 44)  # pixels, the largest that fits
LINE = 1.15  # of the size
FONT = Path(__file__).with_name("font") / "PublicSans-SemiBold.ttf"


def drawn(site: str, title: str, note: str) -> bytes:
    """A PNG."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, EDGE - 1, HEIGHT), ACCENT)
    draw.text((LEFT, NAME_TOP), site, ACCENT, _font(SMALL))
    size, lines = _set(title)
    for number, line in enumerate(lines):
        draw.text((LEFT, TITLE_TOP + number * size * LINE), line, INK, _font(size))
    draw.text((LEFT, NOTE_TOP), note, MUTED, _font(SMALL))
    out = io.BytesIO()
    canvas.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _set(title: str) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines. A word is broken only where no size has room for it."""
    for size in TITLE_SIZES:
        lines = _lines(title.split(), _font(size))
        wide = max(_font(size).getlength(line) for line in lines)
        if wide <= WIDE and len(lines) * size * LINE <= TITLE_BOTTOM - TITLE_TOP:
            return size, _balanced(title.split(), _font(size))
    size = TITLE_SIZES[-1]
    return size, _lines([part for word in title.split() for part in _broken(word, _font(size))], _font(size))


def _balanced(words: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    """In as few lines, and no word left alone where they can share: as narrow as so many lines allow."""
    lines = _lines(words, font)
    for width in range(WIDE, 0, -STEP):
        narrower = _lines(words, font, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _lines(words: list[str], font: ImageFont.FreeTypeFont, width: int = WIDE) -> list[str]:
    lines = words[:1]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(word: str, font: ImageFont.FreeTypeFont) -> list[str]:
    parts = [""]
    for letter in word:
        if font.getlength(parts[-1] + letter) > WIDE:
            parts.append("")
        parts[-1] += letter
    return parts


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
