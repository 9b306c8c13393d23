"""python manage.py export_site DIR: every public page as static files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from articles.management.plain import PlainCommand, open_index
from naltrexone_site.exporting import NGINX_FILE, NotWhole, export
from naltrexone_site.management.commands.serve import collect_static_files, has_edition


class Command(PlainCommand):
    help = "Write every public page as static files, to be put behind any CDN."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        target = folder.resolve()
        if target.exists() and not (target.is_dir() and ((target / NGINX_FILE).exists() or not any(target.iterdir()))):
            raise CommandError(f"{folder} is there and is no earlier export. Name an empty or a new folder.")
        open_index()
        if not has_edition():
            raise CommandError("There is no edition to export. Run: python manage.py sync_content")
        collect_static_files()
        try:
            self.stdout.write(str(export(target)))
        except NotWhole as error:
            raise CommandError(f"These pages are not whole; the folder is as it was:\n{error}") from None
        except (OSError, DatabaseError) as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The export failed ({reason}). The folder is as it was.") from None
