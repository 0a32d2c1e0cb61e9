"""Where the pictures of a stream come from, and how they get to whoever reads the stream."""

from __future__ import annotations

import time
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path
from threading import Event as Flag
from typing import Protocol

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.files import check_file
from fer_desktop.core.interfaces import FrameSource, Interruptible
from fer_desktop.core.types import Frame
from fer_desktop.engine.channels import Closed, Latest
from fer_desktop.errors import SourceUnreadable
from fer_desktop.guard import GuardedThread
from fer_desktop.offline.job import DEMO, AnalyzeOptions
from fer_desktop.offline.planning import plan
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import AnalyzerOptions

_SLICE_S = 0.2  # of waiting, so that Ctrl-C is seen on every system
_PATIENCE_S = 10.0  # for a camera that was told to end
Source = int | str | PathLike[str]


class Reading(Protocol):
    """Frames of an open source."""

    @property
    def skipped(self) -> int:
        """Frames that were replaced by newer ones before they were taken."""

    @property
    def lost(self) -> int:
        """Frames of a camera that never came, came damaged, or had waited too long."""

    def next_frame(self) -> Frame | None:
        """The next one, or None at the end.

        Raises:
            SourceError: the source is lost or damaged.
        """

    def close(self) -> None:
        """Release the source."""


class LiveReading:
    """A source that waits for nobody: its thread reads, the newest frame is taken, others are counted."""

    def __init__(self, open_source: Callable[[], FrameSource]) -> None:
        self.lost = 0
        self._skipped, self._last_index = 0, -1
        self._open_source = open_source
        self._frames: Latest[Frame] = Latest()
        self._stop = Flag()
        self._source: FrameSource | None = None
        self._error: BaseException | None = None
        self._thread = GuardedThread("fer-stream", self._run, self._keep, self._frames.close, daemon=True)
        self._thread.start()

    @property
    def skipped(self) -> int:
        """As `Reading` says."""
        return self._skipped

    def next_frame(self) -> Frame | None:
        """Wait for the newest one."""
        while True:
            try:
                frame = self._frames.take(_SLICE_S)
            except Closed:
                if self._error is not None and not self._stop.is_set():
                    raise self._error from None
                return None
            if frame is not None:
                # by the numbers, not by what the channel counts: it has gone on since
                self._skipped += frame.index - self._last_index - 1
                self._last_index = frame.index
                return frame

    def close(self) -> None:
        """Release the source, also one that waits."""
        self._stop.set()
        source = self._source
        if source is not None and isinstance(source, Interruptible):
            source.interrupt()
        self._thread.join(_PATIENCE_S)

    def _keep(self, error: BaseException) -> None:
        self._error = error

    def _run(self) -> None:
        source = self._source = self._open_source()
        if self._stop.is_set():  # it may have been set before there was a source to interrupt
            return
        try:
            is_paced = not source.open().is_live
            began_s = time.monotonic()
            while not self._stop.is_set() and (frame := source.read()) is not None:
                if is_paced and self._stop.wait(max(began_s + frame.time_s - time.monotonic(), 0)):
                    return
                self.lost += frame.lost + frame.passed_over
                self._frames.put(frame)
        finally:
            source.close()


class WholeReading:
    """A source that can wait: each frame is taken, in the thread of whoever reads."""

    skipped = 0
    lost = 0

    def __init__(self, open_source: Callable[[], FrameSource]) -> None:
        self._source = open_source()
        self._source.open()

    def next_frame(self) -> Frame | None:
        """Read the next one."""
        return self._source.read()

    def close(self) -> None:
        """Release the source."""
        self._source.close()


def reading_of(source: Source) -> Callable[[], Reading]:
    """Opens a source: "demo", the number or name of a camera, or a file.

    Raises:
        SourceUnreadable, CameraNotFound: there is none.
    """
    text = fspath(source) if isinstance(source, PathLike) else str(source)
    if not isinstance(source, int) and (isinstance(source, PathLike) or Path(text).exists()):
        return _file(text)
    if text == DEMO:
        return lambda: LiveReading(lambda: DemoSource(DemoOptions()))
    from fer_desktop.capture.camera import CameraFormat, CameraSource, find_camera, list_cameras

    cameras = list_cameras()
    device = cameras[find_camera(text, cameras)]
    return lambda: LiveReading(lambda: CameraSource(device, CameraFormat()))


def _file(text: str) -> Callable[[], Reading]:
    if not Path(text).is_dir():
        check_file(Path(text))
    planned = plan([text])
    for failed in planned.failures:
        raise SourceUnreadable(failed.template, failed.hint, **failed.values)
    if len(planned.jobs) > 1:
        raise SourceUnreadable("{path} holds several videos.", "Name one of them.", path=text)
    (job,) = planned.jobs
    options = AnalyzeOptions(Path(), AnalyzerOptions(weights_dir()), Cut(), DemoOptions())
    return lambda: WholeReading(lambda: job.source(options))
