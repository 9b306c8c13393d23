"""The editors' folder on disk -> each file's path, kind, bytes and digest.

The only module that reads content files, and it is asked while syncing or linting, never while a page is served.
"""

import hashlib
import os
import re
import time
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from articles.policy import FILE_BYTES_MAX, PICTURE_BYTES_MAX, PICTURE_TYPES, Language
from articles.problems import Notebook, Problem, Severity
from articles.reading.corrections import CORRECTIONS_FILE
from articles.reading.health_codes import CODES_FILE

LANGUAGES = "|".join(Language)

NO_FILE = (
    "No page is made from this file. Check its folder and its name, or take it away. A guide stands in en/articles/, a"
    " word in en/glossary/, a source in references/, a picture in images/, and in no folder inside these."
)
NO_GUIDE = (
    "No guide is made from this file: the name of one ends in .md, in small letters, with nothing after it. Rename it,"
    " or save it as plain text with such a name; a file of a word processor cannot be read."
)
NO_PICTURE = (
    "No guide can show this file. A picture's name has letters without accents, digits, dots, - and _, and ends in"
    " .jpg, .png, .webp or .svg, in small letters, with no spaces."
)
SAVE_AS_PICTURE = "Rename it; save a picture of another kind as JPEG or PNG first."
# A file system may tell time in seconds, or by another machine's clock: what was written so shortly before it was read
# may have been written again with the same times, and is read once more.
FRESH_NS = 2_000_000_000
ADVICE_FOR_PICTURES = ": in a picture program, 1,600 points across, and a photo as JPEG."


class Kind(StrEnum):
    ARTICLE = "article"
    TERM = "term"
    REFERENCE = "reference"
    TAGS = "tags"
    NEEDS = "needs"
    PICTURE = "picture"
    CODES = "codes"
    CORRECTIONS = "corrections"
    OTHER = "other"  # the editors' own README and addresses


KINDS = {
    Kind.ARTICLE: re.compile(rf"(?:{LANGUAGES})/articles/[^/]+\.md"),
    Kind.TERM: re.compile(rf"(?:{LANGUAGES})/glossary/[^/]+\.md"),
    Kind.REFERENCE: re.compile(r"references/[^/]+\.md"),
    Kind.TAGS: re.compile(rf"(?:{LANGUAGES})/tags\.yaml"),
    Kind.NEEDS: re.compile(rf"(?:{LANGUAGES})/needs\.yaml"),
    Kind.PICTURE: re.compile(rf"images/[A-Za-z0-9][A-Za-z0-9._-]*(?:{'|'.join(map(re.escape, PICTURE_TYPES))})"),
    Kind.CODES: re.compile(re.escape(CODES_FILE)),
    Kind.CORRECTIONS: re.compile(rf"(?:{LANGUAGES})/{re.escape(CORRECTIONS_FILE)}"),
    Kind.OTHER: re.compile(r"README\.md|addresses\.yaml"),
}


@dataclass(frozen=True, slots=True)
class File:
    """`path` is relative to the content folder, with forward slashes."""

    path: str
    kind: Kind
    raw: bytes
    digest: str

    @property
    def language(self) -> Language:
        return Language(self.path.split("/", 1)[0])


class Seen(NamedTuple):
    """What a reading found of a file: its digest; and its marks, which any write to it changes. No marks, no belief."""

    digest: str
    marks: str


@dataclass(frozen=True, slots=True)
class Folder:
    """`files` were read; `unread` are the digests of those that nobody has written since they were last seen."""

    files: Mapping[str, File]
    problems: tuple[Problem, ...]
    unread: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict, compare=False)  # of what was read, where they tell

    def of(self, kind: Kind) -> list[File]:
        return [file for file in self.files.values() if file.kind is kind]

    def digest(self, path: str) -> str:
        """Empty where there is no such file."""
        return self.files[path].digest if path in self.files else self.unread.get(path, "")


def read(root: Path, seen: Mapping[str, Seen] | None = None) -> Folder:
    """Every content file below `root`, sorted by path. Hidden files are passed over, and those that are as they were
    `seen` are left unread."""
    files: dict[str, File] = {}
    problems: list[Problem] = []
    unread, marks = dict[str, str](), dict[str, str]()
    for path in sorted(_paths(root, problems), key=lambda path: path.split("/")):
        now = _marks(f"{root}/{path}")
        if now and seen and path in seen and seen[path].marks == now:
            unread[path] = seen[path].digest
            continue
        marks[path] = now
        place = root / path
        notes = Notebook(_printable(path), problems)
        kind = kind_of(path)
        if place.is_symlink():
            notes.error(1, "symlink", "This is a link to another place. Put the file itself here.")
        elif place.is_dir():
            if kind is not None:
                notes.error(1, "not-a-file", "This is a folder with the name of a file. Rename it.")
        elif kind is None:
            notes.warn(1, "unused-file", _why_unused(path))
        elif not path.isprintable():
            notes.error(1, "file-name", "An invisible character stands in this file's name. Rename the file.")
        elif not os.path.lexists(place):
            notes.error(1, "unreadable", "The file was here a moment ago and is gone. Put it back, or run this again.")
        elif not place.is_file():
            notes.error(1, "not-a-file", "This has the name of a file, and is none. Put the file itself here.")
        elif file := _read(place, path, kind, notes):
            files[path] = file
    _check_needed({*files, *unread}, problems)
    return Folder(files, tuple(problems), unread, marks)


