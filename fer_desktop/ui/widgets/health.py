"""How the run is, as a dot and one sentence; the figures behind it are its tool tip."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fer_desktop.core.palette import RED, SLOW, WELL
from fer_desktop.engine.status import EngineStatus
from fer_desktop.ui.widgets.plain_text import plain_tip

State = Literal["rest", "well", "slow", "lossy"]
_COLOURS = {"rest": "#8a8f96", "well": WELL, "slow": SLOW, "lossy": RED}
_SLOW_SHARE, _SLOW_MS = 0.5, 250  # of the camera's frames that are analysed; until their faces are known
_DOT_PX, _EDGE_PX, _GAP_PX = 10, 8, 8


def n_lost(status: EngineStatus) -> int:
    """Frames that nobody sees again; those that came too fast to be analysed are no loss."""
    return status.frames_refused + status.results_refused + status.frames_lost


def state_of(status: EngineStatus) -> State:
    """What the dot shall say."""
    if status.phase.is_at_rest:
        return "rest"
    if n_lost(status):
        return "lossy"
    is_slow = (
        status.is_stalled or status.analysis_fps < _SLOW_SHARE * status.capture_fps or status.latency_ms[0] > _SLOW_MS
    )
    return "slow" if is_slow else "well"


class HealthLine(QWidget):
    """The dot and the sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State = "rest"
        self._sentence = self.details = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("How the run is"))

    def show_health(self, state: State, sentence: str, details: str) -> None:
        """Show this."""
        if (state, sentence, details) == (self._state, self._sentence, self.details):
            return
        self._state, self._sentence, self.details = state, sentence, details
        self.setToolTip(plain_tip(details))
        self.setAccessibleDescription(f"{sentence}. {details}")
        self.update()

    @property
    def state(self) -> State:
        """What the dot says."""
        return self._state

    @property
    def sentence(self) -> str:
        """The words."""
        return self._sentence

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: the height of a line; its width is what is left."""
        return QSize(80, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_COLOURS[self._state]))
        painter.drawEllipse(QRectF(_EDGE_PX, (self.height() - _DOT_PX) / 2, _DOT_PX, _DOT_PX))
        painter.setPen(self.palette().windowText().color())
        words = self.rect().adjusted(_EDGE_PX + _DOT_PX + _GAP_PX, 0, 0, 0)
        text = self.fontMetrics().elidedText(self._sentence, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
