"""python manage.py retire_article SLUG --note … --instead OTHER: takes a guide back. All or nothing."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.editing.lint import lint
from articles.editing.retiring import retired
from articles.management.plain import PlainCommand
from articles.management.writing import refuse_if_unsound, write_all
from articles.policy import Language, Status
from articles.problems import ContentError, shown
from articles.source import read_article


class Command(PlainCommand):
    help = "Take a guide back: its address answers 410 with your note and the better guide, and is never used again."
    example = 'retire_article old-guide --note "It was wrong." --instead better-guide'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its file's name, with or without .md")
        parser.add_argument("--note", required=True, help="why, in a sentence or two for readers")
        parser.add_argument("--instead", required=True, metavar="OTHER", help="the guide to read in its place")
        parser.add_argument("--lang", choices=[*map(str, Language)], default=Language.EN)

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.CONTENT_DIR)
        slug, instead = (Path(options[name]).name.removesuffix(".md") for name in ("slug", "instead"))
        path = f"{options['lang']}/articles/{slug}.md"
        note = " ".join(options["note"].split())
        try:
            raw = (root / path).read_bytes()
            if read_article(path, raw).status is Status.DRAFT:
                raise CommandError(f"{path} is a draft, which nobody has read. Delete the file.")
            changed = {path: retired(path, raw, instead, note)}
            read_article(path, changed[path])
        except FileNotFoundError:
            raise CommandError(f"There is no {shown(path)}. Check the name.") from None
        except OSError as error:
            raise CommandError(f"{shown(path)} cannot be read ({error.strerror}). Check the name.") from None
        except ContentError as error:
            raise CommandError(f"Nothing is retired. Mend this first:\n{error}") from None
        refuse_if_unsound(root, changed, done="retired")
        write_all(root, changed, done="retired")
        self.stdout.write(f"{path}: retired")
        for problem in lint(root, datetime.now(UTC).date()):
            if problem.code == "link-retired" and f"leads to a retired guide. Link {instead}.md" in problem.message:
                self.stdout.write(str(problem))
