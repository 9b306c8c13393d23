"""content/ -> the index: all or nothing, only what changed, one edition number per change.

Everything is read, checked and rendered before the database is written, and written in one transaction. Whatever
happens (a bad file, a kill, a full disk), readers keep the last good edition, whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection, transaction

from articles import rendering
from articles.editing.workshop import Progress, untold
from articles.editions import Edition
from articles.publishing import edits, planning, seal, shelving, texts
from articles.publishing.planning import Known, present_edition
from articles.publishing.work import Work
from articles.reading import folder
from articles.reading.folder import Folder

ADVISORY_LOCK = 7243  # PostgreSQL's number for “one sync at a time”; RxNorm's code for naltrexone
GONE_AFTER_SECONDS = 60  # of silence in the middle of writing; PostgreSQL then takes back what was written
PATIENCE_SECONDS = 20  # as on SQLite (naltrexone_site.environment); a sync writes for a second or two


@dataclass(frozen=True, slots=True)
class Result:
    """How many guides were rendered, taken away and left as they were."""

    changed: int
    removed: int
    unchanged: int
    edition: int

    def __str__(self) -> str:
        return f"{self.changed} changed, {self.removed} removed, {self.unchanged} unchanged, edition {self.edition}"


class Held(Exception):
    """Readers have an earlier edition by `rollback`, and the folder holds other words than theirs."""

    def __init__(self, known: Known) -> None:
        super().__init__(
            f"Edition {known.edition} brought back the words of edition {known.restores}, and content/ holds other"
            " words. Nothing was published. Take the change back there (git revert), or publish what is there:"
            " python manage.py sync_content --resume"
        )


def sync(
    root: Path,
    *,
    today: date,
    drafts_shown: bool = False,
    resume: bool = False,
    whole: bool = False,
    told: Progress = untold,
) -> Result:
    """Raises ContentError, with the index untouched, when any file has an error; Held after a rollback, unless the
    folder holds what was restored, or it is to `resume`.

    With `drafts_shown` the index holds drafts as if they were published: for the preview's own index, never another.
    Where the `whole` is asked for, every file is read and checked again, edited or not.
    """

    def read(known: Known) -> Folder:
        found = folder.read(root)
        if known.restores and not resume and planning.digests_of(found) != known.files:
            raise Held(known)
        return found

    def of_edits() -> Work | None:
        return None if whole or drafts_shown else edits.plan(root, present_edition(), today, told)

    def of_all() -> Work:
        known = planning.what_is_known()
        return planning.plan(read(known), known, today, told, drafts_shown=drafts_shown)

    return _publish(lambda: of_edits() or of_all(), today)


def restore(number: int, *, today: date, told: Progress = untold) -> Result:
    """The words of an earlier edition again, as a new edition. Raises ContentError and `texts.NotKept`."""

    def of_all() -> Work:
        known = planning.what_is_known()
        return planning.plan(texts.folder_of(number), known, today, told, restores=number)

    return _publish(of_all, today, restores=number)


def _publish(plan: Callable[[], Work], today: date, *, restores: int | None = None) -> Result:
    while True:
        work = plan()
        if not work.changes:
            if present_edition().number != work.edition:
                continue  # another sync came between our questions, and what it wrote is what we found
            return Result(0, 0, work.guides, work.edition)
        with transaction.atomic():
            wait_for_other_syncs()
            if present_edition().number != work.edition:
                continue  # another sync came first: look again at what is there now
            with seal.kept(anew=work.edition == 0):
                edition = Edition.objects.create(
                    number=work.edition + 1, made_at=datetime.now(UTC), engine=rendering.ENGINE, restores=restores
                )
                shelving.shelve(work, edition, today)
                texts.keep(work.found, [each.kept for each in work.made], edition.number)
        return Result(len(work.made), len(work.gone), work.guides - len(work.made), edition.number)


def wait_for_other_syncs() -> None:
    """SQLite's immediate transaction is a lock by itself; PostgreSQL is given one, released at commit. Both have
    an end to their patience, which is a DatabaseError. SQLite's lock ends with its process; PostgreSQL hears nothing of
    a machine that lost its power or its network, and would keep the lock for hours."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
            cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{GONE_AFTER_SECONDS}s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
