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
        kind: "file" asks for the path when it is chosen; "sound" is a microphone without pictures.
        label: What the user sees.
        position: Place of a camera in the list of cameras when it was offered; for display, since the list changes.
        device: The system's own name of a camera, by which it is found again; "" when it has none.
        path: Of a video file.
        start_s: Of a video file: where it begins to be played.
        n_faces: Of the demo.
        formats: What can be asked of it, small pictures first.
        name: Of a camera, as the system calls it; two may have the same.
        is_away: A camera that was there before and is not connected now.
    """

    kind: Literal["camera", "file", "demo", "sound"]
    label: str
    position: int = 0
    device: str = ""
    path: str = ""
    start_s: float = 0.0
    n_faces: int = 1
    formats: tuple[PictureFormat, ...] = FORMATS
    name: str = ""
    is_away: bool = False


def still_there(
    chosen: SourceChoice, offered: Sequence[SourceChoice], before: Sequence[SourceChoice]
) -> SourceChoice | None:
    """The entry that stands now for what was chosen; never another camera.

    A camera that is plugged in again may get another device; it is then the only new one of its name.

    Args:
        before: What was offered until now.
    """
    for entry in offered:
        if _what(entry) == _what(chosen) and entry.name == chosen.name:
            return entry
    known = {entry.device for entry in before if not entry.is_away}
    new = [entry for entry in offered if entry.kind == "camera" and entry.device and entry.device not in known]
    again = [entry for entry in new if entry.name == chosen.name]
    return again[0] if chosen.kind == "camera" and len(again) == 1 else None


def _what(choice: SourceChoice) -> tuple[str, str | int, int]:
    """What makes a choice the same; a camera's place in the list changes when another one comes or goes."""
    return choice.kind, choice.device or choice.position, choice.n_faces
