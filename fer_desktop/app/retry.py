"""Starts the source that was started last, once more: what "Try again" does. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from fer_desktop.engine.engine import Engine
from fer_desktop.ui.live.choices import PictureFormat, SourceChoice

Start = Callable[[SourceChoice, PictureFormat], None]


class Retry:
    """Remembers what was started, and starts it again as soon as its last run has ended in every thread.

    Attributes:
        last: What was started, or is to be started next.

    Args:
        start: Starts a source.
        waiting: Tells the user that the source of this label will be started, once a model that still loads is let go.
    """

    def __init__(self, engine: Engine, start: Start, waiting: Callable[[str], None]) -> None:
        self._engine, self._start, self._waiting = engine, start, waiting
        self.last: tuple[SourceChoice, PictureFormat] | None = None
        self._is_asked = False

    def remember(self, choice: SourceChoice, wanted: PictureFormat) -> None:
        """Keep what has just been started, for the button that tries it again."""
        self.last, self._is_asked = (choice, wanted), False

    def ask(self) -> None:
        """The user wants it again."""
        if self.last is None:
            return
        if self._engine.status.phase.is_at_rest:
            self._start(*self.last)
        else:
            self._is_asked = True
            self._waiting(self.last[0].label)

    def forget(self) -> None:
        """Nothing starts any more: the window closes."""
        self.last, self._is_asked = None, False

    def on_stopped(self) -> None:
        """A run has ended."""
        if self._is_asked:
            self.ask()
