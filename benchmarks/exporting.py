"""The site of a large library as files: from nothing, again for the same bytes, and after one edit.

1,000 guides by default, where the time may be a tenth; 10,000 with --full. Of “10,000 pages in 60 s” both readings
have a row: as many guides with all that belongs to them, and as many addresses.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.corpus import Corpus
from benchmarks.large import MEGABYTES, PROMISED, library
from benchmarks.measure import Measure, Row, Scale, manage

SECONDS = 60  # for as many guides as were promised


def measures(scale: Scale) -> Iterator[Row]:
    with library(scale) as (place, corpus, settings):
        yield from _exported(place, corpus, settings)


def _exported(place: Path, corpus: Corpus, settings: dict[str, str]) -> Iterator[Row]:
    manage("sync_content", **settings)
    size = f"{corpus.size:,} guides as files"
    first = manage("export_site", f"{place}/out", **settings)
    before = _digests(place / "out")
    limit = SECONDS * corpus.size / PROMISED
    yield Measure(
        f"{size}, from nothing", first.seconds, "s", limit, note=f"{len(before):,} files, {first.work:.0f} s of work"
    )
    addresses = _addresses(before)
    each = first.seconds * PROMISED / addresses
    yield Measure(f"{PROMISED:,} addresses as files, from nothing", each, "s", SECONDS, note=f"of {addresses:,}")
    limit_of_memory = MEGABYTES if corpus.size == PROMISED else None
    yield Measure(f"{size}: memory", first.megabytes, "MB", limit_of_memory)
    manage("export_site", f"{place}/other", **settings)
    other = _digests(place / "other")
    differing = sum(before.get(name) != other.get(name) for name in before.keys() | other.keys())
    yield Measure(f"{size}: files that differ between two runs", differing, "", 0)
    corpus.write_guide(place / "content", 1, "Edited twice.")
    manage("sync_content", **settings)
    again = manage("export_site", f"{place}/out", **settings)
    after = _digests(place / "out")
    rewritten = sum(before.get(name) != digest for name, digest in after.items())
    told = int(again.said.split()[0].replace(",", ""))
    yield Measure(f"{size}: after one edit", again.seconds, "s", note=again.said)
    note = f"{rewritten} have other bytes"
    yield Measure(f"{size}: written after one edit", told, "", rewritten, note=note)


def _addresses(names: Iterable[str]) -> int:
    """Of pages and pictures: no compressed copy, no rule for a server, no file of the house."""
    return sum(not name.endswith((".gz", ".br")) and not name.startswith(("_", "static/")) for name in names)


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes()).hexdigest() for path in files}
