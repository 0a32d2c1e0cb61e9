"""Progress of a long command: a bar with the time left on a terminal, plain lines elsewhere. On stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from fer_desktop.cli.say import say, visible
from fer_desktop.core.progress import Progress

_LINE_EVERY_S = 5.0


class StreamBar:
    """How far a stream has come, in seconds of its own time."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._is_terminal = sys.stderr.isatty()
        self._bar: tqdm[None] | None = None
        self._printed_s = time.monotonic()

    def reached(self, time_s: float, start_s: float, duration_s: float) -> None:
        """The stream has come to this time.

        Args:
            time_s: In its own time.
            start_s: Where it began.
            duration_s: How much there is; 0 when that is unknown.
        """
        done_s = max(time_s - start_s, 0.0)
        if self._is_terminal:
            self._bar = self._bar or self._new_bar(duration_s)
            self._bar.update(min(done_s, self._bar.total or done_s) - self._bar.n)
        elif time.monotonic() - self._printed_s >= _LINE_EVERY_S:
            self._printed_s = time.monotonic()
            share = f" ({done_s / duration_s:.0%})" if duration_s else ""
            say(f"{self._title}: {done_s:.1f} s{share}", file=sys.stderr, flush=True)

    def _new_bar(self, duration_s: float) -> tqdm[None]:
        known = "{desc} {percentage:3.0f}% |{bar}| {n:.1f}/{total:.1f} s, {remaining} left"
        return tqdm(
            total=duration_s or None,
            desc=visible(self._title),
            unit="s",
            bar_format=known if duration_s else "{desc} {n:.1f} s",
        )

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()


@contextmanager
def share_bar(title: str) -> Iterator[Progress]:
    """A bar on a terminal for work that knows how much of it is done; nothing elsewhere."""
    with tqdm(
        total=100,
        desc=visible(title),
        bar_format="{desc} {percentage:3.0f}% |{bar}|",
        leave=False,
        disable=None,
        delay=0.5,
    ) as bar:
        yield Progress(lambda share: None if bar.disable else bar.update(round(share * 100) - bar.n))
