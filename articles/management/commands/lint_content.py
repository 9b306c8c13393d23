"""python manage.py lint_content: every problem and warning of the content folder, with no database."""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.editing.lint import lint
from articles.problems import Problem, Severity


class Command(BaseCommand):
    help = "Every problem and warning of the content folder, with no database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="only these files or folders")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--strict", action="store_true", help="a warning counts as a problem")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [self._relative(path) for path in options["paths"]]
        problems = [
            problem
            for problem in lint(settings.CONTENT_DIR, datetime.now(UTC).date())
            if not chosen or any(problem.path == path or problem.path.startswith(f"{path}/") for path in chosen)
        ]
        if options["format"] == "json":
            self.stdout.write(json.dumps([self._as_json(problem) for problem in problems], ensure_ascii=False))
        else:
            for problem in problems:
                mark = "" if problem.severity is Severity.ERROR else "warning "
                self.stdout.write(f"{problem.path}:{problem.line}: {mark}{problem.code} {problem.message}")
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        if errors or (options["strict"] and problems):
            raise SystemExit(1)

    def _relative(self, path: str) -> str:
        """As problems name it; a path may be given from here or from the content folder."""
        root = Path(settings.CONTENT_DIR).resolve()
        for place in (Path(path).resolve(), (root / path).resolve()):
            if place.exists() and place.is_relative_to(root):
                relative = place.relative_to(root).as_posix()
                return "" if relative == "." else relative
        raise CommandError(f"{path}: there is no such file in {root}.")

    def _as_json(self, problem: Problem) -> dict[str, str | int]:
        return {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.message,
        }
