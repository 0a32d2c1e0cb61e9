"""Which faces of two analyses of one video are the same: those that were found in the same places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fer_desktop.session.table import Table

_SAME_S = 0.02  # the clock of a stored video is a little coarser than that of the table
_OVERLAP, _SHARE = 0.5, 0.5  # of two boxes, as intersection over union; of the rows of a face that must overlap


def same_faces(before: Table, after: Table) -> dict[int, int]:
    """For faces of the later analysis the one of the earlier that they are; those that are new are left out."""
    found = {}
    for face in after.face_ids:
        mine = after.of(face)
        shares = {other: _share_together(mine, before.of(other)) for other in before.face_ids}
        best = max(shares, key=shares.__getitem__, default=0)
        if best and shares[best] > _SHARE:
            found[face] = best
    return found


def _share_together(one: Table, other: Table) -> float:
    """Share of the rows of one face in which the other is in the same place at the same time."""
    times, others = one["time_s"], other["time_s"]
    place = np.clip(np.searchsorted(others, times), 1, max(len(others) - 1, 1))
    nearest = np.where(times - others[place - 1] <= others[place % len(others)] - times, place - 1, place)
    nearest = np.minimum(nearest, len(others) - 1)
    is_together = np.abs(others[nearest] - times) <= _SAME_S
    return float((is_together & (_overlap(_boxes(one), _boxes(other)[nearest]) > _OVERLAP)).mean())


def _boxes(table: Table) -> NDArray[np.float64]:
    """(N, 4) left, top, right, bottom."""
    x, y = table["box_x"], table["box_y"]
    return np.stack([x, y, x + table["box_w"], y + table["box_h"]], axis=1)


def _overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) intersection over union of boxes (N, 4) each."""
    low, high = np.maximum(one[:, :2], other[:, :2]), np.minimum(one[:, 2:], other[:, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = [np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) for boxes in (one, other)]
    return np.asarray(common / np.maximum(areas[0] + areas[1] - common, 1e-9))
