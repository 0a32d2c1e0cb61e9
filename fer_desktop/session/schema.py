"""The session format: file names, version, and every column of the timeline, as one table.

Header, rows, documentation and reader come from `COLUMNS`. docs/session-format.md explains
the format to people; a test holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import TimelineSample, TrackedFace
from fer_desktop.session.cells import guarded

SCHEMA_VERSION = 3

SESSION_FILE = "session.json"
TIMELINE_FILE = "timeline.csv"
MARKERS_FILE = "markers.csv"
VIDEO_FILE = "video.mp4"
FRAMES_FILE = "frames.csv"
ORIGINAL_FILE = "original.video"  # a copy of the file that the session was made of, whatever its format
VOICE_FILE = "voice.csv"
UTTERANCES_FILE = "utterances.csv"
WORDS_FILE = "words.csv"
FUSED_FILE = "fused.csv"
DETAILS_FILE = "details.csv"
SOUND_FILE = "audio.flac"
EDITS_FILE = "edits.json"
PARTIAL_SUFFIX = ".partial"

MARKERS_HEADER = ("time_s", "label")
FRAMES_HEADER = ("frame", "time_s")


Value = float | int | str
Sample = TypeVar("Sample")
Kind = Literal["number", "whole", "text"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the timeline.

    Attributes:
        name: Header.
        unit: Short, "" when it has none.
        meaning: One sentence.
        digits: After the decimal point, for numbers; 0 for whole numbers, None for text.
        of_sample: Value in a row, for columns that every row has.
        of_face: Value in a row with a face; blank in a row without one.
    """

    name: str
    unit: str
    meaning: str
    digits: int | None
    of_sample: Callable[[TimelineSample], Value] | None = None
    of_face: Callable[[TrackedFace], Value] | None = None

    @property
    def kind(self) -> Kind:
        """What its cells are."""
        return "text" if self.digits is None else "number" if self.digits else "whole"

    def text(self, value: Value) -> str:
        """A value as it stands in the file: decimal point everywhere, no "-0", no formula; NaN and "" are blank."""
        if self.digits is None or value == "":
            return guarded(str(value))
        number = float(value)
        if math.isnan(number):
            return ""
        return f"{number:.{self.digits}f}" if round(number, self.digits) else f"{0:.{self.digits}f}"

    def cell(self, sample: TimelineSample) -> str:
        """Text of this column in the row of `sample`; "" when blank."""
        if self.of_sample is not None:
            return self.text(self.of_sample(sample))
        if self.of_face is not None and sample.face is not None:
            return self.text(self.of_face(sample.face))
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleColumn(Column, Generic[Sample]):
    """One column of a table whose rows are samples of another kind.

    Attributes:
        of: Value in a row; None and NaN are blank.
    """

    of: Callable[[Sample], Value | None]

    def cell_of(self, sample: Sample) -> str:
        """Text of this column in the row of `sample`; "" when blank."""
        value = self.of(sample)
        return "" if value is None else self.text(value)


def _probability(index: int, is_raw: bool) -> Callable[[TrackedFace], float]:
    return lambda face: float((face.raw if is_raw else face.scores).probabilities[index])


def _of_index(index: int) -> Callable[[ExpressionScores], float]:
    return lambda scores: float(scores.probabilities[index])


def _calibrated(value: Callable[[ExpressionScores], Value]) -> Callable[[TrackedFace], Value]:
    """Of the calibrated scores; blank without any."""
    return lambda face: "" if face.calibrated is None else value(face.calibrated)


def _angle(index: int) -> Callable[[TrackedFace], float]:
    return lambda face: float(np.rad2deg(face.face.yaw_pitch_roll[index]))


def _box(value: Callable[[float, float, float, float], float]) -> Callable[[TrackedFace], float]:
    return lambda face: value(*(float(v) for v in face.face.box))


