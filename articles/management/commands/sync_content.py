"""python manage.py sync_content: content/ -> index, all or nothing, only what changed."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from articles.management.plain import PlainCommand, open_index
from articles.problems import ContentError
from articles.publishing.index import bring_up_to_date


class Command(PlainCommand):
    help = "Read content/ into the index: all or nothing, only what changed."

    def handle(self, *args: Any, **options: Any) -> None:
        open_index()
        try:
            self.stdout.write(str(bring_up_to_date(datetime.now(UTC).date(), told=self.told)))
        except ContentError as error:
            self.stderr.write(str(error), self.style.NOTICE)
            raise SystemExit(1) from None
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The index cannot be written ({reason}). Readers keep the last edition.") from None
