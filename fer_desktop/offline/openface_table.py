"""Tables of OpenFace 2 (`FeatureExtraction`, `FaceLandmarkVidMulti`) in our units and signs; see `results/openface.py`.

Its units that we have no column for, whether they are present (`AU01_c`), and its confidence, which is no quality of
ours, are left out; a row with success 0 is a frame without a face.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fer_desktop.core.face_details import UNITS
from fer_desktop.offline.foreign_tables import ForeignTable, box_of, in_order, landmark_columns, read_cells
from fer_desktop.results.openface import FULL, OPENFACE_UNITS

PROGRAM = "OpenFace"
_NEEDED = ("frame", "timestamp", "success")
_ANGLES = ("pose_Rx", "pose_Ry", "pose_Rz", "gaze_angle_x", "gaze_angle_y")


def is_openface(header: tuple[str, ...]) -> bool:
    """Whether these are columns of such a table."""
    return set(_NEEDED) <= set(header)


def read_openface(path: Path, fps: float) -> ForeignTable:
    """Read one.

    Args:
        fps: Frames a second, where its own times are not to be used; 0 takes those.

    Raises:
        ForeignTableUnreadable: a line makes no sense.
    """
    intensities = [f"{unit}_r" for unit in dict.fromkeys((*UNITS, *OPENFACE_UNITS))]
    cells = read_cells(path, (*_NEEDED, "face_id", *_ANGLES, *intensities, *landmark_columns()))
    ids = cells["face_id"] if "face_id" in cells.numbers else np.zeros(cells.n_rows)
    if (ids == 0).any():  # it counts from 0, we count from 1
        ids = ids + 1
    frame = cells["frame"] - 1
    degrees = {name: np.degrees(cells[name]) for name in _ANGLES}
    columns = {
        "pitch_deg": -degrees["pose_Rx"],
        "yaw_deg": -degrees["pose_Ry"],
        "roll_deg": degrees["pose_Rz"],
        "gaze_yaw_deg": degrees["gaze_angle_x"],
        "gaze_pitch_deg": -degrees["gaze_angle_y"],
        **{unit: cells[f"{unit}_r"] / FULL for unit in UNITS},
        **box_of(cells),
    }
    left_out = [name for name in intensities[len(UNITS) :] if not np.isnan(cells[name]).all()]
    return in_order(
        ForeignTable(
            PROGRAM,
            frame / fps if fps else cells["timestamp"],
            frame,
            np.where(cells["success"] == 1, ids, np.nan),
            columns,
            notices=(f"left out, since there is no column for them: {', '.join(left_out)}",) if left_out else (),
        )
    )
