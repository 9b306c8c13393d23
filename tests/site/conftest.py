"""A site with its static files collected, as the production server has them."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import override_settings

SHEETS = {"staticfiles": {"BACKEND": "naltrexone_site.collecting.JoinedFiles"}}


@pytest.fixture(scope="session")
def collected_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=place, STORAGES=SHEETS):
        call_command("collectstatic", verbosity=0, interactive=False)
    return place


@pytest.fixture
def with_static_files(collected_files: Path, plain_static_files: None, settings: LazySettings) -> None:
    settings.STATIC_ROOT = collected_files
    settings.STORAGES = settings.STORAGES | SHEETS
