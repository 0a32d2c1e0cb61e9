"""Files of pictures -> arrays, with Pillow: photographs, pages, and animations that FFmpeg does not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from fer_desktop.capture.files import check_file, check_size
from fer_desktop.capture.kinds import is_heif
from fer_desktop.core.pixels import frozen_image
from fer_desktop.errors import SourceError, SourceUnreadable

# Whatever else Pillow reads is old or rare, and one decoder more to be attacked
_FORMATS = ("JPEG", "PNG", "BMP", "DIB", "WEBP", "TIFF", "AVIF", "PPM", "JPEG2000")
_HINT = "Convert it to png or jpg."
_ORIENTATION = 0x0112  # EXIF
_ORIENTATION_TEXTS = ("exif:Orientation", "tiff:Orientation", "Orientation")  # in text chunks of PNG
_STRIP_ROWS = 64
_Pixels = NDArray[np.uint8]
# views of an upright picture that show it as it lies in a file of this orientation
_AS_STORED: dict[int, Callable[[_Pixels], _Pixels]] = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.transpose(1, 0, 2),
    6: np.rot90,
    7: lambda upright: upright[::-1, ::-1].transpose(1, 0, 2),
    8: lambda upright: np.rot90(upright, -1),
}
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
        image.load()  # texts may come after the pixels
        return _rgb(image, _orientation(image))


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


def _orientation(image: Image.Image) -> int:
    """How the picture lies in the file, as in EXIF: 1 is upright."""
    texts = getattr(image, "text", {})
    said = next((texts[name] for name in _ORIENTATION_TEXTS if name in texts), "")
    value = image.getexif().get(_ORIENTATION) or (int(said) if said.strip().isdecimal() else 1)
    return value if value in _AS_STORED else 1


def _rgb(image: Image.Image, orientation: int = 1) -> NDArray[np.uint8]:
    """Eight bits for each colour, upright; what lies under transparency shows.

    Strip by strip: besides what the decoder holds, nothing but the result is in the memory as a whole.

    Raises:
        ValueError: its numbers are no colours.
    """
    if image.mode == "F":
        raise ValueError("it holds numbers, not colours")
    strips = [
        (0, top, image.width, min(top + _STRIP_ROWS, image.height)) for top in range(0, image.height, _STRIP_ROWS)
    ]
    is_turned = orientation in (5, 6, 7, 8)
    # strips are written through a view that lies as the file does: turning costs no copy
    upright = np.empty((*(image.size if is_turned else image.size[::-1]), 3), np.uint8)
    as_stored = _AS_STORED[orientation](upright)
    # 16 bits, in some files in 32
    is_deep = image.mode.startswith("I") and any(np.asarray(image.crop(box)).max() > 255 for box in strips)
    for box in strips:
        strip = image.crop(box)
        if image.mode.startswith("I"):
            numbers = np.asarray(strip)
            as_stored[box[1] : box[3]] = np.clip(numbers >> 8 if is_deep else numbers, 0, 255)[:, :, None]
        else:
            as_stored[box[1] : box[3]] = strip.convert("RGB")
    return frozen_image(upright)
