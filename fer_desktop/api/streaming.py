"""`stream`: what is seen, picture by picture, while it happens."""

from __future__ import annotations

import warnings
import weakref
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from fer_desktop.api.faces import Face, face_of
from fer_desktop.api.reading import Reading, Source, reading_of
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import Analyzer, AnalyzerOptions, open_analyzer


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One analysed picture.

    Attributes:
        time_s: Seconds since the first picture of the source.
        frame: Its number, from 0; a number that is missing was not analysed.
        faces: In the order of their ids; empty where there is none.
        image: (H, W, 3) uint8 RGB, read-only.
        skipped: Pictures since the last moment that were not analysed.
    """

    time_s: float
    frame: int
    faces: tuple[Face, ...]
    image: NDArray[np.uint8]
    skipped: int = 0

    def __repr__(self) -> str:
        return f"<Moment {self.time_s:.3f} s: {', '.join(map(repr, self.faces)) or 'no face'}>"


class Stream:
    """Gives one `Moment` for each analysed picture; made by `stream`.

    Belongs to one thread. The source is opened with `with` or at the first moment, and released by `close`, at the
    end of `with`, at the end of the source, after an error, or when nobody holds the stream any more.
    """

    def __init__(self, source: Source, options: AnalyzerOptions) -> None:
        self._open_reading = reading_of(source)
        self._source, self._options = source, options
        self._analyzer: Analyzer | None = None
        self._reading: Reading | None = None
        self._release: weakref.finalize[[], Stream] | None = None
        self._is_closed = False
        self._skipped = 0
        self._analysed = 0

    @property
    def skipped(self) -> int:
        """Pictures that were not analysed, because the one before was still in hand."""
        return self._skipped

    @property
    def lost(self) -> int:
        """Pictures that a camera made and that never came, came damaged, or had waited too long."""
        return 0 if self._reading is None else self._reading.lost

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Moment:
        """The next analysed picture.

        Raises:
            FerError: the source or the models cannot be opened, or the source is lost.
        """
        self._open()
        if self._reading is None or self._analyzer is None or self._is_closed:
            raise StopIteration
        try:
            frame = self._reading.next_frame()
            analysis = None if frame is None else self._analyzer.analyze(frame)
        except BaseException:
            self.close()
            raise
        if frame is None or analysis is None:
            self.close()
            raise StopIteration
        before, self._skipped = self._skipped, self._reading.skipped
        self._analysed += 1
        faces = tuple(map(face_of, analysis.faces))
        return Moment(frame.time_s, frame.index, faces, frame.image, self._skipped - before)

    def close(self) -> None:
        """Release the source and the models; harmless when called twice. There are no moments afterwards."""
        self._is_closed = True
        if self._release is not None:
            self._release()

    def __repr__(self) -> str:
        counts = f"{self._analysed} analysed, {self.skipped} skipped, {self.lost} lost"
        return f"<Stream {self._source!r}: {counts}{', closed' if self._is_closed else ''}>"

    def _open(self) -> None:
        if self._release is not None or self._is_closed:
            return
        with ExitStack() as opened:
            # the models first: while they load, the pictures of a camera would be skipped
            self._analyzer = open_analyzer(self._options)
            opened.callback(self._analyzer.close)
            for notice in self._analyzer.notices:
                warnings.warn(str(notice), stacklevel=3)
            self._reading = self._open_reading()
            opened.callback(self._reading.close)
            # it knows the parts and not the stream, which may be forgotten in the middle of a loop
            self._release = weakref.finalize(self, opened.pop_all().close)


def stream(
    source: Source,
    *,
    max_faces: int = 4,
    device: Literal["auto", "cuda", "mps", "cpu"] = "auto",
    prior: Literal["balanced", "photographs"] = "balanced",
    details: bool = False,
) -> Stream:
    """Analyse a source while it runs.

    A camera and "demo" wait for nobody: pictures that come while one is analysed, or while the caller is busy, are
    skipped; each moment says how many. A file waits: each of its frames is a moment, with the values of `analyze`.

        >>> with fer.stream("demo") as moments:
        ...     moment = next(moments)
        >>> [(face.id, face.expression) for face in moment.faces]
        [(1, 'neutral')]

    Args:
        source: "demo", the number of a camera or a part of its name, or a file.
        max_faces: Faces followed at a time, 1 to 10.
        device: Where the network runs.
        prior: How likely rare expressions are taken to be.
        details: Measure action units and gaze, too.

    Raises:
        FerError: there is no such source.
    """
    return Stream(source, AnalyzerOptions(weights_dir(), max_faces, device, threads=1, prior=prior, details=details))
