"""Many rows at once, and no more than a statement may name."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeVar

from django.db import connection, models

Thing = TypeVar("Thing")
BATCH = 500  # SQLite bounds the variables of a statement


def batches(things: Iterable[Thing], size: int = BATCH) -> Iterator[list[Thing]]:
    """Each is asked for when it is wanted, so ten thousand need not be there at once."""
    waiting = iter(things)
    while some := list(islice(waiting, size)):
        yield some


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """`columns` are the table's own, and the values as the database takes them. Django's `bulk_create` makes an object
    of each, which was a third of a first sync's writing.

    Many rows a statement: SQLite's full-text index writes out what it holds after each one that a trigger hands on,
    which takes it three times as long as the rows themselves.
    """
    quoted = connection.ops.quote_name
    names, places = ", ".join(map(quoted, columns)), ", ".join(["%s"] * len(columns))
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES "  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        for some in batches(rows):
            cursor.execute(into + ", ".join([f"({places})"] * len(some)), list(chain.from_iterable(some)))
