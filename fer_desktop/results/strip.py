"""A session at a glance: which expression was on top in each part of it."""

from __future__ import annotations

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.session.library import Session

PARTS = 64
_NEAR_S = 0.25  # half of what the curves call a gap


def strip_of(session: Session, parts: int = PARTS) -> tuple[str, ...]:
    """The most frequent top expression of all faces in equal parts of the time; "" where there is no face.

    Of sound alone that of the voice.

    Args:
        parts: How many; a session with fewer frames has one for each. One into which no row falls is like the row
            next to it, where that is no gap away.
    """
    times, tops = session.table["time_s"], session.table["expression"]
    if session.info.is_sound_alone and session.voice is not None:
        times, tops = session.voice["time_s"], session.voice["voice_expression"]
    seen = tops != ""
    if not seen.any():
        return ("",) * parts
    parts = min(parts, len(np.unique(times)))
    first, last = float(times.min()), float(times.max())
    place = np.minimum(((times - first) / max(last - first, 1e-9) * parts).astype(np.int64), parts - 1)
    counts = np.zeros((parts, len(EXPRESSIONS)), np.int64)
    for i, name in enumerate(EXPRESSIONS):
        counts[:, i] = np.bincount(place[tops == name], minlength=parts)
    tops_of = [EXPRESSIONS[row.argmax()] if row.any() else "" for row in counts]
    middles = first + (np.arange(parts) + 0.5) * (last - first) / parts
    for part in np.flatnonzero(np.bincount(place, minlength=parts) == 0):
        nearest = int(np.abs(times - middles[part]).argmin())
        if abs(times[nearest] - middles[part]) <= _NEAR_S:
            tops_of[part] = str(tops[nearest])
    return tuple(tops_of)
