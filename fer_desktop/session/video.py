"""Writes the frames of a session as an mp4 whose presentation times are the capture times.

Frames come at uneven intervals; a time base of 1/60000 s keeps them to 0.01 ms, which
cv2.VideoWriter cannot do (it only knows a constant rate). MPEG-4 part 2 is the fastest
encoder at hand and needs no GPL library.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import BinaryIO

import av
from av.video.stream import VideoStream

from fer_desktop.core.types import Frame
from fer_desktop.session import schema
from fer_desktop.session.appended import Appended
from fer_desktop.session.store import Store
from fer_desktop.session.table_writer import TableWriter
from fer_desktop.session.video_times import TIME_BASE, pts_of

_BITS_PER_PIXEL = 4  # per second; about 3.7 Mbit/s at 720p


class VideoWriter:
    """`video.mp4` in a session folder, and its `index`, `frames.csv`; the file begins with the first frame."""

    def __init__(self, store: Store, index: TableWriter) -> None:
        self._store, self._index = store, index
        self._file: BinaryIO | None = None
        self._container: av.container.OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._last_pts = -1

    def add(self, frame: Frame) -> None:
        """Append a frame; its time must be later than that of the last one."""
        pts = pts_of(frame.time_s)
        # the muxer refuses times that do not grow; two frames within 1/60000 s are one to every player
        if pts <= self._last_pts:
            return
        self._last_pts = pts
        stream = self._stream or self._begin(frame)
        height, width = frame.image.shape[:2]
        # yuv420p halves the colours in both directions: an odd last row or column cannot be stored
        picture = av.VideoFrame.from_ndarray(frame.image[: height // 2 * 2, : width // 2 * 2], format="rgb24")
        picture.pts, picture.time_base = pts, TIME_BASE
        self._mux(stream, picture)
        self._index.add(frame.time_s, [frame.index, f"{frame.time_s:.6f}"])
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
        self._container = av.open(Appended(self._file), "w", format="mp4", options=options)
        stream = self._container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        stream.bit_rate = width * height * _BITS_PER_PIXEL
        stream.codec_context.time_base = stream.time_base = TIME_BASE
        self._stream = stream
        return stream

    def _mux(self, stream: VideoStream, picture: av.VideoFrame | None) -> None:
        assert self._container is not None
        for packet in stream.encode(picture):
            self._container.mux(packet)
