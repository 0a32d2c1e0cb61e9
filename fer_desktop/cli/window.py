"""`fer-desktop` without a command: the window, where there is a display for it."""

from __future__ import annotations

import argparse
import sys

from fer_desktop.cli.exit_code import FAILED
from fer_desktop.cli.say import say
from fer_desktop.display import has_display
from fer_desktop.errors import SessionLocked
from fer_desktop.log import log_uncaught, set_up_logging
from fer_desktop.paths import log_dir
from fer_desktop.session.passphrase import new_passphrase


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    if not can_show_window():
        return FAILED
    set_up_logging(log_dir())
    log_uncaught()
    from fer_desktop.app.options import WindowOptions
    from fer_desktop.app.run_window import run_window

    try:
        passphrase = new_passphrase(options.passphrase_file) if options.passphrase_file else ""
    except SessionLocked as error:
        say(error, file=sys.stderr)
        return FAILED
    chosen = WindowOptions(
        options.source, options.max_faces, options.device, options.prior, options.record_for, passphrase
    )
    return run_window(chosen)


def can_show_window() -> bool:
    """Say it when there is no display: Qt would end the process without a word."""
    if has_display():
        return True
    say(
        "There is no display, so no window can be opened. "
        "Run `fer-desktop analyze INPUT` to work without one, or set DISPLAY.",
        file=sys.stderr,
    )
    return False
