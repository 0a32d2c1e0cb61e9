"""`fer-desktop sessions import`: tables of other programs become sessions."""

from __future__ import annotations

import argparse
import sys

from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.say import say
from fer_desktop.errors import ForeignTableUnreadable
from fer_desktop.offline.importing import import_table
from fer_desktop.paths import sessions_dir
from fer_desktop.session.library import load_session
from fer_desktop.session.passphrase import new_passphrase


def import_tables(options: argparse.Namespace) -> int:
    """Make a session of each table; those that make no sense are named, the others are read; returns the exit code."""
    passphrase = new_passphrase(options.passphrase_file) if options.passphrase_file else ""
    failed = False
    for table in options.tables:
        try:
            folder = import_table(table, options.out or sessions_dir(), options.fps, passphrase)
        except ForeignTableUnreadable as error:
            failed = True
            say(error, file=sys.stderr)
            continue
        say(folder)
        for notice in load_session(folder, passphrase).info.notices:
            say(f"{table.name}: {notice}", file=sys.stderr)
    return FAILED if failed else OK
