"""How far long work is. Who works tells it, who waits looks at it and may ask for an end."""

from __future__ import annotations

from collections.abc import Callable

from fer_desktop.errors import Cancelled


class Progress:
    """Of one piece of work.

    `share` is written by the thread that works alone, `is_cancelled` by the one that waits.

    Args:
        listener: Called with each new share, in the thread that works.
    """

    def __init__(self, listener: Callable[[float], None] = lambda share: None) -> None:
        self.share = 0.0
        self.is_cancelled = False
        self._listener = listener

    def reached(self, share: float) -> None:
        """So much is done, 0-1.

        Raises:
            Cancelled: who waits wants no more of it.
        """
        if self.is_cancelled:
            raise Cancelled("The work was cancelled.")
        self.share = min(share, 1.0)
        self._listener(self.share)
