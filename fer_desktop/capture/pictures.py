"""Files of pictures -> arrays, with Pillow: photographs, pages, and animations that FFmpeg does not read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from fer_desktop.capture.files import check_file, check_size
from fer_desktop.capture.kinds import is_heif
from fer_desktop.core.pixels import frozen_image
from fer_desktop.errors import SourceError, SourceUnreadable

# Whatever else Pillow reads is old or rare, and one decoder more to be attacked
_FORMATS = ("JPEG", "PNG", "BMP", "DIB", "WEBP", "TIFF", "AVIF", "PPM", "JPEG2000")
_HINT = "Convert it to png or jpg."
_ORIENTATION = 0x0112  # EXIF
_ORIENTATION_TEXTS = ("exif:Orientation", "tiff:Orientation", "Orientation")  # in text chunks of PNG
Image.MAX_IMAGE_PIXELS = None  # `check_size` is stricter, and says what it found


def read_image(path: Path, page: int = 0) -> NDArray[np.uint8]:
    """(H, W, 3) RGB, read-only and contiguous, turned as the file says.

    Args:
        page: Of a TIFF file with several, from 0.

    Raises:
        SourceUnreadable: it is missing, empty, too large or not an image.
    """
    with open_picture(path) as image:
        if page:
            image.seek(page)
            check_size(path, *image.size)
        return _rgb(_turned(image))


@contextmanager
def open_picture(path: Path) -> Iterator[Image.Image]:
    """A picture that is not decoded yet. What goes wrong with it inside the block is said as of this file.

    Raises:
        SourceUnreadable: it is missing, empty, too large, damaged or not an image.
    """
    check_file(path)
    try:
        with path.open("rb") as file, _opened(path, file) as image:
            check_size(path, *image.size)
            yield image
    except (SourceError, KeyboardInterrupt, SystemExit):
        raise
    except UnidentifiedImageError as error:
        raise SourceUnreadable("{path} is not an image that can be read.", _HINT, path=path) from error
    except Exception as error:  # the decoders raise all kinds for damaged bytes; a disk may fail as well
        raise SourceUnreadable(
            "{path} is damaged or cut off ({reason}).",
            "Copy it again from where it came, or convert it to png or jpg.",
            path=path,
            reason=getattr(error, "strerror", None) or error,
        ) from error


def page_count(path: Path) -> int:
    """How many pictures a file holds that have nothing to do with each other: the pages of TIFF; otherwise 1."""
    if path.suffix.lower() not in (".tif", ".tiff"):
        return 1
    try:
        with open_picture(path) as image:
            return int(getattr(image, "n_frames", 1))
    except SourceUnreadable:
        return 1  # reading it says what is wrong


def animation(path: Path) -> Iterator[tuple[NDArray[np.uint8], float]]:
    """Every picture of an animation, read-only RGB, and how long it is shown, in seconds.

    Raises:
        SourceUnreadable: it cannot be read, or not to its end.
    """
    with open_picture(path) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            pixels = _rgb(image)  # decodes it: only then its duration is known
            yield pixels, image.info.get("duration", 0) / 1000


def _opened(path: Path, file: object) -> Image.Image:
    if not is_heif(path):
        return Image.open(file, formats=_FORMATS)  # type: ignore[arg-type]
    from pi_heif import open_heif

    try:
        heif = open_heif(file)
    except ValueError as error:
        raise UnidentifiedImageError from error
    check_size(path, *heif.size)  # before its tiles are decoded
    return heif.to_pillow()  # turned already


def _turned(image: Image.Image) -> Image.Image:
    image.load()  # texts may come after the pixels
    texts = getattr(image, "text", {})
    said = next((texts[name] for name in _ORIENTATION_TEXTS if name in texts), "")
    exif = image.getexif()
    if said.strip().isdigit() and _ORIENTATION not in exif:
        exif[_ORIENTATION] = int(said)
    return ImageOps.exif_transpose(image)


def _rgb(image: Image.Image) -> NDArray[np.uint8]:
    """Eight bits for each colour; what lies under transparency shows.

    Raises:
        ValueError: its numbers are no colours.
    """
    if image.mode == "F":
        raise ValueError("it holds numbers, not colours")
    if image.mode.startswith("I"):  # 16 bits, in some files in 32
        numbers = np.asarray(image)  # not in wider ones: that took 3 GB for the largest picture that is read
        gray = np.clip(numbers >> 8 if numbers.max(initial=0) > 255 else numbers, 0, 255).astype(np.uint8)
        return frozen_image(np.repeat(gray[:, :, None], 3, axis=2))
    return frozen_image(np.asarray(image.convert("RGB"), dtype=np.uint8))
