"""python manage.py new_reference 10.1001/jama.295.17.2003 --title … --authors … --year 2006 --kind trial: a source.

Made from what is typed. With --look-up, and only then, Crossref or PubMed is asked for the rest. Never overwrites.
"""

import re
from argparse import Action, ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.dialect.headings import slug_of
from articles.management import looking_up
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
        "Type the title, --authors (or --organisation), year and kind yourself; or with --look-up the kind "
        "alone: it asks the network for the rest."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("where", metavar="DOI|PMID|URL")
        title = parser.add_argument("--title", required=True)
        by = parser.add_mutually_exclusive_group(required=True)
        by.add_argument("--authors", help="as Anton RF, O’Malley SS, and others")
        by.add_argument("--organisation")
        year = parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--kind", choices=[*map(str, ReferenceKind)], required=True)
        parser.add_argument("--key", help="how guides cite it; else the first name and the year, as anton-2006")

        class LookUp(Action):
            """What it may find need not be typed."""

            def __call__(self, parser: ArgumentParser, namespace: Namespace, *_: Any) -> None:
                setattr(namespace, self.dest, True)
                title.required = year.required = by.required = False

        help_ = "ask Crossref (DOI) or PubMed (number) for what is not typed"
        parser.add_argument("--look-up", action=LookUp, nargs=0, default=False, help=help_)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["look_up"]:
            options |= self._found(options)
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
        if options["look_up"]:
            self.stdout.write("Its words were looked up. Open the source, and see that they are right.")

    def _found(self, options: dict[str, Any]) -> dict[str, Any]:
        """What was not typed."""
        self._refuse_known(address(options["where"]))
        try:
            found = looking_up.look_up(address(options["where"]))
        except looking_up.NotFound as reason:
            rest = "Type --title, --authors (or --organisation) and --year yourself, without --look-up."
            raise CommandError(f"Nothing is written. {reason} {rest}") from None
        if options["authors"] or options["organisation"]:
            found = {name: value for name, value in found.items() if name not in ("authors", "organisation")}
        known = {name: options[name] or found.get(name) for name in ("title", "authors", "organisation", "year")}
        missing = [f"--{name}" for name in ("title", "year") if not known[name]]
        missing += [] if known["authors"] or known["organisation"] else ["--authors (or --organisation)"]
        if missing:
            raise CommandError(
                f"Nothing is written. It was found without all of its words. Type {', '.join(missing)} too."
            )
        return known

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
