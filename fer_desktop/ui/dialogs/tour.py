"""A minute's walk through the window, with the demo: a few words for each place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fer_desktop.ui.dialogs.spotlight import Spotlight, place_beside
from fer_desktop.ui.widgets.heading import make_bold

_WIDTH_PX, _MARGIN_PX, _EDGE_PX = 320, 16, 2


class TourDialog(QDialog):
    """Stays beside what it speaks of, around which there is a ring; the window can be used meanwhile.

    Signals:
        reached(str): this place is spoken of: "demo", "cards", "curves", "record", "sessions", "files".
    """

    reached = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(self.tr("One-minute tour"))
        self._place, self._window, self._ring = 0, parent, Spotlight(parent)
        self._count, self._words = QLabel(), QLabel()
        self._leave, self._back, self._next = QPushButton(self.tr("Leave")), QPushButton(self.tr("Back")), QPushButton()
        make_bold(self._count)
        self._words.setWordWrap(True)
        self._words.setFixedWidth(_WIDTH_PX)
        self._leave.clicked.connect(self.reject)
        self._back.clicked.connect(lambda: self._go(-1))
        self._next.clicked.connect(lambda: self._go(1))
        for button in (self._leave, self._back):
            button.setAutoDefault(False)  # Enter goes on, whatever was pressed before
        self._next.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self._leave)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*4 * (_MARGIN_PX,))
        layout.setSpacing(_MARGIN_PX // 2)
        layout.addWidget(self._count)
        layout.addWidget(self._words)
        layout.addLayout(row)
        self.finished.connect(self._ring.deleteLater)

    def begin(self) -> None:
        """Show the first place."""
        self._go(0)
        self.show()

    def point_at(self, target: QWidget) -> None:
        """What is spoken of now: a ring around it, and the words where they do not cover it."""
        self._ring.show_on(target)
        self.adjustSize()
        place = place_beside(self._ring.area, self.sizeHint(), self._window.rect())
        self.move(self._window.mapToGlobal(place))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: a ground and an edge that set it off from the window."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        painter.setPen(QPen(self.palette().highlight(), _EDGE_PX))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    @property
    def _steps(self) -> tuple[tuple[str, str], ...]:
        return (
            ("demo", self.tr("This face is drawn: no camera is needed. The box says what its expression looks like.")),
            (
                "cards",
                self.tr("Its card has all eight probabilities. Write a name into it."),
            ),
            (
                "curves",
                self.tr("Below, the same over time. A click on a chip shows one curve alone."),
            ),
            ("record", self.tr("The red button records a table, and video only if you chose so. M sets a marker.")),
            ("sessions", self.tr("What was recorded is listed here; a double click opens it in Review.")),
            ("files", self.tr("Videos and photographs are analysed here, every frame, in the background.")),
        )

    def _go(self, step: int) -> None:
        steps = self._steps
        self._place += step
        if self._place >= len(steps):
            self.accept()
            return
        key, words = steps[self._place]
        self._count.setText(f"{self._place + 1} / {len(steps)}")
        self._words.setText(words)
        self._back.setEnabled(self._place > 0)
        self._next.setText(self.tr("Next") if self._place + 1 < len(steps) else self.tr("Done"))
        self.reached.emit(key)
