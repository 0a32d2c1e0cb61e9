"""Cameras: which there are, and frames from one, each with the moment at which it was taken."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Sequence

from fer_desktop.capture.shot import CameraDevice, CameraFormat, Capture, Shot
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import CameraBusy, CameraForbidden, CameraLost, CameraNotFound, Word

__all__ = ["CameraDevice", "CameraFormat", "CameraSource", "find_camera", "list_cameras", "open_camera"]

_IS_LINUX = sys.platform == "linux"
_FIRST_PICTURE_S = 10.0  # some cameras take seconds to wake up
_LOST_AFTER_S = 5.0  # without a whole picture; a sound camera misses one now and then
_SLICE_S = 0.05  # of waiting, after which it is seen that nobody waits any more
_PAUSE_S = 0.01  # after a read that failed
_BUSY_HINT = "Close other programs that use the camera, check its permission in the system settings, then press Start."
_LOST_HINT = "Check the cable, then press Start."
_GONE = (errno.ENODEV, errno.ENXIO)


def list_cameras() -> tuple[CameraDevice, ...]:
    """Cameras by name, in the order of the system; empty when there is none."""
    if _IS_LINUX:
        from fer_desktop.capture.linux_cameras import linux_cameras

        return linux_cameras()
    return _opencv_cameras()


def _opencv_cameras() -> tuple[CameraDevice, ...]:
    import cv2
    from cv2_enumerate_cameras import enumerate_cameras, supported_backends

    devices: dict[str, CameraDevice] = {}
    for backend in supported_backends:
        # asked for all at once, it would name backends that this OpenCV was built without: none of them opens a camera
        if not cv2.videoio_registry.hasBackend(backend):
            continue
        for info in sorted(enumerate_cameras(backend), key=lambda info: info.index):
            # a camera shows up once for each backend; the first is the one that OpenCV prefers
            device = CameraDevice(info.name, info.index, info.backend, info.path or "")
            devices.setdefault(_key(device), device)
    return tuple(devices.values())


def _key(device: CameraDevice) -> str:
    """The same for one camera in every backend: on Windows their paths differ in the class, `#{guid}`, at the end."""
    return device.path.lower().split("#{")[0] or f"{device.name}/{device.index}"


def find_camera(wanted: str, cameras: Sequence[CameraDevice]) -> int:
    """Position of the camera with this number, at this path, or with this in its name.

    Raises:
        CameraNotFound: there is none.
    """
    if wanted.isdigit() and int(wanted) < len(cameras):
        return int(wanted)
    for position, camera in enumerate(cameras):
        if wanted == camera.path or wanted.lower() in camera.name.lower():
            return position
    names = ", ".join(f"{i}: {camera.name}" for i, camera in enumerate(cameras)) or Word("none")
    raise CameraNotFound(
        "There is no camera {wanted!r}; connected: {names}.",
        "Connect it, then press Start.",
        wanted=wanted,
        names=names,
    )


def open_camera(device: CameraDevice) -> Capture:
    """The way to a camera that this system has.

    Raises:
        OSError: it cannot be opened.
    """
    if _IS_LINUX and device.path:
        from fer_desktop.capture.v4l2 import V4l2Capture

        return V4l2Capture(device.path)
    from fer_desktop.capture.opencv_camera import OpenCvCapture

    return OpenCvCapture(device.index, device.backend)


class CameraSource:
    """Frames of one camera; `time_s` is 0 at the first one, and counts to the moment at which each was taken.

    Pictures that never came, came damaged or were passed over for a newer one are counted in the frame after them.

    Args:
        device: Which camera.
        wanted: What to ask it for.
        open_capture: Opens it; `open_camera` unless a test gives another.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        device: CameraDevice,
        wanted: CameraFormat,
        open_capture: Callable[[CameraDevice], Capture] = open_camera,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._device, self._wanted = device, wanted
        self._open_capture, self._clock = open_capture, clock
        self._capture: Capture | None = None
        self._first: Frame | None = None
        self._index = -1
        self._began_s = self._last_s = 0.0
        self._is_wanted = True

    def open(self) -> SourceInfo:
        """Open the camera and see that it gives frames.

        Raises:
            CameraForbidden: this user may not use it.
            CameraBusy: it is there but gives none, or nobody waits for it any more.
            CameraLost: it is gone.
        """
        try:
            self._capture = self._open_capture(self._device)
            terms = self._capture.start(self._wanted)
            self._first = self._next_frame(_FIRST_PICTURE_S)
        except OSError as error:
            self.close()
            raise self._cannot_open(error) from error
        except BaseException:
            self.close()
            raise
        if self._first is None:
            self.close()
            raise CameraBusy("The camera {name!r} is open but gives no picture.", _BUSY_HINT, name=self._device.name)
        height, width = self._first.image.shape[:2]
        return SourceInfo(self._device.name, width, height, terms.fps, is_live=True, clock=terms.clock)

    def read(self) -> Frame | None:
        """Wait for the next frame; None once `interrupt` was called.

        Raises:
            CameraLost: none comes any more.
        """
        if self._first is not None:
            first, self._first = self._first, None
            return first
        try:
            frame = self._next_frame(_LOST_AFTER_S)
        except OSError as error:
            self.close()
            raise self._lost() from error
        if frame is None:
            self.close()
            if self._is_wanted:
                raise self._lost()
        return frame

    def interrupt(self) -> None:
        """Nobody waits any more: what is waited for ends within a moment. From any thread."""
        self._is_wanted = False

    def close(self) -> None:
        """Release the camera."""
        if self._capture is not None:
            self._capture.close()
            self._capture = None

    def _next_frame(self, patience_s: float) -> Frame | None:
        """The next whole picture; None when none comes for so long, or nobody waits.

        Raises:
            OSError: the camera is gone.
        """
        lost = passed_over = 0
        until_s = self._clock() + patience_s
        while self._capture is not None and self._is_wanted and self._clock() < until_s:
            shot = self._newest()
            if shot is None:
                continue
            lost, passed_over = lost + shot.lost, passed_over + shot.passed_over
            if shot.image is not None:
                return self._frame(shot, lost, passed_over)
            lost += 1
        return None

    def _newest(self) -> Shot | None:
        assert self._capture is not None
        try:
            return self._capture.newest(_SLICE_S)
        except OSError as error:
            if error.errno in _GONE:
                raise
            time.sleep(_PAUSE_S)  # it failed at once and may do so again; the signal may come back
            return None

    def _frame(self, shot: Shot, lost: int, passed_over: int) -> Frame:
        assert shot.image is not None
        self._index += 1
        if self._index == 0:
            self._began_s, self._last_s = shot.taken_s, -1.0
            lost = passed_over = 0  # nobody looked before
        time_s = max(shot.taken_s - self._began_s, self._last_s + 1e-6)  # a stamp that fell: it always grows
        self._last_s = time_s
        return Frame(self._index, time_s, shot.image, True, self._began_s + time_s, lost, passed_over)

    def _cannot_open(self, error: OSError) -> CameraBusy | CameraForbidden | CameraNotFound:
        name = self._device.name
        if error.errno in (errno.EACCES, errno.EPERM):
            return forbidden(self._device)
        if error.errno in (*_GONE, errno.ENOENT):
            return CameraNotFound("The camera {name!r} is not connected.", "Connect it, then press Start.", name=name)
        return CameraBusy("The camera {name!r} cannot be opened.", _BUSY_HINT, name=name)

    def _lost(self) -> CameraLost:
        return CameraLost("The camera {name!r} stopped giving frames.", _LOST_HINT, name=self._device.name)


def forbidden(device: CameraDevice) -> CameraForbidden:
    """The error of a camera that the system lets this user not open."""
    return CameraForbidden(
        "You have no permission to use the camera {name!r} ({path}).",
        "Add yourself to the group video (sudo usermod -aG video $USER), then log in again.",
        name=device.name,
        path=device.path,
    )
