"""python manage.py verify: every page made again from its text, and compared with what readers get."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from articles.editions import Edition
from articles.management.plain import PlainCommand
from articles.problems import ContentError
from articles.publishing.index import make_again, sound
from articles.publishing.texts import NotKept
from articles.publishing.verifying import OtherEngine, differing


class Command(PlainCommand):
    help = "Make every page again from its text, and compare it with what readers get."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="where one differs, make the whole index again")

    def handle(self, *args: Any, **options: Any) -> None:
        said = self._damage()
        if not said:
            return
        if not options["mend"]:
            raise CommandError(f"{said} Make the index again: python manage.py verify --mend")
        self.stderr.write(said)
        try:
            self.stdout.write(str(make_again(datetime.now(UTC).date(), told=self.told)))
        except (ContentError, DatabaseError) as error:
            raise CommandError(f"The index cannot be made again.\n{error}") from None

    def _damage(self) -> str:
        """What is wrong, in one line; empty where nothing is."""
        try:
            if not sound():
                return "The index is damaged."
            pages, others = differing(self.told)
        except Edition.DoesNotExist:
            return "There is no edition yet."
        except OtherEngine:
            return "The index was made by another version of the site."
        except (DatabaseError, NotKept, ContentError) as error:
            return f"The index cannot be read ({' '.join(str(error).split())})."
        if others:
            return f"{len(others)} of {pages} pages are not what their text gives: {', '.join(others[:5])}."
        self.stdout.write(f"{pages} pages, each as its text gives it")
        return ""
