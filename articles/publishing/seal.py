"""A checksum of all that the index holds, kept in the index: a SQLite file whose bytes were changed behind our back
is found out before a reader meets a garbled sentence.

SQLite's own check sees broken structure, not changed text. PostgreSQL guards its pages itself and needs none of this.
"""

from zlib import crc32

from django.db import connection
from django.db.backends.utils import CursorWrapper

SCHEMA = "SELECT coalesce(sql, '') FROM sqlite_master UNION ALL SELECT app || '.' || name FROM django_migrations"
ROWS_AT_ONCE = 200
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"


def put() -> None:
    """Inside the transaction that writes; SQLite keeps both numbers in the file's header, by the same transaction."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA application_id = {_shape(cursor)}")
        cursor.execute(f"PRAGMA user_version = {_sum(cursor)}")


def broken() -> bool:
    """Whether the index holds other than what was sealed. Not known, so not broken, where there is no seal yet, or
    where tables were changed since by a migration."""
    with connection.cursor() as cursor:
        sealed, shape = _number(cursor, "user_version"), _number(cursor, "application_id")
        return bool(sealed) and shape == _shape(cursor) and sealed != _sum(cursor)


def _number(cursor: CursorWrapper, name: str) -> int:
    cursor.execute(f"PRAGMA {name}")
    (number,) = cursor.fetchone()
    return int(number)


def _shape(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'")
    if cursor.fetchone() is None:
        return 0
    cursor.execute(SCHEMA)
    return _fitting("\n".join(sorted(text for (text,) in cursor.fetchall())).encode())


def _sum(cursor: CursorWrapper) -> int:
    """The same in whatever order the rows come."""
    total = 0
    cursor.execute(TABLES)
    for (table,) in cursor.fetchall():
        cursor.execute(f'PRAGMA table_info("{table}")')
        # names of the file's own; values as bytes, because garbage may be no text
        columns = ", ".join(f"coalesce(CAST(\"{column[1]}\" AS BLOB), x'')" for column in cursor.fetchall())
        cursor.execute(f'SELECT {columns} FROM "{table}"')  # noqa: S608  # nosec B608
        begun = crc32(table.encode() + b"\0")
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            total += sum(crc32(b"\0".join(row), begun) for row in rows)
    return _fitting(str(total).encode())


def _fitting(data: bytes) -> int:
    """Never 0, which means “none”, and within the 31 bits that a header's number has."""
    return crc32(data) & 0x7FFFFFFF or 1
