"""How bytes leave: compressed when the reader can take it, with one strong tag for each encoding, or not at all (304).

Tags come from content, never from time, so the same page has the same tag on every node.
"""

import gzip
import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

COMPRESSIBLE = re.compile(r"text/|application/(?:json|xml|atom\+xml|manifest\+json|javascript)|image/svg\+xml")
WORTH_COMPRESSING = 400  # bytes; below, the header outweighs the gain
GZIP_LEVEL = 6
ENCODING_MARKS = {"gzip": "-gz", "br": "-br"}
KEPT_IN_304 = ("Cache-Control", "Content-Location", "ETag", "Expires", "Vary")


class Delivery:
    """The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wanted = request.META.get("HTTP_IF_NONE_MATCH", "")
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or response.streaming:
            return _mark_encoding(response, wanted)
        if response.status_code != 200:
            return response
        encoding = _compress(request, response)
        digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        response.headers["ETag"] = f'"{digest}{ENCODING_MARKS.get(encoding, "")}"'
        if _matches(wanted, response.headers["ETag"]):
            return _not_modified(response)
        response.headers["Content-Length"] = str(len(response.content))
        return response


def _compress(request: HttpRequest, response: HttpResponse) -> str:
    """The encoding now in force; the body is changed in place."""
    large = len(response.content) >= WORTH_COMPRESSING
    if not large or not COMPRESSIBLE.match(response.headers.get("Content-Type", "")):
        return ""
    patch_vary_headers(response, ["Accept-Encoding"])
    if not _accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return ""
    response.content = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    return "gzip"


def _accepts_gzip(header: str) -> bool:
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() == "gzip":
            return not re.fullmatch(r"\s*q=0(?:\.0{0,3})?\s*", weight)
    return False


def _matches(wanted: str, tag: str) -> bool:
    return wanted.strip() == "*" or tag in re.findall(r'(?:W/)?("[^"]*")', wanted)


def _not_modified(response: HttpResponseBase) -> HttpResponse:
    bare = HttpResponse(status=304)
    del bare.headers["Content-Type"]
    for name, value in response.headers.items():
        if name in KEPT_IN_304:
            bare.headers[name] = value
    return bare


def _mark_encoding(response: HttpResponseBase, wanted: str) -> HttpResponseBase:
    """Static files: WhiteNoise gives every encoding of a file one tag, which caches could mix up."""
    tag = response.headers.get("ETag", "")
    mark = ENCODING_MARKS.get(response.headers.get("Content-Encoding", ""), "")
    if tag and mark:
        response.headers["ETag"] = f'{tag[:-1]}{mark}"'
    if tag and response.status_code == 200 and _matches(wanted, response.headers["ETag"]):
        response.close()
        return _not_modified(response)
    return response
