"""python manage.py rollback 6: readers get the words of an earlier edition again, in one step, as a new edition."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from articles.editions import Edition
from articles.management.plain import PlainCommand
from articles.problems import ContentError
from articles.publishing.sync import restore
from articles.publishing.texts import NotKept

STICKS = """\
content/ still holds what was taken back. Mend it: git revert COMMIT, or write it right.
Until you say that it is mended, sync_content publishes nothing but the words that came back:
  manage.py sync_content --resume              publishes content/ as it is, and later syncs go on as usual"""


class Command(PlainCommand):
    help = "Give readers the words of an earlier edition again, all or nothing, as a new edition."
    example = "rollback 6"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("edition", type=int, metavar="EDITION", help="its number, from: manage.py editions")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["edition"]
        try:
            if not Edition.objects.filter(number=number).exists():
                raise CommandError(f"There is no edition {number}. See: python manage.py editions")
            result = restore(number, today=datetime.now(UTC).date(), told=self.told)
        except NotKept as reason:
            raise CommandError(f"Edition {number} cannot be restored: {reason}. Use git, then sync_content.") from None
        except ContentError as error:
            self.stderr.write(str(error))
            raise CommandError(f"Edition {number} may no longer be published. Readers keep the last one.") from None
        except DatabaseError as error:
            why = " ".join(str(error).split())
            raise CommandError(f"The index cannot be written ({why}). Run sync_content, which mends it.") from None
        if result.changed == result.removed == 0 and Edition.objects.latest("number").restores != number:
            raise CommandError(f"Readers have the words of edition {number} already.")
        self.stdout.write(f"{result}, with the words of edition {number}")
        self.stdout.write(STICKS)
