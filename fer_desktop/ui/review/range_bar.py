"""The row for the selected range: how long it is, what can be done with it, and how one is selected."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fer_desktop.session.edits import Span
from fer_desktop.ui.widgets.durations import precise_clock
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.painted_text import ElidedLabel


class RangeBar(QWidget):
    """Its place does not change: while no range is selected, it says how to select one.

    Signals:
        zoomed(), looped(bool), excluded(), marked(), exported(), cleared(): what the user wants of the range.
    """

    zoomed = Signal()
    looped = Signal(bool)
    excluded = Signal()
    marked = Signal()
    exported = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ElidedLabel()
        self.loop = QPushButton(icon("loop"), self.tr("Loop"))
        self.loop.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        for name, text, signal in (
            ("zoom", self.tr("Zoom"), self.zoomed),
            ("exclude", self.tr("Exclude"), self.excluded),
            ("marker", self.tr("Markers at both ends..."), self.marked),
            ("export", self.tr("Export..."), self.exported),
            ("cancel", self.tr("Clear"), self.cleared),
        ):
            button = QPushButton(icon(name), text)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
            row.addWidget(button)
        row.insertWidget(1, self.loop)
        self.loop.toggled.connect(self.looped)
        self._buttons = self.findChildren(QPushButton)
        self.show_range(None)

    def show_range(self, span: Span | None, is_open: bool = False) -> None:
        """Show this range; `is_open` while its end is still to come."""
        for button in self._buttons:
            button.setEnabled(span is not None)
        if span is None:
            self.loop.setChecked(False)
            self._say(self.tr("Drag over the curves, or press [ and ], to select a range."))
            return
        begun, ended = precise_clock(span.start_s), precise_clock(span.end_s)
        if is_open:
            self._say(self.tr("Range from {0}; ] ends it").format(begun))
        else:
            self._say(self.tr("Range {0} - {1} ({2:.2f} s)").format(begun, ended, span.end_s - span.start_s))

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text

    def _say(self, words: str) -> None:
        self._words.show_text(words)
        self._words.setToolTip(words)
