"""`fer-desktop` without a command: the window, where there is a display for it."""

from __future__ import annotations

import argparse
import sys

from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.say import say
from fer_desktop.display import has_display
from fer_desktop.errors import SessionLocked
from fer_desktop.log import log_uncaught, set_up_logging
from fer_desktop.paths import log_dir, settings_file
from fer_desktop.session.passphrase import new_passphrase
from fer_desktop.settings import Settings, load_settings


def run(options: argparse.Namespace) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    if not can_show_window():
        return FAILED
    set_up_logging(log_dir())
    log_uncaught()
    settings = load_settings(settings_file())
    try:
        passphrase = new_passphrase(options.passphrase_file) if options.passphrase_file else ""
        if options.record_for:
            _check_unattended(settings, passphrase)
    except SessionLocked as error:
        say(error, file=sys.stderr)
        return FAILED
    from fer_desktop.app.options import WindowOptions
    from fer_desktop.app.run_window import run_window

    chosen = WindowOptions(
        options.source,
        options.max_faces,
        options.device,
        options.prior,
        options.adapted,
        options.record_for,
        tuple(options.files),
        options.voice or options.microphone is not None,
        options.microphone,
        options.keep_voice,
        passphrase,
        options.websocket,
        options.lsl,
        options.osc,
        options.label_folder,
    )
    end = run_window(chosen, settings)
    if end.late:
        say(f"did not end in time: {', '.join(end.late)}", file=sys.stderr)
    if end.problem:
        say(end.problem, file=sys.stderr)
    return OK if end.is_as_asked else FAILED


def _check_unattended(settings: Settings, passphrase: str) -> None:
    """Say what an unattended recording would wait for.

    Raises:
        SessionLocked: it would wait for a passphrase for ever.
    """
    if settings.encrypt and not passphrase:
        raise SessionLocked(
            "The settings ask for encrypted recordings, and nobody is there to type a passphrase.",
            "Give a file that begins with one: --passphrase-file FILE.",
        )
    if not settings.has_agreed:
        say("The first screen waits: agree to it once, then start again.", file=sys.stderr)


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
