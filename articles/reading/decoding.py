"""A PNG, JPEG or WebP -> its points, upright, in the colours of screens, on white; or why it cannot be shown.

The only place where a stranger's picture is decoded. Its size is known before (`articles.reading.pictures`), and what
would keep the decoder busy is refused unread, so that a picture takes a second and 200 MB at most.
"""

import io
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from articles.problems import Notebook, Problem
from articles.reading.folder import File, Folder, Kind
from articles.reading.pictures import DECODED, SAVE_ANEW, Pictures, is_drawing

if TYPE_CHECKING:
    from PIL.Image import Image

JPEG_SCANS_MAX = 40  # a progressive JPEG has some ten; each goes over the whole picture
SCAN = b"\xff\xda"
GPS = 0x8825  # where the camera was (Exif 2.32, 4.6.3)
PAPER = "white"  # what shines through; black lines on nothing would be lost on a dark page
SPACES = {"GRAY": "L", "RGB ": "RGB", "CMYK": "CMYK"}  # of colour profiles, and what is stored so


def made_of_points(found: Folder, pictures: Pictures) -> list[File]:
    """The pictures that begin as such pictures do."""
    return [file for file in found.of(Kind.PICTURE) if not is_drawing(file.path) and pictures.get(file.path)]


def unsound(files: Iterable[File]) -> list[Problem]:
    """The problems of pictures made of points."""
    problems: list[Problem] = []
    for file in files:
        decode(file, Notebook(file.path, problems))
    return problems


def decode(file: File, notes: Notebook) -> "Image | None":
    """None, with a problem noted, where no reader could be shown it."""
    with warnings.catch_warnings(action="ignore"):  # what Pillow would say on the terminal of a head's small faults
        try:
            return _decode(file, notes)
        except Exception:  # decoders of strangers' bytes raise every kind
            message = f"The picture cannot be read to its end. {SAVE_ANEW}"
            notes.error(1, "picture-broken", message)
    return None


def _decode(file: File, notes: Notebook) -> "Image | None":
    from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401  as articles.reading.pictures

    if file.raw.startswith(b"\xff\xd8") and file.raw.count(SCAN) > JPEG_SCANS_MAX:
        notes.error(1, "picture-broken", f"The picture is stored in too many layers to be read quickly. {SAVE_ANEW}")
        return None
    with Image.open(io.BytesIO(file.raw), formats=DECODED) as picture:
        if picture.format != "MPO" and getattr(picture, "is_animated", False):
            notes.error(1, "picture-moving", "The picture moves, which disturbs reading. Save one of its frames alone.")
            return None
        picture.load()
        if picture.getexif().get_ifd(GPS):
            message = "This picture's file says where it was taken. Readers are not given that, but whoever has the "
            notes.warn(1, "picture-metadata", message + "file is. Save the picture without its location.")
        ImageOps.exif_transpose(picture, in_place=True)
        upright = picture.convert("RGB") if picture.mode == "YCbCr" else _on_paper(picture)
        plain = _in_colours_of_screens(upright, picture.info.get("icc_profile"))
    plain.info.clear()  # Pillow would write what stands there into every copy
    return plain


def _on_paper(picture: "Image") -> "Image":
    """As grey, RGB or CMYK, 8 bits each, with nothing that shines through."""

    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off at 255
        return picture.point(lambda grey: grey / 256).convert("L")
    if picture.mode in SPACES.values():
        return picture if "transparency" not in picture.info else _blended(picture.convert("RGBA"))
    if picture.mode == "1":
        return picture.convert("L")
    if picture.has_transparency_data:
        return _blended(picture.convert("RGBA"))
    return picture.convert("RGB")


def _blended(picture: "Image") -> "Image":
    from PIL import Image

    paper = Image.new("RGB", picture.size, PAPER)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _in_colours_of_screens(picture: "Image", profile: Any) -> "Image":
    """sRGB. A profile that is broken, or of other colours than the picture has, is passed over as browsers do."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
        if own and SPACES.get(own.profile.xcolor_space) == picture.mode:
            screens = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(picture, own, screens, outputMode="RGB", inPlace=False)
            return turned or picture.convert("RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        pass
    return picture.convert("RGB")
