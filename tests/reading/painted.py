"""Pictures made for a test, and the same with other numbers in their heads."""

import io
import random
import zlib
from typing import Any

from PIL import ExifTags, Image, ImageDraw

SIZE = (320, 240)
ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def painted(kind: str, size: tuple[int, int] = SIZE, mode: str = "RGB", **written: Any) -> bytes:
    """A plain field of one colour."""
    return saved(Image.new(mode, size), kind, **written)


def photo(width: int, height: int, seed: int = 1) -> Image.Image:
    """Soft spots of many colours, as a camera sees them."""
    spots = (max(2, width // 12), max(2, height // 12))
    few = Image.frombytes("RGB", spots, random.Random(seed).randbytes(spots[0] * spots[1] * 3))
    return few.resize((width, height), Image.Resampling.BICUBIC)


def drawing(width: int, height: int) -> Image.Image:
    """Sharp lines and few colours, as on a screen."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    for place in range(0, width, 40):
        pen.line((place, 0, width - place, height), fill="teal", width=3)
    return picture


def saved(picture: Image.Image, kind: str, **written: Any) -> bytes:
    into = io.BytesIO()
    picture.save(into, kind, **written)
    return into.getvalue()


def ending(raw: bytes) -> str:
    return {b"RIF": "webp", b"\xff\xd8\xff": "jpg", b"<sv": "svg"}.get(raw[:3], "png")


def claiming(kind: str, width: int, height: int) -> bytes:
    """A small picture that says it is as large as this."""
    if kind == "PNG":
        head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
        return b"\x89PNG\r\n\x1a\n\0\0\0\r" + head + zlib.crc32(head).to_bytes(4, "big") + painted("PNG")[33:]
    if kind == "JPEG":
        raw, place = painted("JPEG"), painted("JPEG").index(b"\xff\xc0") + 5
        return raw[:place] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + raw[place + 4 :]
    raw, place = painted("WEBP"), painted("WEBP").index(b"\x9d\x01\x2a") + 3
    return raw[:place] + width.to_bytes(2, "little") + height.to_bytes(2, "little") + raw[place + 4 :]


def deep() -> bytes:
    """A PNG of one point with 16 bits of each colour, which Pillow reads and does not write."""
    head = b"IHDR" + (1).to_bytes(4, "big") * 2 + b"\x10\x02\0\0\0"
    data = b"IDAT" + zlib.compress(b"\0\xff\xff\x80\x00\0\0")
    chunks = [head, data, b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") for chunk in chunks
    )


def noted(*, orientation: int = 1, place: bool = False) -> Image.Exif:
    """What a camera writes into a picture."""
    noted = Image.Exif()
    noted[ExifTags.Base.Orientation] = orientation
    noted[ExifTags.Base.Make] = "A camera"
    if place:
        noted.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return noted


def moving(kind: str) -> bytes:
    return saved(
        Image.new("RGB", (9, 9)), kind, save_all=True, append_images=[Image.new("RGB", (9, 9), "red")], duration=100
    )
