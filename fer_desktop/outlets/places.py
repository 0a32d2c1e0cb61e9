"""Which face has which of a fixed number of places, while faces come and go. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_FORGOTTEN_S = 5.0  # the tracker, too, knows a face again for so long


class Places:
    """A face keeps its place as long as it is seen; one that is gone leaves it to others after some seconds.

    Args:
        count: How many places there are.
    """

    def __init__(self, count: int) -> None:
        self._ids: list[int | None] = [None] * count
        self._seen_s = [float("-inf")] * count

    def assign(self, track_ids: Iterable[int], now_s: float) -> dict[int, int]:
        """The place of each face of a picture, from 0; of more faces than places the last ones have none."""
        taken: dict[int, int] = {}
        new = []
        for track_id in track_ids:
            if track_id in self._ids:
                taken[track_id] = self._ids.index(track_id)
            else:
                new.append(track_id)
        for track_id in new:
            place = self._free(set(taken.values()), now_s)
            if place is not None:
                taken[track_id], self._ids[place] = place, track_id
        for place in taken.values():
            self._seen_s[place] = now_s
        return taken

    def _free(self, taken: set[int], now_s: float) -> int | None:
        """The first that nobody had or that was left long ago, or else the one that was left first."""
        left = [place for place in range(len(self._ids)) if place not in taken]
        long_ago = [place for place in left if now_s - self._seen_s[place] > _FORGOTTEN_S]
        return long_ago[0] if long_ago else min(left, key=lambda place: self._seen_s[place], default=None)
