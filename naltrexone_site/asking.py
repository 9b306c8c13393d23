"""Asks this very site for one of its pages, in the process that asks, through all that a reader's goes."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest

from articles.editions import Edition
from articles.policy import Language


@dataclass(frozen=True, slots=True)
class OneFile:
    """The file of all pages that a page will stand in. `old_after` is the day after which it says that it is old."""

    edition: Edition
    old_after: date
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes

    @property
    def found(self) -> bool:
        return self.status == HTTPStatus.OK


def ask(
    address: str,
    host: str,
    *,
    kept: Edition | None = None,
    one_file: OneFile | None = None,
    files_alone: bool = False,
) -> Answer:
    """`host` is one that the site answers to. With `kept`, pages say that they are a copy of that edition; with
    `one_file`, they are as they stand in the file of all pages, without what needs a network; with
    `files_alone`, as on a site that no server of ours answers for, where the browser searches."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address
    request.META = {"REQUEST_METHOD": "GET", "HTTP_HOST": host}
    request.kept, request.one_file = kept, one_file  # type: ignore[attr-defined]
    request.files_alone = files_alone  # type: ignore[attr-defined]
    response = _site(settings.STATIC_ROOT).get_response(request)
    # It is not closed: to Django that ends the request, and with it the database's connection of whoever asks.
    return Answer(response.status_code, response.headers["Content-Type"], response.getvalue())


@cache
def _site(static_root: Path) -> BaseHandler:
    """Reads the static files of `static_root` once, and keeps them."""
    site = BaseHandler()
    site.load_middleware()
    return site
