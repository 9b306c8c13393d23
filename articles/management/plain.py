"""What every command of ours has in common: bad arguments get one line, not the usage of the whole command."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand


class PlainCommand(BaseCommand):
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser: ArgumentParser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.print_usage = _nothing  # type: ignore[method-assign]  # it comes before each error; --help still has it
        return parser


def _nothing(file: object = None) -> None:
    """Prints no usage."""
