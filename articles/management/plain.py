"""What every command of ours has in common: bad arguments get one line, not the usage of the whole command, and long
work is seen to go on where somebody watches.
"""

import re
from argparse import ArgumentParser
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from articles.problems import Problem

SEEN_MAX = 40  # lines of a window
MISSING = "the following arguments are required"
SAID = {
    r"argument (.+?): invalid int value: (.+)": "{0}: “{1}” is no whole number. Write it with digits alone.",
    r"argument (.+?): expected (?:at least )?one argument": "{0}: nothing stands after it. Write its value there.",
    r"argument (.+?): not allowed with argument (.+)": "{0} cannot stand beside {1}. Keep one of the two.",
    r"argument (.+?): ignored explicit argument (.+)": "{0} takes no value. Take “{1}” out.",
    r"ambiguous option: (.+?) could match (.+)": "{0} may be any of {1}. Write it out.",
    rf"{MISSING}: (.+)": "Missing: {0}.",
    r"one of the arguments (\S+) (.+) is required": "Missing: {0} or {1}.",
}  # what the library says, and what people are told
CHOICE = re.compile(r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", re.DOTALL)
UNKNOWN = re.compile(r"unrecognized arguments: (\S+).*", re.DOTALL)
CLEAR = "\x1b[K"  # the rest of the line


class PlainCommand(BaseCommand):
    requires_system_checks = []
    example = ""  # what may be typed after manage.py, for somebody who typed something else

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser: ArgumentParser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.print_usage = _nothing  # type: ignore[method-assign]  # it comes before each error; --help still has it
        refuse, parse, known = parser.error, parser.parse_args, parser._option_string_actions
        typed: list[str] = []

        def parse_args(args: Sequence[str] | None = None, namespace: Any = None) -> Any:
            typed[:] = args or ()
            return parse(args, namespace)

        def error(message: str) -> NoReturn:
            missing = _one_of_each(parser, typed) if message.startswith(MISSING) else ""
            refuse(reworded(message + missing, [*known], self.example or f"{subcommand} --help"))

        parser.parse_args, parser.error = parse_args, error  # type: ignore[assignment, method-assign]
        return parser

    def execute(self, *args: Any, **options: Any) -> Any:
        """What cannot be done is said in a line of its own, without the name of an exception before it."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            typed = getattr(self, "_called_from_command_line", False)  # Django's own name for it
            if not typed or options["traceback"]:
                raise
            self.stderr.write(str(error))
            raise SystemExit(error.returncode) from None

    def told(self, done: int, of: int) -> None:
        """How far it is, on one line of a terminal, which is empty again at the end; nothing in a pipe."""
        if self.stderr.isatty():
            said = f"\r{CLEAR}" + (f"{done} of {of}" if done < of else "")
            self.stderr.write(said, style_func=str, ending="")  # not in the red of a mistake
            self.stderr.flush()

    def sum_up(self, problems: Sequence[Problem]) -> None:
        """After more than a window holds, how many there were and what to do first; nothing in a pipe."""
        if len(problems) > SEEN_MAX and self.stderr.isatty():
            paths = {problem.path for problem in problems}
            first = min(problems)
            self.stderr.write(
                f"\n{len(problems):,} in all, in {len(paths):,} file{'s' if len(paths) > 1 else ''}. The first is in "
                f"{first.path}, line {first.line}. Of one file alone: manage.py lint_content {first.path}"
            )


def open_index() -> None:
    """Or one line that names the setting, where nothing answers at its address. A file that is there and damaged or
    cannot be read is another matter, which each command tells or mends by itself."""
    if connection.vendor == "sqlite" and Path(str(connection.settings_dict["NAME"])).exists():
        return
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        message = f"DATABASE_URL: the index cannot be opened ({reason}). Check the address, and that it is up."
        raise CommandError(message) from None


def reworded(message: str, options: Sequence[str], example: str) -> str:
    """What was wrong with the arguments, what may stand there, and an example."""
    if found := CHOICE.fullmatch(message):
        name, value, choices = found[1], _bare(found[2]), [_bare(each) for each in found[3].split(", ")]
        fitting = (get_close_matches(value, choices, n=1) or choices)[0]
        return f"{name}: “{value}” cannot stand there. Write one of {', '.join(choices)}, as {name} {fitting}."
    if found := UNKNOWN.fullmatch(message):
        return f"{_unknown(found[1], options)} As: manage.py {example}"
    for pattern, said in SAID.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return f"{said.format(*map(_bare, found.groups()))} As: manage.py {example}"
    return message.removeprefix("argument ")


def _one_of_each(parser: ArgumentParser, typed: Sequence[str]) -> str:
    """Of options of which one must stand, which the library misses only once nothing else is missing."""
    given = {word.split("=")[0] for word in typed}
    groups = [
        [action.option_strings[0] for action in group._group_actions]
        for group in parser._mutually_exclusive_groups
        if group.required
    ]
    return "".join(f", {' or '.join(names)}" for names in groups if not given.intersection(names))


def _unknown(word: str, options: Sequence[str]) -> str:
    name = word.split("=")[0]
    if not word.startswith("-"):
        return f"“{word}” is a word too many. Put words that belong together in quotes, or take it out."
    near = get_close_matches(name, options, n=1, cutoff=0.7)
    return f"There is no {name}. " + (f"Did you mean {near[0]}?" if near else "Take it out.")


def _bare(value: str) -> str:
    """Without the quotes that a programmer would see."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def _nothing(file: object = None) -> None:
    """Prints no usage."""
