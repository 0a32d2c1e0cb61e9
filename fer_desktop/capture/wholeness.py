"""Was the file cut off? It then ends without an error, before it said it would, or in the middle of something."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, BinaryIO

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

LEAST_S = 0.5  # less may be missing from the end of a file without a word
_SHARE, _MOST_S = 0.05, 10.0  # of a long one more: promises are often rough
_ASF_FILE_PROPERTIES = bytes.fromhex("A1DCAB8C47A9CF118EE400C00C205365")
_TS_SYNC, _TS_PACKETS = 0x47, {188: 0, 192: 4, 204: 0}  # size of a packet: where its sync byte is
_PS_TAIL, _PS_PACK, _PS_FIRST = 262_144, b"\x00\x00\x01\xba", b"\x00\x00\x01"
_OGG_TAIL = 2 * 65_307  # bytes; a page is never longer than half of this


class Reach:
    """How far the packets of a file reach."""

    def __init__(self) -> None:
        self._ends_s: dict[int, float] = {}
        self._is_torn: dict[int, bool] = {}

    @property
    def is_torn(self) -> bool:
        """Whether the last packet of a stream ends too early."""
        return any(self._is_torn.values())

    def add(self, packet: Packet[Any]) -> None:
        """Count a packet of any stream."""
        stamp = packet.dts if packet.pts is None else packet.pts
        if stamp is None or packet.time_base is None:
            return
        self._is_torn[packet.stream_index] = packet.is_corrupt
        end_s = float((stamp + (packet.duration or 0)) * packet.time_base)
        self._ends_s[packet.stream_index] = max(end_s, self._ends_s.get(packet.stream_index, end_s))

    def end_s(self, stream_index: int | None = None) -> float | None:
        """Where one stream ends, or the last of all; None when it has no times."""
        if stream_index is None:
            return max(self._ends_s.values(), default=None)
        return self._ends_s.get(stream_index)


def length_s(container: InputContainer) -> float:
    """From the first to the last moment of a file, as it says; 0 when it does not.

    Matroska and FLV may count from 0, where nothing may be.
    """
    whole_s, start_s = (float(value or 0) / av.time_base for value in (container.duration, container.start_time))
    counts_from_0 = container.format.name in ("matroska,webm", "flv") and whole_s > start_s
    return whole_s - start_s if counts_from_0 else whole_s


def missing_s(container: InputContainer, stream: VideoStream, reach: Reach) -> float:
    """What the file promised and did not hold; 0 when that is little, or it promised nothing.

    Of a video that says how long it is, its own end counts; otherwise the end of whatever lasts longest.
    """
    whole_s = length_s(container)
    start_s = float(container.start_time or 0) / av.time_base
    end_s = reach.end_s()
    if stream.duration is not None and stream.time_base is not None:
        whole_s = min(float(stream.duration * stream.time_base), whole_s)
        start_s = float((stream.start_time or 0) * stream.time_base)
        end_s = reach.end_s(stream.index)
    if container.format.name == "avi" and stream.average_rate:  # a lost index makes it forget its length
        whole_s = max(whole_s, stream.frames / float(stream.average_rate))
    if end_s is None:
        return 0.0
    missing = whole_s - (end_s - start_s)
    return missing if missing > max(LEAST_S, min(_SHARE * whole_s, _MOST_S)) else 0.0


def ends_in_the_middle(path: Path, format_name: str) -> bool:
    """Whether a file of a kind that does not say how long it lasts was cut: within a packet, or below its own size."""
    look = {"mpegts": _is_torn_ts, "mpeg": _is_torn_ps, "asf": _is_torn_asf, "ogg": _is_torn_ogg}.get(format_name)
    if look is None:
        return False
    with path.open("rb") as file:
        return look(file, os.fstat(file.fileno()).st_size)


def _is_torn_ts(file: BinaryIO, size: int) -> bool:
    start = file.read(max(_TS_PACKETS) * 3)
    for length, sync in _TS_PACKETS.items():
        if start[sync::length][:2] == bytes([_TS_SYNC] * 2):
            return size % length != 0
    return False


def _is_torn_ps(file: BinaryIO, size: int) -> bool:
    """MPEG program stream (ISO/IEC 13818-1, 2.5.3): from a pack near the end, from packet to packet."""
    file.seek(max(size - _PS_TAIL, 0))
    tail = file.read()
    at = tail.find(_PS_PACK)
    while at >= 0 and tail[at : at + 3] == _PS_FIRST and len(tail) >= at + 6:
        if tail[at + 3] == 0xB9:  # end
            return False
        if tail[at + 3] != 0xBA:
            at += 6 + int.from_bytes(tail[at + 4 : at + 6], "big")
        elif tail[at + 4] >> 6 == 1:  # MPEG-2
            at += 14 + (tail[at + 13] & 7 if len(tail) > at + 13 else 0)
        else:
            at += 12
    return at != len(tail) and (at > len(tail) or not any(tail[max(at, 0) :]))


def _is_torn_asf(file: BinaryIO, size: int) -> bool:
    head = file.read(65_536)
    at = head.find(_ASF_FILE_PROPERTIES)
    promised = int.from_bytes(head[at + 40 : at + 48], "little") if at >= 0 else 0  # after GUID, size, file id
    return size < promised


def _is_torn_ogg(file: BinaryIO, size: int) -> bool:
    file.seek(max(size - _OGG_TAIL, 0))
    tail = file.read()
    at = tail.rfind(b"OggS")
    if at < 0 or len(tail) < at + 27:
        return True
    n_segments = tail[at + 26]
    return len(tail) < at + 27 + n_segments + sum(tail[at + 27 : at + 27 + n_segments])
