"""How large a picture is, so that a page keeps its place for it and nothing moves when it comes.

Reads the first bytes of a file; never decodes a picture. Pillow comes in only where there is a picture to read.
"""

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from articles.policy import PICTURE_PIXELS_MAX
from articles.problems import Notebook
from articles.reading.drawings import check_drawing
from articles.reading.folder import File

SIDE_MAX = 9_999  # pixels
KINDS = {  # how a picture of each kind begins, and the ends of names that fit it
    "PNG": (re.compile(rb"\x89PNG\r\n\x1a\n"), (".png",)),
    "JPEG": (re.compile(rb"\xff\xd8\xff"), (".jpg", ".jpeg")),
    "WebP": (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), (".webp",)),
    "SVG": (re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml\b|<!--|<!DOCTYPE svg|<svg\b)"), (".svg",)),
}
DECODED = ("PNG", "JPEG", "WEBP")  # by Pillow, which knows forty kinds more
SAVE_ANEW = "Open it in a picture program and save it anew."
WIDTH_ADVISED = 1_600  # points; copies of at most 1,152 are made


@dataclass(frozen=True, slots=True)
class Choice:
    """A copy of a picture that a browser may take: its name below /images/made/, and its width in points."""

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class Shown:
    """How large a picture is, in pixels of CSS; and what was made of it, where a page does not show the file itself:
    the name of the copy that every program can read, and all among which a browser chooses, the narrowest first."""

    width: int
    height: int
    plain: str = ""
    choices: tuple[Choice, ...] = ()


Pictures = Mapping[str, Shown | None]  # by the path of each picture that is there; None where its size is not known


def measure(file: File, notes: Notebook) -> Shown | None:
    """None, with a problem, where it is not to be shown; or with a warning, where the text would move when it comes."""
    if not _is_named_rightly(file, notes):
        return None
    if is_drawing(file.path):
        width, height = check_drawing(file.raw, notes)
    else:
        width, height = _points(file.raw, notes)
    if notes.errors:
        return None
    if width * height > PICTURE_PIXELS_MAX or (max(width, height) > SIDE_MAX and not is_drawing(file.path)):
        message = f"The picture has {width:,} × {height:,} points; at most {PICTURE_PIXELS_MAX:,} in all, and "
        message += f"{SIDE_MAX:,} on a side, fit. Make it smaller; {WIDTH_ADVISED:,} points across are enough."
        notes.error(1, "picture-pixels", message)
        return None
    if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX):
        message = f"How large this drawing is cannot be read, or is over {SIDE_MAX:,}. "
        notes.warn(1, "picture-size", message + "Begin it with width and height in numbers.")
        return None
    return Shown(width, height)


def is_drawing(path: str) -> bool:
    """Rather than a picture made of points."""
    return path.endswith(".svg")


def _is_named_rightly(file: File, notes: Notebook) -> bool:
    """A browser is told the kind by the name, and shows nothing where the two differ."""
    for kind, (beginning, endings) in KINDS.items():
        if not beginning.match(file.raw):
            continue
        if not file.path.endswith(endings):
            message = f"This is a picture of the kind {kind}. Save it anew as the kind that its name says, "
            message += f"or let its name end in {endings[0]}, here and where a guide shows it."
            notes.error(1, "picture-kind", message)
        return file.path.endswith(endings)
    if not is_drawing(file.path):  # of a drawing its own reader says more
        message = "This is no PNG, JPEG or WebP, whatever its name says. "
        notes.error(1, "picture-kind", message + "Open it in a picture program and save it as JPEG or PNG.")
        return False
    return True


def _points(raw: bytes, notes: Notebook) -> tuple[int, int]:
    from PIL import Image, WebPImagePlugin  # noqa: F401  the other two come by themselves

    Image.MAX_IMAGE_PIXELS = None  # who asks here has a limit of his own
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(raw), formats=DECODED) as picture:
            return picture.size
    except Exception:  # decoders of strangers' bytes raise every kind
        notes.error(1, "picture-broken", f"The picture cannot be read. {SAVE_ANEW}")
        return 0, 0
