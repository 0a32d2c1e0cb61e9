"""What a user changes about a session afterwards: its own small file, so that the recording stays as it was."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from fer_desktop.core.types import Marker
from fer_desktop.errors import SessionUnreadable
from fer_desktop.session import schema
from fer_desktop.session.store import Store
from fer_desktop.session.table import Table

EDITS_VERSION = 1
_HINT = "Rename or delete that file to go back to the recording as it was."


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, both ends included."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Edits:
    """The changes.

    Attributes:
        title, notes: For people.
        names: By face.
        merged: Faces that are another face: id -> the id that it is counted under.
        excluded: Stretches that statistics and exports leave out when asked to.
        markers: All markers in their place, or None when they are as recorded.
    """

    title: str = ""
    notes: str = ""
    names: dict[int, str] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    excluded: tuple[Span, ...] = ()
    markers: tuple[Marker, ...] | None = None

    def applied(self, table: Table) -> Table:
        """The table with merged faces; rows stay in their order."""
        ids = table["face_id"].copy()
        for face, target in self.merged.items():
            ids[table["face_id"] == face] = self.target_of(target)
        return table.replaced(face_id=ids)

    def target_of(self, face_id: int) -> int:
        """Where a face ends up; rings end at the first face that comes up twice."""
        seen = {face_id}
        while (target := self.merged.get(face_id, face_id)) not in seen:
            seen.add(target)
            face_id = target
        return face_id

    def without_excluded(self, table: Table) -> Table:
        """The rows outside of the excluded stretches."""
        keep = np.ones(len(table), dtype=bool)
        for span in self.excluded:
            keep &= ~((table["time_s"] >= span.start_s) & (table["time_s"] <= span.end_s))
        return table.where(keep)


def load_edits(store: Store) -> Edits:
    """Read the edits of a session; none when there is no such file.

    Raises:
        SessionUnreadable: the file is damaged.
    """
    path = store.path(schema.EDITS_FILE)
    try:
        with store.open(schema.EDITS_FILE) as file:
            return _edits(json.loads(file.read()))
    except FileNotFoundError:
        return Edits()
    except (OSError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise SessionUnreadable("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error


def edits_json(edits: Edits) -> dict[str, Any]:
    """What is written to the file."""
    return {"edits_version": EDITS_VERSION, **asdict(edits)}


def _edits(values: dict[str, Any]) -> Edits:
    markers = values.get("markers")
    return Edits(
        title=str(values.get("title", "")),
        notes=str(values.get("notes", "")),
        names={int(face): str(name) for face, name in values.get("names", {}).items()},
        merged={int(face): int(target) for face, target in values.get("merged", {}).items()},
        excluded=tuple(Span(float(s["start_s"]), float(s["end_s"])) for s in values.get("excluded", [])),
        markers=None if markers is None else tuple(Marker(float(m["time_s"]), str(m["label"])) for m in markers),
    )
