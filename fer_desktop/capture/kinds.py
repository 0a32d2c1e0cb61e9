"""What a file is, by its first bytes, else by its name: a video, an animation, a photograph, sound, or neither."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Kind = Literal["video", "animation", "picture", "sound"]

# fmt: off
VIDEO_SUFFIXES = frozenset({
    ".mp4", ".mov", ".m4v", ".qt", ".avi", ".divx", ".mkv", ".webm", ".mpg", ".mpeg", ".m2v", ".vob", ".ts",
    ".mts", ".m2ts", ".tp", ".wmv", ".asf", ".flv", ".f4v", ".ogv", ".ogm", ".mxf", ".3gp", ".3g2", ".gif",
    ".apng", ".dv", ".mjpg", ".mjpeg", ".264", ".h264", ".265", ".hevc", ".ivf", ".nut", ".rm", ".rmvb", ".y4m",
    ".mj2",
})
IMAGE_SUFFIXES = frozenset({
    ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".bmp", ".dib", ".webp", ".tif", ".tiff", ".heic",
    ".heif", ".hif", ".avif", ".ppm", ".pgm", ".pbm", ".pnm", ".jp2", ".j2k", ".jxl",
})
SOUND_SUFFIXES = frozenset({
    ".m4a", ".m4b", ".mka", ".wma", ".weba", ".oga", ".ogg", ".opus", ".mp3", ".aac", ".flac", ".wav",
})
# fmt: on
_HEAD = 4096  # bytes that are looked at
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevm", b"hevs", b"mif1")
_PICTURES = (
    b"\xff\xd8\xff",  # JPEG
    b"II*\x00",  # TIFF
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"\x00\x00\x00\x0cjP  ",  # JPEG 2000
    b"\xffO\xffQ",
    b"\xff\x0a",  # JPEG XL
    b"\x00\x00\x00\x0cJXL ",
)
_VIDEOS = (b"\x1aE\xdf\xa3", b"FLV\x01", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"GIF8")  # Matroska, FLV, ASF, GIF
_SOUNDS = (b"fLaC", b"ID3")


def kind_of(path: Path) -> Kind | None:
    """What the file is; None where neither its bytes nor its name are known.

    A name alone would send photographs to FFmpeg, which shows one tile of a large one and one picture of an animation.
    """
    suffix = path.suffix.lower()
    head = _head(path)
    if suffix in (".mjpg", ".mjpeg"):  # photographs one after the other
        return "video"
    return _by_bytes(head, suffix) or _by_name(suffix)


def is_heif(path: Path) -> bool:
    """Whether HEVC or the like is in it, in tiles; AVIF is not meant."""
    head = _head(path)
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS and b"avif" not in head[16:64]


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:  # opening it will say what is wrong
        return b""


def _by_name(suffix: str) -> Kind | None:
    if suffix in IMAGE_SUFFIXES:
        return "picture"
    if suffix in SOUND_SUFFIXES:
        return "sound"
    return "video" if suffix in VIDEO_SUFFIXES else None


def _by_bytes(head: bytes, suffix: str) -> Kind | None:
    if head.startswith(b"\x89PNG"):
        return "video" if b"acTL" in head else "picture"  # FFmpeg reads animated PNG
    if head.startswith(_SOUNDS) or (head[:4] == b"RIFF" and head[8:12] == b"WAVE"):
        return "sound"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "animation" if head[12:16] == b"VP8X" and head[20] & 2 else "picture"
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12], suffix)
    if head.startswith(_PICTURES):
        return "picture"
    is_video = head.startswith(_VIDEOS) or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")
    return "video" if is_video and suffix not in SOUND_SUFFIXES else None


def _by_brand(brand: bytes, suffix: str) -> Kind | None:
    """ISO base media: photographs, animations and videos share a container."""
    if brand in _HEIF_BRANDS or brand == b"avif":
        return "picture"
    if brand == b"avis":
        return "animation"
    return None if suffix in SOUND_SUFFIXES or brand.startswith(b"M4A") else "video"
