"""Photographs made of tiles, as phones store them: HEIC and AVIF by hand (ISO/IEC 23008-12); Pillow writes none."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

TILE_PX = 64


def write_tiled_heic(path: Path, image: np.ndarray, turns: int = 0, tile_px: int = TILE_PX) -> Path:
    """A photograph of whole tiles of HEVC.

    Args:
        image: (H, W, 3) RGB.
        turns: Quarter turns, counter-clockwise, that the file asks for.
        tile_px: Side of a tile.
    """
    head = _box(b"ftyp", b"heic" + _u32(0) + b"mif1heic")
    return _write_tiled(path, image, head, b"hvc1", _hevc, turns=turns, tile_px=tile_px)


def write_tiled_avif(path: Path, image: np.ndarray, turns: int = 0) -> Path:
    """The same of AV1."""
    head = _box(b"ftyp", b"avif" + _u32(0) + b"avifmif1miaf")
    return _write_tiled(path, image, head, b"av01", _av1, turns=turns)


def _write_tiled(
    path: Path,
    image: np.ndarray,
    head: bytes,
    kind: bytes,
    encoded: Callable[[np.ndarray], tuple[bytes, bytes]],
    *,
    turns: int,
    tile_px: int = TILE_PX,
) -> Path:
    rows, columns = image.shape[0] // tile_px, image.shape[1] // tile_px
    tiles = [
        encoded(image[y * tile_px : (y + 1) * tile_px, x * tile_px : (x + 1) * tile_px])
        for y in range(rows)
        for x in range(columns)
    ]
    numbers = range(2, 2 + len(tiles))
    grid = bytes([0, 0, rows - 1, columns - 1]) + _u16(image.shape[1]) + _u16(image.shape[0])
    properties = _box(
        b"ipco",
        tiles[0][1]
        + _full(b"ispe", _u32(tile_px) * 2)
        + _full(b"ispe", _u32(image.shape[1]) + _u32(image.shape[0]))
        + _box(b"irot", bytes([turns])),
    )
    of_items = _u32(1 + len(tiles)) + _u16(1) + bytes([2, 3, 0x84])
    of_items += b"".join(_u16(number) + bytes([2, 0x81, 2]) for number in numbers)
    infos = b"".join(
        _full(b"infe", _u16(number) + _u16(0) + code + b"\0", version=2)
        for number, code in [(1, b"grid"), *((number, kind) for number in numbers)]
    )

    def meta(data_at: int) -> bytes:
        places = _u16(1) + _u16(1) + _u16(0) + _u16(1) + _u32(0) + _u32(len(grid))  # within idat
        at = data_at
        for number, (data, _) in zip(numbers, tiles, strict=True):
            places += _u16(number) + _u16(0) + _u16(0) + _u16(1) + _u32(at) + _u32(len(data))
            at += len(data)
        return _full(
            b"meta",
            _full(b"hdlr", _u32(0) + b"pict" + bytes(13))
            + _full(b"pitm", _u16(1))
            + _full(b"iloc", bytes([0x44, 0]) + _u16(1 + len(tiles)) + places, version=1)
            + _full(b"iinf", _u16(1 + len(tiles)) + infos)
            + _full(b"iref", _box(b"dimg", _u16(1) + _u16(len(tiles)) + b"".join(_u16(number) for number in numbers)))
            + _box(b"iprp", properties + _full(b"ipma", of_items))
            + _box(b"idat", grid),
        )

    data_at = len(head) + len(meta(0)) + 8
    path.write_bytes(head + meta(data_at) + _box(b"mdat", b"".join(data for data, _ in tiles)))
    return path


def _stream(tile: np.ndarray, codec: str, options: dict[str, str]) -> bytes:
    encoder = av.CodecContext.create(codec, "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = *tile.shape[:2], "yuv420p", Fraction(1)
    encoder.options = options
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(tile), format="rgb24")
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def _av1(tile: np.ndarray) -> tuple[bytes, bytes]:
    """One picture of AV1, and the box that its decoder has to know before (AV1 in ISOBMFF, 2.3)."""
    config = b"\x81\0\x0c\0"  # Main, 4:2:0, 8 bits
    return _stream(tile, "libsvtav1", {"crf": "10", "preset": "10", "svtav1-params": "lp=1"}), _box(b"av1C", config)


def _hevc(tile: np.ndarray) -> tuple[bytes, bytes]:
    """One picture of HEVC, and the box that its decoder has to know before (ISO/IEC 14496-15, 8.3.3)."""
    stream = _stream(tile, "libx265", {"x265-params": "log-level=none:info=0:pools=none:frame-threads=1"})
    units = [unit for unit in re.split(b"\0\0\0?\1", stream) if unit]
    kinds = {32: [], 33: [], 34: []}  # of parameter sets
    pictures = []
    for unit in units:
        kinds.get(unit[0] >> 1 & 63, pictures).append(unit)
    head = b"\x01\x01\x60\0\0\0\x90\0\0\0\0\0\x1e\xf0\0\xfc\xfd\xf8\xf8\0\0\x0f"  # Main, 4:2:0, 8 bits
    sets = b"".join(
        bytes([0x80 | kind]) + _u16(len(units)) + b"".join(_u16(len(unit)) + unit for unit in units)
        for kind, units in kinds.items()
    )
    return b"".join(_u32(len(unit)) + unit for unit in pictures), _box(b"hvcC", head + bytes([len(kinds)]) + sets)


def _u16(value: int) -> bytes:
    return value.to_bytes(2, "big")


def _u32(value: int) -> bytes:
    return value.to_bytes(4, "big")


def _box(kind: bytes, content: bytes) -> bytes:
    return _u32(8 + len(content)) + kind + content


def _full(kind: bytes, content: bytes, version: int = 0) -> bytes:
    return _box(kind, bytes([version, 0, 0, 0]) + content)
