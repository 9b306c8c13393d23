"""What a client sends beside its address: only `/infobutton/` takes it, one body at a time in each worker.

To read a body is to wait for whoever sends it, and a worker has few threads. So one of them may wait, the others go on
answering readers, and whoever sends a question meanwhile is asked to come again or to put it into the address.
"""

from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

BYTES_MAX = 20_000  # five codes with their names are 2 KB
MOMENT = 0.02  # seconds that a body waits for the one before it, which has mostly arrived with its head
RETRY_AFTER = "1"  # second


class Posted:
    """Reads the body before anything asks for it, or says in a line why not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.reading = BoundedSemaphore()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST":
            return self.get_response(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return _refused(411, "Say the length of the body in Content-Length.")
        if not length.isdecimal() or int(length) > BYTES_MAX:
            return _refused(413, f"A body may have at most {BYTES_MAX:,} bytes.")
        if not self.reading.acquire(timeout=MOMENT):
            response = _refused(503, "Another body is being read. Send it again, or put the question into the address.")
            response.headers["Retry-After"] = RETRY_AFTER
            return response
        try:
            request.body  # noqa: B018  (Django keeps it, and reads the form from what it keeps)
        finally:
            self.reading.release()
        return self.get_response(request)


def _refused(status: int, message: str) -> HttpResponse:
    return HttpResponse(message + "\n", status=status, content_type="text/plain; charset=utf-8")
