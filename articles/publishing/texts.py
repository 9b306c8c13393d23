"""The files that the last editions were made from, each text once: what `rollback` restores and `verify` renders again.

Of every edition the index knows which files it changed, so what it was made from is found by following them.
"""

import hashlib
import zlib

from articles.editions import EditionChange, KeptText
from articles.policy import EDITIONS_KEPT
from articles.reading.folder import File, Folder, kind_of

BATCH = 200  # texts a statement


class NotKept(Exception):
    """An edition whose texts are no longer there, or never were."""


def keep(found: Folder, edition: int) -> None:
    """Inside the transaction that makes the edition. What no kept edition was made from goes."""
    texts = {file.digest: file.raw for file in found.files.values()}
    had = set(KeptText.objects.values_list("digest", flat=True))
    new = [KeptText(digest=digest, data=zlib.compress(raw)) for digest, raw in texts.items() if digest not in had]
    KeptText.objects.bulk_create(new, batch_size=BATCH)
    oldest = max(1, edition - EDITIONS_KEPT + 1)
    wanted = {*texts, *manifest(oldest).values()}
    wanted.update(EditionChange.objects.filter(edition__gt=oldest).values_list("digest", flat=True))
    gone = sorted(had - wanted)
    for start in range(0, len(gone), BATCH):
        KeptText.objects.filter(digest__in=gone[start : start + BATCH]).delete()


def manifest(edition: int) -> dict[str, str]:
    """Path of each file that the edition was made from -> its digest."""
    changes = EditionChange.objects.filter(edition__lte=edition).order_by("edition_id", "path")  # the oldest first
    files = dict(changes.values_list("path", "digest"))
    return {path: digest for path, digest in files.items() if digest}


def folder_of(edition: int) -> Folder:
    """The content folder as it was. Raises NotKept."""
    wanted = manifest(edition)
    texts = {text.digest: _raw(text) for text in _kept({*wanted.values()})}
    if missing := [path for path, digest in wanted.items() if digest not in texts]:
        raise NotKept(f"{len(missing)} of its files are no longer kept")
    files = {}
    for path, digest in sorted(wanted.items()):
        if kind := kind_of(path):
            files[path] = File(path, kind, texts[digest], digest)
    return Folder(files, ())


def _kept(digests: set[str]) -> list[KeptText]:
    wanted = sorted(digests)
    return [
        text
        for start in range(0, len(wanted), BATCH)
        for text in KeptText.objects.filter(digest__in=wanted[start : start + BATCH])
    ]


def _raw(text: KeptText) -> bytes:
    """Raises NotKept where it is not what it was."""
    try:
        raw = zlib.decompress(text.data)
    except zlib.error:
        raise NotKept("a kept file is damaged") from None
    if hashlib.sha256(raw).hexdigest() != text.digest:
        raise NotKept("a kept file is damaged")
    return raw
