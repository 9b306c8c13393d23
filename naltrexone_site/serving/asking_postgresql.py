"""How a server asks PostgreSQL: never without end, and never so that its log could quote a reader.

A sync may have to wait for long; a reader may not, nor who follows editions. A question that somebody's lock holds up
is let be by PostgreSQL itself, and its connection stays good. One that stands still, or hangs on a dead cable, says
nothing at all, and the kernel of either may go on to confirm what it is sent.

PostgreSQL's log quotes each statement that failed, also one whose server ended. So a reader's words go beside it.
"""

from functools import partial
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

ANSWERS_WITHIN_SECONDS = 5  # each question
SILENT_AFTER_SECONDS = ANSWERS_WITHIN_SECONDS + 1  # then it is hung up on


def ask_as_a_server() -> None:
    """From the next connection on, in every thread."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["server_side_binding"] = True
        connection_created.connect(_bound)


def _bound(connection: BaseDatabaseWrapper, **_of_the_signal: Any) -> None:
    own = connection.connection
    own.wait = partial(own.wait, timeout=SILENT_AFTER_SECONDS)  # what psycopg does with each question
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [f"{ANSWERS_WITHIN_SECONDS}s"])