def read_one(root: Path, path: str) -> File | None:
    """None where `read` would refuse it: it is a link, a pipe or a folder, is too large, or is gone."""
    place, kind = root / path, kind_of(path)
    if kind is None or place.is_symlink() or not place.is_file():
        return None
    return _read(place, path, kind, Notebook(path, []))


def kind_of(path: str) -> Kind | None:
    return next((kind for kind, pattern in KINDS.items() if pattern.fullmatch(path)), None)


def _why_unused(path: str) -> str:
    if path.startswith("images/"):
        fitting = fitting_name(path.removeprefix("images/"))
        return f"{NO_PICTURE} Rename it, as {fitting}." if fitting else f"{NO_PICTURE} {SAVE_AS_PICTURE}"
    meant = re.fullmatch(rf"(?:{LANGUAGES})/articles/[^/]+", path) and not path.lower().endswith(tuple(PICTURE_TYPES))
    return NO_GUIDE if meant else NO_FILE


def fitting_name(name: str) -> str:
    """The name that a picture can have in place of this one; empty where it is one of no picture."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    stem = "-".join(re.findall("[a-z0-9._]+", stem)).lstrip("._")
    return f"{stem}.{ending}" if stem and dot + ending in PICTURE_TYPES else ""


def _marks(place: str) -> str:
    """Empty where the file was written just now, or is gone."""
    try:
        stat = os.lstat(place)
    except OSError:
        return ""
    if max(stat.st_mtime_ns, stat.st_ctime_ns) > time.time_ns() - FRESH_NS:
        return ""
    return f"{stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"


def _paths(root: Path, problems: list[Problem]) -> Iterator[str]:
    """Every file and folder that is not hidden. A folder that cannot be opened is a problem, not an empty one."""

    def note(error: OSError) -> None:
        path = Path(error.filename or root).relative_to(root).as_posix()
        message = f"The folder cannot be opened ({error.strerror}). Check who may read it."
        Notebook(_printable(path), problems).error(1, "unreadable", message)

    for parent, folders, names in os.walk(root, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(parent, root).replace(os.sep, "/")
        before = "" if below == "." else f"{below}/"
        yield from (f"{before}{name}" for name in (*folders, *names) if not name.startswith("."))


def _printable(path: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in path)


def _read(place: Path, path: str, kind: Kind, notes: Notebook) -> File | None:
    limit = PICTURE_BYTES_MAX if kind is Kind.PICTURE else FILE_BYTES_MAX
    try:
        size = place.stat().st_size
        if size > limit:
            message = f"The file has {size:,} bytes; at most {limit:,} fit. Make it smaller"
            message += ADVICE_FOR_PICTURES if kind is Kind.PICTURE else "."
            notes.error(1, "too-large", message)
            return None
        raw = place.read_bytes()
    except OSError as error:
        notes.error(1, "unreadable", f"The file cannot be read ({error.strerror}). Check that it is still there.")
        return None
    return File(path, kind, raw, hashlib.sha256(raw).hexdigest())


def _check_needed(files: Collection[str], problems: list[Problem]) -> None:
    """English must have a guide and tags; another language must have tags once it has a guide."""
    for language in Language:
        unfit = {problem.path for problem in problems if problem.severity is Severity.ERROR}
        has_guides = any(
            KINDS[Kind.ARTICLE].fullmatch(path) and path.startswith(f"{language}/") for path in (*files, *unfit)
        )
        if not has_guides and language is Language.EN and not unfit & {f"{language}/articles", str(language), "."}:
            notes = Notebook(f"{language}/articles", problems)
            notes.error(1, "missing-guides", "There is no guide here. Add one, as a file whose name ends in .md.")
        if f"{language}/tags.yaml" not in files and (has_guides or language is Language.EN):
            if unfit & {f"{language}/tags.yaml", str(language), "."}:
                continue  # it is there, and unfit
            notes = Notebook(f"{language}/tags.yaml", problems)
            notes.error(1, "missing-tags", "The file is missing. Name each tag with its title and description.")
