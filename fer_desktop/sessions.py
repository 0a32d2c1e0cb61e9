"""`fer-desktop sessions`: list what was recorded, mend what a crash left, export a table."""

from __future__ import annotations

import sys
from pathlib import Path

from fer_desktop.errors import ExportError, FerError
from fer_desktop.session.export import export_csv
from fer_desktop.session.library import list_sessions, load_session, read_info, recover


def print_sessions(root: Path) -> int:
    """One line for each session in a folder; returns the exit code."""
    for folder in list_sessions(root):
        try:
            info = read_info(folder)
            state = "" if info["complete"] else "  (not finished: repair it)"
            facts = (f"{info['duration_s']:.1f} s", f"{len(info['faces'])} face(s)", info["source"]["name"] + state)
            print(folder.name, *facts, sep="  ")
        except (FerError, KeyError, TypeError):
            print(f"{folder.name}  (cannot be read)")
    return 0


def repair_session(folder: Path) -> int:
    """Finish a session that was cut short; returns the exit code."""
    if read_info(folder).get("complete"):
        print(f"{folder} is whole.")
        return 0
    print(f"Repaired: {recover(folder)}")
    return 0


def export_session(folder: Path, target: Path, may_replace: bool) -> int:
    """Write the timeline of a session to a file; returns the exit code.

    Raises:
        ExportError: the file is there already, or cannot be written.
    """
    if target.exists() and not may_replace:
        raise ExportError("{path} is there already.", "Choose another name, or add --force.", path=target)
    export_csv(load_session(folder), target)
    print(f"Exported to {target}", file=sys.stderr)
    return 0
