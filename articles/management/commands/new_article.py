"""python manage.py new_article "Title": a draft with its front matter filled in; never overwrites."""

from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.dialect.headings import slug_of
from articles.policy import TITLE_CHARACTERS_MAX, Language

DRAFT = """\
---
title: "{title}"
summary: "One sentence that answers the question this guide is about."
tags: [{tag}]
sources_checked: {today}
review_by: {next_year}
status: draft
---

## In short {{#in-short}}

- Three to five sentences that stand alone, the most important first.

## First section {{#first-section}}

Write here. Name the source of what a reader would act on, as [@vivitrol-pi, section 5.1].
"""


class Command(BaseCommand):
    help = "A draft file with its front matter filled in; never overwrites."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title")
        parser.add_argument("--lang", choices=list(Language), default=Language.EN)

    def handle(self, *args: Any, **options: Any) -> None:
        title = " ".join(options["title"].split())
        if not any(letter.isalnum() for letter in title) or len(title) > TITLE_CHARACTERS_MAX:
            raise CommandError(f"Give a title of 1 to {TITLE_CHARACTERS_MAX} characters.")
        root = Path(settings.CONTENT_DIR)
        place = root / options["lang"] / "articles" / f"{slug_of(title)}.md"
        today = datetime.now(UTC).date()
        text = DRAFT.format(
            title=title.replace("\\", "\\\\").replace('"', '\\"'),
            tag=self._first_tag(root / options["lang"] / "tags.yaml"),
            today=today,
            next_year=today + timedelta(days=365),
        )
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with place.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise CommandError(f"{place} exists already. Choose another title, or edit that file.") from None
        self.stdout.write(f"{place}")

    def _first_tag(self, tags: Path) -> str:
        lines = tags.read_text(encoding="utf-8").splitlines() if tags.exists() else []
        return next((line.split(":")[0] for line in lines if line and line[0].isalnum()), "start")
