"""A checksum of all that the index holds, kept in the index: a SQLite file whose bytes were changed behind our back
is found out before a reader meets a garbled sentence.

A sum over the rows, so a sync adds what it writes and takes off what it removes, and reads little else. A row that
was damaged before is taken off as it is and not as it was: no later write makes a broken seal whole.
SQLite's own check sees broken structure, not changed text. PostgreSQL guards its pages itself and needs none of this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection
from django.db.backends.utils import CursorWrapper

RECIPE = "2"  # raise it when the same rows must give another sum: what was sealed by another counts as not sealed
SCHEMA = "SELECT coalesce(sql, '') FROM sqlite_master UNION ALL SELECT app || '.' || name FROM django_migrations"
ROWS_AT_ONCE = 200
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
# SQLite lets nobody watch the first, and ends with a crash where the second is watched
UNWATCHED = ("sqlite_sequence", "articles_passage_fts_data")
LARGEST = 0x7FFFFFFF  # of a number in a file's header
EVENTS = {"INSERT": ("new",), "DELETE": ("old",), "UPDATE": ("old", "new")}
SIGNS = {"new": 1, "old": -1}


def put() -> None:
    """Inside the transaction that writes; SQLite keeps both numbers in the file's header, by the same transaction."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        _put(cursor, sum(_sum(cursor, table) for table in _tables(cursor)))


@contextmanager
def kept(*, anew: bool = False) -> Iterator[None]:
    """Around all that a transaction writes: the seal follows it, row by row. `anew` for the first rows of all."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        if anew or not _is_sealed(cursor):
            yield
            put()
            return
        before = _number(cursor, "user_version") - 1 - _unwatched(cursor)
        changes = _Changes()
        connection.connection.create_function("sealed_row", -1, changes.add)
        cursor.execute("PRAGMA recursive_triggers = ON")  # without it, a row that is replaced is not taken off
        watched = [table for table in _tables(cursor) if table not in UNWATCHED]
        for table in watched:
            _watch(cursor, table)
        yield
        cursor.execute("SAVEPOINT sealing")  # the full-text index writes what it holds back
        cursor.execute("RELEASE sealing")
        for table in watched:
            for event in EVENTS:
                cursor.execute(f'DROP TRIGGER temp."sealed {event} {table}"')
        _put(cursor, before + changes.total + _unwatched(cursor))


def broken() -> bool:
    """Whether the index holds other than what was sealed. Not known, so not broken, where there is no seal yet, or
    where tables were changed since by a migration."""
    with connection.cursor() as cursor:
        if not _is_sealed(cursor):
            return False
        total = sum(_sum(cursor, table) for table in _tables(cursor))
        return _number(cursor, "user_version") != _fitting(total)


class _Changes:
    """What came less what went, since the watch began. Goes with its transaction: a rollback takes the watch away."""

    def __init__(self) -> None:
        self.total = 0

    def add(self, sign: int, table: bytes, *row: bytes) -> None:
        self.total += sign * crc32(b"\0".join(row), crc32(table + b"\0"))


def _watch(cursor: CursorWrapper, table: str) -> None:
    """A temporary trigger belongs to this connection alone, and leaves no trace in the file."""
    for event, sides in EVENTS.items():
        counted = "; ".join(
            f"SELECT sealed_row({SIGNS[side]}, CAST('{table}' AS BLOB), {_row(cursor, table, side)})" for side in sides
        )
        cursor.execute(
            f'CREATE TEMP TRIGGER "sealed {event} {table}" AFTER {event} ON main."{table}" BEGIN {counted}; END'
        )


def _is_sealed(cursor: CursorWrapper) -> bool:
    return _number(cursor, "user_version") != 0 and _number(cursor, "application_id") == _shape(cursor)


def _put(cursor: CursorWrapper, total: int) -> None:
    cursor.execute(f"PRAGMA application_id = {_shape(cursor)}")
    cursor.execute(f"PRAGMA user_version = {_fitting(total)}")


def _number(cursor: CursorWrapper, name: str) -> int:
    cursor.execute(f"PRAGMA {name}")
    (number,) = cursor.fetchone()
    return int(number)


def _shape(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'")
    if cursor.fetchone() is None:
        return 0
    cursor.execute(SCHEMA)
    return _fitting(crc32("\n".join([RECIPE, *sorted(text for (text,) in cursor.fetchall())]).encode()))


def _tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute(TABLES)
    return [table for (table,) in cursor.fetchall()]


def _unwatched(cursor: CursorWrapper) -> int:
    return sum(_sum(cursor, table) for table in _tables(cursor) if table in UNWATCHED)


def _sum(cursor: CursorWrapper, table: str) -> int:
    """The same in whatever order the rows come."""
    cursor.execute(f'SELECT {_row(cursor, table)} FROM "{table}"')  # noqa: S608  # nosec B608
    begun = crc32(table.encode() + b"\0")
    total = 0
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        total += sum(crc32(b"\0".join(row), begun) for row in rows)
    return total


def _row(cursor: CursorWrapper, table: str, side: str = "") -> str:
    """Its values, by names of the file's own; as bytes, because garbage may be no text."""
    cursor.execute(f'PRAGMA table_info("{table}")')
    names = [f'{side}."{column[1]}"' if side else f'"{column[1]}"' for column in cursor.fetchall()]
    return ", ".join(f"coalesce(CAST({name} AS BLOB), x'')" for name in names)


def _fitting(total: int) -> int:
    """Never 0, which means “none”; so that a later sum can be reckoned from it alone."""
    return total % LARGEST + 1
