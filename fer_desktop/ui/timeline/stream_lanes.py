"""The lanes below those of faces: of what face, voice and words say together, and of the voice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from fer_desktop.core.fused_timeline import OF_ALL_STREAMS, RESTS_ON, FusedTimeline
from fer_desktop.core.lane import Lane, Spans
from fer_desktop.core.voice_timeline import OF_A_VOICE, VoiceTimeline
from fer_desktop.ui.timeline.lanes import TimelineLanes
from fer_desktop.ui.widgets.translation import lane_word


class StreamLanes:
    """One block, which is there once something was heard; the timelines belong to somebody else.

    Args:
        make: Makes the block, and puts it where it belongs.
        remove: Takes it away.
    """

    def __init__(
        self, make: Callable[[Sequence[Lane]], TimelineLanes], remove: Callable[[TimelineLanes], None]
    ) -> None:
        self._make, self._remove = make, remove
        self._voice, self._fused = VoiceTimeline(), FusedTimeline()
        self.block: TimelineLanes | None = None

    def begin(self, voice: VoiceTimeline, fused: FusedTimeline) -> None:
        """Show these from now on."""
        self._voice, self._fused = voice, fused
        self._take_away()

    def show(self, faces: Sequence[int], start_s: float, end_s: float, max_rows: int) -> None:
        """Draw a stretch of time.

        Args:
            faces: Those that are selected.
            max_rows: Of a curve; see `VoiceTimeline.rows`.
        """
        lanes = [*(OF_ALL_STREAMS if len(self._fused) else ()), *(OF_A_VOICE if len(self._voice) else ())]
        if self.block is not None and self.block.lanes != lanes:
            self._take_away()
        if self.block is None and lanes:
            self.block = self._make(lanes)
        if self.block is None:
            return
        fused = self._fused.rows(faces, start_s, end_s)
        rests_on = _in_language(fused[RESTS_ON.key])
        self.block.show_rows({**self._voice.rows(start_s, end_s, max_rows), **fused, RESTS_ON.key: rests_on})
        self.block.set_range(start_s, end_s)

    def _take_away(self) -> None:
        block, self.block = self.block, None
        if block is not None:
            self._remove(block)


def _in_language(names: Spans) -> Spans:
    """The streams of each stretch in the language of the window."""
    return replace(names, labels=tuple(", ".join(map(lane_word, label.split(", "))) for label in names.labels))
