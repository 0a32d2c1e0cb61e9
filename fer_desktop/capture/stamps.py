"""When a decoded picture is to be shown: presentation times of the file, or what can be made of decoding times."""

from __future__ import annotations

from collections import deque
from typing import Protocol

from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream


class Stamps(Protocol):
    """Told each packet before it is decoded; asked for the time of each picture, in the order in which they come."""

    def add(self, packet: Packet[VideoStream]) -> None:
        """This packet is decoded next."""

    def drop(self, packet: Packet[VideoStream]) -> None:
        """It could not be decoded."""

    def of(self, frame: VideoFrame) -> float | None:
        """Seconds on the clock of the file; None where it does not say."""


def stamps_of(container: InputContainer, stream: VideoStream) -> Stamps:
    """The stamps that fit the container."""
    # AVI numbers its packets, in the order of decoding; of all codecs but these FFmpeg can tell the order of showing
    if container.format.name == "avi" and stream.codec_context.name in ("h264", "hevc", "vvc"):
        return DecodingStamps(stream)
    return PresentationStamps()


class PresentationStamps:
    """The container stores them."""

    def add(self, packet: Packet[VideoStream]) -> None:
        """Nothing to be kept."""

    def drop(self, packet: Packet[VideoStream]) -> None:
        """Nothing was kept."""

    def of(self, frame: VideoFrame) -> float | None:
        """The time that the container stores for the picture, in seconds; None where it stores none."""
        return None if frame.pts is None else float(frame.time)


class DecodingStamps:
    """Presentation times from decoding times, where the container stores no others.

    FFmpeg gives each picture a time of its packet, but pictures come in another order than their packets (B-frames).
    An encoder that holds back D packets to put them in order gives the picture that is shown as number k the
    decoding time of packet k + D, D packets too early; the same holds the other way round.
    """

    def __init__(self, stream: VideoStream) -> None:
        self._stream = stream
        self._waiting: deque[float] = deque()  # decoding times of packets, whose place no picture has taken yet
        self._own: dict[int, float] = {}  # decoding time of a packet, by what its picture will carry

    def add(self, packet: Packet[VideoStream]) -> None:
        """Keep its decoding time."""
        if packet.dts is not None and packet.time_base is not None:
            dts_s = float(packet.dts * packet.time_base)
            self._waiting.append(dts_s)
            if packet.pts is not None:
                self._own[packet.pts] = dts_s

    def drop(self, packet: Packet[VideoStream]) -> None:
        """No picture will take its place."""
        if self._waiting:
            self._waiting.pop()

    def of(self, frame: VideoFrame) -> float | None:
        """Decoding time of the packet that follows the one at its place as far as pictures are held back."""
        own_s = self._own.pop(frame.pts, None) if frame.pts is not None else None
        if frame.key_frame and own_s is not None:
            self._forget_before(own_s)
        if not self._waiting:
            return None
        place_s = self._waiting.popleft()
        depth = self._stream.codec_context.reorder_depth
        if not depth:
            return place_s
        return self._waiting[depth - 1] if len(self._waiting) >= depth else None  # None for the last ones of a file

    def _forget_before(self, key_s: float) -> None:
        """All that was decoded before a key frame has been shown: what is left of it was lost without an error."""
        while self._waiting and self._waiting[0] < key_s:
            self._waiting.popleft()
        self._own = {pts: dts_s for pts, dts_s in self._own.items() if dts_s > key_s}
