"""What a user changes about a session afterwards: its own small file, so that the recording stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from fer_desktop.errors import SessionDamaged, SessionTooNew, SessionUnreadable
from fer_desktop.facts import Count, Facts, Number, decoded, encoded, load_json
from fer_desktop.session import schema
from fer_desktop.session.baseline_facts import BaselineFacts, CalibrationFacts
from fer_desktop.session.info import ModelFacts, TableFacts
from fer_desktop.session.store import Store
from fer_desktop.session.table import Table

EDITS_VERSION = 1
_HINT = "Rename or delete that file to go back to the recording as it was."


@dataclass(frozen=True, slots=True)
class Span(Facts):
    """A stretch of time, both ends included."""

    start_s: Number
    end_s: Number


@dataclass(frozen=True, slots=True)
class SessionMarker(Facts):
    """A moment of a session that has a name, as recorded or as the user moved it."""

    time_s: Number
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TranscriptFacts(Facts):
    """Where the words of a session come from.

    Attributes:
        source: Name of the file, or of the model that heard them.
        speech_model: What heard them; "" for a file.
        model: What read them; without one expressions are blank.
        has_text: Whether the words themselves are kept.
        language: What the user said it is; None where it was found out.
        n_lines, n_read: How many lines, and how many of them were in a language that the model reads.
        speakers: By name, the face that speaks; by hand.
        table: Sums of words.csv.
    """

    source: str
    speech_model: str = ""
    model: ModelFacts = field(default_factory=ModelFacts)
    has_text: bool = True
    language: str | None = None
    n_lines: Count = 0
    n_read: Count = 0
    speakers: Mapping[str, Count] = field(default_factory=dict)
    table: TableFacts = field(default_factory=lambda: TableFacts(rows=0, n_bytes=0, sha256=""))


@dataclass(frozen=True, slots=True)
class Edits(Facts):
    """The changes.

    Attributes:
        title, notes: For people.
        names: By face.
        merged: Faces that are another face: id -> the id that it is counted under.
        excluded: Stretches that statistics and exports leave out when asked to.
        markers: All markers in their place, or None when they are as recorded.
        baselines: What all rows of a face, after merging, are read against, in the place of what was recorded.
        calibration: How; None where the session itself says it.
        transcript: Where the words come from; None where nobody wrote them down.
    """

    title: str = ""
    notes: str = ""
    names: Mapping[Count, str] = field(default_factory=dict)
    merged: Mapping[Count, Count] = field(default_factory=dict)
    excluded: tuple[Span, ...] = ()
    markers: tuple[SessionMarker, ...] | None = None
    baselines: tuple[BaselineFacts, ...] = ()
    calibration: CalibrationFacts | None = None
    transcript: TranscriptFacts | None = None

    def applied(self, table: Table) -> Table:
        """The table with merged faces; rows stay in their order.

        A merged face that was found twice in one frame keeps the row with the higher quality, the first when
        they are equal: nobody is in two places.
        """
        ids = table["face_id"].copy()
        # chains end at their last face: merged one by one, 1 into 2 and 2 into 3 would leave rows under 2
        targets = {face: self.target_of(target) for face, target in self.merged.items()}
        for face, target in targets.items():
            ids[table["face_id"] == face] = target
        return _once_per_frame(table.replaced(face_id=ids), set(targets.values()))

    def target_of(self, face_id: int) -> int:
        """Where a face ends up; rings end at the first face that comes up twice."""
        seen = {face_id}
        while (target := self.merged.get(face_id, face_id)) not in seen:
            seen.add(target)
            face_id = target
        return face_id

    def without_excluded(self, table: Table) -> Table:
        """The rows outside of the excluded stretches."""
        return table.where(~within(table["time_s"], self.excluded))


def within(times_s: NDArray[np.float64], spans: Sequence[Span]) -> NDArray[np.bool_]:
    """(N,) which of the times (N,), in seconds, lie in one of the stretches."""
    result = np.zeros(len(times_s), dtype=bool)
    for span in spans:
        result |= (times_s >= span.start_s) & (times_s <= span.end_s)
    return result


def _once_per_frame(table: Table, faces: set[int]) -> Table:
    """Leave one row in each frame of these faces; a marker of a row that goes moves to the one that stays."""
    frames, quality, markers = table["frame"], np.nan_to_num(table["quality"]), table["marker"].copy()
    keep = np.ones(len(table), dtype=bool)
    for face in faces:
        mine = np.flatnonzero(table["face_id"] == face)
        # the last key counts first: by frame, then by quality, then in the order of the rows
        best_first = mine[np.lexsort((mine, -quality[mine], frames[mine]))]
        # NaN differs from everything, so that the first row of all counts as one
        is_first = np.diff(frames[best_first], prepend=np.nan) != 0
        # for each row the one of its frame that stays
        stays = best_first[is_first][np.cumsum(is_first) - 1]
        keep[best_first[~is_first]] = False
        for i in np.flatnonzero(~is_first & (markers[best_first] != "")):
            markers[stays[i]] = "; ".join(filter(None, (markers[stays[i]], markers[best_first[i]])))
    return table.replaced(marker=markers).where(keep)


def load_edits(store: Store) -> Edits:
    """Read the edits of a session; none when there is no such file, or nothing in it: see `lost_edits`.

    Raises:
        SessionUnreadable: the file is damaged.
        SessionTooNew: a newer version of the app wrote it.
    """
    path = store.path(schema.EDITS_FILE)
    try:
        if lost_edits(store) is not None:
            return Edits()
        with store.open(schema.EDITS_FILE) as file:
            values = load_json(file.read())
        if decoded(values, _Version).edits_version > EDITS_VERSION:
            raise SessionTooNew(
                "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=path
            )
        return _edits(values)
    except FileNotFoundError:
        return Edits()
    except (OSError, ValueError) as error:
        raise SessionUnreadable("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error


def lost_edits(store: Store) -> SessionDamaged | None:
    """That the file of the edits holds nothing, as after a power failure: the recording can be used as it was."""
    path = store.path(schema.EDITS_FILE)
    # after a power failure a file system may give back zeros
    if not path.is_file() or path.read_bytes().strip(b"\0"):
        return None
    return SessionDamaged("{path} is empty: what was changed in Review is lost.", path=path)


def edits_json(edits: Edits) -> dict[str, Any]:
    """What is written to the file."""
    values = {"edits_version": EDITS_VERSION, **encoded(edits)}
    return values if edits.markers is not None else {**values, "markers": None}  # readers are promised the key


@dataclass(frozen=True, kw_only=True, slots=True)
class _Version(Facts):
    edits_version: Annotated[int, Meta(ge=1)] = 1


def _edits(values: dict[str, Any]) -> Edits:
    return decoded({key: value for key, value in values.items() if key != "edits_version"}, Edits)
