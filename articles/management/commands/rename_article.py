"""python manage.py rename_article OLD NEW: another address for a guide; the old one leads there. All or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.editing.published import PATH
from articles.editing.renaming import renamed
from articles.management.plain import PlainCommand
from articles.management.writing import refuse_if_unsound, write_all
from articles.policy import SLUG, SLUG_CHARACTERS_MAX, Language
from articles.problems import ContentError, shown
from articles.reading import folder
from articles.reading.frontmatter import slug_advice


class Command(PlainCommand):
    help = "Give a guide another address: moves its file, keeps the old address, mends every link to it."
    example = "rename_article missed-tablet missed-dose"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", help="its file's name, with or without .md")
        parser.add_argument("new")
        parser.add_argument("--lang", choices=[*map(str, Language)], default=Language.EN)

    def handle(self, *args: Any, **options: Any) -> None:
        root, language = Path(settings.CONTENT_DIR), Language(options["lang"])
        old, new = (Path(options[name]).name.removesuffix(".md") for name in ("old", "new"))
        before, after = (f"{language}/articles/{slug}.md" for slug in (old, new))
        found = folder.read(root)
        if before not in found.files:
            raise CommandError(f"There is no {shown(before)}. Check the name.")
        if not SLUG.fullmatch(new) or len(new) > SLUG_CHARACTERS_MAX:
            raise CommandError(f"“{shown(new)}” cannot be an address. {slug_advice(new)}")
        if (root / after).exists():
            raise CommandError(f"{after} exists already. Choose another name.")
        try:
            changed = renamed({path: file.raw for path, file in found.files.items()}, language, old, new)
        except ContentError as error:
            raise CommandError(f"Mend this first:\n{error}") from None
        refuse_if_unsound(root, changed, before)
        write_all(root, changed, before)
        for path in sorted(changed):
            done = "new address noted" if path == PATH else "links mended"
            self.stdout.write(f"{before} → {path}" if path == after else f"{path}: {done}")
