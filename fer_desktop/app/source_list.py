"""Which sources there are, looked up behind the window, and how each is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fer_desktop.app.camera_formats import OfferingCamera, known_cameras, offered_formats, usable_formats
from fer_desktop.app.sound_alone import Moments
from fer_desktop.app.task import Task
from fer_desktop.core.interfaces import FrameSource
from fer_desktop.errors import CameraNotFound
from fer_desktop.guard import unexpected
from fer_desktop.ui.live.choices import PictureFormat, SourceChoice

if TYPE_CHECKING:
    from fer_desktop.capture.camera import CameraDevice

_LOOK_EVERY_MS = 3000

SourceFactory = Callable[[SourceChoice, PictureFormat], Callable[[], FrameSource]]
"""Gives for a choice what makes the source, in the thread that will own it."""


class SourceList(QObject):
    """The cameras of the moment; a camera that is plugged in or out shows within seconds.

    Signals:
        changed(list[SourceChoice]): the cameras, by name. Sent once at the start, then at each change.
    """

    changed = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cameras: tuple[CameraDevice, ...] | None = None
        self._formats: list[tuple[PictureFormat, ...]] = []  # of each camera
        self._is_looking = False
        self.demo_speaks = False  # whether the mouth of the demo moves with its voice
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, and again every few seconds."""
        self.look()
        self._timer.start()

    def stop(self) -> None:
        """Look no more: some systems do not like it while a camera is open."""
        self._timer.stop()

    def look(self) -> None:
        """Look in the background: some systems take a second."""
        if self._is_looking:
            return
        self._is_looking = True
        task = Task(_list_cameras, self)
        task.finished.connect(self._on_listed)
        task.failed.connect(self._on_failed)
        task.start()

    def named(self, text: str) -> SourceChoice:
        """The source that a command line names: demo, a file, a camera's number or part of its name.

        Raises:
            CameraNotFound: there is none.
        """
        if text == "demo":
            return SourceChoice("demo", self.tr("Demo, one face"))
        if not any(text == camera.path for camera in self._cameras or ()) and _exists(text):
            return SourceChoice("file", Path(text).name, path=text)
        from fer_desktop.capture.camera import find_camera

        position = find_camera(text, self._cameras or ())
        return self._choices()[position]

    def factory(self, choice: SourceChoice, wanted: PictureFormat) -> Callable[[], FrameSource]:
        """Makes the source in the thread that will own it.

        What it returns raises:
            CameraNotFound: the camera is no longer connected.
        """
        cameras, speaking = self._cameras or (), (0,) if self.demo_speaks else ()

        def open_source() -> FrameSource:
            if choice.kind == "demo":
                from fer_desktop.capture.demo.process import DemoProcess
                from fer_desktop.capture.demo.source import DemoOptions

                return DemoProcess(DemoOptions(choice.n_faces, wanted.width_px, wanted.height_px, speaking=speaking))
            if choice.kind == "sound":
                return Moments(choice.label)
            if choice.kind == "file":
                from fer_desktop.capture.cut import Cut
                from fer_desktop.capture.video_file import VideoFileSource

                return VideoFileSource(Path(choice.path), Cut(start_s=choice.start_s))
            from fer_desktop.capture.camera import CameraFormat, CameraSource

            return CameraSource(_chosen(choice, cameras), CameraFormat(wanted.width_px, wanted.height_px, wanted.fps))

        return open_source

    def _choices(self) -> list[SourceChoice]:
        cameras = self._cameras or ()
        return [
            SourceChoice("camera", label, position=i, device=camera.path, formats=offers, name=camera.name)
            for i, (camera, label, offers) in enumerate(zip(cameras, _labels(cameras), self._formats, strict=True))
        ]

    def _on_listed(self, cameras: tuple[CameraDevice, ...]) -> None:
        self._is_looking = False
        if cameras != self._cameras:
            self._cameras = cameras
            known = known_cameras() if any(not camera.formats for camera in cameras) else []
            self._formats = [_formats(camera, known) for camera in cameras]
            self.changed.emit(self._choices())

    def _on_failed(self, error: Exception) -> None:
        """Go on without a camera: files and the demo need none, and whoever waits for the first list waits no more."""
        unexpected(error)
        self._is_looking = False
        if self._cameras is None:
            self._cameras = ()
            self.changed.emit([])


def _formats(camera: CameraDevice, known: Sequence[OfferingCamera]) -> tuple[PictureFormat, ...]:
    """What a camera offers, small pictures first: by its own word, else by that of Qt."""
    if not camera.formats:
        return offered_formats(camera.path, camera.name, known)
    return usable_formats(PictureFormat(each.width_px, each.height_px, each.fps) for each in camera.formats)


def _labels(cameras: Sequence[CameraDevice]) -> list[str]:
    """Cameras by name; a number tells those of one name apart."""
    names = [camera.name for camera in cameras]
    return [f"{name} ({i})" if names.count(name) > 1 else name for i, name in enumerate(names)]


def _chosen(choice: SourceChoice, cameras: Sequence[CameraDevice]) -> CameraDevice:
    """The camera that was chosen, wherever it is in the list by now. Never another one.

    A camera that is plugged in again may get another path, and another camera its old one, so the name counts too.

    Raises:
        CameraNotFound: it is not there.
    """
    for camera in cameras:
        is_named = choice.label == camera.name or choice.label.startswith(f"{camera.name} (")
        if choice.device and camera.path == choice.device and is_named:
            return camera
    for camera, label in zip(cameras, _labels(cameras), strict=True):
        # the number behind a name says only where a camera stands now, so it is taken where there is no path
        if label == choice.label and (label == camera.name or not choice.device):
            return camera
    raise CameraNotFound(
        "The camera {name!r} is not connected.",
        "Connect it or choose another source, then press Start.",
        name=choice.label,
    )


def _list_cameras() -> tuple[CameraDevice, ...]:
    from fer_desktop.capture.camera import list_cameras

    return list_cameras()


def _exists(text: str) -> bool:
    """Whether this names a file; what cannot be looked at is none."""
    try:
        return Path(text).exists()
    except OSError:
        return False
