"""Cameras of Linux, asked by the kernel's own interface (V4L2). The thread that opens one owns it.

OpenCV opens them too, but keeps to itself what a measurement needs: when a picture was taken, which ones were
lost on the way, which came damaged, and what the camera really offers (docs/decisions/0011-cameras.md).
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from ctypes import Structure, c_int32
from dataclasses import dataclass
from math import log

from fer_desktop.capture import v4l2_abi as abi
from fer_desktop.capture.pixel_formats import READABLE, Decoder, Pixels
from fer_desktop.capture.shot import CameraFormat, Shot, Terms
from fer_desktop.errors import CameraBusy

_N_BUFFERS = 4  # one is read while others are filled
_USUAL_SIZES = ((640, 480), (1280, 720), (1920, 1080))  # of cameras that take any size within limits
_USUAL_FPS = (60.0, 30.0, 15.0)
_OLDEST_S, _JITTER_S = 10.0, 0.1  # a stamp that is older, or further in the future, is of another clock


@dataclass(frozen=True, slots=True)
class Offer:
    """A pixel format with a size, and the rates that go with it; none when the driver does not say."""

    code: str
    width_px: int
    height_px: int
    rates_fps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the pictures lie in the buffers."""

    code: str
    width_px: int
    height_px: int
    stride: int


