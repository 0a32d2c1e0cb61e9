"""Which picture is shown with which faces: the frame that was analysed, or the newest one with older faces.

While analysis keeps up, the window shows exactly the frames that were analysed: overlay and
picture are of the same moment. When it falls behind, the picture stays live and the
overlay is marked as older.
"""

from __future__ import annotations

from dataclasses import dataclass

from fer_desktop.core.types import Analysis, Frame
from fer_desktop.engine.loops import Analysed

_BEHIND_S = 0.15  # an analysed frame that is older than this when the next one is there: analysis is behind ...
_CAUGHT_UP_S = 0.1  # ... until it is this quick again
_FORGET_S = 2.0  # faces older than this are not drawn at all


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What to draw.

    Attributes:
        frame: The picture.
        analysis: Faces to draw over it, or None.
        behind_s: How much older the faces are than the picture; 0 when they belong together.
    """

    frame: Frame
    analysis: Analysis | None
    behind_s: float


class Pairing:
    """Chooses, tick by tick; a shown frame is never followed by an older one."""

    def __init__(self) -> None:
        self._newest: Frame | None = None
        self._analysed: Analysed | None = None
        self._shown_s = -1.0
        self._is_behind = True  # until the first analysis

    def choose(self, newest: Frame | None, analysed: Analysed | None) -> Picture | None:
        """What to draw now, or None when nothing changes.

        Args:
            newest: Newest captured frame, if there is one since the last call.
            analysed: Newest analysed frame, if there is one since the last call.
        """
        self._newest = newest or self._newest
        self._analysed = analysed or self._analysed
        self._judge()
        if self._is_behind:
            return self._live(newest)
        if analysed is None or analysed.frame.time_s < self._shown_s:
            return None
        self._shown_s = analysed.frame.time_s
        return Picture(analysed.frame, analysed.analysis, 0.0)

    def _judge(self) -> None:
        if self._newest is None or self._analysed is None:
            return
        lag_s = self._newest.time_s - self._analysed.frame.time_s
        if lag_s > _BEHIND_S:
            self._is_behind = True
        elif lag_s <= _CAUGHT_UP_S:
            self._is_behind = False

    def _live(self, newest: Frame | None) -> Picture | None:
        if newest is None or newest.time_s <= self._shown_s:
            return None
        self._shown_s = newest.time_s
        if self._analysed is None:
            return Picture(newest, None, 0.0)
        behind_s = max(newest.time_s - self._analysed.frame.time_s, 0.0)
        return Picture(newest, self._analysed.analysis if behind_s <= _FORGET_S else None, behind_s)
