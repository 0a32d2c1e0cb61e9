"""The selected range of a session: where it begins and ends, and playing it again and again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from fer_desktop.session.edits import Span
from fer_desktop.ui.review.player import Player
from fer_desktop.ui.review.range_bar import RangeBar
from fer_desktop.ui.review.timelines import ReviewTimelines


class RangeSelection(QObject):
    """Owns the range.

    Signals:
        changed(Span | None): another one, or none, is selected.
    """

    changed = Signal(object)

    def __init__(self, player: Player, bar: RangeBar, timelines: ReviewTimelines, parent: QObject) -> None:
        super().__init__(parent)
        self._player, self._bar, self._timelines = player, bar, timelines
        self.span: Span | None = None
        self._begun_s: float | None = None
        self._is_looping = False
        player.moved.connect(self._on_moved)
        timelines.range_dragged.connect(lambda start_s, end_s: self.select(Span(start_s, end_s)))
        bar.cleared.connect(lambda: self.select(None))
        bar.looped.connect(self._on_looped)
        bar.zoomed.connect(self._on_zoomed)

    def begin(self) -> None:
        """It begins where the session is now; its end is still to come."""
        self._begun_s = self._player.now_s
        self._bar.show_range(Span(self._begun_s, self._begun_s), is_open=True)

    def end(self) -> None:
        """It ends where the session is now."""
        if self._begun_s is not None:
            self.select(Span(*sorted((self._begun_s, self._player.now_s))))

    def select(self, span: Span | None) -> None:
        """Select a range, or none."""
        self.span, self._begun_s = span, None
        self._bar.show_range(span)
        self._timelines.show_selected(span)
        self.changed.emit(span)

    def _on_moved(self, now_s: float) -> None:
        if self._begun_s is not None:
            self._timelines.show_selected(Span(*sorted((self._begun_s, now_s))))
        if self._is_looping and self.span is not None and self._player.is_playing and now_s >= self.span.end_s:
            self._player.seek(self.span.start_s)

    def _on_looped(self, is_looping: bool) -> None:
        self._is_looping = is_looping
        if is_looping and self.span is not None:
            self._player.seek(self.span.start_s)
            self._player.play()

    def _on_zoomed(self) -> None:
        if self.span is not None and self.span.end_s > self.span.start_s:
            self._timelines.show_range(self.span.start_s, self.span.end_s)
