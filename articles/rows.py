"""Many rows into a table at once. Django's `bulk_create` makes an object of each and a statement of each five hundred,
which was a third of a first sync's writing."""

from collections.abc import Sequence

from django.db import connection, models


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    """`columns` are the table's own, and the values as the database takes them."""
    quoted = connection.ops.quote_name
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
