"""Packets of an open container -> decoded pictures, in the order in which they are shown. Damage is skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from fer_desktop.capture.stamps import stamps_of
from fer_desktop.capture.wholeness import Reach

_MOST_FAILURES = 64  # of reading, one after the other: the rest of the file is not worth a try


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded picture.

    Attributes:
        index: Counts the pictures of the file from 0; a damaged one leaves a missing number.
        stamp_s: When it is shown, on the clock of the file; None where the file does not say.
    """

    index: int
    stamp_s: float | None
    frame: VideoFrame


class Decoder:
    """Decodes one video of a container that it neither opens nor closes."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        stream.thread_type = "AUTO"
        self._container, self._stream = container, stream
        self._stamps = stamps_of(container, stream)
        self._n_given = 0
        self.n_damaged = 0  # packets that cannot be read or decoded, and pictures of which parts are missing
        self.n_damaged_at_end = 0  # of these, so many follow the last picture
        self.reach = Reach()  # of what was read

    def pictures(self) -> Iterator[Picture]:
        """Every picture, once.

        Raises:
            av.FFmpegError, OSError: the file cannot be read any further.
        """
        for packet in self._packets():
            if packet.stream.index != self._stream.index or _repeats(packet):
                continue
            for frame in self._decoded(packet):
                if frame.is_corrupt:
                    self._stamps.of(frame)
                    self._note_damage()
                    continue
                self.n_damaged_at_end = 0
                self._n_given += 1
                yield Picture(self._n_given + self.n_damaged - 1, self._stamps.of(frame), frame)

    def _packets(self) -> Iterator[Packet[Any]]:
        """Of all streams: their ends tell whether the file is whole."""
        n_failures = 0
        while True:
            try:
                for packet in self._container.demux():
                    n_failures = 0
                    self.reach.add(packet)
                    yield packet
                return
            except av.InvalidDataError:
                n_failures += 1
                self._note_damage()
                if n_failures > _MOST_FAILURES:
                    raise

    def _decoded(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        self._stamps.add(packet)
        try:
            return packet.decode()
        except av.FFmpegError:
            self._stamps.drop(packet)
            self._note_damage()
            return []

    def _note_damage(self) -> None:
        self.n_damaged += 1
        self.n_damaged_at_end += 1


def _repeats(packet: Packet[Any]) -> bool:
    """Whether it only says that the picture before stays, as Theora does; without times it ends the stream."""
    return not packet.size and packet.dts is not None
