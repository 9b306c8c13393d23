"""What every response carries, whatever it is; and that nothing but reading is possible."""

from itertools import product

import pytest
from django.conf import LazySettings
from django.test import Client

from articles.editions import Edition
from tests.conftest import ContentFolder

SECURITY = (
    "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
)  # fmt: skip
EVERY_KIND = {
    "/": 200,
    "/es/": 200,
    "/guides/": 200,
    "/guides/first/": 200,
    "/guides/first.md": 200,
    "/tags/safety/": 200,
    "/glossary/": 200,
    "/glossary/craving/": 200,
    "/search/": 200,
    "/about/": 200,
    "/privacy/": 200,
    "/feed.xml": 200,
    "/changes/feed.xml": 200,
    "/sitemap.xml": 200,
    "/robots.txt": 200,
    "/.well-known/security.txt": 200,
    "/healthz": 200,
    "/images/dot.svg": 200,
    "/static/small.css": 200,
    "/guides/older-first/": 301,
    "/guides": 301,
    "/index.html": 301,
    "/search/?" + "&".join("a" * 1001): 400,
    "/nowhere/": 404,
    "/guides/hidden/": 404,
    "/static/nowhere.css": 404,
    "/images/nowhere.png": 404,
    "/guides/%00/": 404,
    "/fails/": 500,
}


@pytest.fixture
def client(library: ContentFolder, settings: LazySettings, db: None) -> Client:
    library.sync()
    static = library.root.parent / "static"
    static.mkdir()
    (static / "small.css").write_text("main {}\n")
    settings.STATIC_ROOT = static
    settings.ROOT_URLCONF = "tests.site.failing"
    return Client(raise_request_exception=False)


def test_every_response_carries_the_promises_and_no_cookie(client: Client) -> None:
    found = {address: client.get(address) for address in EVERY_KIND}
    assert {address: response.status_code for address, response in found.items()} == EVERY_KIND
    found["/ (304)"] = client.get("/", headers={"if-none-match": "*"})
    found["/ (of another host)"] = client.get("/", headers={"host": "evil.example"})
    found["/ (posted)"] = client.post("/", {"a": "b"})
    Edition.objects.all().delete()
    found["/ (no edition)"], found["/healthz (no edition)"] = client.get("/"), client.get("/healthz")
    assert [response.status_code for response in list(found.values())[-5:]] == [304, 400, 405, 503, 503]
    for address, response in found.items():
        assert [name for name in SECURITY if name not in response.headers] == [], address
        assert "Strict-Transport-Security" not in response.headers, address
        assert ("Access-Control-Allow-Origin" in response.headers) == address.endswith("/feed.xml"), address
        assert "Set-Cookie" not in response.headers, address
        assert not response.cookies, address
        assert ("Retry-After" in response.headers) == (response.status_code == 503), address
        assert ("Allow" in response.headers) == (response.status_code == 405), address
        assert response.headers["Cache-Control"], address


def test_what_the_headers_say(client: Client) -> None:
    headers = client.get("/").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "worker-address",
    }
    assert {
        name: headers[name] for name in SECURITY if name not in ("Content-Security-Policy", "Permissions-Policy")
    } == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    features = [part.split("=") for part in headers["Permissions-Policy"].split(", ")]
    assert {allowed for _, allowed in features} == {"()"}
    assert {"camera", "geolocation", "microphone", "browsing-topics"} <= {feature for feature, _ in features}


def test_behind_https_browsers_are_told_to_come_back_only_that_way(
    library: ContentFolder, settings: LazySettings, db: None
) -> None:
    library.sync()
    settings.SITE_URL = "https://guides.example"
    settings.SECURE_HSTS_SECONDS = 63_072_000
    client = Client()
    answers = [
        client.get("/"),
        client.get("/nowhere/"),
        client.get("/guides"),
        client.post("/"),
        client.get("/healthz"),
    ]
    answers.append(client.get("/", headers={"if-none-match": "*"}))
    assert [answer.status_code for answer in answers] == [200, 404, 301, 405, 200, 304]
    assert {answer.headers["Strict-Transport-Security"] for answer in answers} == {
        "max-age=63072000; includeSubDomains; preload"
    }


def test_any_other_method_is_refused_at_every_address(client: Client) -> None:
    methods = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW")
    for method, address in product(methods, EVERY_KIND):
        response = client.generic(method, address, b"a=b")
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD"), address
        assert b'href="tel:911"' in response.content


def test_any_other_method_is_refused_without_an_edition_too(client: Client) -> None:
    Edition.objects.all().delete()
    assert client.post("/healthz").status_code == 405
    assert client.post("/").status_code == 405