class Device:
    """An open device node.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        self._is_open = True

    def ask(self, request: int, argument: Structure | c_int32) -> None:
        """One ioctl; the answer is in the argument.

        Raises:
            OSError: the driver refuses.
        """
        abi.ioctl(self.descriptor, request, argument)

    def close(self) -> None:
        """Close it; harmless when called twice."""
        if self._is_open:
            self._is_open = False
            os.close(self.descriptor)

    def camera_name(self) -> str | None:
        """What people call it; None when it takes no pictures, as the node for metadata that each camera has beside."""
        answer = abi.Capability()
        self.ask(abi.QUERYCAP, answer)
        able = answer.device_caps if answer.capabilities & abi.CAP_DEVICE_CAPS else answer.capabilities
        if not (able & abi.CAP_VIDEO_CAPTURE and able & abi.CAP_STREAMING):
            return None
        return bytes(answer.card).decode(errors="replace")

    def offers(self) -> list[Offer]:
        """What it offers, in its own order; of what we can read alone."""
        return [
            Offer(code, width, height, tuple(self._rates(code, width, height)))
            for code in self._codes()
            if code in READABLE
            for width, height in self._sizes(code)
        ]

    def agree(self, offer: Offer, fps: float) -> tuple[_Layout, float]:
        """Ask for this; returns what it will give, and its rate, 0 when it does not say.

        Raises:
            OSError: it refuses, as when another program uses it.
        """
        wanted = abi.Format(type=abi.BUF_TYPE_VIDEO_CAPTURE)
        wanted.fmt.pix = abi.PixFormat(
            offer.width_px, offer.height_px, int.from_bytes(offer.code.encode("ascii"), "little"), abi.FIELD_ANY
        )
        self.ask(abi.S_FMT, wanted)
        pix = wanted.fmt.pix
        given = _Layout(_code(pix.pixelformat), pix.width, pix.height, pix.bytesperline)
        return given, self._agree_rate(fps)

    def _agree_rate(self, fps: float) -> float:
        wanted = abi.StreamParm(type=abi.BUF_TYPE_VIDEO_CAPTURE)
        try:
            self.ask(abi.G_PARM, wanted)
            if wanted.parm.capture.capability & abi.CAP_TIMEPERFRAME:
                wanted.parm.capture.timeperframe = abi.Fract(1000, round(fps * 1000))
                self.ask(abi.S_PARM, wanted)
        except OSError:  # many drivers have one rate and no word for it
            return 0.0
        return _fps(wanted.parm.capture.timeperframe)

    def _codes(self) -> Iterator[str]:
        wanted = abi.FmtDesc(type=abi.BUF_TYPE_VIDEO_CAPTURE)
        for _ in self._each(abi.ENUM_FMT, wanted):
            yield _code(wanted.pixelformat)

    def _sizes(self, code: str) -> Iterator[tuple[int, int]]:
        wanted = abi.FrmSizeEnum(pixel_format=int.from_bytes(code.encode("ascii"), "little"))
        for _ in self._each(abi.ENUM_FRAMESIZES, wanted):
            if wanted.type == abi.FRMSIZE_TYPE_DISCRETE:
                yield wanted.size[0], wanted.size[1]
                continue
            least_x, most_x, _, least_y, most_y, _ = wanted.size
            yield from ((x, y) for x, y in _USUAL_SIZES if least_x <= x <= most_x and least_y <= y <= most_y)
            return

    def _rates(self, code: str, width_px: int, height_px: int) -> Iterator[float]:
        number = int.from_bytes(code.encode("ascii"), "little")
        wanted = abi.FrmIvalEnum(pixel_format=number, width=width_px, height=height_px)
        for _ in self._each(abi.ENUM_FRAMEINTERVALS, wanted):
            if wanted.type == abi.FRMIVAL_TYPE_DISCRETE:
                yield _fps(wanted.interval[0])
                continue
            fastest, slowest = _fps(wanted.interval[0]), _fps(wanted.interval[1])
            yield from (fps for fps in _USUAL_FPS if slowest <= fps <= fastest)
            return

    def _each(self, request: int, argument: Structure) -> Iterator[None]:
        """All answers of an enumeration, one after the other in the argument."""
        for index in range(256):  # a driver that never ends is broken
            argument.index = index
            try:
                self.ask(request, argument)
            except OSError:
                return
            yield


class V4l2Capture:
    """Pictures of one camera, the newest first, with what is known of those before it.

    Args:
        path: Device node.
        clock: Monotonic seconds, the clock of the driver's stamps.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, path: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._device, self._clock = Device(path), clock
        self._buffers: list[abi.Mapping] = []
        self._decoder: Decoder | None = None
        self._poll = select.poll()
        self._has_stamps = False
        self._sequence: int | None = None  # of the last picture that was given
        self._n_passed_over = 0  # since then

    def start(self, wanted: CameraFormat) -> Terms:
        """See `Capture`."""
        offer = nearest(self._device.offers(), wanted)
        if offer is None:
            raise CameraBusy("The camera sends nothing that can be read.", "Choose another camera.")
        layout, fps = self._device.agree(offer, wanted.fps)
        if layout.code not in READABLE:
            raise CameraBusy(
                "The camera sends {code}, which cannot be read.", "Choose another format.", code=layout.code
            )
        self._decoder = Decoder(layout.code, layout.width_px, layout.height_px, layout.stride)
        self._map_buffers()
        self._device.ask(abi.STREAMON, c_int32(abi.BUF_TYPE_VIDEO_CAPTURE))
        self._poll.register(self._device.descriptor, select.POLLIN)
        clock = "driver" if self._has_stamps else "arrival"
        return Terms(layout.width_px, layout.height_px, fps, clock)

    def newest(self, timeout_s: float) -> Shot | None:
        """See `Capture`."""
        if not self._poll.poll(timeout_s * 1000):
            return None
        newest, n_filled = None, 0
        while (newer := self._taken()) is not None:  # the oldest comes first
            self._give_back(newest)
            newest, n_filled = newer, n_filled + 1
        if newest is None:
            return None
        # where none was left to fill, pictures were lost since: even the newest is old, and the next comes soon
        is_old = n_filled == len(self._buffers)
        self._n_passed_over += n_filled if is_old else n_filled - 1
        shot = None if is_old else self._shot(newest)
        self._give_back(newest)
        return shot

    def close(self) -> None:
        """See `Capture`."""
        with suppress(OSError):  # it may be gone
            self._device.ask(abi.STREAMOFF, c_int32(abi.BUF_TYPE_VIDEO_CAPTURE))
        for buffer in self._buffers:
            buffer.close()
        self._buffers = []
        self._device.close()

    def _map_buffers(self) -> None:
        request = abi.RequestBuffers(_N_BUFFERS, abi.BUF_TYPE_VIDEO_CAPTURE, abi.MEMORY_MMAP)
        self._device.ask(abi.REQBUFS, request)
        for index in range(request.count):
            buffer = abi.Buffer(index=index, type=abi.BUF_TYPE_VIDEO_CAPTURE, memory=abi.MEMORY_MMAP)
            self._device.ask(abi.QUERYBUF, buffer)
            self._buffers.append(abi.Mapping(self._device.descriptor, buffer.length, buffer.m.offset))
            stamps = buffer.flags & abi.BUF_FLAG_TIMESTAMP_MASK
            self._has_stamps = stamps == abi.BUF_FLAG_TIMESTAMP_MONOTONIC
            self._device.ask(abi.QBUF, buffer)

    def _taken(self) -> abi.Buffer | None:
        """The oldest filled buffer, now ours; None when there is none."""
        buffer = abi.Buffer(type=abi.BUF_TYPE_VIDEO_CAPTURE, memory=abi.MEMORY_MMAP)
        try:
            self._device.ask(abi.DQBUF, buffer)
        except BlockingIOError:
            return None
        return buffer

    def _give_back(self, buffer: abi.Buffer | None) -> None:
        """Let the driver fill it again."""
        if buffer is not None:
            self._device.ask(abi.QBUF, buffer)

    def _shot(self, buffer: abi.Buffer) -> Shot:
        now_s = self._clock()
        stamp_s = buffer.timestamp.tv_sec + buffer.timestamp.tv_usec / 1e6
        is_plausible = self._has_stamps and -_JITTER_S <= now_s - stamp_s <= _OLDEST_S
        before, self._sequence = self._sequence, buffer.sequence
        passed_over, self._n_passed_over = self._n_passed_over, 0
        lost = 0 if before is None else max(buffer.sequence - before - 1 - passed_over, 0)
        return Shot(self._picture(buffer), min(stamp_s, now_s) if is_plausible else now_s, lost, passed_over)

    def _picture(self, buffer: abi.Buffer) -> Pixels | None:
        if self._decoder is None or not buffer.bytesused or buffer.flags & abi.BUF_FLAG_ERROR:
            return None
        return self._decoder.picture(self._buffers[buffer.index].read(buffer.bytesused))


def nearest(offers: list[Offer], wanted: CameraFormat) -> Offer | None:
    """The offer whose number of pixels, then rate, is nearest; of several the one that `READABLE` has first."""

    def distance(offer: Offer) -> tuple[float, int, float, int]:
        pixels = offer.width_px * offer.height_px / (wanted.width_px * wanted.height_px)
        rate = min((abs(fps - wanted.fps) for fps in offer.rates_fps), default=0.0)
        return abs(log(pixels)), abs(offer.width_px - wanted.width_px), round(rate, 1), READABLE.index(offer.code)

    return min((offer for offer in offers if offer.width_px and offer.height_px), key=distance, default=None)


def _code(number: int) -> str:
    return int(number).to_bytes(4, "little").decode("ascii", errors="replace")


def _fps(interval: abi.Fract) -> float:
    return round(interval.denominator / interval.numerator, 2) if interval.numerator else 0.0
