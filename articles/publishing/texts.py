"""The files that the last editions were made from, and their pages, each once: what `rollback` restores and `verify`
renders again. What was made of a picture (articles.publishing.renditions) stays as long as its file.

Of every edition the index knows which files it changed, so what it was made from is found by following them.
"""

import hashlib
import zlib
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain

from articles.editions import EditionChange, KeptText
from articles.illustrations import Rendition
from articles.policy import EDITIONS_KEPT
from articles.publishing import packing
from articles.publishing.pages import KeptPage
from articles.reading.folder import File, Folder, kind_of
from articles.rows import batches

AT_ONCE = 200  # texts a statement


class NotKept(Exception):
    """An edition whose texts are no longer there, or never were."""


def keep(found: Folder, pages: Iterable[KeptPage], edition: int) -> None:
    """Inside the transaction that makes the edition. What no kept edition was made from goes, and so do its pages."""
    texts = {file.digest: file.raw for file in found.files.values()}
    made = {page.digest: page.data for page in pages}
    had = set(KeptText.objects.values_list("digest", flat=True))
    new = chain(
        (
            KeptText(digest=digest, data=zlib.compress(raw, packing.FAST))
            for digest, raw in texts.items()
            if digest not in had
        ),
        (KeptText(digest=digest, data=data) for digest, data in made.items() if digest not in had),
    )
    for some in batches(new, AT_ONCE):
        KeptText.objects.bulk_create(some)
    oldest = max(1, edition - EDITIONS_KEPT + 1)
    wanted = {*texts, *made, *manifest(oldest).values(), *_page_digests(oldest).values()}
    for column in ("digest", "page"):
        wanted.update(EditionChange.objects.filter(edition__gt=oldest).values_list(column, flat=True))
    for gone in batches(sorted(had - wanted)):
        KeptText.objects.filter(digest__in=gone).delete()
        Rendition.objects.filter(digest__in=gone).delete()


def manifest(edition: int) -> dict[str, str]:
    """Path of each file that the edition was made from -> its digest."""
    return _latest(edition, "digest")


def pages_of(edition: int) -> dict[str, bytes]:
    """Path of each guide of the edition -> its page, where that is kept unharmed."""
    wanted = _page_digests(edition)
    pages = {}
    for text in _kept({*wanted.values()}):
        with suppress(NotKept):
            pages[text.digest] = _raw(text)
    return {path: pages[digest] for path, digest in wanted.items() if digest in pages}


def _page_digests(edition: int) -> dict[str, str]:
    return _latest(edition, "page")


def _latest(edition: int, column: str) -> dict[str, str]:
    """By path, as the last change up to the edition has left it."""
    changes = EditionChange.objects.filter(edition__lte=edition).order_by("edition_id", "path")  # the oldest first
    return {path: digest for path, digest in dict(changes.values_list("path", column)).items() if digest}


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
    return [text for some in batches(sorted(digests)) for text in KeptText.objects.filter(digest__in=some)]


def _raw(text: KeptText) -> bytes:
    """Raises NotKept where it is not what it was."""
    try:
        raw = zlib.decompress(text.data)
    except zlib.error:
        raise NotKept("a kept file is damaged") from None
    if hashlib.sha256(raw).hexdigest() != text.digest:
        raise NotKept("a kept file is damaged")
    return raw
