"""`fer-desktop sessions`: list what was recorded, look at it, mend, delete, export and report."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict, dataclass, replace
from getpass import getpass
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import ExportError, FerError, SessionLocked, SessionUnreadable
from fer_desktop.offline.progress import share_bar
from fer_desktop.paths import sessions_dir
from fer_desktop.results.formats import ExportOptions, Format, export_session
from fer_desktop.results.report import REPORT_SUFFIXES, write_report
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import data_quality, session_statistics
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.library import Session, list_sessions, load_session, read_info
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.passphrase import read_passphrase
from fer_desktop.session.repair import recover
from fer_desktop.session.schema import PARTIAL_SUFFIX
from fer_desktop.session.store import PlainStore, is_sealed

_ENDINGS: dict[str, Format] = {".csv": "csv", ".parquet": "parquet", ".json": "json", ".tsv": "bids", ".txt": "elan"}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the command line says of an export; see `Selection`.

    Attributes:
        format: None lets the ending of the file say it.
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


def print_sessions(root: Path | None) -> int:
    """One line for each session in a folder, the user's own without one; returns the exit code.

    Raises:
        SessionUnreadable: there is no such folder.
    """
    if root is not None and not root.is_dir():
        raise SessionUnreadable("There is no such folder: {path}.", "Check the name and the folder.", path=root)
    root = root or sessions_dir()  # its first session makes it
    folders = list_sessions(root)
    for folder in folders:
        try:
            print(_line(folder))
        except (FerError, OSError):
            if folder.exists():  # else its recording has just ended, and it is listed next time under its final name
                print(f"{folder.name}  (cannot be read)")
    if not folders:
        print(f"No sessions in {root}", file=sys.stderr)
    return 0


def _line(folder: Path) -> str:
    """What a list says of a session; length and faces only once they are known, which is at its end."""
    state = "being recorded" if is_being_recorded(folder) else "not finished: repair it"
    if is_sealed(folder):
        parts = ["encrypted", *([state] if folder.name.endswith(PARTIAL_SUFFIX) else [])]
        return f"{folder.name}  ({', '.join(parts)})"
    info = read_info(PlainStore(folder))
    facts = [info.source.name]
    if info.complete:
        facts, state = [f"{info.duration_s:.1f} s", f"{len(info.faces)} face(s)", *facts], info.end_reason
    return "  ".join([folder.name, *facts, *([f"({state})"] if state else [])])


def show_session(folder: Path, passphrase: str, as_json: bool) -> int:
    """What a session says of each face, and how complete it is; returns the exit code."""
    session = _opened(folder, passphrase)
    faces, quality = session_statistics(session), data_quality(session)
    if as_json:
        values = {
            "name": session.folder.name,
            "faces": [{"name": session.name_of(face.face_id), **asdict(face)} for face in faces],
            "quality": asdict(quality),
            "markers": [asdict(marker) for marker in session.markers],
            "complete": session.info.complete,
            "end_reason": session.info.end_reason,
            "problems": [str(problem) for problem in session.problems],
        }
        print(json.dumps(_json_values(values), ensure_ascii=False, allow_nan=False))
        return 0
    print(f"{session.folder.name}: {quality.duration_s:.1f} s, {quality.analysed} frames, {quality.skipped} skipped")
    if session.info.end_reason:
        print(f"  ended early: {session.info.end_reason}")
    for face in faces:
        tops = sorted(EXPRESSIONS, key=lambda name: -face.top_share[name])[:3]
        facts = [f"seen {face.seen_s:.1f} s"]
        if face.n_rows:
            facts += [f"{name} {face.top_share[name]:.0%}" for name in tops] + [f"valence {face.mean_valence:+.2f}"]
        print(f"  {session.name_of(face.face_id)}: {', '.join(facts)}")
    return 0


def _opened(folder: Path, passphrase: str) -> Session:
    """Read a session; what is wrong with it is said, and its good part used."""
    session = load_session(folder, passphrase)
    for problem in session.problems:
        print(f"warning: {problem}", file=sys.stderr)
    return session


def repair_session(folder: Path, passphrase: str) -> int:
    """Finish a session that was cut short; returns the exit code."""
    final = recover(folder, passphrase)
    problems = load_session(final, passphrase).problems
    for problem in problems:
        print(problem, file=sys.stderr)
    if final != folder:
        print(f"Repaired: {final}")
    elif not problems:
        print(f"{folder} is whole.")
    return int(bool(problems))


def remove_session(folder: Path, is_sure: bool) -> int:
    """Remove a session for good, after a question; returns the exit code."""
    if not is_sure:
        if not sys.stdin.isatty():
            raise ExportError("Nothing was removed.", "Add --yes to remove a session without being asked.")
        if input(f"Remove {folder} for good? [y/N] ").strip().lower() != "y":
            return 1
    left = delete_session(folder)
    print(f"Removed: {folder}", file=sys.stderr)
    if left:
        print(f"Left, since no session made it: {', '.join(str(path) for path in left)}", file=sys.stderr)
    return 0


def report_session(folder: Path, passphrase: str, target: Path, may_replace: bool) -> int:
    """Write a report; returns the exit code.

    Raises:
        ExportError: the file is there already, has another ending, or cannot be written.
    """
    if target.suffix.lower() not in REPORT_SUFFIXES:
        raise ExportError("{path} is neither .html nor .pdf.", "Choose one of these endings.", path=target)
    _check_free(target, may_replace)
    with share_bar("Report") as progress:
        write_report(_opened(folder, passphrase), target, progress)
    print(f"Report written to {target}", file=sys.stderr)
    return 0


def write_export(folder: Path, passphrase: str, target: Path, may_replace: bool, choice: ExportChoice) -> int:
    """Write a session to a file; returns the exit code.

    Raises:
        ExportError: the file is there already or its extension says another format, a face or marker is not there,
            nothing is selected, or it cannot be written.
    """
    chosen = format_of(target, choice.format)
    _check_free(target, may_replace)
    session = _opened(folder, passphrase)
    options = ExportOptions(chosen, _selection(session, choice))
    _check_some(session, options)
    with share_bar("Export") as progress:
        export_session(session, target, options, progress)
    print(f"Exported to {target}", file=sys.stderr)
    return 0


def format_of(target: Path, chosen: Format | None) -> Format:
    """The format of an export: the one that was chosen, else inferred from the extension of the file; else CSV.

    Raises:
        ExportError: the extension promises another format than was chosen, so that no program would open the file.
    """
    said = next((format_ for ending, format_ in _ENDINGS.items() if target.name.lower().endswith(ending)), None)
    if chosen is not None and said in ("json", "parquet") and chosen != said:
        raise ExportError(
            "{path} ends in {ending}, which is not the format {format}.",
            "Choose another extension, or leave --format out.",
            path=target,
            ending=target.suffix,
            format=chosen,
        )
    return chosen or said or "csv"


def passphrase_of(folder: Path, file: Path | None) -> str:
    """The passphrase of an encrypted session: the first line of a file, or what the user types; "" for a plain one.

    Raises:
        SessionLocked: there is nobody to ask, or the file cannot be read.
    """
    if not is_sealed(folder):
        return ""
    if file is not None:
        return read_passphrase(file)
    if not sys.stdin.isatty():
        raise SessionLocked("{path} is encrypted.", "Give its passphrase with --passphrase-file.", path=folder)
    return getpass("Passphrase: ")


def _json_values(value: Any) -> Any:
    """The same with None for what JSON has no number for, such as the mean valence of a face that was not seen."""
    if isinstance(value, dict):
        return {name: _json_values(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_json_values(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


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
    )


def _check_some(session: Session, options: ExportOptions) -> None:
    """An export without a single row would pass for one of a session in which nothing happened."""
    chosen = options.selection
    table = select(session, replace(chosen, grid_hz=0.0, smooth_s=0.0))  # neither decides whether there is a row
    marked = [m for m in session.markers if chosen.start_s <= m.time_s <= chosen.end_s]
    n_rows = {"bids": len(marked), "elan": len(table.face_ids) + len(marked)}.get(options.format, len(table))
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


def _check_free(target: Path, may_replace: bool) -> None:
    if target.exists() and not may_replace:
        raise ExportError("{path} is there already.", "Choose another name, or add --force.", path=target)
