"""python manage.py editions: what readers saw, and since when, so that an operator can answer for a day."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, date, timedelta
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from articles.editions import Edition
from articles.management.plain import PlainCommand, open_index

DIGEST_CHARACTERS = 12  # of the file's SHA-256: enough to recognise it by `sha256sum`


class Command(PlainCommand):
    help = "What readers saw, and what changed with it: every edition, newest first, or those of one day."
    example = "editions --on 2026-11-20"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", type=_day, metavar="DAY", help="only what readers saw on this day (UTC), 2026-11-20"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        open_index()
        try:
            editions = Edition.objects.prefetch_related("changes")
            found = list(editions.seen_on(options["on"]) if options["on"] else editions.all())
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The index cannot be read ({reason}). Run: python manage.py sync_content") from None
        if not found:
            raise CommandError("Readers had no edition yet.")
        for edition in found:
            restored = f", with the words of edition {edition.restores}" if edition.restores else ""
            self.stdout.write(
                f"edition {edition.number}, from {edition.made_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" + restored
            )
            for change in edition.changes.all():
                self.stdout.write(f"  {change.kind} {change.path} {change.digest[:DIGEST_CHARACTERS]}".rstrip())


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
        day + timedelta(days=1)
    except (ValueError, OverflowError):
        raise ArgumentTypeError(f"“{text}” is no day. Write it as 2026-11-20.") from None
    return day
