"""python manage.py new_term "craving" "A strong urge …": a word of the glossary; never overwrites."""

from argparse import ArgumentParser
from typing import Any

import yaml
from django.core.management.base import CommandError

from articles.dialect.headings import slug_of
from articles.management.plain import PlainCommand
from articles.management.writing import add
from articles.policy import Language
from articles.problems import ContentError
from articles.reading.shelf import read_term


class Command(PlainCommand):
    help = "A word of the glossary with its definition; never overwrites."
    example = 'new_term "craving" "A strong urge to drink or use."'
    missing_args_message = f"give a word and what it means, as {example}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("term")
        parser.add_argument("definition")
        parser.add_argument("--alias", action="append", default=[], help="another name; may be given several times")
        parser.add_argument("--lang", choices=[*map(str, Language)], default=Language.EN)

    def handle(self, *args: Any, **options: Any) -> None:
        path = f"{options['lang']}/glossary/{slug_of(options['term'])}.md"
        keys = {"term": options["term"]} | ({"aliases": options["alias"]} if options["alias"] else {})
        text = written(keys, options["definition"])
        try:
            read_term(path, text)
        except ContentError as error:
            raise CommandError(f"Nothing is written:\n{error}") from None
        self.stdout.write(f"{add(path, text, 'Choose another name')}")


def written(keys: dict[str, Any], body: str = "") -> bytes:
    """A content file of these keys, which are quoted where YAML needs it."""
    block = yaml.safe_dump(keys, sort_keys=False, allow_unicode=True, width=10**6, default_flow_style=False)
    text = f"---\n{block}---\n" + (f"{body}\n" if body else "")
    return text.encode("utf-8", "replace")
