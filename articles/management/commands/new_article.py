"""python manage.py new_article "Title": a draft with its front matter filled in; never overwrites."""

import re
import unicodedata
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.dialect.headings import slug_of
from articles.editing.drafts import DraftKind, draft
from articles.management.plain import PlainCommand
from articles.management.writing import add
from articles.policy import TITLE_CHARACTERS_MAX, Language
from articles.problems import ContentError
from articles.reading.manuscript import BIDI, CONTROL
from articles.reading.shelf import read_groups

UNDECODED = re.compile("[\ud800-\udfff]")  # what the shell sent was not UTF-8


class Command(PlainCommand):
    help = "A draft file with its front matter filled in; never overwrites."
    example = 'new_article "Traveling with naltrexone"'
    missing_args_message = f"give a title, as {example}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title")
        parser.add_argument("--kind", choices=[*map(str, DraftKind)], default=DraftKind.GUIDE)
        parser.add_argument("--lang", choices=[*map(str, Language)], default=Language.EN)

    def handle(self, *args: Any, **options: Any) -> None:
        title = self._checked(" ".join(options["title"].split()))
        root = Path(settings.CONTENT_DIR)
        path = f"{options['lang']}/articles/{slug_of(title)}.md"
        today = datetime.now(UTC).date()
        text = draft(
            DraftKind(options["kind"]),
            title=title.replace("\\", "\\\\").replace('"', '\\"'),
            tag=self._first_tag(Language(options["lang"]), root),
            today=today,
            next_year=today + timedelta(days=365),
        )
        self.stdout.write(f"{add(path, text.encode(), 'Choose another title')}")

    def _checked(self, title: str) -> str:
        if len(title) > TITLE_CHARACTERS_MAX:
            raise CommandError(
                f"The title has {len(title)} characters; at most {TITLE_CHARACTERS_MAX} fit. Shorten it."
            )
        if not re.search("[a-z0-9]", unicodedata.normalize("NFKD", title.lower())):
            raise CommandError("The title needs a letter from A to Z or a digit, for its address. Give another.")
        if CONTROL.search(title) or BIDI.search(title) or UNDECODED.search(title):
            raise CommandError("The title holds a character that cannot be shown. Type it again.")
        return title

    def _first_tag(self, language: Language, root: Path) -> str:
        path = f"{language}/tags.yaml"
        try:
            return read_groups(path, (root / path).read_bytes(), described=True)[0].slug
        except (OSError, ContentError):
            raise CommandError(
                f"Nothing is written: {path} is not there, or has a mistake, and a guide needs a tag of it. Write that"
                " file first, as en/tags.yaml is written; lint_content tells its mistakes."
            ) from None
