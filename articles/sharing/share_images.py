"""What a message or a network shows of a page that is passed on: a picture of its title, the site's name, and that it
informs. Drawn when it is first asked for; the kept pages hold it until the next edition, a CDN for good.

Its address is named by what stands on it, so that a changed title is another picture.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from articles import addresses
from articles.models import Article
from articles.sharing import taken_back

DESIGN = 1  # the next number when the drawing changes
WIDTH, HEIGHT = 1200, 630  # pixels, what networks ask for
PAPER, INK, MUTED, ACCENT = "#fdfcf9", "#1c2123", "#4b5257", "#0b4d52"  # of static/css/tokens.css
COLOURS = 16  # with the steps between them
EDGE, LEFT, RIGHT = 24, 96, 1104  # pixels
NAME_TOP, TITLE_TOP, TITLE_BOTTOM, NOTE_TOP = 80, 150, 500, 530
SMALL, TITLE_SIZES = 34, (84, 76, 68, 60, 52, 44)  # pixels, the largest that fits
LINE = 1.15  # of the size
FONT = Path(__file__).with_name("font") / "PublicSans-SemiBold.ttf"
LETTERS = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))) | set("–—‘’“”…")
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Cross-Origin-Resource-Policy": "cross-origin",  # a network or a chat shows it on a page of its own
}


@dataclass(frozen=True, slots=True)
class ShareImage:
    """`slug` is empty for the picture of the site itself."""

    language: str
    slug: str
    site: str
    title: str
    note: str

    @property
    def alt(self) -> str:
        """All that can be read on it."""
        return f"{self.site}: {self.title}. {self.note}"

    @property
    def address(self) -> str:
        words = "\n".join((str(DESIGN), self.site, self.title, self.note))
        digest = hashlib.blake2b(words.encode(), digest_size=5).hexdigest()
        return addresses.share_image(self.language, digest, self.slug)


def of_site(language: str) -> ShareImage:
    return ShareImage(
        language, "", _("Naltrexone guides"), _("Naltrexone, in plain words"), _("Informs, does not prescribe")
    )


def of_guide(guide: Article) -> ShareImage:
    """That of the site where the font lacks a letter of the title."""
    site = of_site(guide.language)
    title = " ".join(guide.title.split())
    if not LETTERS.issuperset(title):
        return site
    return ShareImage(guide.language, guide.slug, site.site, title, site.note)


def site_image(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    return _answer(request, of_site(language))


def guide_image(request: HttpRequest, language: str, digest: str, slug: str) -> HttpResponse:
    guide = Article.objects.published().in_language(language).for_lists().called(slug)
    return _answer(request, of_guide(guide)) if guide else taken_back.answer(language, slug)


def _answer(request: HttpRequest, image: ShareImage) -> HttpResponse:
    if request.path != image.address:  # as it once was
        return HttpResponseRedirect(image.address)
    return HttpResponse(drawn(image), content_type="image/png", headers=HEADERS)


def drawn(image: ShareImage) -> bytes:
    """A PNG."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, EDGE - 1, HEIGHT), ACCENT)
    draw.text((LEFT, NAME_TOP), image.site, ACCENT, _font(SMALL))
    size, lines = _set(image.title)
    for number, line in enumerate(lines):
        draw.text((LEFT, TITLE_TOP + number * size * LINE), line, INK, _font(size))
    draw.text((LEFT, NOTE_TOP), image.note, MUTED, _font(SMALL))
    out = io.BytesIO()
    canvas.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _set(title: str) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines. A word is broken only where no size has room for it."""
    for size in TITLE_SIZES:
        lines = _lines(title.split(), _font(size))
        wide = max(_font(size).getlength(line) for line in lines)
        if wide <= RIGHT - LEFT and len(lines) * size * LINE <= TITLE_BOTTOM - TITLE_TOP:
            return size, lines
    size = TITLE_SIZES[-1]
    return size, _lines([part for word in title.split() for part in _broken(word, _font(size))], _font(size))


def _lines(words: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    lines = words[:1]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if font.getlength(longer) <= RIGHT - LEFT:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(word: str, font: ImageFont.FreeTypeFont) -> list[str]:
    parts = [""]
    for letter in word:
        if font.getlength(parts[-1] + letter) > RIGHT - LEFT:
            parts.append("")
        parts[-1] += letter
    return parts


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
