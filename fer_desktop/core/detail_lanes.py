"""The lanes of what is measured of a face beside its expression: units, blinks, gaze, mouth.

The keys of their curves are columns of details.csv.
"""

from __future__ import annotations

import math

from fer_desktop.core.action_units import in_words
from fer_desktop.core.face_details import UNITS, FaceDetails
from fer_desktop.core.lane import Curve, Lane
from fer_desktop.core.palette import PLAIN, SECOND, shades

_GAZE = Curve("gaze_yaw_deg", "yaw"), Curve("gaze_pitch_deg", "pitch", SECOND)


def _of_units(key: str, name: str, *units: str) -> Lane:
    tones = shades(PLAIN, len(units))
    curves = tuple(Curve(unit, in_words(unit), tone) for unit, tone in zip(units, tones, strict=True))
    return Lane(key, name, "", curves, marks=(0, 0.5, 1))


BLINKS = Lane("blinks", "Blinks", "", (Curve("label", "blink"),), painter="spans", share=0)
SCREEN = Lane("screen", "Looks at the screen", "", (Curve("looks_at_screen", "looks"),), marks=(0, 1), share=1)
OF_DETAILS = (
    _of_units("brows", "Brows", "AU01", "AU02", "AU04"),
    _of_units("lids", "Lids and cheeks", "AU05", "AU06", "AU07", "AU45"),
    BLINKS,
    _of_units("nose", "Nose and upper lip", "AU09", "AU10"),
    _of_units("corners", "Corners of the mouth", "AU12", "AU14", "AU15"),
    _of_units("lips", "Lips and jaw", "AU16", "AU17", "AU25", "AU26"),
    Lane("gaze", "Gaze", "°", _GAZE, (-40.0, 40.0), (-30, 0, 30)),
    SCREEN,
    Lane("mouth", "Mouth opening", "", (Curve("mouth_opening", "opening"),), None),
)
"""In the order in which they stand under each other."""

DETAIL_CURVES = (*UNITS, "gaze_yaw_deg", "gaze_pitch_deg", "looks_at_screen", "mouth_opening")
_PLACES = {
    lane.key: [DETAIL_CURVES.index(curve.key) for curve in lane.curves] for lane in OF_DETAILS if lane is not BLINKS
}


def curve_values(details: FaceDetails) -> tuple[float, ...]:
    """The values of `DETAIL_CURVES`, in that order."""
    yaw, pitch = details.gaze
    units = (details.unit(unit) for unit in UNITS)
    return (*units, math.degrees(yaw), math.degrees(pitch), details.looks_at_screen, details.mouth_opening)


def places_of(lane: Lane) -> list[int]:
    """Where the curves of a lane stand among `DETAIL_CURVES`."""
    return _PLACES[lane.key]
