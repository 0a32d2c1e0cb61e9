"""What each region of a face adds to the probability of an expression: exact Shapley values.

Shapley 1953, "A value for n-person games"; as an explanation of predictions Lundberg and Lee 2017 (arXiv
1705.07874). A region that is hidden shows the mean gray of the face. With seven regions all 128 ways of hiding
are tried, so nothing is sampled; the values add up to the probability of the whole face less that of a
face of which nothing is seen.
"""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

REGIONS = ("forehead", "brows", "eyes", "nose", "cheeks", "mouth", "chin")

# rows of the aligned crop where one band ends and the next begins, and columns of nose and mouth, as shares of its side
_BANDS = (0.10, 0.25, 0.41, 0.62, 0.84)
_BRIDGE, _NOSE, _MOUTH = (0.44, 0.56), (0.34, 0.66), (0.28, 0.72)


def region_map(size_px: int) -> NDArray[np.int64]:
    """(S, S) index into `REGIONS` of each pixel of the aligned crop."""
    place = (np.arange(size_px) + 0.5) / size_px
    y, x = place[:, None], place[None, :]

    def between(columns: tuple[float, float]) -> NDArray[np.bool_]:
        return (x >= columns[0]) & (x < columns[1])

    at = {name: i for i, name in enumerate(REGIONS)}
    eyes = np.where(between(_BRIDGE), at["nose"], at["eyes"])
    middle = np.where(between(_NOSE), at["nose"], at["cheeks"])
    lower = np.where(between(_MOUTH), at["mouth"], at["cheeks"])
    bands: list[Any] = [at["forehead"], at["brows"], eyes, middle, lower, at["chin"]]
    return np.choose(np.digitize(y, _BANDS), bands)


def partly_hidden(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(2 ** 7, S, S) the face with every set of regions shown; bit i of the number is region i."""
    regions = region_map(crop.shape[0])
    sets = np.arange(2 ** len(REGIONS))
    shown = (sets[:, None, None] >> regions[None]) & 1
    return np.where(shown == 1, crop[None], np.uint8(round(float(crop.mean()))))


def shapley_values(worth: NDArray[np.floating[Any]]) -> dict[str, float]:
    """What each region adds, on average over all orders in which regions can be uncovered.

    Args:
        worth: (2 ** 7,) probability of the answer when the regions of each set are shown.
    """
    n = len(REGIONS)
    sets = np.arange(2**n)
    sizes = np.array([int(s).bit_count() for s in sets])
    values = {}
    for i, name in enumerate(REGIONS):
        without = sets[(sets >> i) & 1 == 0]
        share = np.array([factorial(k) * factorial(n - 1 - k) / factorial(n) for k in sizes[without]])
        values[name] = float(share @ (worth[without | (1 << i)] - worth[without]))
    return values
