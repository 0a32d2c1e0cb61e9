"""Sessions on disk: list, read, mend. Nothing here changes a finished session."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import SessionTooNew, SessionUnreadable
from fer_desktop.session import schema
from fer_desktop.session.recorder import write_json

_HINT = "Choose a session folder, one that holds session.json and timeline.csv."


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """A session as read from disk.

    Attributes:
        folder: Where it is.
        info: What session.json says.
        rows: Cells of timeline.csv below the header, as text.
    """

    folder: Path
    info: dict[str, Any]
    rows: tuple[tuple[str, ...], ...]

    @property
    def face_ids(self) -> tuple[int, ...]:
        """Every face of the session, in the order of their numbers."""
        column = schema.HEADER.index("face_id")
        return tuple(sorted({int(row[column]) for row in self.rows if row[column]}))

    def series(self, face_id: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Times (N,) of all analysed frames and probabilities (N, 8) of one face, NaN where it is absent."""
        times, values = schema.HEADER.index("time_s"), schema.HEADER.index(EXPRESSIONS[0])
        ids = schema.HEADER.index("face_id")
        moments: dict[float, NDArray[np.float64]] = {}
        for row in self.rows:
            probabilities = moments.setdefault(float(row[times]), np.full(len(EXPRESSIONS), np.nan))
            if row[ids] == str(face_id):
                probabilities[:] = [float(cell) for cell in row[values : values + len(EXPRESSIONS)]]
        return np.array(list(moments)), np.array(list(moments.values())).reshape(-1, len(EXPRESSIONS))


def list_sessions(root: Path) -> list[Path]:
    """Finished and unfinished session folders in `root`, oldest first."""
    if not root.is_dir():
        return []
    return sorted(path.parent for path in root.glob(f"*/{schema.SESSION_FILE}"))


def load_session(folder: Path) -> Session:
    """Read a session, also an unfinished one; a last row that a crash cut short is left out.

    Raises:
        SessionUnreadable: it is not a session, or it is damaged.
        SessionTooNew: a newer version of the app wrote it.
    """
    info = read_info(folder)
    path = folder / schema.TIMELINE_FILE
    try:
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = _whole_rows(file.read())
    except (OSError, ValueError, csv.Error) as error:
        raise SessionUnreadable("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error
    if tuple(header) != schema.HEADER:
        raise SessionUnreadable("{path} does not have the columns of a timeline.", _HINT, path=path)
    return Session(folder, info, tuple(tuple(row) for row in rows))


def read_info(folder: Path) -> dict[str, Any]:
    """Read and check session.json.

    Raises:
        SessionUnreadable: it is missing or damaged.
        SessionTooNew: a newer version of the app wrote it.
    """
    path = folder / schema.SESSION_FILE
    try:
        info = json.loads(path.read_text(encoding="utf-8"))
        version = int(info["schema_version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SessionUnreadable("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error
    if version > schema.SCHEMA_VERSION:
        raise SessionTooNew(
            "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=folder
        )
    return dict(info)


def recover(folder: Path) -> Path:
    """Finish a session that a crash left unfinished; returns its new folder.

    Rows stay as they are, but for a last one that was cut short; session.json says what happened.

    Raises:
        SessionUnreadable: there is nothing to recover.
    """
    session = load_session(folder)
    timeline = folder / schema.TIMELINE_FILE
    text = timeline.read_text(encoding="utf-8")
    if not text.endswith("\n"):
        timeline.write_text(text[: text.rfind("\n") + 1], encoding="utf-8", newline="")
    times, ids = schema.HEADER.index("time_s"), schema.HEADER.index("face_id")
    n_frames = len({row[schema.HEADER.index("frame")] for row in session.rows})
    counted = [{"face_id": i, "samples": sum(row[ids] == str(i) for row in session.rows)} for i in session.face_ids]
    found = {
        "frames_analysed": n_frames,
        "samples": len(session.rows),
        "faces": counted,
        "duration_s": float(session.rows[-1][times]) if session.rows else 0.0,
        "end_reason": "recovered after the app ended unexpectedly",
        "complete": True,
    }
    write_json(folder / schema.SESSION_FILE, {**session.info, **found})
    final = folder.with_name(folder.name.removesuffix(schema.PARTIAL_SUFFIX))
    number = 2
    while final.exists() and final != folder:
        final = folder.with_name(f"{folder.name.removesuffix(schema.PARTIAL_SUFFIX)}_{number}")
        number += 1
    return folder.rename(final)


def _whole_rows(text: str) -> list[list[str]]:
    """Rows of CSV text up to the last line break."""
    whole = text[: text.rfind("\n") + 1]
    rows = list(csv.reader(whole.splitlines()))
    if not rows:
        raise ValueError("it is empty")
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        raise ValueError("rows have different lengths")
    return rows
