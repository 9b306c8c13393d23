"""The real settings with an address that always fails, for the real server."""

from naltrexone_site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.site.failing"
