"""How far coders agree with each other and with the app."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget


class ResultsPanel(QWidget):
    """The panel.

    Signals:
        closed(): back to the coders.
        save_wanted(): into a file.
    """

    closed = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("Agreement"))
        back, save = QPushButton(self.tr("Back")), QPushButton(self.tr("Save..."))
        back.clicked.connect(self.closed)
        save.clicked.connect(self.save_wanted)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(back)
        row.addWidget(save)
        row.addStretch(1)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def show_html(self, html: str) -> None:
        """Show tables and texts."""
        self.text.setHtml(html)
