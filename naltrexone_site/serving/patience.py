"""How long a server waits for PostgreSQL. A sync may have to wait for long; a reader may not, nor who follows editions.

A question that somebody's lock holds up is let be by PostgreSQL itself, and its connection stays good. One that stands
still, or hangs on a dead cable, says nothing at all, and the kernel of either may go on to confirm what it is sent.
"""

from functools import partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

ANSWERS_WITHIN_SECONDS = 5  # each question
SILENT_AFTER_SECONDS = ANSWERS_WITHIN_SECONDS + 1  # then it is hung up on


def wait_for_no_answer_without_end() -> None:
    connection_created.connect(_bound)


def _bound(connection: BaseDatabaseWrapper, **_of_the_signal: Any) -> None:
    if connection.vendor != "postgresql":
        return
    own = connection.connection
    own.wait = partial(own.wait, timeout=SILENT_AFTER_SECONDS)  # what psycopg does with each question
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{ANSWERS_WITHIN_SECONDS}s"])
