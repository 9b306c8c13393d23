"""python manage.py verify: all that readers get made again from the texts, and compared."""

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
    help = "Make all that readers get again from the texts that it was made from, and compare."

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
            files, others = differing(self.told)
        except Edition.DoesNotExist:
            return "There is no edition yet."
        except OtherEngine:
            return "The index was made by another version of the site."
        except ContentError as error:
            return f"Today's rules refuse what was published ({str(error).splitlines()[0]})."
        except (DatabaseError, NotKept) as error:
            return f"The index cannot be read ({' '.join(str(error).split())})."
        if others:
            return (
                f"Readers get something else than these files give: {', '.join(others[:5])} ({len(others)} of {files})."
            )
        self.stdout.write(f"{files} files, and readers get all of each as it gives it")
        return ""
