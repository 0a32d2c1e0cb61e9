"""Writes the frames of a session as an mp4 whose presentation times are the capture times.

Frames come at uneven intervals; a time base of 1/60000 s keeps them to 0.01 ms, which
cv2.VideoWriter cannot do (it only knows a constant rate). MPEG-4 part 2 is the fastest
encoder at hand and needs no GPL library.
"""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack
from fractions import Fraction
from typing import IO

import av
from av.video.stream import VideoStream

from fer_desktop.core.types import Frame
from fer_desktop.session import schema
from fer_desktop.session.store import Store

_TIME_BASE = Fraction(1, 60_000)  # MPEG-4 part 2 allows no finer one than 1/65535
_BITS_PER_PIXEL = 4  # per second; about 3.7 Mbit/s at 720p


class VideoWriter:
    """`video.mp4` and `frames.csv` in a session folder; the file begins with the first frame."""

    def __init__(self, store: Store) -> None:
        self._store = store
        index = store.create(schema.FRAMES_FILE)
        self._index = io.TextIOWrapper(index, encoding="utf-8", newline="", write_through=True)
        self._rows = csv.writer(self._index, lineterminator="\n")
        self._rows.writerow(schema.FRAMES_HEADER)
        self._file: IO[bytes] | None = None
        self._container: av.container.OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._last_pts = -1

    def add(self, frame: Frame) -> None:
        """Append a frame; its time must be later than that of the last one."""
        pts = round(frame.time_s / _TIME_BASE)
        if pts <= self._last_pts:
            return
        self._last_pts = pts
        stream = self._stream or self._begin(frame)
        height, width = frame.image.shape[:2]
        picture = av.VideoFrame.from_ndarray(frame.image[: height // 2 * 2, : width // 2 * 2], format="rgb24")
        picture.pts, picture.time_base = pts, _TIME_BASE
        self._mux(stream, picture)
        self._rows.writerow([frame.index, f"{frame.time_s:.6f}"])
        self._index.flush()

    def close(self) -> None:
        """Write what the encoder holds back and close both files; once, even if that fails."""
        stream, container, file = self._stream, self._container, self._file
        self._stream = self._file = None
        with ExitStack() as ending:
            ending.callback(self._index.close)
            if stream is not None and container is not None and file is not None:
                ending.callback(file.close)
                ending.callback(container.close)
                self._mux(stream, None)

    def _begin(self, frame: Frame) -> VideoStream:
        height, width = frame.image.shape[:2]
        # fragments: what was written stays readable after a crash
        options = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
        self._file = self._store.create(schema.VIDEO_FILE)
        self._container = av.open(_Appended(self._file), "w", format="mp4", options=options)
        stream = self._container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        stream.bit_rate = width * height * _BITS_PER_PIXEL
        stream.codec_context.time_base = stream.time_base = _TIME_BASE
        self._stream = stream
        return stream

    def _mux(self, stream: VideoStream, picture: av.VideoFrame | None) -> None:
        assert self._container is not None
        for packet in stream.encode(picture):
            self._container.mux(packet)


class _Appended:
    """What the muxer sees of a file: it can only add to it, and what it adds is handed on at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        """Append."""
        written = self._file.write(data)
        self._file.flush()
        return written
