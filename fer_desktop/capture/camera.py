"""Cameras: which there are, and frames from one. BGR becomes RGB here and nowhere else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import CameraBusy, CameraLost, CameraNotFound

# V4L2 waits 10 s for each frame of a camera that has stalled; OpenCV looks here when it first waits for one
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "2")

_FAILURES_BEFORE_LOST = 5  # reads in a row; a single one fails now and then on a sound camera
_BUSY_HINT = "Close other programs that use the camera, check its permission in the system settings, then press Start."
_LOST_HINT = "Check the cable, then press Start."


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """A camera that the system knows.

    Attributes:
        name: As the system calls it.
        index: For OpenCV, together with `backend`.
        backend: One of OpenCV's CAP_ numbers.
        path: The system's own name of the device; "" when it has none.
    """

    name: str
    index: int
    backend: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class CameraFormat:
    """What to ask the camera for; it may give something near."""

    width_px: int = 640
    height_px: int = 480
    fps: float = 30.0


class Capture(Protocol):
    """The part of cv2.VideoCapture that is used."""

    def isOpened(self) -> bool: ...  # noqa: N802, D102
    def read(self) -> tuple[bool, NDArray[np.uint8] | None]: ...  # noqa: D102
    def get(self, prop: int) -> float: ...  # noqa: D102
    def set(self, prop: int, value: float) -> bool: ...  # noqa: D102
    def release(self) -> None: ...  # noqa: D102


def list_cameras() -> tuple[CameraDevice, ...]:
    """Cameras by name, in the order of the system; empty when there is none."""
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
    """Position of the camera with this number, or with this in its name.

    Raises:
        CameraNotFound: there is none.
    """
    if wanted.isdigit() and int(wanted) < len(cameras):
        return int(wanted)
    for position, camera in enumerate(cameras):
        if wanted.lower() in camera.name.lower():
            return position
    names = ", ".join(f"{i}: {camera.name}" for i, camera in enumerate(cameras)) or "none"
    raise CameraNotFound(
        "There is no camera {wanted!r}; connected: {names}.",
        "Connect it, then press Start.",
        wanted=wanted,
        names=names,
    )


class CameraSource:
    """Frames of one camera, stamped when they arrive.

    Args:
        device: Which camera.
        wanted: What to ask it for.
        open_capture: Makes the capture; cv2.VideoCapture unless a test gives another.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        device: CameraDevice,
        wanted: CameraFormat,
        open_capture: Callable[[int, int], Capture] = cv2.VideoCapture,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._device, self._wanted = device, wanted
        self._open_capture, self._clock = open_capture, clock
        self._capture: Capture | None = None
        self._index = -1
        self._began_s = 0.0

    def open(self) -> SourceInfo:
        """Open the camera and see that it gives frames.

        Raises:
            CameraBusy: it is there but gives none.
        """
        capture = self._capture = self._open_capture(self._device.index, self._device.backend)
        if not capture.isOpened():
            self.close()
            raise CameraBusy("The camera {name!r} cannot be opened.", _BUSY_HINT, name=self._device.name)
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))  # raw video is too slow for USB 2 at 720p
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._wanted.width_px)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._wanted.height_px)
        capture.set(cv2.CAP_PROP_FPS, self._wanted.fps)
        image = self._try_read()
        if image is None:
            self.close()
            raise CameraBusy("The camera {name!r} is open but gives no picture.", _BUSY_HINT, name=self._device.name)
        self._began_s = self._clock()
        height, width = image.shape[:2]
        return SourceInfo(self._device.name, width, height, capture.get(cv2.CAP_PROP_FPS), is_live=True)

    def read(self) -> Frame | None:
        """Wait for the next frame.

        Raises:
            CameraLost: none comes any more.
        """
        image = self._try_read()
        if image is None:
            self.close()
            raise CameraLost("The camera {name!r} stopped giving frames.", _LOST_HINT, name=self._device.name)
        time_s = self._clock() - self._began_s
        self._index += 1
        return Frame(self._index, time_s, np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8))

    def close(self) -> None:
        """Release the camera."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _try_read(self) -> NDArray[np.uint8] | None:
        if self._capture is None:
            return None
        for _ in range(_FAILURES_BEFORE_LOST):
            is_read, image = self._capture.read()
            if is_read and image is not None:
                return image
        return None
