"""Which session belongs where, as a table: many participants at once, as a spreadsheet saves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fer_desktop.errors import StudyUnreadable
from fer_desktop.results.filled_tables import FilledRow, filled_rows
from fer_desktop.studies.study import PlacedSession

NEEDED = ("session", "participant")
_HINT = "It has the columns session and participant and, where you like, group, visit, condition, face and date."


def planned(path: Path) -> list[tuple[PlacedSession, str]]:
    """Each session of a table with the group of its participant, "" where it says none.

    Args:
        path: Folders in its column `session` are relative to the folder that it is in, or absolute.

    Raises:
        StudyUnreadable: it is no such table, or a session is not there.
    """
    try:
        rows = list(_placed(filled_rows(path, NEEDED), path.parent))
    except (OSError, ValueError) as error:
        raise StudyUnreadable("{path} is no plan of a study ({reason}).", _HINT, path=path, reason=error) from error
    if not rows:
        raise StudyUnreadable("{path} has no rows.", _HINT, path=path)
    return rows


def _placed(rows: list[FilledRow], beside: Path) -> Iterator[tuple[PlacedSession, str]]:
    for row in rows:
        for name in NEEDED:
            if not row[name]:
                raise ValueError(f"line {row.line}: there is no {name}")
        folder = beside / row["session"]
        if not folder.is_dir():
            raise ValueError(f"line {row.line}: there is no session at {folder}")
        face = row.whole("face") if row["face"] else None
        if face is not None and face < 1:
            raise ValueError(f"line {row.line}: faces are numbered from 1")
        placed = PlacedSession(
            folder=str(folder),
            participant=row["participant"],
            visit=row["visit"],
            condition=row["condition"] or None,
            face=face,
            date=row["date"],
        )
        yield placed, row["group"]
