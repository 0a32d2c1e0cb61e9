"""Stable ids for faces: the same number for the same face from frame to frame. Pure state, no clock.

Faces are matched to where their tracks should be by now: the last box, moved on with its
smoothed velocity. A track that is not seen is remembered for a while; a face that appears
near its place takes its id again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.geometry import box_center, box_size
from fer_desktop.core.smoothing import step_share

_MEMORY_S = 5.0  # how long a lost face keeps its id
_REACH = 1.0  # largest step between two sightings, in face sizes ...
_REACH_PER_S = 1.5  # ... and how much it grows with each second without a sighting
_REACH_LIMIT = 3.0
_SIZE_RATIO = 2.0  # a face more than so many times larger or smaller is another one
_COAST_S = 0.3  # how long a face is expected to go on moving after it was last seen
_VELOCITY_TIME_S = 0.15  # time constant of the smoothed velocity


@dataclass(slots=True)
class _Track:
    track_id: int
    center: NDArray[np.float64]
    velocity: NDArray[np.float64]  # pixels per second
    size: float
    seen_s: float

    def expected(self, time_s: float) -> NDArray[np.float64]:
        return self.center + self.velocity * min(time_s - self.seen_s, _COAST_S)


class FaceTracker:
    """Gives each face of a stream its id; ids start at 1 and are never used for two faces at once."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []
        self._next_id = 1

    def update(self, boxes: Sequence[NDArray[np.floating[Any]]], time_s: float) -> list[int]:
        """Ids of the faces in the next frame.

        Args:
            boxes: xyxy pixels, one for each face.
            time_s: Time of the frame; must not run backwards.

        Returns:
            One id for each box, in their order.
        """
        # before matching: else a face could take the id of one that has just been given up
        self._tracks = [t for t in self._tracks if time_s - t.seen_s <= _MEMORY_S]
        matched = self._match(boxes, time_s)
        return [self._see(box, matched.get(i), time_s) for i, box in enumerate(boxes)]

    def forget(self) -> None:
        """End all tracks; faces that come now get new ids."""
        self._tracks = []

    @property
    def remembered(self) -> frozenset[int]:
        """Ids that are in the frame or may still come back."""
        return frozenset(t.track_id for t in self._tracks)

    def _match(self, boxes: Sequence[NDArray[np.floating[Any]]], time_s: float) -> dict[int, _Track]:
        """Closest pairs first; distance is measured in face sizes."""
        pairs = []
        for i, box in enumerate(boxes):
            center, size = box_center(box), max(box_size(box), 1e-6)
            for track in self._tracks:
                ratio = max(size / track.size, track.size / size)
                # by the smaller of both, so that a large face cannot claim a small one beside it
                distance = float(np.linalg.norm(center - track.expected(time_s))) / min(size, track.size)
                reach = min(_REACH + _REACH_PER_S * (time_s - track.seen_s), _REACH_LIMIT)
                if ratio <= _SIZE_RATIO and distance <= reach:
                    # a logarithm, so that twice as large counts as much as half as large
                    pairs.append((distance + np.log(ratio), i, track))
        matched: dict[int, _Track] = {}
        taken: set[int] = set()
        # greedy, closest first: faces lie further apart than they move between two frames, so the closest pair is right
        for _, i, track in sorted(pairs, key=lambda pair: pair[0]):
            if i not in matched and track.track_id not in taken:
                matched[i] = track
                taken.add(track.track_id)
        return matched

    def _see(self, box: NDArray[np.floating[Any]], track: _Track | None, time_s: float) -> int:
        center, size = box_center(box), max(box_size(box), 1e-6)
        if track is None:
            track = _Track(self._next_id, center, np.zeros(2), size, time_s)
            self._tracks.append(track)
            self._next_id += 1
            return track.track_id
        step_s = time_s - track.seen_s
        # a speed over a pause would be that of a jump
        if step_s > _COAST_S:
            track.velocity = np.zeros(2)
        elif step_s > 0:
            share = step_share(step_s, _VELOCITY_TIME_S)
            track.velocity += share * ((center - track.center) / step_s - track.velocity)
        track.center, track.size, track.seen_s = center, size, time_s
        return track.track_id
