"""The copy that a reader may keep: every public page of the present edition and all that its pages show, in one file.

It is the same for everybody, so that it says nothing of what was read, and it is named by its content, so that a
phone knows a whole one from a damaged one and a CDN may keep it for good. Made at most once for each edition by each
process, by asking the site itself for each page.
"""

import base64
import gzip
import hashlib
import json
import re
import threading
from dataclasses import dataclass
from datetime import datetime

import brotli  # type: ignore[import-untyped]
from django.conf import settings

from articles import addresses
from articles.editions import Edition
from articles.policy import Language
from articles.sharing.site_map import places
from naltrexone_site.asking import ask
from naltrexone_site.serving.guarding import HEADERS

SHOWN = re.compile(r'\b(?:src|href)="(/(?:static|images)/[^"?#]+)"')
CHOICES = re.compile(r'(<img) src="[^"]*"([^>]*) srcset="(\S+) [^"]*" sizes="[^"]*"')  # the narrowest stands first
BROTLI_LEVEL = 9  # 130 kB in 0.1 s where 5 makes 144 kB; 11 makes 120 kB, but takes 4 s
GZIP_LEVEL = 9
TEXTUAL = re.compile(r"text/|application/(?:json|manifest\+json)|image/svg\+xml")


class NoCopy(Exception):
    """There is none now: no edition, one that changed meanwhile, or a page that could not be had."""


@dataclass(frozen=True, slots=True)
class Copy:
    name: str  # SHA-256 of the file
    edition: int
    made_at: datetime
    packed: dict[str, bytes]  # the file in each encoding

    @property
    def address(self) -> str:
        return f"/keep/{self.name}.json"

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.packed["gzip"])


_one_at_a_time = threading.Lock()
_made: Copy | None = None


def present(host: str) -> Copy:
    """The copy of the present edition. `host` is one that the site answers to."""
    global _made
    with _one_at_a_time:
        edition = _present_edition()
        if _made is None or (_made.edition, _made.made_at) != (edition.number, edition.made_at):
            _made = _copy_of(edition, host)
        return _made


def _present_edition() -> Edition:
    edition = Edition.objects.first()
    if edition is None:
        raise NoCopy("there is no edition")
    return edition


def _copy_of(edition: Edition, host: str) -> Copy:
    files = {address: _fetch(address, edition, host) for address in _pages()}
    shown = sorted({found for file in files.values() for found in SHOWN.findall(file.get("text", ""))})
    files |= {address: _fetch(address, edition, host) for address in shown}
    if (now := _present_edition()).made_at != edition.made_at:
        raise NoCopy(f"edition {now.number} came while edition {edition.number} was copied")
    whole = {"headers": HEADERS, "files": files}
    file = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    packed = {"br": brotli.compress(file, quality=BROTLI_LEVEL), "gzip": gzip.compress(file, GZIP_LEVEL, mtime=0)}
    return Copy(hashlib.sha256(file).hexdigest(), edition.number, edition.made_at, packed)


def _pages() -> list[str]:
    found = [place.removeprefix(settings.SITE_URL) for place, _ in places()]
    languages = [language for language in Language if addresses.root(language) in found]
    return found + [place(language) for language in languages for place in (addresses.offline, addresses.suggestions)]


def _fetch(address: str, edition: Edition, host: str) -> dict[str, str]:
    """As the copy holds a file: pages say in it that they are the kept copy, and show the narrowest of each picture."""
    answer = ask(address, host, kept=edition)
    if not answer.found:
        raise NoCopy(f"{address} answers {answer.status}")
    if TEXTUAL.match(answer.content_type):
        return {"type": answer.content_type, "text": narrowed(answer.body.decode())}
    return {"type": answer.content_type, "base64": base64.b64encode(answer.body).decode()}


def narrowed(html: str) -> str:
    """With the narrowest of each picture's copies, and no choice among them."""
    return CHOICES.sub(r'\1 src="\3"\2', html)
