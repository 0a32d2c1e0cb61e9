"""What the user can choose as a source, as a value. app.py turns it into the source itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """One entry of the source list.

    Attributes:
        kind: "file" asks for the path when it is chosen.
        label: What the user sees.
        position: Place of a camera in the list of cameras.
        path: Of a video file.
        n_faces: Of the demo.
    """

    kind: Literal["camera", "file", "demo"]
    label: str
    position: int = 0
    path: str = ""
    n_faces: int = 1


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """What to ask of a camera; it may give something near, which the status line then tells."""

    width_px: int
    height_px: int
    fps: int = 30

    @property
    def label(self) -> str:
        """What the user sees."""
        return f"{self.width_px} × {self.height_px}, {self.fps} fps"


FORMATS = (
    PictureFormat(640, 480),
    PictureFormat(1280, 720),
    PictureFormat(1280, 720, 60),
    PictureFormat(1920, 1080),
)
