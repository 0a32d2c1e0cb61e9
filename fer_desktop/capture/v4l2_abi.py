"""The part of the kernel's <linux/videodev2.h> that is used, as ctypes. Linux alone; any thread.

Names are the kernel's own without V4L2_, so that its documentation can be searched for them.
"""

from __future__ import annotations

import ctypes
import fcntl
from ctypes import Structure, Union, c_char, c_int32, c_long, c_size_t, c_ubyte, c_uint32, c_void_p

CAP_VIDEO_CAPTURE, CAP_STREAMING, CAP_DEVICE_CAPS = 0x1, 0x0400_0000, 0x8000_0000
BUF_TYPE_VIDEO_CAPTURE, MEMORY_MMAP, FIELD_ANY = 1, 1, 0
BUF_FLAG_ERROR, BUF_FLAG_TIMESTAMP_MASK, BUF_FLAG_TIMESTAMP_MONOTONIC = 0x40, 0xE000, 0x2000
CAP_TIMEPERFRAME = 0x1000
FRMSIZE_TYPE_DISCRETE = FRMIVAL_TYPE_DISCRETE = 1


class Capability(Structure):  # noqa: D101
    _fields_ = (
        ("driver", c_char * 16),
        ("card", c_char * 32),
        ("bus_info", c_char * 32),
        ("version", c_uint32),
        ("capabilities", c_uint32),
        ("device_caps", c_uint32),
        ("reserved", c_uint32 * 3),
    )


class FmtDesc(Structure):  # noqa: D101
    _fields_ = (
        ("index", c_uint32),
        ("type", c_uint32),
        ("flags", c_uint32),
        ("description", c_char * 32),
        ("pixelformat", c_uint32),
        ("reserved", c_uint32 * 4),
    )


class PixFormat(Structure):  # noqa: D101
    _fields_ = (
        ("width", c_uint32),
        ("height", c_uint32),
        ("pixelformat", c_uint32),
        ("field", c_uint32),
        ("bytesperline", c_uint32),
        ("sizeimage", c_uint32),
        ("more", c_uint32 * 6),
    )


class _FormatUnion(Union):
    _fields_ = (("pix", PixFormat), ("raw_data", c_ubyte * 200), ("alignment", c_void_p))


class Format(Structure):  # noqa: D101
    _fields_ = (("type", c_uint32), ("fmt", _FormatUnion))


class Fract(Structure):  # noqa: D101
    _fields_ = (("numerator", c_uint32), ("denominator", c_uint32))


class CaptureParm(Structure):  # noqa: D101
    _fields_ = (
        ("capability", c_uint32),
        ("capturemode", c_uint32),
        ("timeperframe", Fract),
        ("more", c_uint32 * 6),
    )


class _ParmUnion(Union):
    _fields_ = (("capture", CaptureParm), ("raw_data", c_ubyte * 200))


class StreamParm(Structure):  # noqa: D101
    _fields_ = (("type", c_uint32), ("parm", _ParmUnion))


class FrmSizeEnum(Structure):
    """`size` is width and height, or smallest width, largest width, step of width, and the same of the height."""

    _fields_ = (
        ("index", c_uint32),
        ("pixel_format", c_uint32),
        ("type", c_uint32),
        ("size", c_uint32 * 6),
        ("reserved", c_uint32 * 2),
    )


class FrmIvalEnum(Structure):
    """`interval` is one interval, or the shortest, the longest and the step between them."""

    _fields_ = (
        ("index", c_uint32),
        ("pixel_format", c_uint32),
        ("width", c_uint32),
        ("height", c_uint32),
        ("type", c_uint32),
        ("interval", Fract * 3),
        ("reserved", c_uint32 * 2),
    )


class RequestBuffers(Structure):  # noqa: D101
    _fields_ = (("count", c_uint32), ("type", c_uint32), ("memory", c_uint32), ("more", c_uint32 * 2))


class _TimeVal(Structure):
    _fields_ = (("tv_sec", c_long), ("tv_usec", c_long))


class _BufferPlace(Union):
    _fields_ = (("offset", c_uint32), ("userptr", c_void_p))


class Buffer(Structure):  # noqa: D101
    _fields_ = (
        ("index", c_uint32),
        ("type", c_uint32),
        ("bytesused", c_uint32),
        ("flags", c_uint32),
        ("field", c_uint32),
        ("timestamp", _TimeVal),
        ("timecode", c_uint32 * 4),
        ("sequence", c_uint32),
        ("memory", c_uint32),
        ("m", _BufferPlace),
        ("length", c_uint32),
        ("reserved2", c_uint32),
        ("request_fd", c_int32),
    )


def _request(direction: int, number: int, kind: type[ctypes.Structure] | type[c_int32]) -> int:
    """Number of an ioctl, as the macros _IOR (2), _IOW (1) and _IOWR (3) of <asm-generic/ioctl.h> make it."""
    return direction << 30 | ctypes.sizeof(kind) << 16 | ord("V") << 8 | number


QUERYCAP = _request(2, 0, Capability)
ENUM_FMT = _request(3, 2, FmtDesc)
S_FMT = _request(3, 5, Format)
REQBUFS = _request(3, 8, RequestBuffers)
QUERYBUF, QBUF, DQBUF = (_request(3, number, Buffer) for number in (9, 15, 17))
STREAMON, STREAMOFF = _request(1, 18, c_int32), _request(1, 19, c_int32)
G_PARM, S_PARM = _request(3, 21, StreamParm), _request(3, 22, StreamParm)
ENUM_FRAMESIZES = _request(3, 74, FrmSizeEnum)
ENUM_FRAMEINTERVALS = _request(3, 75, FrmIvalEnum)


def ioctl(descriptor: int, request: int, argument: Structure | c_int32) -> None:
    """Ask the driver; the answer is in the argument.

    Raises:
        OSError: it refuses.
    """
    fcntl.ioctl(descriptor, request, argument, True)


class Mapping:
    """Memory that is shared with the driver; Python's own mmap would duplicate the descriptor.

    Raises:
        OSError: it cannot be mapped.
    """

    _PROT_READ_WRITE, _MAP_SHARED = 3, 1

    def __init__(self, descriptor: int, length: int, offset: int) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.mmap.restype = c_void_p
        self._libc.mmap.argtypes = (c_void_p, c_size_t, c_int32, c_int32, c_int32, c_long)
        self._libc.munmap.argtypes = (c_void_p, c_size_t)
        address = self._libc.mmap(None, length, self._PROT_READ_WRITE, self._MAP_SHARED, descriptor, offset)
        if address in (None, c_void_p(-1).value):
            number = ctypes.get_errno()
            raise OSError(number, "mmap")
        self._address, self._length = int(address), length

    def read(self, n_bytes: int) -> bytes:
        """A copy of its first bytes."""
        return ctypes.string_at(self._address, min(n_bytes, self._length))

    def close(self) -> None:
        """Give it back; only once."""
        self._libc.munmap(self._address, self._length)
