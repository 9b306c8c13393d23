"""What readers get of a PNG, JPEG or WebP: the picture in two or three widths, without anything its camera wrote.

Made while syncing, before the index is written, and kept in it by the digest of the editors' file for as long as that
file is (`articles.publishing.texts`): a picture is made once, and an earlier edition that comes back has its own.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.editing.workshop import Progress, untold
from articles.illustrations import Rendition
from articles.policy import PICTURE_TYPES
from articles.problems import Notebook, Problem
from articles.reading.decoding import decode, made_of_points
from articles.reading.folder import File, Folder
from articles.reading.pictures import Choice, Pictures, Shown
from articles.rows import batches

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = 1  # raise it when the same file must give other copies: all are then made again, at other addresses
WIDTHS = (360, 720, 1152)  # points: a phone's column once and twice, a desk's twice
APART = 1.25  # the least step from one width to the next
SAVING = 0.9  # a narrower copy that is not a tenth lighter saves nobody anything
PHOTO = 2  # what gets so many times lighter by small faults is no drawing, and does not show them
NEWER = PICTURE_TYPES[".webp"]


@dataclass(frozen=True, slots=True)
class Way:
    """To write a picture: the end of its name, Pillow's name for it, and how."""

    ending: str
    kind: str
    options: Mapping[str, int | bool]


JPEG = Way(".jpg", "JPEG", {"quality": 80, "optimize": True, "progressive": True})
PNG = Way(".png", "PNG", {"optimize": True})
WEBP = Way(".webp", "WEBP", {"quality": 80, "method": 4})
EXACT = Way(".webp", "WEBP", {"lossless": True, "quality": 20, "method": 2})  # more is slow, and saves nothing


@dataclass(frozen=True, slots=True)
class Developed:
    """`fresh` are not in the index yet; `renewed` are the paths of their pictures."""

    pictures: Pictures
    fresh: Sequence[Rendition]
    renewed: frozenset[str]
    problems: Sequence[Problem]


def develop(found: Folder, read: Pictures, told: Progress = untold, *, anew: bool = False) -> Developed:
    """Every picture as pages show it, made where the index does not have it, or all of them `anew`."""
    files = made_of_points(found, read)
    had = {} if anew else _kept(file.digest for file in files)
    new = {file.digest: file for file in files if file.digest not in had}
    problems: list[Problem] = []
    fresh: dict[str, list[Rendition]] = {}
    for done, file in enumerate(new.values()):
        told(done, len(new))
        if made := _made_of(file, problems):
            fresh[file.digest] = made
    told(len(new), len(new))
    present = had | fresh
    shown = {file.path: _shown(present[file.digest]) for file in files if file.digest in present}
    return Developed(
        pictures={**read, **shown},
        fresh=[rendition for made in fresh.values() for rendition in made],
        renewed=frozenset(file.path for file in files if file.digest in fresh),
        problems=problems,
    )


def _made_of(file: File, problems: list[Problem]) -> list[Rendition]:
    """Nothing, with a problem, where it is not fit. The picture itself is gone when the next one is decoded."""
    picture = decode(file, Notebook(file.path, problems))
    return renditions_of(file.digest, picture) if picture else []


def renditions_of(digest: str, picture: "Image") -> list[Rendition]:
    """In one kind, and where that is WebP, one more for programs that do not know it."""
    widest = min(WIDTHS[-1], picture.width)
    widths = [*(width for width in WIDTHS if width * APART <= widest), widest]
    middle = _scaled(picture, widths[len(widths) // 2])
    lighter, plain = _ways(middle)
    made = [_rendition(digest, _scaled(picture, widest), lighter)]
    for width in reversed(widths[:-1]):
        narrower = _rendition(digest, _scaled(picture, width), lighter)
        if len(narrower.data) < SAVING * len(made[-1].data):
            made.append(narrower)
    if lighter is plain:
        made[len(made) // 2].plain = True
    else:
        made.append(_rendition(digest, middle, plain))
        made[-1].plain = True
    return made


def _scaled(picture: "Image", width: int) -> "Image":
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), reducing_gap=3.0)


def _ways(picture: "Image") -> tuple[Way, Way]:
    """The one that makes it lightest, and the one that every program reads."""
    photo = len(_written(picture, EXACT)) > PHOTO * len(_written(picture, WEBP))
    newer, plain = (WEBP, JPEG) if photo else (EXACT, PNG)
    return min(newer, plain, key=lambda way: len(_written(picture, way))), plain


def _written(picture: "Image", way: Way) -> bytes:
    into = io.BytesIO()
    picture.save(into, way.kind, **way.options)
    return into.getvalue()


def _rendition(digest: str, picture: "Image", way: Way) -> Rendition:
    mark = hashlib.sha256(f"{RECIPE} {digest}".encode()).hexdigest()[:16]
    return Rendition(
        name=f"{mark}-{picture.width}{way.ending}",
        digest=digest,
        recipe=RECIPE,
        width=picture.width,
        height=picture.height,
        content_type=PICTURE_TYPES[way.ending],
        plain=False,
        data=_written(picture, way),
    )


def _kept(of: Iterable[str]) -> dict[str, list[Rendition]]:
    """By digest, without their bytes."""
    had: dict[str, list[Rendition]] = {}
    for digests in batches(sorted(set(of))):
        for rendition in Rendition.objects.filter(recipe=RECIPE, digest__in=digests).defer("data"):
            had.setdefault(rendition.digest, []).append(rendition)
    return had


def shown_as_kept(digests: Mapping[str, str]) -> dict[str, Shown]:
    """By path, without its bytes: those that the index has copies of."""
    had = _kept(digests.values())
    return {path: _shown(had[digest]) for path, digest in digests.items() if digest in had}


def _shown(renditions: Iterable[Rendition]) -> Shown:
    rows = sorted(renditions, key=lambda row: row.width)
    choices = [row for row in rows if row.content_type == NEWER] or rows
    plain = next(row.name for row in rows if row.plain)
    widest = choices[-1]
    return Shown(widest.width, widest.height, plain, tuple(Choice(row.name, row.width) for row in choices))
