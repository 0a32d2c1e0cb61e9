"""What the user can choose as a source, as a value. app.py turns it into the source itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """What to ask of a camera; it may give something near, which the status line then tells."""

    width_px: int
    height_px: int
    fps: float = 30

    @property
    def label(self) -> str:
        """What the user sees."""
        return f"{self.width_px} × {self.height_px}, {self.fps:g} fps"


FORMATS = (
    PictureFormat(640, 480),
    PictureFormat(1280, 720),
    PictureFormat(1280, 720, 60),
    PictureFormat(1920, 1080),
)


def nearest_format(wanted: PictureFormat, formats: Sequence[PictureFormat]) -> PictureFormat:
    """The format whose number of pixels, then rate, is nearest."""

    def distance(offered: PictureFormat) -> tuple[float, float]:
        pixels = offered.width_px * offered.height_px / (wanted.width_px * wanted.height_px)
        return abs(math.log(pixels)), abs(offered.fps - wanted.fps)

    return min(formats, key=distance)


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """One entry of the source list.

    Attributes:
        kind: "file" asks for the path when it is chosen.
        label: What the user sees.
        position: Place of a camera in the list of cameras when it was offered; for display, since the list changes.
        device: The system's own name of a camera, by which it is found again; "" when it has none.
        path: Of a video file.
        n_faces: Of the demo.
        formats: What can be asked of it, small pictures first.
    """

    kind: Literal["camera", "file", "demo"]
    label: str
    position: int = 0
    device: str = ""
    path: str = ""
    n_faces: int = 1
    formats: tuple[PictureFormat, ...] = FORMATS
