"""Every frame of a source, in order, into a session: a plain loop without threads or channels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fer_desktop.core.interfaces import FrameAnalyzer, FrameSource, RecordingCounts, SessionSink


@dataclass(frozen=True, slots=True)
class OfflineResult:
    """What became of one source.

    Attributes:
        location: Where the session is.
        n_frames: Frames analysed.
        end_s: Time of the last one.
        n_faces: Different faces.
        n_rows_with_face: Rows that show a face.
    """

    location: str
    n_frames: int
    end_s: float
    n_faces: int
    n_rows_with_face: int


def analyze_source(
    source: FrameSource, analyzer: FrameAnalyzer, sink: SessionSink, on_frame: Callable[[float], None]
) -> OfflineResult:
    """Analyse an open source to its end and close the session.

    Args:
        on_frame: Told the time of each frame once it is analysed.

    Raises:
        FerError: the source broke or the session cannot be written; the sink stays open.
    """
    n_frames = n_rows = 0
    end_s = 0.0
    faces: set[int] = set()
    reason = ""
    try:
        while (frame := source.read()) is not None:
            analysis = analyzer.analyze(frame)
            sink.add_analysis(analysis)
            n_frames += 1
            n_rows += len(analysis.faces)
            faces.update(face.track_id for face in analysis.faces)
            end_s = frame.time_s
            on_frame(end_s)
    except KeyboardInterrupt:
        reason = f"interrupted by the user after {end_s:.2f} s"
    location = sink.close(RecordingCounts(n_frames, 0, 0, reason))
    if reason:
        raise KeyboardInterrupt(location)
    return OfflineResult(location, n_frames, end_s, len(faces), n_rows)
