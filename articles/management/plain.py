"""What every command of ours has in common: bad arguments get one line, not the usage of the whole command, and long
work is seen to go on where somebody watches.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

CLEAR = "\x1b[K"  # the rest of the line


class PlainCommand(BaseCommand):
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser: ArgumentParser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.print_usage = _nothing  # type: ignore[method-assign]  # it comes before each error; --help still has it
        return parser

    def told(self, done: int, of: int) -> None:
        """How far it is, on one line of a terminal, which is empty again at the end; nothing in a pipe."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{CLEAR}" + (f"{done} of {of}" if done < of else ""), ending="")
            self.stderr.flush()


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


def _nothing(file: object = None) -> None:
    """Prints no usage."""
