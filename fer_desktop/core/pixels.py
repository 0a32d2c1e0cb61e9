"""What every image inside the program is, and the one place that makes it so. Pure; any thread."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def frozen_image(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """The same picture as a read-only, C-contiguous array, copied only where its rows are not contiguous.

    Decoders hand out what suits them: FFmpeg pads rows to whole vectors, rotations and crops are views with
    strides of their own. MediaPipe, OpenCV and Qt want whole rows, one after the other.

    Args:
        pixels: (H, W, 3) uint8 RGB, any strides. The caller hands it over and must not change it any more.

    Raises:
        ValueError: it has another shape or dtype, or no pixel.
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size or pixels.dtype != np.uint8:
        raise ValueError(f"an image is (H, W, 3) uint8, not {pixels.shape} {pixels.dtype}")
    image = np.ascontiguousarray(pixels)
    if image.flags.writeable:
        image = image.view()  # the flag of the caller's own array stays as it is
        image.flags.writeable = False
    return image
