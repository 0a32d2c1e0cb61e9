"""Five points of the screen, one after the other, for somebody to look at; then what came of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QScreen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from fer_desktop.core.screen_gaze import POINTS, ScreenMap
from fer_desktop.ui.widgets.type_scale import make_title

_SETTLE_MS, _COLLECT_MS = 900, 1200  # until the eyes are there, and while they are looked at
_MORE_MS, _MOST_MS = 200, 5000  # while they are looked at by a slow computer: again and again, and at most
_DOT_PX = 13
_GROUND, _DOT = QColor("#20242a"), QColor("#f4f5f6")


class ScreenPointsDialog(QDialog):
    """Covers the screen. Collecting is up to whoever listens.

    Args:
        has_enough: Whether the eyes were looked at often enough at the point of this index.

    Signals:
        finished_looking(): all points were shown; `show_result` is to follow.
        repeat_requested(): from the first point again.
    """

    finished_looking = Signal()
    repeat_requested = Signal()

    def __init__(self, has_enough: Callable[[int], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_enough, self._waited_ms = has_enough, 0
        self.setWindowTitle(self.tr("Look at the points"))
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._words = QLabel(self.tr("Look at each point until it moves on. Esc ends it."))
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        make_title(self._words)
        palette = self._words.palette()
        palette.setColor(QPalette.ColorRole.WindowText, _DOT)
        self._words.setPalette(palette)
        self._buttons = QDialogButtonBox()
        self._use = self._buttons.addButton(self.tr("Use"), QDialogButtonBox.ButtonRole.AcceptRole)
        again = self._buttons.addButton(self.tr("Repeat"), QDialogButtonBox.ButtonRole.ResetRole)
        cancel = self._buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._use.clicked.connect(self.accept)
        again.clicked.connect(self._repeat)
        cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addStretch(3)
        layout.addWidget(self._words)
        layout.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(5)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self.begin()

    def begin(self) -> None:
        """Show the first point."""
        self._point, self._is_settled = 0, False
        self._buttons.hide()
        self._words.show()
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._timer.start(2 * _SETTLE_MS)  # the words are read first
        self.update()

    @property
    def collecting(self) -> int | None:
        """The point at which somebody looks now; None while the eyes are on their way."""
        return self._point if self._is_settled and self._point < len(POINTS) else None

    def cover(self, screen: QScreen) -> None:
        """Show it over the whole of a screen, also where no window manager makes it as large."""
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def show_result(self, screen: ScreenMap | None) -> None:
        """What came of it; None where the eyes were not seen enough."""
        if screen is None:
            words = self.tr("The eyes were not seen well enough. Sit closer, or turn on a light, and repeat it.")
        elif screen.is_good:
            words = self.tr("Points that were left out were met within {0:.0%} of the screen.").format(screen.error)
        else:
            words = self.tr("Not exact enough: points were missed by {0:.0%} of the screen. Repeat it.")
            words = words.format(screen.error)
        self._words.setText(words)
        self._words.show()
        self._use.setEnabled(screen is not None and screen.is_good)
        self._buttons.show()
        self.unsetCursor()
        self.update()

    def _go_on(self) -> None:
        self._words.hide()
        if not self._is_settled:
            self._is_settled, self._waited_ms = True, _COLLECT_MS
            self._timer.start(_COLLECT_MS)
            return
        if self._waited_ms < _MOST_MS and not self._has_enough(self._point):
            self._waited_ms += _MORE_MS
            self._timer.start(_MORE_MS)
            return
        self._point, self._is_settled = self._point + 1, False
        self.update()
        if self._point < len(POINTS):
            self._timer.start(_SETTLE_MS)
        else:
            self.finished_looking.emit()

    def _repeat(self) -> None:
        self.repeat_requested.emit()
        self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Qt: Esc ends it; Enter uses it only where that can be."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._buttons.isVisible():
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: the ground, and the point."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        if self._point >= len(POINTS):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        x, y = POINTS[self._point]
        middle = QPointF(x * self.width(), y * self.height())
        painter.setBrush(_DOT)
        painter.drawEllipse(middle, _DOT_PX, _DOT_PX)
        painter.setBrush(_GROUND)
        painter.drawEllipse(middle, _DOT_PX / 4, _DOT_PX / 4)
