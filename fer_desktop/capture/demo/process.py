"""The demo as the window wants it: drawn by a process of its own, so that it costs the window what a camera costs.

Drawing takes much small work in Python; in this process it would keep window and analysis
waiting for Python's lock. The pictures come through shared memory.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import SourceError

_SLOTS = 2  # pictures in the shared memory: one is drawn while the other is fetched
_PATIENCE_S = 20.0  # a busy machine takes some seconds to start a process
_ENDING_S = 2.0
_GRACE_S = 5  # for the window to finish, when the system ends all processes at once
_NICER_BY = 2  # on few cores, window and analysis come first


class DemoProcess:
    """Same frames as `DemoSource`, one after the other; at most two are drawn ahead.

    The process ends with `close`, and by itself when this one is gone.
    """

    def __init__(self, options: DemoOptions) -> None:
        DemoSource(options)  # refuses what cannot be drawn
        self._options = options
        self._process: Any = None
        self._line: Connection[Any, Any] | None = None
        self._slots: NDArray[np.uint8] = np.empty(0, np.uint8)

    def open(self) -> SourceInfo:
        """Start the process.

        Raises:
            SourceError: it does not start.
        """
        context = get_context("spawn")
        o = self._options
        memory = context.RawArray("B", _SLOTS * o.height_px * o.width_px * 3)
        self._slots = _pictures(memory, o)
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_draw, args=(o, memory, theirs), daemon=True)
        try:
            self._process.start()
            theirs.close()  # the process has its own: were it to end, nobody else would hold the line
            info = self._receive()
        except OSError as error:
            self.close()
            raise SourceError(
                "The process that draws the demo does not start ({reason}).", "Press Start to try again.", reason=error
            ) from error
        except BaseException:
            self.close()
            raise
        assert isinstance(info, SourceInfo)
        return info

    def read(self) -> Frame | None:
        """The next frame, or None at the end.

        Raises:
            SourceError: the process is gone.
        """
        drawn = self._receive()
        if drawn is None:
            return None
        index, time_s = drawn
        image = self._slots[index % _SLOTS].copy()
        with suppress(OSError):  # if it is gone, what it has drawn still counts
            self._open_line.send(index)
        return Frame(index, time_s, image)

    def close(self) -> None:
        """End the process."""
        line, self._line = self._line, None
        process, self._process = self._process, None
        if line is not None:
            line.close()
        if process is not None and process.pid is not None:
            process.join(_ENDING_S)
            if process.is_alive():
                process.kill()
                process.join()

    @property
    def _open_line(self) -> Connection[Any, Any]:
        assert self._line is not None, "open() comes first"
        return self._line

    def _receive(self) -> Any:
        try:
            if self._open_line.poll(_PATIENCE_S):
                return self._open_line.recv()
        except (EOFError, OSError) as error:
            raise SourceError("The process that draws the demo has ended.", "Press Start to try again.") from error
        raise SourceError("The process that draws the demo does not answer.", "Press Start to try again.")


def _pictures(memory: Any, options: DemoOptions) -> NDArray[np.uint8]:
    """(_SLOTS, H, W, 3) view of the shared memory."""
    return np.frombuffer(memory, np.uint8).reshape(_SLOTS, options.height_px, options.width_px, 3)


def _end_by_the_line_alone() -> None:
    """Ctrl+C, a closed terminal and a shutdown reach every process of the program; the window finishes first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: signal.alarm(_GRACE_S))  # the alarm ends the process


def _draw(options: DemoOptions, memory: Any, line: Connection[Any, Any]) -> None:
    """The process: draw, say which frame is there, and wait while all slots are full."""
    _end_by_the_line_alone()
    if hasattr(os, "nice"):
        os.nice(_NICER_BY)
    source, slots = DemoSource(options), _pictures(memory, options)
    with suppress(EOFError, OSError):  # the other end is closed: nobody looks any more
        line.send(source.open())
        n_fetched = 0
        while (frame := source.read()) is not None:
            while frame.index - n_fetched >= _SLOTS:
                line.recv()
                n_fetched += 1
            slots[frame.index % _SLOTS] = frame.image
            line.send((frame.index, frame.time_s))
        line.send(None)
        while True:  # until the other end is closed
            line.recv()
