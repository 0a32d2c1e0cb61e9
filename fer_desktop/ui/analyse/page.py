"""The page that analyses files. Says what the user wants, and shows how far the queue is; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.ui.analyse.item import Choices, QueueItem, left_s
from fer_desktop.ui.analyse.table import QueueTable
from fer_desktop.ui.widgets.durations import clock
from fer_desktop.ui.widgets.empty_place import empty_place
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.plain_text import elided

_LATEST_S = 360_000.0


class AnalysePage(QWidget):
    """The page.

    Signals:
        files_wanted(), folder_wanted(): the user wants to choose some.
        recent_wanted(str): that file again.
        cancelled(list[int]), moved(int, int), held(bool): of the queue; keys of items.
        review_requested(Path): a session that came of it.
        choices_changed(Choices): how files shall be analysed from now on.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    recent_wanted = Signal(str)
    cancelled = Signal(list)
    moved = Signal(int, int)
    held = Signal(bool)
    review_requested = Signal(object)
    choices_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self._whole, self._words = QueueTable(), QProgressBar(), QLabel()
        self._fps, self._start, self._end = QDoubleSpinBox(), QDoubleSpinBox(), QDoubleSpinBox()
        self._faces, self._workers = QSpinBox(), QSpinBox()
        self._copies = QCheckBox(self.tr("Copy the video"))
        self._hears = QCheckBox(self.tr("Hear voices"))
        self._reads = QCheckBox(self.tr("Read transcripts"))
        self._pause, self._recent = QPushButton(), QPushButton(self.tr("Recent"))
        self._up, self._down = self._button("up", self.tr("Earlier")), self._button("down", self.tr("Later"))
        self._cancel = self._button("cancel", self.tr("Cancel"))
        self._review = self._button("review", self.tr("Open in Review"))
        self._stack = QStackedWidget()
        self._is_held = False
        self._arrange()
        self._connect()
        self.show_queue((), False)

    def show_queue(self, items: Sequence[QueueItem], is_held: bool) -> None:
        """Show how far all are."""
        self._is_held = is_held
        self.table.show_items(items)
        self._stack.setCurrentIndex(1 if items else 0)
        self._pause.setText(self.tr("Go on") if is_held else self.tr("Pause"))
        self._pause.setIcon(icon("play" if is_held else "pause"))
        n_over, n_failed = sum(item.is_over for item in items), sum(item.state == "failed" for item in items)
        self._pause.setEnabled(n_over < len(items))
        share = sum(1.0 if item.is_over else item.share or 0.0 for item in items) / max(len(items), 1)
        self._whole.setValue(round(share * 100))
        words = [self.tr("{0} of {1} done").format(n_over - n_failed, len(items))]
        if n_failed:
            words.append(self.tr("{0} failed").format(n_failed))
        rest_s = left_s(items, self._workers.value())
        if rest_s is not None and not is_held:
            words.append(self.tr("{0} left").format(clock(rest_s)))
        self._words.setText(", ".join(words))
        self._on_selection()

    def show_choices(self, choices: Choices) -> None:
        """Show how files are analysed."""
        for box, value in (
            (self._fps, choices.fps),
            (self._start, choices.start_s),
            (self._end, 0.0 if choices.end_s == float("inf") else choices.end_s),
        ):
            box.setValue(value)
        self._faces.setValue(choices.max_faces)
        self._workers.setValue(choices.workers)
        self._copies.setChecked(choices.copies_video)
        self._hears.setChecked(choices.hears_voice)
        self._reads.setChecked(choices.reads_words)

    def show_recent(self, files: Sequence[str]) -> None:
        """Offer these files again, the newest first."""
        menu = QMenu(self)
        for file in files:
            action = menu.addAction(elided(Path(file).name))
            action.setToolTip(file)
            action.triggered.connect(lambda _=False, file=file: self.recent_wanted.emit(file))
        menu.setToolTipsVisible(True)
        self._recent.setMenu(menu)
        self._recent.setEnabled(bool(files))

    @property
    def choices(self) -> Choices:
        """How files shall be analysed."""
        return Choices(
            self._fps.value(),
            self._start.value(),
            self._end.value() or float("inf"),
            self._faces.value(),
            self._workers.value(),
            self._copies.isChecked(),
            self._hears.isChecked(),
            self._reads.isChecked(),
        )

    def _arrange(self) -> None:
        above, below = FlowRow(), FlowRow()
        for button in self._beginnings():
            above.addWidget(button)
        above.addWidget(self._recent)
        above.add_stretch()
        for words, box in self._options():
            box.setAccessibleName(words)
            label = QLabel(words)
            label.setBuddy(box)
            above.addWidget(_together(label, box))
        self._copies.setToolTip(self.tr("Into the session, so that Review shows it also when the file is gone"))
        self._hears.setToolTip(
            self.tr("Of videos, and of sound alone; and what is said, where the settings name a speech model")
        )  # fmt: skip
        self._reads.setToolTip(
            self.tr("What is said, in the file of the same name beside each: subtitles, intervals, text with times")
        )
        above.addWidget(_together(self._copies, self._hears, self._reads))
        for widget in (self._pause, self._up, self._down, self._cancel, self._review):
            below.addWidget(widget)
        below.add_stretch()
        below.addWidget(self._words)
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self.table)
        self._whole.setTextVisible(False)
        self._whole.setFixedHeight(6)
        self._whole.setAccessibleName(self.tr("Progress of all"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._whole)
        layout.addLayout(below)

    def _beginnings(self) -> tuple[QPushButton, QPushButton]:
        """What one may begin with."""
        files, folder = self._button("add", self.tr("Add files...")), self._button("folder", self.tr("Add folder..."))
        files.clicked.connect(self.files_wanted)
        folder.clicked.connect(self.folder_wanted)
        return files, folder

    def _empty(self) -> QWidget:
        words = self.tr(
            "Drop videos, photographs, sound or folders anywhere onto the window.\nEvery frame is analysed."
        )
        return empty_place(words, self._beginnings())

    def _options(self) -> tuple[tuple[str, QWidget], ...]:
        for box, most, suffix, none in (
            (self._fps, 240.0, self.tr(" fps"), self.tr("every frame")),
            (self._start, _LATEST_S, self.tr(" s"), self.tr("start")),
            (self._end, _LATEST_S, self.tr(" s"), self.tr("end")),
        ):
            box.setRange(0.0, most)
            box.setSuffix(suffix)
            box.setSpecialValueText(none)
            box.setDecimals(1)
        self._faces.setRange(1, 10)
        self._workers.setRange(1, 32)
        self._workers.setToolTip(self.tr("How many files are analysed at the same time, each in a process of its own"))
        return (
            (self.tr("Rate"), self._fps),
            (self.tr("From"), self._start),
            (self.tr("Until"), self._end),
            (self.tr("Faces"), self._faces),
            (self.tr("At a time"), self._workers),
        )

    def _connect(self) -> None:
        self.table.itemSelectionChanged.connect(self._on_selection)
        self.table.itemDoubleClicked.connect(self._on_review)
        self._pause.clicked.connect(lambda: self.held.emit(not self._is_held))
        self._cancel.clicked.connect(lambda: self.cancelled.emit(self.table.selected_keys))
        self._review.clicked.connect(self._on_review)
        for button, step in ((self._up, -1), (self._down, 1)):
            button.clicked.connect(lambda _=False, step=step: self._on_move(step))
        for box in (self._fps, self._start, self._end, self._faces, self._workers):
            box.valueChanged.connect(lambda _: self.choices_changed.emit(self.choices))
        for check in (self._copies, self._hears, self._reads):
            check.toggled.connect(lambda _: self.choices_changed.emit(self.choices))

    def _on_selection(self) -> None:
        selected = self.table.selected
        self._cancel.setEnabled(bool(selected))
        is_over = bool(selected) and all(item.is_over or item.state == "waiting" for item in selected)
        self._cancel.setText(self.tr("Take off the list") if is_over else self.tr("Cancel"))
        for button in (self._up, self._down):
            button.setEnabled(len(selected) == 1 and selected[0].state == "waiting")
        self._review.setEnabled(len(selected) == 1 and selected[0].session is not None)

    def _on_move(self, step: int) -> None:
        for key in self.table.selected_keys:
            self.moved.emit(key, step)

    def _on_review(self) -> None:
        selected = self.table.selected
        if len(selected) == 1 and selected[0].session is not None:
            self.review_requested.emit(selected[0].session)

    def _button(self, name: str, text: str) -> QPushButton:
        return QPushButton(icon(name), text)


def _together(*widgets: QWidget) -> QWidget:
    """Side by side, also where the row goes on below."""
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    return group
