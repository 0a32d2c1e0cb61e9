"""Presentation times of the video of a session."""

from __future__ import annotations

import errno
from fractions import Fraction
from typing import BinaryIO

TIME_BASE = Fraction(1, 60_000)  # s; MPEG-4 part 2 allows no finer one than 1/65535


def pts_of(time_s: float) -> int:
    """Presentation time of a frame, in units of the time base."""
    return round(time_s / TIME_BASE)


def pts_in(file: BinaryIO) -> frozenset[int]:
    """Presentation times of the frames in a video; none when it was cut off before its first ones."""
    import av

    try:
        with av.open(file, "r", metadata_errors="replace") as container:
            packets = container.demux(container.streams.video[0])
            return frozenset(pts_of(float(p.pts * p.time_base)) for p in packets if p.pts is not None and p.time_base)
    except (av.FFmpegError, IndexError):
        return frozenset()
    except OSError as error:
        if error.errno != errno.EINVAL:  # else the disk fails, and the video may be whole
            raise
        return frozenset()  # FFmpeg went to a place before the beginning: what says where to go was cut off
