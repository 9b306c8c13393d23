"""python manage.py lint_content: every problem and warning of the content folder, with no database."""

import json
import os
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.editing.catalogue import explanations, page
from articles.editing.findings import KEPT, KeptFindings
from articles.editing.lint import lint
from articles.editing.mending import changes, is_chosen
from articles.editing.schema import schema
from articles.management.plain import PlainCommand
from articles.problems import Problem, Severity, shown

# what GitHub's workflow commands escape
DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = DATA | str.maketrans({":": "%3A", ",": "%2C"})


class Command(PlainCommand):
    help = "Every problem and warning of the content folder, with no database."
    example = "lint_content en/articles --format text"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="only these files or folders")
        parser.add_argument("--format", choices=["text", "unix", "json", "github"], default="text")
        parser.add_argument("--strict", action="store_true", help="a warning counts as a problem")
        parser.add_argument("--fix", action="store_true", help="mend what is safe, never the meaning; then lint")
        parser.add_argument("--diff", action="store_true", help="show what --fix would do, and change nothing")
        parser.add_argument("--schema", action="store_true", help="the first block of a guide, as a JSON Schema")
        parser.add_argument(
            "--explain", nargs="?", const="", metavar="CODE", help="why a code is a problem; all of them without CODE"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["explain"] is not None:
            self.stdout.write(explained(options["explain"]), ending="")
            return
        if options["schema"]:
            self.stdout.write(schema(), ending="")
            return
        chosen = [self._relative(path) for path in options["paths"]]
        self.kept = KeptFindings(settings.BASE_DIR / KEPT)
        if options["fix"] or options["diff"]:
            self._mend(chosen, only_shown=options["diff"])
        if options["diff"]:
            return
        found = lint(settings.CONTENT_DIR, datetime.now(UTC).date(), self.told, self.kept)
        problems = [problem for problem in found if is_chosen(problem.path, chosen)]
        if options["format"] == "json":
            self.stdout.write(json.dumps([self._as_json(problem) for problem in problems], ensure_ascii=False))
        elif options["format"] == "github":
            for problem in problems:
                self.stdout.write(annotation(problem))
        else:
            for problem in problems:
                mark = "" if problem.severity is Severity.ERROR else "warning "
                column = f":{problem.column}" if options["format"] == "unix" else ""
                self.stdout.write(f"{problem.path}:{problem.line}{column}: {mark}{problem.code} {problem.message}")
            self.sum_up(problems)
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        if errors or (options["strict"] and problems):
            raise SystemExit(1)

    def _mend(self, chosen: Sequence[str], *, only_shown: bool) -> None:
        """Or shows what it would do."""
        for change in changes(settings.CONTENT_DIR, chosen, self.told, self.kept):
            if change.after is None:
                where = f"manage.py lint_content {change.path} names them" if only_shown else "see below"
                self.stdout.write(f"{change.path}: not mended, it has problems ({where})")
            elif only_shown:
                self.stdout.write("".join(change.as_diff()))
            else:
                change.write()
                self.stdout.write(f"{change.path}: mended")

    def _relative(self, path: str) -> str:
        """As problems name it, empty for the whole folder; it may be given from here or from the content folder."""
        root = Path(settings.CONTENT_DIR).resolve()
        for start in (Path.cwd(), root):
            place = Path(os.path.realpath(start / path))
            if place != root:  # a link in the folder is itself the problem, not what it leads to
                above, name = os.path.split(os.path.normpath(start / path))
                place = Path(os.path.realpath(above), name)
            if place.is_relative_to(root) and os.path.lexists(place):
                return "" if place == root else place.relative_to(root).as_posix()
        raise CommandError(f"{shown(path)}: there is no such file in {root}. Check the path.")

    def _as_json(self, problem: Problem) -> dict[str, str | int]:
        return {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.message,
        }


def explained(code: str) -> str:
    if not code:
        return page()
    known = explanations()
    if code not in known:
        near = get_close_matches(code, known, n=3, cutoff=0.5)
        advice = f"Did you mean {' or '.join(near)}?" if near else "All of them: lint_content --explain"
        raise CommandError(f"{shown(code)} is no code of a problem. {advice}")
    return f"{known[code]}\n"


def annotation(problem: Problem) -> str:
    """As GitHub's workflow commands want it; paths from the top of the project."""
    place = os.path.relpath(Path(settings.CONTENT_DIR) / problem.path, settings.BASE_DIR)
    fields = {"file": place, "line": problem.line, "col": problem.column, "title": problem.code}
    written = ",".join(f"{name}={str(value).translate(PROPERTY)}" for name, value in fields.items())
    return f"::{problem.severity} {written}::{problem.message.translate(DATA)}"
