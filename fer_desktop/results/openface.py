"""A session as a table of OpenFace: its names, units and signs; columns that we do not have are left out.

OpenFace 2.2 (Baltrusaitis et al. 2018, "OpenFace 2.0: Facial Behavior Analysis Toolkit", FG), documented in its wiki
as "Output format": frames count from 1; angles are radians in the camera's axes, x to the right of the picture, y
down, z away from it. So a head that is raised has a negative `pose_Rx`, one that is turned to the person's right a
positive `pose_Ry`; eyes that look to the person's left have a positive `gaze_angle_x`, down a positive
`gaze_angle_y`. Intensities go from 0 to 5.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.face_details import UNITS
from fer_desktop.session.table import Table

# the units that OpenFace has, of those that we have
OPENFACE_UNITS = tuple(
    unit
    for unit in (
        *("AU01", "AU02", "AU04", "AU05", "AU06", "AU07", "AU09", "AU10", "AU12", "AU14", "AU15", "AU17", "AU20"),
        *("AU23", "AU25", "AU26", "AU45"),
    )
    if unit in UNITS
)
FULL = 5.0  # intensity at the highest level of FACS, E
_PRESENT = 0.2  # level A, "trace", ends here; our choice, since OpenFace has classifiers of their own for it


def openface_rows(table: Table) -> Iterator[list[str]]:
    """Head and rows; without columns of details those of gaze and units are left out.

    A frame without a face has a row with success 0.
    """
    units = OPENFACE_UNITS if "AU12" in table.columns else ()
    has_face = ~np.isnan(table["face_id"])
    columns: dict[str, NDArray[np.float64]] = {
        "pose_Rx": -np.radians(table["pitch_deg"]),
        "pose_Ry": -np.radians(table["yaw_deg"]),
        "pose_Rz": np.radians(table["roll_deg"]),
        **{f"{unit}_r": FULL * table[unit] for unit in units},
    }
    if units:
        gaze = {"gaze_angle_x": np.radians(table["gaze_yaw_deg"]), "gaze_angle_y": -np.radians(table["gaze_pitch_deg"])}
        columns = {**gaze, **columns}
    present = {f"{unit}_c": table[unit] > _PRESENT for unit in units}
    known = {f"{unit}_c": ~np.isnan(table[unit]) for unit in units}
    yield ["frame", "face_id", "timestamp", "confidence", "success", *columns, *present]
    for i in range(len(table)):
        yield [
            str(int(table["frame"][i]) + 1),
            str(int(table["face_id"][i])) if has_face[i] else "",
            f"{table['time_s'][i]:.6f}",
            _confidence(table["quality"][i]) if has_face[i] else "0",
            str(int(has_face[i])),
            *("" if np.isnan(values[i]) else f"{values[i]:.3f}" for values in columns.values()),
            *(str(int(values[i])) if known[name][i] else "" for name, values in present.items()),
        ]


def _confidence(quality: float) -> str:
    return "" if np.isnan(quality) else f"{quality:.2f}"
