"""The row above the video: source, size, start and stop, record, export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QPushButton, QWidget

from fer_desktop.engine.status import EngineStatus, Phase
from fer_desktop.ui.choices import SIZES, Size, SourceChoice


class Controls(QWidget):
    """Says what the user wants; decides nothing.

    Signals:
        start_requested(SourceChoice, Size), stop_requested(), record_requested(bool with video),
        stop_recording_requested(), export_requested(), mirror_changed(bool).
    """

    start_requested = Signal(object, object)
    stop_requested = Signal()
    record_requested = Signal(bool)
    stop_recording_requested = Signal()
    export_requested = Signal()
    mirror_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: EngineStatus | None = None
        self._is_model_ready = False
        self._was_chosen = False
        self._source, self._size = QComboBox(), QComboBox()
        self._start = QPushButton(self.tr("Start"))
        self._record = QPushButton(self.tr("Record"))
        self._with_video = QCheckBox(self.tr("with video"))
        self._mirror = QCheckBox(self.tr("mirror"))
        self._export = QPushButton(self.tr("Export CSV..."))
        self._set_up()
        self.set_sources(())

    def set_sources(self, cameras: Sequence[SourceChoice]) -> None:
        """Fill the list: these cameras, a video file, the demo. What the user chose stays if it can.

        Otherwise the first camera is offered, or the demo when there is none.
        """
        fixed = (
            SourceChoice("file", self.tr("Video file...")),
            SourceChoice("demo", self.tr("Demo, one face")),
            SourceChoice("demo", self.tr("Demo, four faces"), n_faces=4),
        )
        chosen = self._source.currentText()
        self._source.clear()
        for choice in (*cameras, *fixed):
            self._source.addItem(choice.label, choice)
        place = self._source.findText(chosen) if self._was_chosen else -1
        first = 0 if cameras else 1
        self._source.setCurrentIndex(place if place >= 0 else first)

    def set_options(self, is_mirrored: bool, with_video: bool) -> None:
        """Show the settings."""
        self._mirror.setChecked(is_mirrored)
        self._with_video.setChecked(with_video)

    @property
    def with_video(self) -> bool:
        """Whether recordings shall hold the video."""
        return self._with_video.isChecked()

    @property
    def is_mirrored(self) -> bool:
        """Whether the picture shall be mirrored."""
        return self._mirror.isChecked()

    def set_model_ready(self, is_ready: bool) -> None:
        """Recording needs the model's name."""
        self._is_model_ready = is_ready
        if self._status is not None:
            self.show_status(self._status)

    def show_status(self, status: EngineStatus) -> None:
        """Allow what is possible now."""
        self._status = status
        at_rest = status.phase.is_at_rest
        for widget in (self._source, self._size):
            widget.setEnabled(at_rest)
        self._start.setText(self.tr("Start") if at_rest else self.tr("Stop"))
        self._start.setEnabled(status.phase is not Phase.STOPPING)
        self._record.setText(self.tr("Stop recording") if status.is_recording else self.tr("Record"))
        self._record.setEnabled(status.is_recording or (status.phase is Phase.RUNNING and self._is_model_ready))
        self._with_video.setEnabled(not status.is_recording)

    def _set_up(self) -> None:
        for size in SIZES:
            self._size.addItem(size.label, size)
        self._source.setMinimumWidth(220)
        self._source.setAccessibleName(self.tr("Source"))
        self._size.setAccessibleName(self.tr("Picture size"))
        self._start.setToolTip(self.tr("Start or stop the source (Space)"))
        self._record.setToolTip(self.tr("Record a session (R)"))
        self._with_video.setToolTip(self.tr("Store the video, too. Faces are personal data: off by default."))
        self._export.setToolTip(self.tr("Write the timeline of a session where you want it"))
        self._start.setShortcut("Space")
        self._record.setShortcut("R")
        self._record.setEnabled(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._source, self._size, self._start, self._record, self._with_video):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._mirror)
        layout.addWidget(self._export)
        self._source.activated.connect(self._on_source_activated)
        self._start.clicked.connect(self._on_start_clicked)
        self._record.clicked.connect(self._on_record_clicked)
        self._export.clicked.connect(self.export_requested)
        self._mirror.toggled.connect(self.mirror_changed)

    def _on_source_activated(self) -> None:
        self._was_chosen = True

    def _on_start_clicked(self) -> None:
        if self._status is not None and not self._status.phase.is_at_rest:
            self.stop_requested.emit()
            return
        choice = self._source.currentData()
        if choice.kind == "file":
            path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a video"))
            if not path:
                return
            choice = SourceChoice("file", Path(path).name, path=path)
        size: Size = self._size.currentData()
        self.start_requested.emit(choice, size)

    def _on_record_clicked(self) -> None:
        if self._status is not None and self._status.is_recording:
            self.stop_recording_requested.emit()
        else:
            self.record_requested.emit(self._with_video.isChecked())