COLUMNS: tuple[Column, ...] = (
    Column(
        "time_s",
        "s",
        "Time of the frame: 0 at the first one recorded in the window, or at the first of a file.",
        6,
        of_sample=lambda sample: sample.time_s,
    ),
    Column(
        "frame",
        "",
        "Index of the captured frame, from 0; a number that is missing is a frame that was not analysed.",
        0,
        of_sample=lambda sample: sample.frame_index,
    ),
    Column(
        "face_id",
        "",
        "Stable number of the face, from 1; blank when the frame has no face.",
        0,
        of_face=lambda face: face.track_id,
    ),
    Column("expression", "", "The most probable expression.", None, of_face=lambda face: face.scores.top),
    Column(
        "probability",
        "0-1",
        "Probability of `expression`.",
        6,
        of_face=lambda face: face.scores.top_probability,
    ),
    *(
        Column(
            name, "0-1", f"Probability of {name}, CNN and GRU; the eight sum to 1.", 6, of_face=_probability(i, False)
        )
        for i, name in enumerate(EXPRESSIONS)
    ),
    *(
        Column(
            f"raw_{name}",
            "0-1",
            f"Probability of {name}, the CNN alone on this frame; the eight sum to 1.",
            6,
            of_face=_probability(i, True),
        )
        for i, name in enumerate(EXPRESSIONS)
    ),
    Column(
        "valence",
        "-1 to 1",
        "`happiness` minus the largest of `sadness`, `anger`, `disgust`, `fear`, `contempt`.",
        6,
        of_face=lambda face: face.scores.valence,
    ),
    Column(
        "calibrated_expression",
        "",
        "The most probable expression, read against the person's own neutral face; blank while that is not known.",
        None,
        of_face=_calibrated(lambda scores: scores.top),
    ),
    Column(
        "calibrated_probability",
        "0-1",
        "Probability of `calibrated_expression`.",
        6,
        of_face=_calibrated(lambda scores: scores.top_probability),
    ),
    *(
        Column(
            f"calibrated_{name}",
            "0-1",
            f"Probability of {name}, read against the person's own neutral face; the eight sum to 1.",
            6,
            of_face=_calibrated(_of_index(i)),
        )
        for i, name in enumerate(EXPRESSIONS)
    ),
    Column(
        "calibrated_valence",
        "-1 to 1",
        "As `valence`, of the calibrated probabilities.",
        6,
        of_face=_calibrated(lambda scores: scores.valence),
    ),
    Column("yaw_deg", "degrees", "Head turned to the subject's left (+) or right (-).", 2, of_face=_angle(0)),
    Column("pitch_deg", "degrees", "Head turned up (+) or down (-).", 2, of_face=_angle(1)),
    Column("roll_deg", "degrees", "Head tilted to the subject's left (+) or right (-) shoulder.", 2, of_face=_angle(2)),
    Column("box_x", "px", "Left edge of the face box, unmirrored.", 1, of_face=_box(lambda x0, y0, x1, y1: x0)),
    Column("box_y", "px", "Top edge of the face box.", 1, of_face=_box(lambda x0, y0, x1, y1: y0)),
    Column("box_w", "px", "Width of the face box.", 1, of_face=_box(lambda x0, y0, x1, y1: x1 - x0)),
    Column("box_h", "px", "Height of the face box.", 1, of_face=_box(lambda x0, y0, x1, y1: y1 - y0)),
    Column(
        "certainty",
        "0-1",
        "How likely `expression` is to be right, as measured on people of another kind than those it was learned from.",
        3,
        of_face=lambda face: face.certainty,
    ),
    Column(
        "quality",
        "0-1",
        "How far the face can be trusted: size, pose, light, sharpness.",
        3,
        of_face=lambda face: face.quality,
    ),
    Column(
        "unreliable",
        "",
        "Why the expression cannot be trusted (the weakest factor of `quality`); blank when `quality` is 0.35 or more.",
        None,
        of_face=lambda face: face.weakness if face.quality < UNRELIABLE_BELOW else "",
    ),
    Column("marker", "", "Text of the marker that falls on this frame, on its first row, else blank.", None),
)
HEADER = tuple(column.name for column in COLUMNS)
CALIBRATED = tuple(f"calibrated_{name}" for name in EXPRESSIONS)
ALL_CALIBRATED = ("calibrated_expression", "calibrated_probability", *CALIBRATED, "calibrated_valence")
_SINCE = {2: ("unreliable",), 3: (*ALL_CALIBRATED, "certainty")}
HEADERS = {  # of each version, for readers
    version: tuple(name for name in HEADER if not any(name in new for since, new in _SINCE.items() if since > version))
    for version in range(1, SCHEMA_VERSION + 1)
}
BY_NAME = {column.name: column for column in COLUMNS}


def row_of(sample: TimelineSample, marker: str = "") -> list[str]:
    """Cells of one row of timeline.csv, in the order of `COLUMNS`."""
    return [*(column.cell(sample) for column in COLUMNS[:-1]), guarded(marker)]
