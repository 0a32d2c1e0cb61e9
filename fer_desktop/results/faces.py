"""The faces of one moment of a session, as they were when it was analysed."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.core.types import Analysis, Face, TrackedFace
from fer_desktop.session.library import Session

_NEAREST_S = 0.2  # a picture further away from any analysed frame has no faces
_NO_LANDMARKS = np.zeros((468, 3), np.float32)
_NO_LANDMARKS.flags.writeable = False


class Faces:
    """Finds the rows of a moment.

    Args:
        session: With its edits: merged faces have one number.
    """

    def __init__(self, session: Session) -> None:
        self._table = session.table

    @cached_property
    def times_s(self) -> NDArray[np.float64]:
        """(N,) times of the analysed frames, growing."""
        return np.unique(self._table["time_s"])

    def at(self, time_s: float) -> Analysis | None:
        """What was found in the analysed frame that is nearest to a time; None where none is near.

        Landmarks are not stored in a session: they are all 0.
        """
        if not len(self.times_s):
            return None
        nearest_s = float(self.times_s[np.abs(self.times_s - time_s).argmin()])
        if abs(nearest_s - time_s) > _NEAREST_S:
            return None
        first, last = np.searchsorted(self._table["time_s"], [nearest_s, np.nextafter(nearest_s, np.inf)])
        rows = [row for row in range(first, last) if np.isfinite(self._table["face_id"][row])]
        return Analysis(0, nearest_s, tuple(map(self._face, rows)), 0.0)

    def step(self, time_s: float, n_frames: int) -> float:
        """Time of the analysed frame so many later, or earlier."""
        if not len(self.times_s):
            return time_s
        place = int(np.abs(self.times_s - time_s).argmin()) + n_frames
        return float(self.times_s[min(max(place, 0), len(self.times_s) - 1)])

    def _face(self, row: int) -> TrackedFace:
        table = self._table
        x, y, width, height = (float(table[name][row]) for name in ("box_x", "box_y", "box_w", "box_h"))
        pose = np.deg2rad([table[name][row] for name in ("yaw_deg", "pitch_deg", "roll_deg")]).astype(np.float32)
        face = Face(np.array([x, y, x + width, y + height], np.float32), _NO_LANDMARKS, pose)
        scores = ExpressionScores.from_array(np.array([table[name][row] for name in EXPRESSIONS]))
        return TrackedFace(int(table["face_id"][row]), face, scores, scores, float(table["quality"][row]))
