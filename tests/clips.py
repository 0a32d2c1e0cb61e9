"""Small videos that tests make themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from fer_desktop.core.interfaces import FrameSource


def write_clip(path: Path, times_s: Sequence[float], size: tuple[int, int] = (64, 48)) -> Path:
    """A clip with these presentation times; the left half is red, the right half blue."""

    def images() -> Iterator[tuple[float, np.ndarray]]:
        for i, time_s in enumerate(times_s):
            image = np.zeros((size[1], size[0], 3), np.uint8)
            image[:, : size[0] // 2, 0] = 220
            image[:, size[0] // 2 :, 2] = 200 + i % 20
            yield time_s, image

    return _write(path, images(), size)


def write_clip_of(path: Path, source: FrameSource) -> Path:
    """A clip of what a source shows, to its end."""
    info = source.open()
    frames = ((frame.time_s, frame.image) for frame in iter(source.read, None))
    return _write(path, frames, (info.width_px, info.height_px))


def _write(path: Path, images: Iterable[tuple[float, np.ndarray]], size: tuple[int, int]) -> Path:
    base = Fraction(1, 60_000)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.time_base = stream.time_base = base
        for time_s, image in images:
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = round(time_s / base), base
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path
