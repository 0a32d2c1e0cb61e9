"""The frames that are measured on: of a video with a face, repeated in a grid for several, or of the demo."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.interfaces import FrameSource
from fer_desktop.core.types import Frame, SourceInfo

FPS = 30.0
_CLIP = Path("pyfeat", "WolfgangLanger_Pexels.mp4")  # one face, all the time


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Frames in memory, and what it took to get them.

    Attributes:
        images: (H, W, 3) RGB each, read-only.
        decode_ms: Time to read, or to draw, each.
        origin: Where they come from.
    """

    images: list[NDArray[np.uint8]]
    decode_ms: list[float]
    origin: str


def videos_folder() -> Path | None:
    """Clips that lie beside the source tree, if there are any."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "videos"
    return folder if (folder / _CLIP).is_file() else None


def read_frames(n_faces: int, width_px: int, height_px: int, n_frames: int, videos: Path | None) -> Frames:
    """Frames with so many faces, of this size; of the demo without a folder of videos."""
    demo = DemoOptions(n_faces, width_px, height_px, FPS)
    source: FrameSource = DemoSource(demo) if videos is None else VideoFileSource(videos / _CLIP)
    source.open()
    images, decode_ms = [], []
    for _ in range(n_frames):
        start_s = time.perf_counter()
        frame = source.read()
        if frame is None:
            break
        decode_ms.append((time.perf_counter() - start_s) * 1000)
        image = frame.image if videos is None else _grid(frame.image, n_faces, width_px, height_px)
        image.flags.writeable = False
        images.append(image)
    source.close()
    return Frames(images, decode_ms, "demo" if videos is None else _CLIP.name)


def _grid(image: NDArray[np.uint8], n: int, width_px: int, height_px: int) -> NDArray[np.uint8]:
    """The image n times, each as large as fits."""
    columns = math.ceil(math.sqrt(n))
    rows = math.ceil(n / columns)
    cell_w, cell_h = width_px // columns, height_px // rows
    scale = min(cell_w / image.shape[1], cell_h / image.shape[0])
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    result = np.full((height_px, width_px, 3), 90, np.uint8)
    for i in range(n):
        left = (i % columns) * cell_w + (cell_w - size[0]) // 2
        top = (i // columns) * cell_h + (cell_h - size[1]) // 2
        result[top : top + size[1], left : left + size[0]] = small
    return result


class LiveFrames:
    """Frames in memory as a camera gives them: forwards and backwards for ever, at a steady rate.

    Args:
        images: What it shows.
        fps: How often.
        n_frames: After so many it ends; None never.
    """

    def __init__(self, images: list[NDArray[np.uint8]], fps: float = FPS, n_frames: int | None = None) -> None:
        self._images = [*images, *images[-2:0:-1]]
        self._step_s, self._n_frames = 1 / fps, n_frames
        self._index = -1
        self._began_s = 0.0

    def open(self) -> SourceInfo:
        """Say the size of the frames; the clock starts with the first `read`."""
        height, width = self._images[0].shape[:2]
        return SourceInfo("frames in memory", width, height, 1 / self._step_s, is_live=True)

    def read(self) -> Frame | None:
        """Wait for the next frame."""
        self._index += 1
        if self._index == self._n_frames:
            return None
        if self._index == 0:
            self._began_s = time.monotonic()
        time_s = self._index * self._step_s
        time.sleep(max(self._began_s + time_s - time.monotonic(), 0))
        return Frame(self._index, time_s, self._images[self._index % len(self._images)])

    def close(self) -> None:
        """Nothing is held."""
