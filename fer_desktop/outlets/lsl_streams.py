"""What the streams of the Lab Streaming Layer hold, and how they describe it. docs/live-out.md lists them.

Descriptions follow the meta-data of XDF (`channels/channel` with `label`, `unit` and `type`), so that tools which read
recorded streams know the names and units of the columns.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fer_desktop import __version__
from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.core.types import TrackedFace

SOURCE_ID = f"fer-desktop-{platform.node()}-{os.getpid()}"
OURS = "fer-desktop-"  # how the source id of every stream of the app begins, on any computer

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of the stream of a face; what is not known is not a number.

    Attributes:
        unit: "" where there is none.
    """

    label: str
    unit: str
    of: Callable[[TrackedFace], float]


@dataclass(frozen=True, slots=True)
class About:
    """What the description of a face's stream says of now; it cannot change while somebody listens.

    Attributes:
        name: Of the face; "" where it has none.
        session: Name of the session that is being recorded; "" for none.
        source: What is seen; "" before it runs.
    """

    name: str = ""
    session: str = ""
    source: str = ""


def _probability(index: int) -> Callable[[TrackedFace], float]:
    return lambda face: float(face.scores.probabilities[index])


def _calibrated(value: Callable[[ExpressionScores], float]) -> Callable[[TrackedFace], float]:
    return lambda face: _NAN if face.calibrated is None else value(face.calibrated)


def _calibrated_probability(index: int) -> Callable[[TrackedFace], float]:
    return _calibrated(lambda scores: float(scores.probabilities[index]))


def _angle(index: int) -> Callable[[TrackedFace], float]:
    return lambda face: float(np.rad2deg(face.face.yaw_pitch_roll[index]))


def _edge(value: Callable[[float, float, float, float], float]) -> Callable[[TrackedFace], float]:
    return lambda face: value(*(float(edge) for edge in face.face.box))


CHANNELS = (
    Channel("face_id", "", lambda face: face.track_id),
    *(Channel(name, "probability", _probability(i)) for i, name in enumerate(EXPRESSIONS)),
    Channel("valence", "", lambda face: face.scores.valence),
    *(Channel(f"calibrated_{name}", "probability", _calibrated_probability(i)) for i, name in enumerate(EXPRESSIONS)),
    Channel("calibrated_valence", "", _calibrated(lambda scores: scores.valence)),
    Channel("certainty", "probability", lambda face: face.certainty),
    Channel("quality", "", lambda face: face.quality),
    Channel("yaw", "degrees", _angle(0)),
    Channel("pitch", "degrees", _angle(1)),
    Channel("roll", "degrees", _angle(2)),
    Channel("box_x", "pixels", _edge(lambda left, top, right, bottom: left)),
    Channel("box_y", "pixels", _edge(lambda left, top, right, bottom: top)),
    Channel("box_w", "pixels", _edge(lambda left, top, right, bottom: right - left)),
    Channel("box_h", "pixels", _edge(lambda left, top, right, bottom: bottom - top)),
)


def sample_of(face: TrackedFace) -> list[float]:
    """The values of one face in one picture, as `CHANNELS` has them."""
    return [float(channel.of(face)) for channel in CHANNELS]


def face_stream(lsl: Any, place: int, about: About) -> Any:
    """The description of the stream of a place, from 0."""
    info = _stream(lsl, f"FER Desktop face {place + 1}", "Expressions", len(CHANNELS), lsl.cf_double64)
    description = info.desc()
    channels = description.append_child("channels")
    for channel in CHANNELS:
        of_one = channels.append_child("channel")
        for key, value in (("label", channel.label), ("unit", channel.unit), ("type", "Expressions")):
            of_one.append_child_value(key, value)
    seen = description.append_child("seen")
    for key, value in (("face_name", about.name), ("session", about.session), ("source", about.source)):
        seen.append_child_value(key, value)
    return info


def text_stream(lsl: Any, name: str, kind: str) -> Any:
    """The description of a stream of texts."""
    info = _stream(lsl, f"FER Desktop {name}", kind, 1, lsl.cf_string)
    info.desc().append_child("channels").append_child("channel").append_child_value("label", name)
    return info


def _stream(lsl: Any, name: str, kind: str, n_channels: int, values: int) -> Any:
    source_id = f"{SOURCE_ID}-{name.removeprefix('FER Desktop ').replace(' ', '-')}"
    info = lsl.StreamInfo(name, kind, n_channels, lsl.IRREGULAR_RATE, values, source_id)
    acquisition = info.desc().append_child("acquisition")
    for key, value in (("manufacturer", "FER Desktop"), ("model", __version__)):
        acquisition.append_child_value(key, value)
    return info
