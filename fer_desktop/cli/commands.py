"""How commands introduce themselves in `--help`."""

from __future__ import annotations

import argparse
from typing import Any


class Commands(argparse._SubParsersAction):  # type: ignore[type-arg]  # knows its type in stubs alone
    """Commands whose own help begins with what the list says of them, and ends with an example where there is one."""

    def add_parser(
        self, name: str, *, help: str | None = None, example: str = "", **options: Any
    ) -> argparse.ArgumentParser:
        """One more command.

        Args:
            help: What it does, in a line.
            example: A whole command line.
        """
        said = help or name
        options.setdefault("description", f"{said[0].upper()}{said[1:]}.")
        epilog = f"Example: {example}" if example else None
        parser: argparse.ArgumentParser = super().add_parser(name, help=help, epilog=epilog, **options)
        return parser


def add_commands(parser: argparse.ArgumentParser, name: str, is_needed: bool = True) -> Commands:
    """Let a parser have commands.

    Args:
        name: Under which the chosen one is kept, as "action".
    """
    commands = parser.add_subparsers(action=Commands, dest=name, metavar=name.upper(), required=is_needed)
    assert isinstance(commands, Commands)
    return commands
