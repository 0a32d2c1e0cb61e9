"""A curve of a face at times that are asked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fer_desktop.results.gaps import Gaps
from fer_desktop.session.table import Table


def sampled(rows: Table, column: str, wanted_s: NDArray[np.float64], gaps: Gaps) -> NDArray[np.float64]:
    """(T,) values between the rows before and after each time; NaN where a gap is between them, or nothing.

    Args:
        rows: Of one face, their times growing.
    """
    at_s, values = rows["time_s"], rows[column]
    if len(at_s) < 2:
        return np.full(len(wanted_s), np.nan)
    after = np.clip(np.searchsorted(at_s, wanted_s), 1, len(at_s) - 1)
    is_known = gaps.joined(at_s[after - 1], at_s[after]) & (wanted_s >= at_s[0]) & (wanted_s <= at_s[-1])
    return np.where(is_known, np.interp(wanted_s, at_s, values), np.nan)
