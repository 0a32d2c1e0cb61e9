"""Small videos that tests make themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.core.interfaces import FrameSource
from fer_desktop.core.types import Frame, SourceInfo

DROPPED = [i / 10 for i in range(40) if i % 7 == 0 or i % 3 == 0]  # slots without a picture, as of a dropped frame
"""Times of a video with slots without a picture."""
CORNERS = {"red": (220, 0, 0), "green": (0, 220, 0), "blue": (0, 0, 220), "white": (220, 220, 220)}


def corners(size: tuple[int, int] = (64, 48)) -> np.ndarray:
    """Red, green / blue, white: every turn and mirroring shows another arrangement."""
    width, height = size
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = CORNERS["red"]
    image[: height // 2, width // 2 :] = CORNERS["green"]
    image[height // 2 :, : width // 2] = CORNERS["blue"]
    image[height // 2 :, width // 2 :] = CORNERS["white"]
    return image


def arrangement(image: np.ndarray) -> list[str]:
    """Names of the four corners, line by line."""
    height, width = image.shape[:2]
    places = [(y * height // 4, x * width // 4) for y in (1, 3) for x in (1, 3)]
    return [min(CORNERS, key=lambda name: np.abs(CORNERS[name] - image[place].astype(int)).sum()) for place in places]


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


def write_minute(path: Path) -> Path:
    """A minute of the demo's face at 160 x 120, for work that is to be ended before it is done."""
    source = DemoSource(DemoOptions(1, 160, 120, duration_s=1.0))
    info = source.open()
    second = [frame.image for frame in iter(source.read, None)]  # drawn once: drawing takes long
    images = ((i / len(second), second[i % len(second)]) for i in range(60 * len(second)))
    return _write(path, images, (info.width_px, info.height_px))


def write_long_clip(folder: Path) -> Path:
    """A long clip with its index in front, so that a cut file still opens."""
    return moved_to_front(write_clip(folder / "whole.mp4", [i / 30 for i in range(300)]))


def moved_to_front(path: Path) -> Path:
    """The same clip with its index in front."""
    moved = path.with_stem("moved")
    with av.open(str(path)) as source, av.open(str(moved), "w", options={"movflags": "faststart"}) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return moved


def read_all(source: FrameSource) -> tuple[SourceInfo, list[Frame]]:
    """What a source says of itself, and every frame of it."""
    info = source.open()
    frames = list(iter(source.read, None))
    source.close()
    return info, frames


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


_BITS = 8
NUMBERED_SIZE = (128, 64)


def numbered(number: int, size: tuple[int, int] = NUMBERED_SIZE) -> np.ndarray:
    """A picture of eight upright bars that are the bits of a number, the lowest at the left; gray."""
    bits = np.array([number >> bit & 1 for bit in range(_BITS)], np.uint8)
    bars = np.repeat(bits * 200 + 20, size[0] // _BITS)
    return np.ascontiguousarray(np.broadcast_to(bars[None, :, None], (size[1], bars.size, 3)))


def number_of(image: np.ndarray) -> int:
    """The number that a picture made by `numbered` shows."""
    bars = np.array_split(image[image.shape[0] // 4 : -image.shape[0] // 4, :, 0].mean(axis=0), _BITS)
    return sum((bar.mean() > 120) << bit for bit, bar in enumerate(bars))


def write_numbers(
    path: Path,
    times_s: Sequence[float],
    codec: str = "mpeg4",
    rate: int = 10,
    options: dict[str, str] | None = None,
    *,
    prepare: Callable[[VideoStream], None] = lambda stream: None,
    pix_fmt: str = "yuv420p",
) -> Path:
    """A clip whose pictures show 0, 1, 2 ... at these times, which the container rounds to its own steps.

    Args:
        prepare: Called with the stream before it is encoded.
    """
    base = Fraction(1, rate)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, options=options or {})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *NUMBERED_SIZE, pix_fmt
        stream.codec_context.time_base = base
        prepare(stream)
        for number, time_s in enumerate(times_s):
            frame = av.VideoFrame.from_ndarray(numbered(number), format="rgb24")
            frame.pts, frame.time_base = round(time_s / base), base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
