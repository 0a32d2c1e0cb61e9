"""The command line: `fer-desktop` opens the window, its sub-commands work without one.

What a command needs is imported when it is chosen, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module

from fer_desktop.cli.arguments import build_parser, check_options
from fer_desktop.cli.exit_code import FAILED, INTERRUPTED, UNREAD
from fer_desktop.cli.named_files import with_files_named
from fer_desktop.cli.say import say
from fer_desktop.cli.signals import interrupt_on_signals
from fer_desktop.cli.streams import OutputLost, flush_output, prepare_streams
from fer_desktop.errors import FerError
from fer_desktop.memory import share_arenas


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    share_arenas()
    prepare_streams()
    try:
        code = _run(arguments)
        flush_output()
    except SystemExit:  # after --help, or a wrong usage
        with suppress(OutputLost):
            flush_output()
        raise
    except OutputLost as lost:
        if lost.has_no_reader:  # whoever reads has seen enough
            return UNREAD
        say(f"The output cannot be written: {lost}.", file=sys.stderr)
        return FAILED
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        if error.filename is None:
            raise
        say(f"{error.filename}: {error.strerror}. Check the name and your permissions.", file=sys.stderr)
        return FAILED
    return code


def _run(arguments: Sequence[str] | None) -> int:
    parser = build_parser()
    options = parser.parse_args(with_files_named(sys.argv[1:] if arguments is None else arguments))
    check_options(parser, options)
    if options.command:  # the window finishes a recording in its own way
        interrupt_on_signals()
    try:
        return _command(options.command)(options)
    except FerError as error:
        say(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:  # also while a command still imports what it needs
        say("Interrupted.", file=sys.stderr)
        return INTERRUPTED


def _command(name: str | None) -> Callable[[argparse.Namespace], int]:
    """Each command has a module of its name; without one there is the window."""
    return import_module(f"fer_desktop.cli.{name or 'window'}").run
