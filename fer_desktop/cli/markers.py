"""`fer-desktop sessions markers`: the markers of a session, and those of a file beside them."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from fer_desktop.cli.exit_code import OK
from fer_desktop.cli.say import say
from fer_desktop.results.marker_files import MarkerTable, read_markers, with_markers
from fer_desktop.session.library import check_not_held, load_session, save_edits


def markers(options: argparse.Namespace, passphrase: str) -> int:
    """List the markers of a session, or change its edits; returns the exit code.

    Raises:
        SessionError: it cannot be read or written.
        MarkersUnreadable: the file holds none.
    """
    session = load_session(options.folder, passphrase)
    if options.undo:
        check_not_held(options.folder)
        save_edits(session.store, replace(session.edits, markers=None))
        say("As it was recorded.", file=sys.stderr)
    elif options.markers is None:
        for one in session.markers:
            say(f"{one.time_s:.3f}  {one.label}")
        if not session.markers:
            say("The session has no markers.", file=sys.stderr)
    else:
        check_not_held(options.folder)
        found = read_markers(options.markers, session, MarkerTable(options.time, options.label, options.offset))
        edits = with_markers(session, found.markers, options.replace)
        save_edits(session.store, edits)
        if found.n_blank:
            say(f"{found.n_blank} row(s) without time or text left out.", file=sys.stderr)
        if found.n_outside:
            say(f"{found.n_outside} row(s) left out, the session does not have their times.", file=sys.stderr)
        say(f"{len(found.markers)} marker(s) read; the session has {len(edits.markers or ())}.")
    return OK
