"""`fer-desktop sessions export`: from the options of the command line to a file."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fer_desktop.cli.exit_code import OK
from fer_desktop.cli.progress import share_bar
from fer_desktop.cli.say import say
from fer_desktop.errors import ExportError
from fer_desktop.results.formats import ExportOptions, Format, check_timeline, export_session, format_by_extension
from fer_desktop.results.fusion import can_fuse
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.tiers import words_tiers
from fer_desktop.session.library import Session, load_session


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the command line says of an export; see `Selection`.

    Attributes:
        format: None infers it from the extension of the file.
        between: Labels of two markers, in the place of `range_s`.
    """

    format: Format | None
    faces: tuple[int, ...]
    range_s: tuple[float, float]
    between: tuple[str, ...] | None
    grid_hz: float
    smooth_s: float
    without_excluded: bool
    with_raw: bool
    with_voice: bool
    with_words: bool
    with_texts: bool
    with_fusion: bool
    with_details: bool


def chosen_export(options: argparse.Namespace) -> ExportChoice:
    """What the command line says of the export."""
    return ExportChoice(
        format=options.format,
        faces=tuple(options.faces),
        range_s=(options.start or 0.0, float("inf") if options.end is None else options.end),
        between=tuple(options.between) if options.between else None,
        grid_hz=options.grid,
        smooth_s=options.smooth,
        without_excluded=options.without_excluded,
        with_raw=not options.without_raw,
        with_voice=options.voice,
        with_words=options.words,
        with_texts=not options.without_texts,
        with_fusion=options.fusion,
        with_details=options.details,
    )


def write_export(folder: Path, passphrase: str, target: Path, may_replace: bool, choice: ExportChoice) -> int:
    """Write a session to a file; returns the exit code.

    Raises:
        ExportError: the file is there already or its extension says another format, a face or marker is not there,
            nothing is selected, or it cannot be written.
    """
    chosen = format_of(target, choice.format)
    check_free(target, may_replace)
    session = opened(folder, passphrase)
    options = ExportOptions(chosen, _selection(session, choice))
    if choice.with_voice and session.voice is None:
        raise ExportError("Nobody listened in {path}.", "Leave --voice out, or analyse with it.", path=folder)
    if choice.with_fusion and not can_fuse(session):
        raise ExportError(
            "There is nothing to fuse in {path}: face, voice or words are alone, or fusion was switched off.",
            "Leave --fusion out.",
            path=folder,
        )
    if choice.with_words and session.words is None:
        raise ExportError(
            "Nobody wrote down what is said in {path}.", "Leave --words out, or add a transcript.", path=folder
        )
    if choice.with_details and session.details is None:
        raise ExportError(
            "No details of faces were measured in {path}.", "Leave --details out, or analyse with it.", path=folder
        )
    _check_some(session, options)
    with share_bar("Export") as progress:
        export_session(session, target, options, progress)
    say(f"Exported to {target}", file=sys.stderr)
    return OK


def format_of(target: Path, chosen: Format | None) -> Format:
    """The format of an export: the one that was chosen, else inferred from the extension of the file; else CSV.

    Raises:
        ExportError: the extension promises another format than was chosen, so that no program would open the file.
    """
    said = format_by_extension(target)
    if chosen is not None and said in ("json", "parquet", "eaf", "textgrid", "physio") and chosen != said:
        raise ExportError(
            "{path} ends in {ending}, which is not the format {format}.",
            "Choose another extension, or leave --format out.",
            path=target,
            ending=target.suffix,
            format=chosen,
        )
    return chosen or said or "csv"


def _selection(session: Session, choice: ExportChoice) -> Selection:
    unknown = sorted(set(choice.faces) - set(session.face_ids))
    if unknown:
        raise ExportError(
            "There is no face {unknown}; the session has {faces}.",
            "Choose one of these.",
            unknown=unknown[0],
            faces=", ".join(map(str, session.face_ids)) or "none",
        )
    start_s, end_s = choice.range_s if choice.between is None else _between(session, choice.between)
    return Selection(
        faces=choice.faces,
        start_s=start_s if start_s > 0 else -np.inf,
        end_s=end_s,
        grid_hz=choice.grid_hz,
        smooth_s=choice.smooth_s,
        without_excluded=choice.without_excluded,
        with_raw=choice.with_raw,
        with_voice=choice.with_voice,
        with_words=choice.with_words,
        with_texts=choice.with_texts,
        with_fusion=choice.with_fusion,
        with_details=choice.with_details,
    )


def _check_some(session: Session, options: ExportOptions) -> None:
    """An export without a single row would pass for one of a session in which nothing happened."""
    chosen = options.selection
    table = select(session, replace(chosen, grid_hz=0.0, smooth_s=0.0))  # neither decides whether there is a row
    marked = [m for m in session.markers if chosen.start_s <= m.time_s <= chosen.end_s]
    n_rows = len(table)
    check_timeline(session, options)
    if options.format == "bids":
        n_rows = len(marked)
    elif options.format in ("elan", "eaf", "textgrid"):
        n_rows = len(table.face_ids) + len(marked) + len(words_tiers(session, chosen))
    if not n_rows and options.format == "bids":
        raise ExportError(
            "The export would be empty: BIDS events are markers, and {path} has none there.",
            "Choose another part, or another format.",
            path=session.folder,
        )
    if not n_rows:
        raise ExportError(
            "The export would be empty: nothing of {path} is selected.",
            "Choose another part, other faces, or another format.",
            path=session.folder,
        )


def _between(session: Session, labels: tuple[str, ...]) -> tuple[float, float]:
    """Times of the first marker with the first label, and of the next one after it with the second."""
    first = next((m.time_s for m in session.markers if m.label == labels[0]), None)
    after = [] if first is None else [m.time_s for m in session.markers if m.label == labels[1] and m.time_s > first]
    if first is None or not after:
        raise ExportError(
            "There is no marker {first!r} followed by {second!r}; the session has {known}.",
            "Choose two of these.",
            first=labels[0],
            second=labels[1],
            known=", ".join(dict.fromkeys(marker.label for marker in session.markers)) or "none",
        )
    return first, after[0]


def opened(folder: Path, passphrase: str) -> Session:
    """Read a session; what is wrong with it is said, and its good part used."""
    session = load_session(folder, passphrase)
    for problem in session.problems:
        say(f"warning: {problem}", file=sys.stderr)
    return session


def check_free(target: Path, may_replace: bool) -> None:
    """Refuse to replace a file unless the user allows it."""
    if target.exists() and not may_replace:
        raise ExportError("{path} is there already.", "Choose another name, or add --force.", path=target)
