"""The promises that every response carries, errors, redirects and static files too; and reading only.

No script or style but our own files, no other host, no frame, no referrer, no device features, no cookies.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from articles import addresses
from articles.addresses import language_at

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",  # what a script of ours asks of us; Lighthouse reads robots.txt so, too
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types worker-address",  # the one policy, in static/js/keeping.js
    ]
)
FEATURES = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen gamepad"
    " geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment"
    " publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking"
).split()
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FEED = re.compile(r"/(?:es/)?(?:\w+/)?feed\.xml$")
FOR_EVERY_ORIGIN = re.compile(r"/(?:es/)?api/|/infobutton(?:/|$)")  # for any program
READABLE = {"Access-Control-Allow-Origin": "*"}  # by a script of another site that asks for it; shown by none
OPEN = READABLE | {"Cross-Origin-Resource-Policy": "cross-origin"}
READING = ("GET", "HEAD")


def headers() -> dict[str, str]:
    """Of every response, as the site's own address allows."""
    if not settings.SITE_URL.startswith("https://"):
        return dict(HEADERS)
    return HEADERS | {
        "Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    }


class SecurityHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.headers = headers()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        own = OPEN if FOR_EVERY_ORIGIN.match(request.path) else READABLE if FEED.match(request.path) else {}
        for name, value in (self.headers | own).items():
            response.headers.setdefault(name, value)
        if response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ReadOnly:
    """Nothing can be changed here, so any other method is answered before anything looks at it. A health record may
    put its question into the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        allowed = (*READING, "POST") if request.path == addresses.INFOBUTTON else READING
        if request.META["REQUEST_METHOD"] in allowed:  # as it was sent: `get` is no GET (RFC 9110, 9.1)
            return self.get_response(request)
        with translation.override(language_at(request.path)):
            page = render_to_string("405.html")
        return HttpResponse(page, status=405, headers={"Allow": ", ".join(allowed)})
