"""How far coders agree with each other and with the app."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget


class ResultsPanel(QWidget):
    """The panel.

    Signals:
        closed(): back to the coders.
        save_wanted(): into a file.
        adapt_wanted(): fit the model to what was coded.
    """

    closed = Signal()
    save_wanted = Signal()
    adapt_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.document().setDefaultStyleSheet("td, th { padding: 1px 8px }")
        self.text.setAccessibleName(self.tr("Agreement"))
        back, save = QPushButton(self.tr("Back")), QPushButton(self.tr("Save..."))
        back.clicked.connect(self.closed)
        save.clicked.connect(self.save_wanted)
        adapt = QPushButton(self.tr("Adapt..."))
        adapt.setToolTip(self.tr("Fit the model to what was coded, and judge it on what was held out"))
        adapt.clicked.connect(self.adapt_wanted)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(back)
        row.addWidget(save)
        row.addWidget(adapt)
        row.addStretch(1)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def show_html(self, html: str) -> None:
        """Show tables and texts."""
        self.text.setHtml(html)
