"""The row above the video: source, picture format, start and stop, record, marker, snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFileDialog, QToolButton, QWidget

from fer_desktop.engine.status import EngineStatus, Phase, RecordingStatus
from fer_desktop.settings import VideoMode
from fer_desktop.ui.live.choices import FORMATS, PictureFormat, SourceChoice, nearest_format, still_there
from fer_desktop.ui.live.ear import Ear
from fer_desktop.ui.live.record_button import RecordButton
from fer_desktop.ui.video.offers import Offer
from fer_desktop.ui.video.view import VideoView
from fer_desktop.ui.widgets.actions import Actions
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.painted_text import Readings
from fer_desktop.ui.widgets.plain_text import plain_tip
from fer_desktop.ui.widgets.translation import listed
from fer_desktop.ui.widgets.two_way_action import TwoWayAction

_SOURCE_PX, _HEIGHT_PX = 260, 28


class TopBar(QWidget):
    """Says what the user wants; decides nothing.

    Signals:
        start_requested(SourceChoice, PictureFormat), stop_requested(), record_requested(),
        stop_recording_requested().
        camera_returned(str): the chosen camera, which was away, is connected again.
    """

    start_requested = Signal(object, object)
    stop_requested = Signal()
    record_requested = Signal()
    stop_recording_requested = Signal()
    camera_returned = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._start, self._record = TwoWayAction(actions.start, self), TwoWayAction(actions.record, self)
        self._status: EngineStatus | None = None
        self._can_record = False
        self._was_chosen = False
        self._awaited: SourceChoice | None = None  # chosen last time, and perhaps not there yet
        self.folder = ""  # where the last video lay
        self._wanted = FORMATS[0]
        self._source, self._format = QComboBox(), QComboBox()
        self.record_button, self._plan = RecordButton(actions.record), ""
        self.ear = Ear(actions.listen)
        longest = self._plan_text("blurred", is_encrypted=True)
        self._recording = Readings(f"{longest}\n{self._room_text('9999 MB', '9999 GB')}")
        self._set_up()
        self.set_cameras(())

    def set_cameras(self, cameras: Sequence[SourceChoice]) -> None:
        """Fill the list: these cameras, a video file, the demo. What is chosen stays.

        A chosen camera that is not connected any more stays, too, and is said to be away until it is back.
        Where nothing was chosen the first camera is offered, or the demo when there is none.
        """
        fixed = (
            SourceChoice("file", self.tr("Video file...")),
            SourceChoice("demo", self.tr("Demo, one face")),
            SourceChoice("demo", self.tr("Demo, two faces"), n_faces=2),
            SourceChoice("demo", self.tr("Demo, four faces"), n_faces=4),
            SourceChoice("sound", self.tr("Microphone, no camera")),
        )
        before: list[SourceChoice] = [self._source.itemData(i) for i in range(self._source.count())]
        chosen: SourceChoice | None = self._source.currentData()
        if chosen is not None and not self._was_chosen and chosen.kind != "camera":
            chosen = None
        now = still_there(chosen, (*cameras, *fixed), before) if chosen is not None else None
        if chosen is not None and now is None:
            now = replace(chosen, is_away=True)
            cameras = (*cameras, now)
        choices = [*cameras, *fixed]
        if choices == before:
            return
        with QSignalBlocker(self._source):
            self._source.clear()
            for choice in choices:
                self._source.addItem(self._text(choice), choice)
                self._source.setItemData(self._source.count() - 1, plain_tip(choice.label), Qt.ItemDataRole.ToolTipRole)
            self._source.setCurrentIndex(choices.index(now) if now is not None else 0 if cameras else 1)
        self._choose_awaited()
        self._offer_formats()
        if chosen is not None and now is not None and chosen.is_away and not now.is_away:
            self.camera_returned.emit(now.label)

    def show_choice(self, choice: SourceChoice, wanted: PictureFormat) -> None:
        """Show what runs, whoever chose it."""
        entries: list[SourceChoice] = [self._source.itemData(i) for i in range(self._source.count())]
        entry = still_there(choice, entries, entries)
        if entry is not None:
            self._wanted, self._was_chosen = wanted, True
            self._source.setCurrentIndex(entries.index(entry))
            self._offer_formats()

    def offer_first(self, choice: SourceChoice) -> None:
        """Choose this source as soon as it is there, if the user has not chosen another one by then."""
        self._awaited = choice
        self._choose_awaited()

    @property
    def chosen(self) -> SourceChoice | None:
        """What the user chose; None where nobody did."""
        choice: SourceChoice | None = self._source.currentData()
        return choice if self._was_chosen else self._awaited

    def _choose_awaited(self) -> None:
        if self._awaited is not None and not self._was_chosen:
            entries: list[SourceChoice] = [self._source.itemData(i) for i in range(self._source.count())]
            entry = still_there(self._awaited, entries, entries)
            if entry is not None:
                self._source.setCurrentIndex(entries.index(entry))

    def show_agreed(self, agreed: PictureFormat) -> None:
        """Show the format that a camera really gives, also where it was asked for another."""
        formats: list[PictureFormat] = [self._format.itemData(i) for i in range(self._format.count())]
        if agreed not in formats:
            self._format.addItem(agreed.label, agreed)
            formats.append(agreed)
        self._format.setCurrentIndex(formats.index(agreed))

    def offer_beginnings(self, video: VideoView) -> None:
        """Offer what one may begin with, before anything has run."""
        offers = (
            Offer("camera", "camera", self.tr("Camera")),
            Offer("file", "file", self.tr("Open video...")),
            Offer("demo", "demo", self.tr("Try the demo")),
        )
        video.show_message(self.tr("Choose a source and press Start."), offers=offers)

    def begin_with(self, kind: str) -> None:
        """Choose the first source of this kind, and start it; without a camera the list of sources opens."""
        entries: list[SourceChoice] = [self._source.itemData(i) for i in range(self._source.count())]
        place = next((i for i, entry in enumerate(entries) if entry.kind == kind and not entry.is_away), None)
        if place is None:
            self._source.showPopup()
            return
        self._source.setCurrentIndex(place)
        self._was_chosen = True
        self._on_start_pressed()

    def set_can_record(self, can_record: bool) -> None:
        """Recording needs the model's name, which is known once it is loaded."""
        self._can_record = can_record
        if self._status is not None:
            self.show_status(self._status)

    def show_status(self, status: EngineStatus) -> None:
        """Allow what is possible now."""
        at_rest, actions = status.phase.is_at_rest, self._actions
        if self._status is None or self._status.phase.is_at_rest is not at_rest:
            self._format.setEnabled(at_rest)
            self._start.show_text(self.tr("Start") if at_rest else self.tr("Stop"))
            actions.start.setIcon(icon("play" if at_rest else "stop"))
        self._status = status
        self._source.setEnabled(status.phase is not Phase.STOPPING)
        actions.start.setEnabled(status.phase is not Phase.STOPPING)
        self._record.show_text(self.tr("Stop recording") if status.is_recording else self.tr("Record"))
        actions.record.setEnabled(status.is_recording or (status.phase is Phase.RUNNING and self._can_record))
        actions.marker.setEnabled(status.is_recording)
        actions.listen.setEnabled(not status.is_recording)  # a session says from its beginning who listened
        self.ear.show_hearing(status.hearing)
        for action in actions.quick_markers:
            action.setEnabled(status.is_recording)
        self.record_button.show_seconds(status.recording.elapsed_s if status.recording is not None else None)
        self._recording.show_text(self._recording_text(status.recording))

    @property
    def recording_text(self) -> str:
        """What is said of the recording: how long it is, what it keeps, and the room it has."""
        return f"{self.record_button.time_text} {self._recording.text}".strip()

    def show_plan(self, video: VideoMode, is_encrypted: bool) -> None:
        """Say what a recording will keep."""
        self._plan = self._plan_text(video, is_encrypted)
        self._recording.show_text(self._recording_text(self._status.recording if self._status is not None else None))

    def _plan_text(self, video: VideoMode, is_encrypted: bool) -> str:
        videos = {"none": "", "plain": self.tr("video"), "blurred": self.tr("blurred video")}
        parts = [self.tr("Table"), videos[video], self.tr("encrypted") if is_encrypted else ""]
        return listed(part for part in parts if part)

    def _recording_text(self, recording: RecordingStatus | None) -> str:
        if recording is None or recording.disk_space is None:
            return self._plan
        used, free = _megabytes(recording.disk_space.used_bytes), _megabytes(recording.disk_space.free_bytes)
        return f"{self._plan}\n{self._room_text(used, free)}"

    def _room_text(self, used: str, free: str) -> str:
        return self.tr("{0} written, {1} free").format(used, free)

    def _set_up(self) -> None:
        self._source.setFixedSize(_SOURCE_PX, _HEIGHT_PX)
        self._format.setFixedHeight(_HEIGHT_PX)
        self._source.setAccessibleName(self.tr("Source"))
        self._source.setToolTip(self.tr("Where the pictures come from"))
        self._format.setAccessibleName(self.tr("Picture format"))
        self._format.setToolTip(self.tr("Size and rate to ask the camera for; the demo has this size"))
        self._recording.setAccessibleName(self.tr("Recording"))
        self._recording.setToolTip(self.tr("What a recording keeps; the settings say so"))
        actions = self._actions
        layout = FlowRow(self)
        layout.addWidget(self._source)
        layout.addWidget(self._format)
        actions.start.setIcon(icon("play"))
        start = _button(actions.start)
        start.setFixedWidth(_room_for(start, self.tr("Start"), self.tr("Stop")))
        for widget in (start, self.record_button, self._recording):
            layout.addWidget(widget)
        layout.add_stretch()
        layout.addWidget(self.ear)
        for action in (actions.marker, actions.snapshot):
            layout.addWidget(_button(action))
        actions.record.setEnabled(False)
        actions.marker.setEnabled(False)
        self._source.activated.connect(self._on_source_activated)
        self._source.currentIndexChanged.connect(self._offer_formats)
        self._format.activated.connect(self._on_format_activated)
        self._start.pressed.connect(self._on_start_pressed)
        self._record.pressed.connect(self._on_record_pressed)

    def _text(self, choice: SourceChoice) -> str:
        return self.tr("{0} (not connected)").format(choice.label) if choice.is_away else choice.label

    def _on_source_activated(self) -> None:
        """The user chose another one; while one runs, it takes its place."""
        self._was_chosen = True
        if self._status is not None and not self._status.phase.is_at_rest:
            self._request_start()

    def _on_format_activated(self) -> None:
        self._wanted = self._format.currentData()

    def _offer_formats(self) -> None:
        """List what the source offers; what is nearest to the user's last choice is chosen."""
        choice: SourceChoice = self._source.currentData()
        self._format.clear()
        for picture_format in choice.formats:
            self._format.addItem(picture_format.label, picture_format)
        self._format.setCurrentIndex(choice.formats.index(nearest_format(self._wanted, choice.formats)))

    def _on_start_pressed(self) -> None:
        if self._status is not None and not self._status.phase.is_at_rest:
            self.stop_requested.emit()
        else:
            self._request_start()

    def _request_start(self) -> None:
        choice = self._source.currentData()
        if choice.kind == "file":
            path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a video"), self.folder)
            if not path:
                return
            self.folder = str(Path(path).parent)
            choice = SourceChoice("file", Path(path).name, path=path)
        picture_format: PictureFormat = self._format.currentData()
        self.start_requested.emit(choice, picture_format)

    def _on_record_pressed(self) -> None:
        if self._status is not None and self._status.is_recording:
            self.stop_recording_requested.emit()
        else:
            self.record_requested.emit()


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFixedHeight(_HEIGHT_PX)
    return button


def _room_for(button: QToolButton, *texts: str) -> int:
    """Width of a button that says now one thing, now the other, and stays as it is."""
    metrics, own = button.fontMetrics(), button.sizeHint().width()
    widths = [metrics.horizontalAdvance(text) for text in (button.text(), *texts)]
    return own - widths[0] + max(widths)


def _megabytes(n_bytes: int) -> str:
    """Bytes as MB or GB, with a decimal where they are few."""
    size = n_bytes / 1e6
    return f"{size / 1000:.0f} GB" if size >= 10_000 else f"{size:.0f} MB" if size >= 10 else f"{size:.1f} MB"
