"""Every public page as a file, to be put behind any CDN: clean addresses, compressed copies, redirects, headers.

Each page is what the site itself answers. Files that did not change stay the same files, so that a CDN is sent little.
A new export is made whole beside the old one and then takes its place; whatever goes wrong, the old one stays whole.
"""

import fcntl
import gzip
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.db import connection
from django.utils import translation

from articles import addresses, processes
from articles.editions import present_mark
from articles.illustrations import Picture, Rendition
from articles.models import Article, Redirect
from articles.policy import Language
from articles.sharing import share_images
from articles.sharing.site_map import places
from articles.views import FOR_GOOD
from naltrexone_site import offline
from naltrexone_site.asking import Answer, ask
from naltrexone_site.earlier_pictures import earlier_pictures
from naltrexone_site.pages import PAGE_CACHE, TRIES
from naltrexone_site.serving import guarding
from naltrexone_site.serving.delivery import COMPRESSIBLE, WORTH_COMPRESSING

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda body: gzip.compress(body, 9, mtime=0),
    ".br": lambda body: bytes(brotli.compress(body, quality=9, lgwin=_window(body))),
}
ALONE_MAX = 150  # addresses; for fewer, starting processes costs more than it saves
CHUNK = 40  # addresses that a process is given at once
SMALLEST_WINDOW, LARGEST_WINDOW = 16, 22  # brotli's, as a power of two
NGINX_FILE = "_nginx.conf"
BY_CONTENT = re.compile(r"\.[0-9a-f]{12}\.")  # in the names of collected files
NOWHERE = "no-such-page/"
NOT_FOUND = {root: f"{root}404.html" for root in map(addresses.root, Language)}
GONE = (404, 410)
NGINX = """\
# Inside a `server` block whose `root` is this folder: include this file.
index index.html index.json;
error_page 403 404 =404 /404.html;
gzip_static on;  # and brotli_static on; where that module is there
types {
    text/html html; text/css css; text/javascript js; image/svg+xml svg; image/png png; image/jpeg jpg jpeg;
    image/webp webp; application/json json; application/xml xml; application/manifest+json webmanifest;
    text/plain txt; text/markdown md; application/x-research-info-systems ris; application/x-bibtex bib;
}
charset utf-8;
charset_types text/css text/javascript image/svg+xml application/json application/xml text/plain text/markdown
    application/atom+xml application/x-research-info-systems application/x-bibtex;
location ^~ /_ { return 404; }
"""
FEED_TYPE = "types { }\ndefault_type application/atom+xml;\n"  # nginx goes by the end of a name, which is xml
SHARE_IMAGES = [f"{addresses.root(language)}share/" for language in Language]
NAMED_BY_CONTENT = {"Cache-Control": "max-age=315360000, public, immutable"}


class NotWhole(Exception):
    """Something that should be there answered otherwise; the message names each address."""


@dataclass(frozen=True, slots=True)
class Exported:
    written: int
    unchanged: int
    removed: int

    def __str__(self) -> str:
        return f"{self.written} written, {self.removed} removed, {self.unchanged} unchanged"


@dataclass(frozen=True, slots=True)
class File:
    """`name` is its path below the folder. What packs well gets compressed copies beside it."""

    name: str
    body: bytes
    packs_well: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be put: under its own name unless `name` says another. A `gone` one says 404 or 410 when asked."""

    address: str
    name: str = ""
    gone: bool = False


Put = tuple[tuple[int, int], list[str]]  # files written and unchanged; addresses that could not be had


def export(target: Path, waits: Callable[[], object] = lambda: None) -> Exported:
    """Raises NotWhole, with `target` as it was, when a page is not 200, or editions come faster than it is made.
    `waits` is called where another export is going on, before this one waits for it."""
    with _one_at_a_time(target.parent, waits):
        return _put_in_place(target)


@contextmanager
def _one_at_a_time(folder: Path, waits: Callable[[], object]) -> Iterator[None]:
    """Two exports would take each other's files away, so the later waits. A lock on the folder leaves nothing in it."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some disks of a network know no locks
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waits()
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _put_in_place(target: Path) -> Exported:
    fresh, old = (target.with_name(f".{target.name}.{word}") for word in ("new", "old"))
    if old.exists() and not target.exists():
        old.rename(target)  # an export was killed between its two renames
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        counted = _of_one_edition(fresh, target)
        os.sync()  # else a power cut could leave the new names with empty files: a name may reach the disk first
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return counted


def _of_one_edition(fresh: Path, target: Path) -> Exported:
    """Made again where another edition came meanwhile: a list and the guides that it names belong together."""
    for _ in range(TRIES):
        edition = present_mark()
        fresh.mkdir(parents=True)
        try:
            counted = _fill(fresh, target)
        except (NotWhole, FileNotFoundError):  # what the earlier edition names may be gone in the next
            if present_mark() == edition:
                raise
        else:
            if present_mark() == edition:
                return counted
        shutil.rmtree(fresh)
    raise NotWhole(f"A new edition came while they were made, {TRIES} times. Export again when no more come.")


