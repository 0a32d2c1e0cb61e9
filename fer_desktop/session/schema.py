"""The session format: file names, version, and every column of the timeline, as one table.

Header, rows, documentation and reader come from `COLUMNS`. docs/session-format.md explains
the format to people; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.types import TimelineSample, TrackedFace

SCHEMA_VERSION = 1

SESSION_FILE = "session.json"
TIMELINE_FILE = "timeline.csv"
MARKERS_FILE = "markers.csv"
VIDEO_FILE = "video.mp4"
FRAMES_FILE = "frames.csv"
PARTIAL_SUFFIX = ".partial"

MARKERS_HEADER = ("time_s", "label")
FRAMES_HEADER = ("frame", "time_s")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the timeline.

    Attributes:
        name: Header.
        unit: Short, "" when it has none.
        meaning: One sentence.
        of_sample: Cell of a row, for columns that every row has.
        of_face: Cell of a row with a face; blank in a row without one.
    """

    name: str
    unit: str
    meaning: str
    of_sample: Callable[[TimelineSample], str] | None = None
    of_face: Callable[[TrackedFace], str] | None = None

    def cell(self, sample: TimelineSample) -> str:
        """Text of this column in the row of `sample`; "" when blank."""
        if self.of_sample is not None:
            return self.of_sample(sample)
        if self.of_face is not None and sample.face is not None:
            return self.of_face(sample.face)
        return ""


def _number(value: float, digits: int) -> str:
    """Decimal point in every locale; no "-0"."""
    return f"{value + 0.0:.{digits}f}" if round(value, digits) else f"{0:.{digits}f}"


def _probability(index: int, is_raw: bool) -> Callable[[TrackedFace], str]:
    def cell(face: TrackedFace) -> str:
        scores = face.raw if is_raw else face.scores
        return _number(float(scores.probabilities[index]), 6)

    return cell


def _angle(index: int) -> Callable[[TrackedFace], str]:
    return lambda face: _number(float(np.rad2deg(face.face.yaw_pitch_roll[index])), 2)


def _box(value: Callable[[float, float, float, float], float]) -> Callable[[TrackedFace], str]:
    return lambda face: _number(value(*(float(v) for v in face.face.box)), 1)


COLUMNS: tuple[Column, ...] = (
    Column(
        "time_s",
        "s",
        "Time of the frame: 0 at the start of a live recording, the presentation time in a video file.",
        of_sample=lambda sample: _number(sample.time_s, 6),
    ),
    Column(
        "frame",
        "",
        "Index of the captured frame, from 0; a number that is missing is a frame that was not analysed.",
        of_sample=lambda sample: str(sample.frame_index),
    ),
    Column(
        "face_id",
        "",
        "Stable number of the face, from 1; blank when the frame has no face.",
        of_face=lambda face: str(face.track_id),
    ),
    Column("expression", "", "The most probable expression.", of_face=lambda face: face.scores.top),
    Column(
        "probability",
        "0-1",
        "Probability of `expression`.",
        of_face=lambda face: _number(face.scores.top_probability, 6),
    ),
    *(
        Column(name, "0-1", f"Probability of {name}, CNN and GRU; the eight sum to 1.", of_face=_probability(i, False))
        for i, name in enumerate(EXPRESSIONS)
    ),
    *(
        Column(
            f"raw_{name}",
            "0-1",
            f"Probability of {name}, the CNN alone on this frame; the eight sum to 1.",
            of_face=_probability(i, True),
        )
        for i, name in enumerate(EXPRESSIONS)
    ),
    Column(
        "valence",
        "-1 to 1",
        "`happiness` minus the largest of `sadness`, `anger`, `disgust`, `fear`, `contempt`.",
        of_face=lambda face: _number(face.scores.valence, 6),
    ),
    Column("yaw_deg", "degrees", "Head turned to the subject's left (+) or right (-).", of_face=_angle(0)),
    Column("pitch_deg", "degrees", "Head turned up (+) or down (-).", of_face=_angle(1)),
    Column("roll_deg", "degrees", "Head tilted to the subject's left (+) or right (-) shoulder.", of_face=_angle(2)),
    Column("box_x", "px", "Left edge of the face box, unmirrored.", of_face=_box(lambda x0, y0, x1, y1: x0)),
    Column("box_y", "px", "Top edge of the face box.", of_face=_box(lambda x0, y0, x1, y1: y0)),
    Column("box_w", "px", "Width of the face box.", of_face=_box(lambda x0, y0, x1, y1: x1 - x0)),
    Column("box_h", "px", "Height of the face box.", of_face=_box(lambda x0, y0, x1, y1: y1 - y0)),
    Column(
        "quality",
        "0-1",
        "How far the face can be trusted: size, pose, light, sharpness.",
        of_face=lambda face: _number(face.quality, 3),
    ),
    Column("marker", "", "Text of the marker that falls on this frame, on its first row, else blank."),
)
HEADER = tuple(column.name for column in COLUMNS)


def row_of(sample: TimelineSample, marker: str = "") -> list[str]:
    """Cells of one row of timeline.csv, in the order of `COLUMNS`."""
    return [*(column.cell(sample) for column in COLUMNS[:-1]), marker]
