"""Asks this very site for one of its pages, in the process that asks, through all that a reader's goes."""

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus

from django.core.handlers.base import BaseHandler
from django.http import HttpRequest

from articles.editions import Edition


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes

    @property
    def found(self) -> bool:
        return self.status == HTTPStatus.OK


def ask(address: str, host: str, *, kept: Edition | None = None) -> Answer:
    """`host` is one that the site answers to. With `kept`, pages say that they are a copy of that edition."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address
    request.META = {"REQUEST_METHOD": "GET", "HTTP_HOST": host}
    request.kept = kept  # type: ignore[attr-defined]
    response = _site().get_response(request)
    # It is not closed: to Django that ends the request, and with it the database's connection of whoever asks.
    return Answer(response.status_code, response.headers["Content-Type"], response.getvalue())


@cache
def _site() -> BaseHandler:
    site = BaseHandler()
    site.load_middleware()
    return site
