"""The table of a session as the timeline that is drawn."""

from __future__ import annotations

import numpy as np

from fer_desktop.core.timeline import Timeline
from fer_desktop.results.gaps import gaps_of
from fer_desktop.session.calibrating import calibrated_view
from fer_desktop.session.library import Session

_GAP_S = 0.5  # a longer step is a gap; see `gaps_of`


def timeline_of(session: Session, calibrated: bool = False) -> Timeline:
    """Every row of every face, edits applied.

    A frame in which a face is missing parts its rows by a gap, and so does time in which nothing was analysed.

    Args:
        calibrated: With the calibrated scores; rows without any are then a gap.
    """
    table, timeline = session.table, Timeline()
    times, places = np.unique(table["time_s"], return_inverse=True)
    parted = ~gaps_of(session, _GAP_S).joined(times[:-1], times[1:])
    places = (np.arange(len(times)) + np.cumsum(np.append(False, parted))[: len(times)])[places]
    for face in table.face_ids:
        mine = table["face_id"] == face
        if calibrated:
            mine &= ~np.isnan(table["calibrated_neutral"])
        one = calibrated_view(table.where(mine)) if calibrated else table.where(mine)
        timeline.extend(
            face,
            one["time_s"],
            places[mine].astype(np.int64),
            one.probabilities().astype(np.float32),
            one["valence"].astype(np.float32),
        )
    return timeline
