"""A session as a table of OpenFace: its names, order, units and signs; what is not known is blank.

OpenFace 2.2 (Baltrusaitis et al. 2018, "OpenFace 2.0: Facial Behavior Analysis Toolkit", FG), documented in its wiki
as "Output format": frames count from 1; angles are radians in the camera's axes, x to the right of the picture, y
down, z away from it. So a head that is raised has a negative `pose_Rx`, one that is turned to the person's right a
positive `pose_Ry`; eyes that look to the person's left have a positive `gaze_angle_x`, down a positive
`gaze_angle_y`. Intensities go from 0 to 5. The columns are those of gaze, pose and units, which others look up by
their names; landmarks of eyes and face, and parameters of its model of shape, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.face_details import UNITS
from fer_desktop.session.table import Table

_GAZE = tuple(f"gaze_{eye}_{axis}" for eye in (0, 1) for axis in "xyz") + ("gaze_angle_x", "gaze_angle_y")
_POSE = ("pose_Tx", "pose_Ty", "pose_Tz", "pose_Rx", "pose_Ry", "pose_Rz")
OPENFACE_UNITS = (  # with an intensity
    *("AU01", "AU02", "AU04", "AU05", "AU06", "AU07", "AU09", "AU10", "AU12", "AU14", "AU15", "AU17", "AU20"),
    *("AU23", "AU25", "AU26", "AU45"),
)
_OR_ABSENT = (*OPENFACE_UNITS[:-1], "AU28", "AU45")  # units that are present or not
FULL = 5.0  # intensity at the highest level of FACS, E
_PRESENT = 0.2  # level A, "trace", ends here; our choice, since OpenFace has classifiers of their own for it


def openface_rows(table: Table) -> Iterator[list[str]]:
    """Head and rows of a table with details; a frame without a face has a row with success 0."""
    has_face = ~np.isnan(table["face_id"])
    numbers, present = _numbers(table), _present(table)
    yield ["frame", "face_id", "timestamp", "confidence", "success", *numbers, *present]
    for i in range(len(table)):
        yield [
            str(int(table["frame"][i]) + 1),
            str(int(table["face_id"][i])) if has_face[i] else "",
            f"{table['time_s'][i]:.6f}",
            _confidence(table["quality"][i]) if has_face[i] else "0",
            str(int(has_face[i])),
            *("" if np.isnan(values[i]) else f"{values[i]:.3f}" for values in numbers.values()),
            *("" if np.isnan(values[i]) else f"{values[i]:.0f}" for values in present.values()),
        ]


def _numbers(table: Table) -> dict[str, NDArray[np.float64]]:
    """(N,) of gaze, pose and intensities, in the order of OpenFace."""
    known = {
        "gaze_angle_x": np.radians(table["gaze_yaw_deg"]),
        "gaze_angle_y": -np.radians(table["gaze_pitch_deg"]),
        "pose_Rx": -np.radians(table["pitch_deg"]),
        "pose_Ry": -np.radians(table["yaw_deg"]),
        "pose_Rz": np.radians(table["roll_deg"]),
        **{f"{unit}_r": FULL * table[unit] for unit in UNITS},
    }
    blank = np.full(len(table), np.nan)
    return {name: known.get(name, blank) for name in (*_GAZE, *_POSE, *(f"{unit}_r" for unit in OPENFACE_UNITS))}


def _present(table: Table) -> dict[str, NDArray[np.float64]]:
    """(N,) 1 where a unit is there, 0 where it is not."""
    known = {unit: np.where(np.isnan(table[unit]), np.nan, table[unit] > _PRESENT) for unit in UNITS}
    blank = np.full(len(table), np.nan)
    return {f"{unit}_c": known.get(unit, blank) for unit in _OR_ABSENT}


def _confidence(quality: float) -> str:
    return "" if np.isnan(quality) else f"{quality:.2f}"
