"""Pictures made for a test, and the same with other numbers in their heads."""

import io
import zlib
from typing import Any

from PIL import Image

SIZE = (320, 240)
ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


def painted(kind: str, size: tuple[int, int] = SIZE, mode: str = "RGB", **written: Any) -> bytes:
    """A plain field of one colour."""
    return saved(Image.new(mode, size), kind, **written)


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
