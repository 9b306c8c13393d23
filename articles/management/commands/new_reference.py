"""python manage.py new_reference 10.1001/jama.295.17.2003 --title … --authors … --year 2006 --kind trial: a source.

Made from what is typed; no network is asked. Never overwrites.
"""

import re
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.dialect.headings import slug_of
from articles.management.commands.new_term import written
from articles.management.plain import PlainCommand
from articles.management.writing import add
from articles.policy import ReferenceKind
from articles.problems import ContentError
from articles.reading.shelf import read_reference


class Command(PlainCommand):
    help = "A source, by its DOI, PubMed number or https address; never overwrites."
    example = (
        'new_reference 16670409 --title "Combined: a trial" --authors "Anton RF, and others" --year 2006 --kind trial. '
        "Nothing is fetched from the network: type the title, --authors (or --organisation), year and kind yourself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("where", metavar="DOI|PMID|URL")
        parser.add_argument("--title", required=True)
        by = parser.add_mutually_exclusive_group(required=True)
        by.add_argument("--authors", help="as Anton RF, O’Malley SS, and others")
        by.add_argument("--organisation")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--kind", choices=[*map(str, ReferenceKind)], required=True)
        parser.add_argument("--key", help="how guides cite it; else the first name and the year, as anton-2006")

    def handle(self, *args: Any, **options: Any) -> None:
        maker = {name: options[name] for name in ("authors", "organisation") if options[name]}
        first = re.split(r"[\s,]", next(iter(maker.values())).strip())[0]
        key = options["key"] or slug_of(f"{first} {options['year']}")
        path = f"references/{key}.md"
        named = {"title": options["title"], **maker, "year": options["year"]}
        text = written(named | address(options["where"]) | {"kind": str(options["kind"])})
        try:
            read_reference(path, text)
        except ContentError as error:
            raise CommandError(f"Nothing is written:\n{error}") from None
        self._refuse_known(address(options["where"]))
        self.stdout.write(f"{add(path, text, 'Choose another name with --key')}")

    def _refuse_known(self, where: dict[str, Any]) -> None:
        """One source under two keys would stand twice below a guide."""
        for place in sorted(Path(settings.CONTENT_DIR, "references").glob("*.md")):
            with suppress(ContentError, OSError):
                known = read_reference(f"references/{place.name}", place.read_bytes())
                if any(str(value).lower() == getattr(known, name).lower() for name, value in where.items()):
                    raise CommandError(f"This source is in references/{place.name} already. Cite it as [@{known.key}].")


def address(where: str) -> dict[str, Any]:
    """The key that says where a source is read, from a DOI (also as an address), a PubMed number or an address."""
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", where.strip(), flags=re.IGNORECASE)
    if doi.startswith("10."):
        return {"doi": doi}
    if number := re.fullmatch(r"(?:PMID:?\s*)?(\d+)", where.strip(), re.IGNORECASE):
        return {"pmid": int(number[1])}
    return {"url": where.strip()}
