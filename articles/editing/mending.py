"""What `lint_content --fix` does to a folder: which files it mends, and into what."""

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from articles import processes
from articles.editing.findings import KeptFindings
from articles.editing.lint import findings_of
from articles.editing.published import PATH, book
from articles.editing.tidying import is_tidy, tidy, tidy_term
from articles.editing.workshop import ALONE_MAX, Progress
from articles.problems import ContentError
from articles.reading import folder
from articles.reading.folder import File, Kind
from articles.reading.manuscript import SOFT_HYPHEN

TOGETHER = 4  # guides that a process is given at once


@dataclass(frozen=True, slots=True)
class Change:
    """What `--fix` does to one file; `after` is None where it is refused, and left as it is."""

    root: Path
    path: str
    before: bytes
    after: bytes | None

    def as_diff(self) -> Iterator[str]:
        before, after = (text.decode().splitlines(keepends=True) for text in (self.before, self.after or b""))
        return unified_diff(before, after, self.path, f"{self.path} (mended)")

    def write(self) -> None:
        """Whole, or not at all."""
        place = self.root / self.path
        new = place.with_name(f".{place.name}.new")
        new.write_bytes(self.after or b"")
        shutil.copymode(place, new)
        new.replace(place)


def is_chosen(path: str, chosen: Sequence[str]) -> bool:
    return not chosen or any(each in ("", path) or path.startswith(f"{each}/") for each in chosen)


def changes(root: Path, chosen: Sequence[str], told: Progress, kept: KeptFindings) -> Iterator[Change]:
    """A guide of which lint knows that it is sound is made anew only where there is something to mend in it."""
    found = folder.read(root)
    findings, _ = findings_of(found.of(Kind.ARTICLE), told, kept)
    outlines = {each.outline.path: each.outline for each in findings}
    guides = [file for file in found.of(Kind.ARTICLE) if file.path not in outlines or not is_tidy(file.path, file.raw)]
    terms = [file for file in found.of(Kind.TERM) if SOFT_HYPHEN.encode() in file.raw]
    files = [file for file in (*guides, *terms) if is_chosen(file.path, chosen)]
    for file, after in zip(files, _all_mended(files), strict=True):
        if after != file.raw:
            yield Change(root, file.path, file.raw, after)
    if PATH in found.files:
        before = found.files[PATH].raw
        whole = is_chosen(PATH, chosen) or not before.strip()  # a book that begins names every guide
        noted = [outline for path, outline in outlines.items() if whole or is_chosen(path, chosen)]
        if noted and (after := book(found, noted)) != before:
            yield Change(root, PATH, before, after)


def _all_mended(files: Sequence[File]) -> Iterator[bytes | None]:
    if len(files) <= ALONE_MAX or not processes.may_be_started():
        yield from map(_mended, files)
        return
    with ProcessPoolExecutor(processes.cores(), processes.beginning(), initializer=processes.settle) as pool:
        yield from pool.map(_mended, files, chunksize=TOGETHER)


def _mended(file: File) -> bytes | None:
    try:
        return (tidy if file.kind is Kind.ARTICLE else tidy_term)(file.path, file.raw)
    except ContentError:
        return None
