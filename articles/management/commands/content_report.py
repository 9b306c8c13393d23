"""python manage.py content_report [--html FILE]: what editors should look at next, what could harm readers first."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.editing.report import as_html, report
from articles.management.plain import PlainCommand


class Command(PlainCommand):
    help = "What is due, uncited, too hard, orphaned or behind; what could harm readers first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--html", metavar="FILE", help="write it as a page, and print nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        today = datetime.now(UTC).date()
        sections = report(Path(settings.CONTENT_DIR), today)
        if options["html"]:
            self._write(Path(options["html"]), as_html(sections, today))
            return
        for section in sections:
            self.stdout.write(f"{section.title}: {len(section.findings) or 'none'}")
            for finding in section.findings:
                self.stdout.write(f"  {finding}")

    def _write(self, place: Path, page: str) -> None:
        try:
            place.write_text(page, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{place} cannot be written ({error.strerror}). Check the folder.") from None
