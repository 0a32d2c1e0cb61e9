"""The one place that shows messages: a bar for passing ones, a dialog as the answer to something just done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMessageBox, QPushButton, QToolButton, QWidget

from fer_desktop.ui.widgets.plain_text import plain_label, show_box

_SHOWN_MS = 12_000


class Notices(QFrame):
    """A bar that shows the latest notice for a while; several wait for each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[tuple[str, str]] = []
        self._text, self._report = plain_label(), ""
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        self._copy = QPushButton(self.tr("Copy report"))
        self._copy.clicked.connect(self._on_copy_clicked)
        close = QToolButton()
        close.setText("✕")
        close.setAccessibleName(self.tr("Close the notice"))
        close.clicked.connect(self._next)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 4, 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._copy)
        layout.addWidget(close)
        self.setStyleSheet("Notices { background: #2f6fb3; border-radius: 4px } Notices QLabel { color: white }")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        self.hide()

    def show_notice(self, text: str, report: str = "") -> None:
        """Show a notice; with a report, a button copies that."""
        self._waiting.append((text, report))
        if not self._timer.isActive():
            self._next()

    def show_unexpected(self, where: str, report: str) -> None:
        """Say that a part of the program failed as nobody expected, with its report to copy."""
        self.show_notice(self.tr("Something went wrong in {0}.").format(where), report)

    @property
    def shown_text(self) -> str:
        """What is shown now; "" when nothing is."""
        return self._text.text() if self._timer.isActive() else ""

    def show_problem(self, title: str, text: str) -> None:
        """Answer an action of the user that failed."""
        show_box(QMessageBox.Icon.Warning, title, text, QMessageBox.StandardButton.Ok, self.window())

    def _next(self) -> None:
        self._timer.stop()
        if not self._waiting:
            self.hide()
            return
        text, self._report = self._waiting.pop(0)
        self._text.setText(text)
        self._copy.setVisible(bool(self._report))
        self.show()
        self._timer.start(_SHOWN_MS)

    def _on_copy_clicked(self) -> None:
        QApplication.clipboard().setText(self._report)
