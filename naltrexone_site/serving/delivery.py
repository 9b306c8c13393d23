"""How bytes leave: compressed when the reader can take it, with one strong tag for each encoding, or not at all (304).

Tags come from content, never from time, so the same page or file has the same tag on every node.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from naltrexone_site.collecting import OF_COLLECTING

COMPRESSIBLE = re.compile(r"text/|application/(?:json|xml|atom\+xml|manifest\+json|javascript)|image/svg\+xml")
WORTH_COMPRESSING = 400  # bytes; below, the header outweighs the gain
BROTLI_LEVEL = 5  # a tenth smaller than gzip, in the same millisecond
BROTLI_LEVEL_SHARED = 11  # of what is kept for all (keeping.py): an eighth smaller again, in 42 ms once an edition
BROTLI_LEVEL_LARGE = 10  # of what one reader chose, in the sizes of MAY_FIT
MAY_FIT = range(50_000, 100_000)  # bytes of a page that goes in one round trip less when packed harder, in 50 ms
GZIP_LEVEL = 6
ENCODING_MARKS = {"br": "-br", "gzip": "-gz"}  # the better first
ZERO_WEIGHT = re.compile(r"\s*q\s*=\s*0(?:\.0{0,3})?\s*")
KEPT_IN_304 = ("Cache-Control", "Content-Location", "ETag", "Expires", "Vary")
KEPT_OF_FILES = ("Cache-Control", "Content-Encoding", "Content-Type", "Vary")


class Delivery:
    """The outermost middleware but for the headers that every response carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse):
            raise TypeError(f"{type(response).__name__} has no whole content to tag")
        encoding = _compress(request, response)
        if response.status_code == 200:
            digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
            response.headers["ETag"] = f'"{digest}{ENCODING_MARKS.get(encoding, "")}"'
            if matches(request.META.get("HTTP_IF_NONE_MATCH", ""), response.headers["ETag"]):
                return _not_modified(response)
        response.headers["Content-Length"] = str(len(response.content))
        return response


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise knows the files and their encodings. They leave whole, so that they are tagged as pages are."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if PurePosixPath(url).name not in OF_COLLECTING:
            super().add_file_to_dictionary(url, path, stat_cache)

    def find_file(self, url: str) -> Any:
        return None if PurePosixPath(url).name in OF_COLLECTING else super().find_file(url)

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(
            "GET", {"HTTP_ACCEPT_ENCODING": ", ".join(accepted(request.META.get("HTTP_ACCEPT_ENCODING", "")))}
        )
        with found.file as file:
            response = HttpResponse(file.read())
        for name, value in found.headers:
            if name in KEPT_OF_FILES:
                response.headers[name] = value.replace('"', "")
        return response


def _compress(request: HttpRequest, response: HttpResponse) -> str:
    """The encoding now in force; the body is changed in place."""
    if response.headers.get("Content-Encoding"):
        return response.headers["Content-Encoding"]
    large = len(response.content) >= WORTH_COMPRESSING
    if not large or not COMPRESSIBLE.match(response.headers.get("Content-Type", "")):
        return ""
    patch_vary_headers(response, ["Accept-Encoding"])
    level = BROTLI_LEVEL_LARGE if len(response.content) in MAY_FIT else BROTLI_LEVEL
    level = BROTLI_LEVEL_SHARED if "public" in response.headers.get("Cache-Control", "") else level
    for encoding in accepted(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response.content = _packed(response.content, encoding, level)
        response.headers["Content-Encoding"] = encoding
        return encoding
    return ""


def _packed(body: bytes, encoding: str, level: int) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=level))
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def accepted(header: str) -> list[str]:
    """Of the encodings that we can make, those that an Accept-Encoding names and takes, the better first."""
    weights: dict[str, str] = {}
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        weights.setdefault(name.strip(), weight)
    return [name for name in ENCODING_MARKS if name in weights and not ZERO_WEIGHT.fullmatch(weights[name])]


def matches(wanted: str, tag: str) -> bool:
    return wanted.strip() == "*" or tag in re.findall(r'(?:W/)?("[^"]*")', wanted)


def _not_modified(response: HttpResponse) -> HttpResponse:
    bare = HttpResponse(status=304)
    del bare.headers["Content-Type"]
    for name in KEPT_IN_304:
        if name in response.headers:
            bare.headers[name] = response.headers[name]
    return bare
