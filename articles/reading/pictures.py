"""How large a picture is, so that a page keeps its place for it and nothing moves when it comes.

Reads the first bytes of a file; never decodes a picture. Pillow comes in only where there is a picture to read.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from articles.policy import PICTURE_PIXELS_MAX
from articles.problems import Notebook
from articles.reading.drawings import check_drawing
from articles.reading.folder import File

SIDE_MAX = 9_999  # pixels
METADATA = (b"Exif\0\0", b"eXIf", b"EXIF", b"http://ns.adobe.com/xap/", b"XML:com.adobe.xmp")  # JPEG, PNG, WebP, all
KINDS = {  # how a picture of each kind begins, and the ends of names that fit it
    "PNG": (re.compile(rb"\x89PNG\r\n\x1a\n"), (".png",)),
    "JPEG": (re.compile(rb"\xff\xd8\xff"), (".jpg", ".jpeg")),
    "WebP": (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), (".webp",)),
    "SVG": (re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml\b|<!--|<!DOCTYPE svg|<svg\b)"), (".svg",)),
}
DECODED = ("PNG", "JPEG", "WEBP")  # by Pillow, which knows forty kinds more
METADATA_WITHIN = 100_000  # bytes; they stand before the picture itself


@dataclass(frozen=True, slots=True)
class Size:
    """In pixels of CSS."""

    width: int
    height: int


Sizes = Mapping[str, Size | None]  # by the path of each picture that is there; None where it could not be read


def measure(file: File, notes: Notebook) -> Size | None:
    """None, with a warning, where it cannot be read: the text would then move when the picture comes."""
    if any(sign in file.raw[:METADATA_WITHIN] for sign in METADATA):
        message = "The camera's notes stand in this picture, perhaps with the place and the day. Save it without them."
        notes.warn(1, "picture-metadata", message)
    if not _is_named_rightly(file, notes):
        return None
    width, height = (check_drawing if file.path.endswith(".svg") else _points)(file.raw, notes)
    if notes.errors:
        return None
    if width * height > PICTURE_PIXELS_MAX and width > 0:
        message = f"The picture has {width:,} × {height:,} points; at most {PICTURE_PIXELS_MAX:,} in all fit. "
        notes.error(1, "picture-pixels", message + "Make it smaller.")
        return None
    if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX):
        message = f"The size of this picture cannot be read, or is over {SIDE_MAX:,}. "
        notes.warn(1, "picture-size", message + "Save it again; an SVG begins with width and height in numbers.")
        return None
    return Size(width, height)


def _points(raw: bytes, notes: Notebook) -> tuple[int, int]:
    """0 for what cannot be read. Whoever decodes a picture asks first how many points it has, so Pillow need not."""
    from PIL import Image, WebPImagePlugin  # noqa: F401  the other two come by themselves

    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(raw), formats=DECODED) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError):
        return 0, 0


def _is_named_rightly(file: File, notes: Notebook) -> bool:
    """A browser is told the kind by the name, and shows nothing where the two differ."""
    for kind, (beginning, endings) in KINDS.items():
        if beginning.match(file.raw) and not file.path.endswith(endings):
            message = f"This is a picture of the kind {kind}. Save it anew as the kind that its name says, "
            message += f"or let its name end in {endings[0]}, here and where a guide shows it."
            notes.error(1, "picture-kind", message)
            return False
    return True
