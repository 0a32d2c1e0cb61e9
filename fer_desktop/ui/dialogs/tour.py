"""A minute's walk through the window, with the demo: a few words for each place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDTH_PX, _EDGE_PX = 360, 24


class TourDialog(QDialog):
    """Stays beside what it speaks of; the window can be used meanwhile.

    Signals:
        reached(str): this place is spoken of: "demo", "cards", "curves", "record", "sessions", "files".
    """

    reached = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle(self.tr("One-minute tour"))
        self._place, self._window = 0, parent
        self._words, self._back, self._next = QLabel(), QPushButton(self.tr("Back")), QPushButton()
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(_WIDTH_PX)
        self._back.clicked.connect(lambda: self._go(-1))
        self._next.clicked.connect(lambda: self._go(1))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.addWidget(self._words)
        layout.addLayout(row)

    def begin(self) -> None:
        """Show the first place, in the lower left corner of the window."""
        self._go(0)
        window = self._window
        corner = window.mapToGlobal(QPoint(_EDGE_PX, window.height() - self.sizeHint().height() - 3 * _EDGE_PX))
        self.move(corner)
        self.show()

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
        self._words.setText(f"{self._place + 1} / {len(steps)}\n\n{words}")
        self._back.setEnabled(self._place > 0)
        self._next.setText(self.tr("Next") if self._place + 1 < len(steps) else self.tr("Done"))
        self.reached.emit(key)
