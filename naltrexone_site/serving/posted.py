"""What a client sends beside its address: only `/infobutton/` takes it, and only as much as a question needs.

The server reads a body before it asks for an answer, each on a thread of its own (answering.py). Where more are on
their way than there are threads, whoever sends another is asked to come again, or to put it into the address.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

BYTES_MAX = 20_000  # five codes with their names are 2 KB
DIGITS_MAX = 8  # of a length; int() itself refuses a few thousand
NOT_READ = "naltrexone_site.not_read"  # in the environment of a request without its body, which was:
BUSY, CUT = "busy", "cut"
RETRY_AFTER = "1"  # second


def is_small(length: str) -> bool:
    return length.isdecimal() and len(length) <= DIGITS_MAX and int(length) <= BYTES_MAX


class Posted:
    """Says in a line why a body is not taken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST":
            return self.get_response(request)
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return _refused(411, "Say the length of the body in Content-Length.")
        if not is_small(request.META.get("CONTENT_LENGTH") or "0"):
            return _refused(413, f"A body may have at most {BYTES_MAX:,} bytes.")
        if request.META.get(NOT_READ) == CUT:
            return _refused(400, "The body is shorter than Content-Length says.")
        if request.META.get(NOT_READ) == BUSY:
            response = _refused(503, "Too many bodies are coming. Send it again, or put the question into the address.")
            response.headers["Retry-After"] = RETRY_AFTER
            return response
        return self.get_response(request)


def _refused(status: int, message: str) -> HttpResponse:
    return HttpResponse(message + "\n", status=status, content_type="text/plain; charset=utf-8")