def _fill(fresh: Path, target: Path) -> Exported:
    host = urlsplit(settings.SITE_URL).netloc
    of_rules = [_put(file, fresh, target) for file in (*_static_files(), *_rules())]
    failed: list[str] = []
    put = list(of_rules)
    for counted, unfound in _shared_out(partial(_put_pages, host, fresh, target), _wanted()):
        put.append(counted)
        failed += unfound
    if failed:
        raise NotWhole("\n".join(failed))
    put += [_linked(fresh, name, present) for name, present in earlier_pictures(target)]
    gone = [path for path in target.rglob("*") if path.is_file() and not (fresh / path.relative_to(target)).exists()]
    written, unchanged = (sum(counts) for counts in zip(*put, strict=True))
    return Exported(written, unchanged, len(gone))


def _wanted() -> list[Wanted]:
    pages = [Wanted(address) for address in public()]
    pages += [Wanted(note, gone=True) for note in sorted({note for _, note in _taken_back()})]
    pages += [Wanted(root + NOWHERE, name=page[1:], gone=True) for root, page in NOT_FOUND.items()]
    return pages


def _shared_out(put: Callable[[list[Wanted]], Put], wanted: list[Wanted]) -> Iterator[Put]:
    """On every core where there is much. A process may not carry the index's open connection into another."""
    chunks = [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]
    if len(wanted) <= ALONE_MAX or not processes.may_be_started():
        yield from map(put, chunks)
        return
    connection.close()
    with ProcessPoolExecutor(processes.cores(), processes.beginning(), processes.settle) as pool:
        try:
            yield from pool.map(put, chunks)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _put_pages(host: str, fresh: Path, target: Path, wanted: list[Wanted]) -> Put:
    written = unchanged = 0
    failed = []
    for page in wanted:
        answer = ask(page.address, host, files_alone=True)
        if answer.status in GONE if page.gone else answer.found:
            more = _put(_file(page, answer), fresh, target)
            written, unchanged = written + more[0], unchanged + more[1]
        else:
            failed.append(f"{page.address}: {answer.status}")
    return (written, unchanged), failed


def _put(file: File, fresh: Path, target: Path) -> tuple[int, int]:
    """How many files were written, and how many are the very same as before."""
    written = unchanged = 0
    known = target / file.name
    same = known.is_file() and known.stat().st_size == len(file.body) and known.read_bytes() == file.body
    copies = {known.with_name(f"{known.name}{ending}"): pack for ending, pack in PACKERS.items() if file.packs_well}
    place = fresh / file.name
    place.parent.mkdir(parents=True, exist_ok=True)
    for path, pack in {known: bytes, **copies}.items():
        if same and path.is_file():
            os.link(path, place.with_name(path.name))
            unchanged += 1
        else:
            place.with_name(path.name).write_bytes(pack(file.body))
            written += 1
    return written, unchanged


def _linked(fresh: Path, name: str, present: str) -> tuple[int, int]:
    place = fresh / name
    place.parent.mkdir(parents=True, exist_ok=True)
    os.link(fresh / present, place)
    return 0, 1


def _window(body: bytes) -> int:
    """As large as the body: a larger one packs no better, and takes ten times as long to set up."""
    return min(LARGEST_WINDOW, max(SMALLEST_WINDOW, len(body).bit_length()))


def _static_files() -> Iterator[File]:
    """Only under the names that pages know them by: a file that is sent to be kept for good must never change."""
    collected = Path(settings.STATIC_ROOT)
    for path in sorted(path for path in collected.rglob("*") if BY_CONTENT.search(path.name)):
        yield File(f"static/{path.relative_to(collected).as_posix()}", path.read_bytes(), packs_well=False)


def public() -> list[str]:
    """The address of everything that may be read without asking for something of one's own."""
    found = [address.removeprefix(settings.SITE_URL) for address, _ in places()]
    found += ["/robots.txt", "/sitemap.xml", "/.well-known/security.txt", *offline.served()]
    found += [addresses.picture(name) for name in Picture.objects.values_list("name", flat=True)]
    found += [addresses.rendition(name) for name in Rendition.objects.present().values_list("name", flat=True)]
    for language in Language:
        pages = (*addresses.PAGES, *addresses.OF_KEEPING, addresses.suggestions)
        found += [address(language) for address in pages]
        found += [
            f"{addresses.api(language)}/{name}"
            for name in ("guides/", "terms/", "references/", "corrections/", "openapi.json")
        ]
        guides = Article.objects.published().in_language(language).for_lists()
        for guide in guides:
            found += [address(language, guide.slug) for address in addresses.OF_A_GUIDE]
        with translation.override(language):
            images = [share_images.of_site(language), *map(share_images.of_guide, guides)]
        found += [image.address for image in images]
    return sorted(set(found))


