"""Cameras by OpenCV, on Windows and macOS. It says neither when a picture was taken nor what was lost.

BGR becomes RGB here. The thread that opens a camera owns it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.shot import CameraFormat, Shot, Terms
from fer_desktop.errors import CameraBusy


class VideoCapture(Protocol):
    """The part of cv2.VideoCapture that is used."""

    def isOpened(self) -> bool: ...  # noqa: N802, D102
    def read(self) -> tuple[bool, NDArray[Any] | None]: ...  # noqa: D102
    def get(self, prop: int) -> float: ...  # noqa: D102
    def set(self, prop: int, value: float) -> bool: ...  # noqa: D102
    def release(self) -> None: ...  # noqa: D102


class OpenCvCapture:
    """Pictures of one camera, in the order in which OpenCV gives them.

    Args:
        index, backend: Of the camera, as OpenCV counts.
        open_capture: Makes the capture; cv2.VideoCapture unless a test gives another.
        clock: Monotonic seconds.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(
        self,
        index: int,
        backend: int,
        open_capture: Callable[[int, int], VideoCapture] = cv2.VideoCapture,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._capture, self._clock = open_capture(index, backend), clock
        self._wanted = CameraFormat()
        self._first: Shot | None = None
        if not self._capture.isOpened():
            self._capture.release()
            raise OSError("it does not open")

    def start(self, wanted: CameraFormat) -> Terms:
        """See `Capture`; only the first picture tells its size."""
        self._wanted = wanted
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))  # raw is too slow for USB 2 at 720p
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, wanted.width_px)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, wanted.height_px)
        self._capture.set(cv2.CAP_PROP_FPS, wanted.fps)
        self._first = self._read()
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        if self._first is None or self._first.image is None:
            width, height = (self._capture.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
            return Terms(int(width), int(height), _known(fps), "arrival")
        height, width = self._first.image.shape[:2]
        return Terms(int(width), int(height), _known(fps), "arrival")

    def newest(self, timeout_s: float) -> Shot | None:
        """See `Capture`; OpenCV waits as long as its back end does, whatever the timeout."""
        first, self._first = self._first, None
        return first or self._read()

    def close(self) -> None:
        """See `Capture`."""
        self._capture.release()

    def _read(self) -> Shot | None:
        try:
            is_read, image = self._capture.read()
        except cv2.error:  # a damaged picture, in some back ends
            return Shot(None, self._clock())
        if not is_read or image is None:
            return None
        return Shot(as_rgb(image), self._clock())


def as_rgb(image: NDArray[Any]) -> NDArray[Any] | None:
    """(H, W, 3) RGB of what OpenCV gives: BGR, and from some drivers BGRA or gray; None when it holds nothing.

    Raises:
        CameraBusy: it is none of these, such as the undecoded bytes of a picture in one row.
    """
    if not image.size:
        return None
    channels = image.shape[2] if image.ndim == 3 else 1
    code = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}.get(channels)
    if code is None or image.dtype != np.uint8 or min(image.shape[:2]) < 2:
        raise CameraBusy(
            "The camera sends pictures of a form that is not known ({shape}).",
            "Choose another format.",
            shape=" × ".join(str(side) for side in image.shape),
        )
    return cv2.cvtColor(image, code)


def _known(fps: float) -> float:
    """OpenCV says 0, -1 or worse where it does not know."""
    return fps if 0 < fps < 1000 else 0.0
