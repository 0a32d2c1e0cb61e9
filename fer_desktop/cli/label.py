"""`fer-desktop label`: pictures and clips of a folder, labelled in the window, or in a table that one fills in."""

from __future__ import annotations

import argparse
import sys

from fer_desktop.cli import window
from fer_desktop.cli.exit_code import OK
from fer_desktop.cli.export import check_free
from fer_desktop.cli.say import say
from fer_desktop.errors import SourceUnreadable
from fer_desktop.session.files import write_whole


def run(options: argparse.Namespace) -> int:
    """Open the window with the folder, or write the table; returns the exit code.

    Raises:
        SourceUnreadable: there is no such folder.
        CodesUnreadable: there is nothing to label in it.
        ExportError: the table is there already, or cannot be written.
    """
    folder = options.label_folder
    if not folder.is_dir():
        raise SourceUnreadable("There is no such folder: {path}.", "Check the name.", path=folder)
    if options.table is None:
        return window.run(options)
    from fer_desktop.offline.labelling import open_folder
    from fer_desktop.results.folder_codes import begun_labels, labels_csv

    check_free(options.table, options.force)
    given = open_folder(folder)
    write_whole(options.table, labels_csv(given, begun_labels(given, (), "table", len(given.items), options.seed)))
    say(f"{len(given.items)} pictures and clips written to {options.table}", file=sys.stderr)
    return OK
