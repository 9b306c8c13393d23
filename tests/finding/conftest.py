"""Our own guides, synced once for all tests of a file, on the database of the run."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from articles.publishing.sync import sync

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def own_guides(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        sync(settings.CONTENT_DIR, today=DAY)
        yield
        transaction.set_rollback(True)
