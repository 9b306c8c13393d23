"""The site's addresses and one that always fails, for the page that says so. Used as ROOT_URLCONF."""

from typing import NoReturn

from django.http import HttpRequest
from django.urls import path

from naltrexone_site.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500"]


def fail(request: HttpRequest) -> NoReturn:
    raise RuntimeError(f"failed at {request.get_full_path()}")


urlpatterns = [path("fails/", fail), *urlpatterns]
