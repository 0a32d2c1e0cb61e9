"""The columns of details.csv, what is measured of faces beside their expression, as one table."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import replace

from fer_desktop.core.action_units import in_words
from fer_desktop.core.face_details import CHANNELS, SIDED, UNITS, FaceDetails
from fer_desktop.core.mouth import MOVES_ABOVE
from fer_desktop.core.types import TimelineSample, TrackedFace
from fer_desktop.session.schema import BY_NAME, Column, Value

_DIGITS = 3


def _of(value: Callable[[FaceDetails], Value]) -> Callable[[TrackedFace], Value]:
    return lambda face: "" if face.details is None else value(face.details)


def _unit(unit: str) -> Column:
    sides = " Mean of both sides." if unit in SIDED else ""
    meaning = f"Estimated intensity of {in_words(unit)}.{sides}"
    return Column(unit, "0-1", meaning, _DIGITS, of_face=_of(lambda details: details.unit(unit)))


def _side(channel: str) -> Column:
    unit, _, side = channel.partition("_")
    index = CHANNELS.index(channel)
    word = {"L": "left", "R": "right"}[side]
    meaning = f"The same on the person's {word} side."
    return Column(f"{unit}_{word}", "0-1", meaning, _DIGITS, of_face=_of(lambda details: details.channels[index]))


def _moves(details: FaceDetails) -> Value:
    return "" if math.isnan(details.mouth_movement) else int(details.mouth_movement > MOVES_ABOVE)


_UNIT_COLUMNS = tuple(
    column
    for unit in UNITS
    for column in (_unit(unit), *((_side(f"{unit}_L"), _side(f"{unit}_R")) if unit in SIDED else ()))
)

DETAIL_COLUMNS: tuple[Column, ...] = (
    BY_NAME["time_s"],
    BY_NAME["frame"],
    BY_NAME["face_id"],
    *_UNIT_COLUMNS,
    Column(
        "eye_opening_left",
        "",
        "Distance of the lids of the person's left eye over the distance of its corners.",
        _DIGITS,
        of_face=_of(lambda details: details.eye_opening[0]),
    ),
    Column(
        "eye_opening_right",
        "",
        "The same of the right eye.",
        _DIGITS,
        of_face=_of(lambda details: details.eye_opening[1]),
    ),
    Column(
        "gaze_yaw_deg",
        "degrees",
        "Where the eyes look, relative to the line from the face to the camera: to the subject's left (+) or right "
        "(-); blank while they are shut.",
        1,
        of_face=_of(lambda details: math.degrees(details.gaze[0])),
    ),
    Column(
        "gaze_pitch_deg",
        "degrees",
        "The same, up (+) or down (-).",
        1,
        of_face=_of(lambda details: math.degrees(details.gaze[1])),
    ),
    Column(
        "gaze_error_deg",
        "degrees",
        "Expected error of the gaze, as the network says.",
        1,
        of_face=_of(lambda details: math.degrees(details.gaze_error)),
    ),
    Column(
        "looks_at_screen",
        "",
        "1 when the eyes look at the screen, 0 when elsewhere; blank where that is not known or was not measured.",
        0,
        of_face=_of(lambda details: details.looks_at_screen),
    ),
    Column(
        "mouth_opening",
        "",
        "Gap between the lips over the distance between the outer corners of the eyes.",
        _DIGITS,
        of_face=_of(lambda details: details.mouth_opening),
    ),
    Column(
        "mouth_movement",
        "1/s",
        "Mean speed of the opening over the last 0.6 s; blank for the first 0.3 s.",
        _DIGITS,
        of_face=_of(lambda details: details.mouth_movement),
    ),
    Column(
        "mouth_moves",
        "",
        f"1 when `mouth_movement` is over {MOVES_ABOVE:g}, else 0.",
        0,
        of_face=_of(_moves),
    ),
)
DETAILS_HEADER = tuple(column.name for column in DETAIL_COLUMNS)
DETAILS_BY_NAME = {column.name: column for column in DETAIL_COLUMNS}

# earlier versions wrote the sides of these, too, which said nothing more than the unit: they are read over
_ONCE_SIDED = ("AU01", "AU02", "AU04", "AU05", "AU06", "AU07", "AU09", "AU10", "AU15", "AU16")


def columns_of(first: Collection[str]) -> tuple[Column, ...]:
    """The columns that a details.csv should have which has these: units, and sides of them, were more or fewer once."""
    once = {f"{unit}_{side}" for unit in _ONCE_SIDED for side in ("left", "right")}
    every = (
        each
        for column in DETAIL_COLUMNS
        for each in (column, *(replace(column, name=f"{column.name}_{side}") for side in ("left", "right")))
        if each is column or each.name in once
    )
    units = {column.name for column in _UNIT_COLUMNS} | once
    return tuple(column for column in every if column.name in first or column.name not in units)


def details_row(sample: TimelineSample) -> list[str]:
    """Cells of one row of details.csv, in the order of `DETAIL_COLUMNS`."""
    return [column.cell(sample) for column in DETAIL_COLUMNS]
