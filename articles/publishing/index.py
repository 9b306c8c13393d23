"""The index as a thing that may be missing, old or damaged, and can always be made again from the files."""

import logging
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from articles.publishing.sync import Result, sync

log = logging.getLogger("naltrexone_site")


def bring_up_to_date(today: date) -> Result:
    """Make or mend the index where it needs it, then sync. Raises ContentError with the index untouched."""
    if connection.vendor != "sqlite":
        _make_tables()
        return sync(settings.CONTENT_DIR, today=today)
    try:
        _check()
        _make_tables()
        return sync(settings.CONTENT_DIR, today=today)
    except DatabaseError as error:
        if not _is_damage(error):
            raise
    _set_aside()
    _make_tables()
    return sync(settings.CONTENT_DIR, today=today)


def _make_tables() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _check() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = cursor.fetchone()
    if found != ("ok",):
        raise Damaged(f"malformed: {found}")


class Damaged(DatabaseError):
    """SQLite reads the file, and says that it is not whole."""


def _is_damage(error: DatabaseError) -> bool:
    """A busy, full or read-only disk is not damage; a file that is no database, or lacks what it had, is."""
    words = str(error)
    return any(sign in words for sign in ("malformed", "not a database", "no such table", "no such column", "corrupt"))


def _set_aside() -> None:
    """Keep the damaged file under another name: nothing is thrown away."""
    connection.close()
    name = str(settings.DATABASES["default"]["NAME"])
    for ending in ("", "-wal", "-shm"):
        place = Path(name + ending)
        if place.exists():
            place.replace(f"{name}.damaged{ending}")
    log.error("the index was damaged and is made again; the old one is kept as %s.damaged", name)
