"""What follows from the settings' values for the site as a whole."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT, environment

SHOW = """
import json
from naltrexone_site import settings
names = ("SECURE_PROXY_SSL_HEADER", "SECURE_HSTS_SECONDS", "DEBUG", "ALLOWED_HOSTS", "SITE_URL", "WEB_CONCURRENCY")
print(json.dumps({name: getattr(settings, name, None) for name in names}))
"""
KEY = "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abc"
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize(
    ("site", "proxy", "hsts", "hosts"),
    [
        ("", None, None, ["127.0.0.1", *LOOPBACK]),
        ("http://guides.example", None, None, ["guides.example", *LOOPBACK]),
        ("https://guides.example", ["HTTP_X_FORWARDED_PROTO", "https"], 63_072_000, ["guides.example", *LOOPBACK]),
    ],
)
def test_only_a_site_behind_https_trusts_its_proxy_about_it(
    site: str, proxy: list[str] | None, hsts: int | None, hosts: list[str]
) -> None:
    unset = dict.fromkeys(("DEBUG", "ALLOWED_HOSTS", "WEB_CONCURRENCY"), "")
    given = environment(SITE_URL=site, SECRET_KEY=KEY, PORT="8123", **unset)
    done = subprocess.run([sys.executable, "-c", SHOW], cwd=ROOT, env=given, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "SECURE_PROXY_SSL_HEADER": proxy,
        "SECURE_HSTS_SECONDS": hsts,
        "DEBUG": False,
        "ALLOWED_HOSTS": hosts,
        "SITE_URL": site or "http://127.0.0.1:8123",
        "WEB_CONCURRENCY": 2,
    }
