"""What is asked of a camera's driver and what it gives, before any of it is a frame. Values alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CameraFormat:
    """A size and a rate: what a camera offers, or what to ask it for; it may give something near."""

    width_px: int = 640
    height_px: int = 480
    fps: float = 30.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What the camera agreed to.

    Attributes:
        fps: Its word; 0 when it says nothing.
        clock: What `Shot.taken_s` is: "driver" when the driver stamps each picture as it is taken, "arrival" when
            the program does it as it gets the picture.
    """

    width_px: int
    height_px: int
    fps: float
    clock: str


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One picture as it came.

    Attributes:
        image: (H, W, 3) uint8 RGB; None when it came damaged.
        taken_s: When, on the clock of `time.monotonic`.
        lost: Pictures after the one before that never came.
        passed_over: Pictures after the one before that came, but waited so long that this one is newer.
    """

    image: NDArray[Any] | None
    taken_s: float
    lost: int = 0
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """A camera that the system knows.

    Attributes:
        name: As the system calls it.
        index: For OpenCV, together with `backend`.
        backend: One of OpenCV's CAP_ numbers.
        path: The system's own name of the device; "" when it has none.
        formats: What it offers, in its own order; empty where that is not known.
        is_forbidden: The system lets this user not open it.
    """

    name: str
    index: int
    backend: int
    path: str = ""
    formats: tuple[CameraFormat, ...] = ()
    is_forbidden: bool = False


class Capture(Protocol):
    """An open camera. Made, used and closed in one thread."""

    def start(self, wanted: CameraFormat) -> Terms:
        """Agree on a format and let pictures come.

        Raises:
            OSError: the driver refuses.
            CameraError: it gives nothing that can be read.
        """

    def newest(self, timeout_s: float) -> Shot | None:
        """The newest picture that was not given yet; None when none came in time.

        Raises:
            OSError: the camera is gone.
        """

    def close(self) -> None:
        """Release the camera; harmless when called twice."""
