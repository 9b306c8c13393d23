"""python manage.py content_report: what editors should look at next, what could harm readers first."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from articles.editing.report import report
from articles.management.plain import PlainCommand


class Command(PlainCommand):
    help = "What is due, uncited, too hard, orphaned or behind; what could harm readers first."

    def handle(self, *args: Any, **options: Any) -> None:
        for section in report(Path(settings.CONTENT_DIR), datetime.now(UTC).date()):
            self.stdout.write(f"{section.title}: {len(section.findings) or 'none'}")
            for finding in section.findings:
                self.stdout.write(f"  {finding}")
