"""Whether the index file is as we left it when it was last found whole, so that a sync need not read all of it again.

Noted beside a SQLite file, by what every write to a file changes: its size and times. What these do not show, a disk
that forgets, the first sync of each day looks for, and so do a server's start, its health check and `verify`.
"""

import time
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.db import DatabaseError, connection

TICKS, TICK_SECONDS = 10, 0.005  # a file system's clock may stand still for some thousandths of a second
PATIENCE_MS = 100  # for readers, when what was written is to leave the log


def still_holds(today: date) -> bool:
    """Nobody but us has written the file since the whole of it was checked, on this day."""
    if connection.vendor != "sqlite":
        return True  # it guards its files itself
    with suppress(OSError, ValueError):
        return _note().read_text() == _told(today, marks())
    return False


def note(today: date) -> None:
    """When it was found whole today, and is not being written. Closes the connection: the end of it writes, too."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with suppress(DatabaseError):
        _empty_the_log()
    connection.close()
    with suppress(OSError):  # nothing noted is nothing believed
        place = _note()
        for _ in range(TICKS):
            place.write_text("")
            now, file = place.stat().st_mtime_ns, marks()
            if all(changed < now for *_, changed in file):  # or else a write in the same tick would not be seen
                place.write_text(_told(today, file))
                return
            time.sleep(TICK_SECONDS)


def _empty_the_log() -> None:
    """Or whoever closes the file last moves what is in its log, and it looks like another's."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _note() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-checked")


def marks() -> list[tuple[int, int, int, int]]:
    """Of the index in SQLite: inode, size, and when it was written and changed, in nanoseconds; of the log beside it
    too, where there is anything in it: an empty one only says that somebody is reading. Raises OSError."""
    name = str(connection.settings_dict["NAME"])
    stats = [place.stat() for place in (Path(name), Path(f"{name}-wal")) if place.exists()]
    return [(stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) for stat in stats if stat.st_size]


def _told(today: date, file: list[tuple[int, int, int, int]]) -> str:
    return f"{today.isoformat()} {file}\n"
