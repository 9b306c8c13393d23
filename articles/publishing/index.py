"""The index as a thing that may be missing, old or damaged, and can always be made again from the files."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from articles.editing.workshop import Progress, untold
from articles.problems import ContentError
from articles.publishing import last_look, seal, tables
from articles.publishing.sync import Held, Result, sync, wait_for_other_syncs

SIGNS_OF_DAMAGE = (
    *("malformed", "not a database", "no such table", "no such column", "already exists", "corrupt"),
    "could not decode",
)
# PostgreSQL: a table or column is not there, or there although no migration is noted as having made it
STATES_OF_DAMAGE = ("42P01", "42703", "42P07", "42701")
ASIDE_MAX = 5  # damaged indexes, or one that is damaged again and again would fill the disk
OURS = ("articles_", "glossary_", "django_migrations")

log = logging.getLogger("naltrexone_site")


def bring_up_to_date(
    today: date, *, drafts_shown: bool = False, resume: bool = False, whole: bool = False, told: Progress = untold
) -> Result:
    """Make or mend the index where it needs it, then sync. Raises ContentError or Held with the index untouched.

    Where the `whole` is asked for, or its last look holds no longer, all of it is checked and all files are read.
    """
    try:
        whole = whole or not last_look.still_holds(today)
        if whole:
            _check_file()
        _make_tables()
        tables.check()
        options = {"drafts_shown": drafts_shown, "resume": resume, "whole": whole}
        result = sync(settings.CONTENT_DIR, today=today, told=told, **options)
    except (ContentError, Held):
        last_look.note(today)
        raise
    except DatabaseError as error:
        if not _is_damage(error):
            raise
        return make_again(today, drafts_shown=drafts_shown, told=told)
    last_look.note(today)
    return result


def make_again(today: date, *, drafts_shown: bool = False, told: Progress = untold) -> Result:
    """From the files alone; what was there is kept aside."""
    _set_aside()
    _make_tables()
    return sync(settings.CONTENT_DIR, today=today, drafts_shown=drafts_shown, told=told)


def sound() -> bool:
    """Whether the index can be read, and holds what was written."""
    try:
        _check_file()
        tables.check()
    except DatabaseError as error:
        if not _is_damage(error):
            raise
        return False
    return True


class Damaged(DatabaseError):
    """SQLite reads the file, and what it reads is not what was written."""


def _check_file() -> None:
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            found = cursor.fetchone()
    except UnicodeDecodeError as error:  # SQLite's own message quotes the garbage that it found
        raise Damaged("malformed: its tables have names that are no text") from error
    if found != ("ok",):
        raise Damaged(f"malformed: {found}")
    if seal.broken():
        raise Damaged("malformed: it holds other than what was written")


def _make_tables() -> None:
    """All or none: a kill in the middle leaves no half of them, and two starts at once make them once."""
    if not _plan():
        return
    with _without_constraints(), transaction.atomic():
        wait_for_other_syncs()
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        seal.put()


def _plan() -> list[object]:
    executor = MigrationExecutor(connection)
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _without_constraints() -> Iterator[None]:
    """SQLite changes tables only so, and it has to be said before the transaction."""
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def _is_damage(error: DatabaseError) -> bool:
    """A busy, full or read-only disk is not damage; a file that is no database, or lacks what it had, is."""
    if connection.vendor == "sqlite":
        return any(sign in str(error).lower() for sign in SIGNS_OF_DAMAGE)
    return getattr(error.__cause__, "sqlstate", None) in STATES_OF_DAMAGE


def _set_aside() -> None:
    """Keep what was damaged under another name. Of more than a few the first stays, which has the longest history, and
    the newest."""
    kept = _set_file_aside() if connection.vendor == "sqlite" else _set_tables_aside()
    message = "The index was damaged, or made by another version, and is made again; the old one is kept as %s"
    log.error(message, kept, extra={"event": "index-set-aside"})


def _set_file_aside() -> str:
    connection.close()
    name = str(connection.settings_dict["NAME"])
    names = _names(f"{name}.damaged")
    taken = [each for each in names if Path(each).exists()]
    kept = _free(names, sorted(taken, key=lambda each: Path(each).stat().st_ctime_ns))
    for ending in ("", "-wal", "-shm"):
        place = Path(name + ending)
        Path(kept + ending).unlink(missing_ok=True)
        if place.exists():
            place.replace(kept + ending)
    return kept


def _set_tables_aside() -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        names = _names("damaged")
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s) ORDER BY oid", [names])
        kept = _free(names, [name for (name,) in cursor.fetchall()])
        cursor.execute(f'DROP SCHEMA IF EXISTS "{kept}" CASCADE')
        cursor.execute(f'CREATE SCHEMA "{kept}"')
        for table in connection.introspection.table_names(cursor):
            if table.startswith(OURS):
                cursor.execute(f'ALTER TABLE "{table}" SET SCHEMA "{kept}"')
    return f"the schema {kept}"


def _names(first: str) -> list[str]:
    return [first, *(f"{first}-{number}" for number in range(2, ASIDE_MAX + 1))]


def _free(names: list[str], oldest_first: list[str]) -> str:
    """A name that is not taken, or else that of the oldest after the first."""
    free = [name for name in names if name not in oldest_first]
    return free[0] if free else next(name for name in oldest_first if name != names[0])