def _file(page: Wanted, answer: Answer) -> File:
    index = "index.json" if answer.content_type.startswith("application/json") else "index.html"
    name = f"{page.address[1:]}{index}" if page.address.endswith("/") else page.address[1:]
    packs_well = COMPRESSIBLE.match(answer.content_type) is not None and len(answer.body) >= WORTH_COMPRESSING
    return File(page.name or name, answer.body, packs_well)


def _rules() -> Iterator[File]:
    """What the server in front must know: older addresses, and the headers of every answer."""
    moved = sorted(_moved())
    always = guarding.headers() | {"Cache-Control": PAGE_CACHE}
    groups = (
        ("/*", "", always),
        ("/api/*", "location ^~ /api/", always | guarding.OPEN),
        ("/es/api/*", "location ^~ /es/api/", always | guarding.OPEN),
        *((f"{images}*", f"location ^~ {images}", always | share_images.HEADERS) for images in SHARE_IMAGES),
        *((feed, f"location = {feed}", always | guarding.READABLE) for feed in _feeds()),
        ("/static/*", "location ^~ /static/", always | NAMED_BY_CONTENT),
        ("/images/made/*", "location ^~ /images/made/", always | {"Cache-Control": FOR_GOOD}),
        ("/worker.js", "location = /worker.js", always | {"Cache-Control": offline.ASK_AGAIN}),
        ("/keep/edition.json", "location = /keep/edition.json", always | {"Cache-Control": offline.ASK_AGAIN}),
        *((copy, f"location = {copy}", always | {"Cache-Control": FOR_GOOD}) for copy in offline.copies()),
        ("/keep/removed/*", "location ^~ /keep/removed/", always | offline.FORGET),
        ("/es/keep/removed/*", "location ^~ /es/keep/removed/", always | offline.FORGET),
        *((page, f"location = {page}", always | {"Cache-Control": "no-store"}) for page in NOT_FOUND.values()),
    )
    for_cdn, for_nginx = "", NGINX
    for path, location, headers in groups:
        for_cdn += f"{path}\n{''.join(_of_cdn(headers, {} if headers is always else always))}"
        lines = "".join(f"add_header {name} {json.dumps(value)} always;\n" for name, value in headers.items())
        lines = FEED_TYPE + lines if path.endswith("feed.xml") else lines
        for_nginx += f"{location} {{\n{lines}}}\n" if location else lines
    for root, page in NOT_FOUND.items():
        for_nginx += "" if root == "/" else f"location {root} {{ error_page 403 404 =404 {page}; }}\n"
    for_nginx += "".join(f"location = {was} {{ return {status} {now}; }}\n" for was, now, status in moved)
    for was, note in _taken_back():
        for_nginx += f"location = {was} {{ error_page 410 {note}index.html; return 410; }}\n"
    redirects = "".join(f"{was} {now} {status}\n" for was, now, status in [*moved, *_to_notes()])
    for name, text in (("_redirects", redirects), ("_headers", for_cdn), (NGINX_FILE, for_nginx)):
        yield File(name, text.encode(), packs_well=False)


def _of_cdn(headers: Mapping[str, str], already: Mapping[str, str]) -> Iterator[str]:
    """Where two rules name a header, a CDN sends both values (Cloudflare: “Headers”), unless the wider rule's is
    detached (!) first."""
    for name, value in headers.items():
        if already.get(name) != value:
            yield (f"  ! {name}\n" if name in already else "") + f"  {name}: {value}\n"


def _feeds() -> list[str]:
    feeds = (addresses.feed, addresses.changes, addresses.corrections_feed)
    return [address(language) for language in Language for address in feeds]


def _taken_back() -> list[tuple[str, str]]:
    """Each address of a guide that was taken back, and where its note is. Outside nginx only the note is left."""
    gone = list(Article.objects.retired().for_lists())
    slugs = [(guide, guide.slug) for guide in gone]
    slugs += [(each.article, each.slug) for each in Redirect.objects.filter(article__in=gone)]
    return sorted(
        (address(guide.language, slug), guide.get_absolute_url())
        for guide, slug in slugs
        for address in addresses.OF_A_GUIDE
    )


def _to_notes() -> list[tuple[str, str, int]]:
    """For a CDN, which knows no 410: the older addresses of what was taken back lead to its note."""
    return [
        (was, note, 302)
        for was, note in _taken_back()
        if was != note and PurePosixPath(was).parent == PurePosixPath(note).parent and was.endswith("/")
    ]


def _moved() -> Iterator[tuple[str, str, int]]:
    """Address, where it leads, and whether for good (301)."""
    published = Redirect.objects.filter(article__in=Article.objects.published()).select_related("article")
    for redirect in published:
        for address in addresses.OF_A_GUIDE:
            yield address(redirect.language, redirect.slug), address(redirect.language, redirect.article.slug), 301
    for path, rendition in Rendition.objects.plain_of_each().items():
        yield f"/{path}", rendition.get_absolute_url(), 302
