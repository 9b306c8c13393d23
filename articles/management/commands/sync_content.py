"""python manage.py sync_content: content/ -> index, all or nothing, only what changed."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from articles.management.plain import PlainCommand, open_index
from articles.models import Article
from articles.policy import GUIDES_CARRIED_MAX
from articles.problems import ContentError
from articles.publishing.index import bring_up_to_date
from articles.publishing.sync import Held

TOO_MANY = (
    f"Warning: more than {GUIDES_CARRIED_MAX} guides are published, too many to keep on a phone or to search in a "
    "browser alone. The copy for phones is withdrawn, and a site of files needs a server for its search."
)


class Command(PlainCommand):
    help = "Read content/ into the index: all or nothing, only what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--resume", action="store_true", help="publish content/ again after a rollback")

    def handle(self, *args: Any, **options: Any) -> None:
        open_index()
        today = datetime.now(UTC).date()
        try:
            self.stdout.write(str(bring_up_to_date(today, resume=options["resume"], told=self.told)))
            if not Article.objects.can_be_carried():
                self.stderr.write(TOO_MANY, self.style.NOTICE)
        except ContentError as error:
            self.stderr.write(str(error), self.style.NOTICE)
            self.sum_up(error.problems)
            raise SystemExit(1) from None
        except Held as held:
            raise CommandError(str(held)) from None
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The index cannot be written ({reason}). Readers keep the last edition.") from None
