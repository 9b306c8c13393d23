"""python manage.py export_site DIR: every public page as static files. --single FILE: all of them as one HTML file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError

from articles.management.plain import PlainCommand, open_index
from articles.policy import Language
from naltrexone_site.environment import LOOPBACK
from naltrexone_site.exporting import NGINX_FILE, NotWhole, export
from naltrexone_site.management.commands.serve import collect_static_files, has_edition
from naltrexone_site.one_file import book, making


class Command(PlainCommand):
    help = "Write every public page as static files, to be put behind any CDN, or as one HTML file for a stick."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", nargs="?", type=Path)
        parser.add_argument("--single", metavar="FILE", type=Path, help="the whole site as one HTML file instead")
        parser.add_argument(
            "--language", choices=[language.value for language in Language], help="with --single: this one alone"
        )

    def handle(
        self, *args: Any, folder: Path | None, single: Path | None, language: str | None, **options: Any
    ) -> None:
        if folder and single:
            raise CommandError("Either a folder or --single FILE: two exports are two commands.")
        if language and not single:
            raise CommandError("--language goes with --single FILE; a folder has all languages.")
        if single:
            self._one_file(single, (Language(language),) if language else tuple(Language))
        elif folder:
            self._folder(folder)
        else:
            raise CommandError("Where to? Name a folder, or --single FILE for one HTML file.", returncode=2)

    def _folder(self, folder: Path) -> None:
        target = folder.resolve()
        if target.exists() and not (target.is_dir() and ((target / NGINX_FILE).exists() or not any(target.iterdir()))):
            raise CommandError(f"{folder} is there and is no earlier export. Name an empty or a new folder.")
        _make_ready()
        try:
            waits = f"Another export into a folder of {target.parent} is going on. This one waits for it."
            self.stdout.write(str(export(target, waits=lambda: self.stderr.write(waits))))
        except NotWhole as error:
            raise CommandError(f"These pages are not whole; the folder is as it was:\n{error}") from None
        except (OSError, DatabaseError) as error:
            raise CommandError(f"The export failed ({_reason(error)}). The folder is as it was.") from None

    def _one_file(self, file: Path, languages: tuple[Language, ...]) -> None:
        if file.is_dir():
            raise CommandError(f"{file} is a folder. Name a file in it, such as {file / 'naltrexone-guides.html'}.")
        _make_ready()
        try:
            self.stdout.write(str(making.write(file.resolve(), languages)))
        except making.NotOurs:
            message = f"{file} is there and is no earlier export. Name a new file."
            raise CommandError(message) from None
        except (making.TooHeavy, making.NoGuides, book.NotWhole) as error:
            raise CommandError(f"{error}\nNothing was written.") from None
        except (OSError, DatabaseError) as error:
            raise CommandError(f"{file} cannot be written ({_reason(error)}). What was there is as it was.") from None
        if urlsplit(settings.SITE_URL).hostname in LOOPBACK:
            self.stderr.write(
                f"The file says that newer words stand at {settings.SITE_URL}/, which is this machine alone."
                " Set SITE_URL before you hand it out."
            )


def _make_ready() -> None:
    open_index()
    if not has_edition():
        raise CommandError("There is no edition to export. Run: python manage.py sync_content")
    collect_static_files()


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())
