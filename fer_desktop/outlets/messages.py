"""What is told to other programs, as plain values for JSON; docs/live-out.md explains every key. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import numpy as np

from fer_desktop import __version__
from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import Analysis, TrackedFace

PROTOCOL = 1
MOST_TEXT = 500  # characters of what a client sends and is sent back

Message = Mapping[str, Any]


def hello() -> Message:
    """The first message of a connection."""
    return {"type": "hello", "protocol": PROTOCOL, "app": __version__, "expressions": list(EXPRESSIONS)}


def moment(analysis: Analysis, taken_s: float, names: Mapping[int, str]) -> Message:
    """One analysed picture.

    Args:
        taken_s: When it was taken, or else arrived, on the clock of `time.monotonic`.
        names: Of faces, for those that have one.
    """
    return {
        "type": "moment",
        "time_s": round(analysis.time_s, 6),
        "taken_monotonic_s": round(taken_s, 6),
        "frame": analysis.frame_index,
        "faces": [_face(face, names.get(face.track_id, "")) for face in analysis.faces],
    }


def text_of(message: Message) -> str:
    """One line of JSON; what is not known is null."""
    return json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def without_folder(message: Message) -> Message:
    """A message for everybody in the network: the name of a session, and not where it is."""
    return {**message, "session": PurePath(message["session"]).name} if "session" in message else message


def _face(face: TrackedFace, name: str) -> Message:
    left, top, right, bottom = (round(float(edge), 1) for edge in face.face.box)
    yaw, pitch, roll = (round(float(angle), 2) for angle in np.rad2deg(face.face.yaw_pitch_roll))
    return {
        "id": face.track_id,
        "name": name,
        **_scores(face.scores),
        "calibrated": None if face.calibrated is None else _scores(face.calibrated),
        "certainty": _known(face.certainty),
        "quality": _known(face.quality),
        "unreliable": face.weakness if face.quality < UNRELIABLE_BELOW else "",
        "box": [left, top, round(right - left, 1), round(bottom - top, 1)],
        "yaw_deg": yaw,
        "pitch_deg": pitch,
        "roll_deg": roll,
    }


def _scores(scores: ExpressionScores) -> Message:
    return {
        "expression": scores.top,
        "probability": round(scores.top_probability, 6),
        "probabilities": [round(float(value), 6) for value in scores.probabilities],
        "valence": round(scores.valence, 6),
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 3)
