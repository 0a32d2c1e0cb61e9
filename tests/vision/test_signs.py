"""Signs and sides of docs/conventions.md, from a picture to the tables: of one that is turned, and of its mirror image.

Nothing here uses what the program says of directions but the tables: heads are turned by shifting their nose, pictures
by OpenCV, whose angles are counter-clockwise; a mirror image is the same pixels from the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from fer_desktop.capture.demo.brush import Brush
from fer_desktop.capture.demo.face import BLURS, FACE_WIDTH, LOOKS, draw_features, draw_head
from fer_desktop.capture.demo.light import Light
from fer_desktop.capture.demo.mimic import Mimic
from fer_desktop.capture.demo.poses import MOVES, POSES
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.paths import weights_dir
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

SIDE = 480
_FACE_PX = 200.0
Picture = NDArray[np.uint8]


def drawn(mimic: Mimic, nose_right: float = 0.0, nose_up: float = 0.0) -> Picture:
    """A face whose nose is moved to the right and up in the picture."""
    image = np.full((SIDE, SIDE, 3), 150, np.uint8)
    scale = _FACE_PX / FACE_WIDTH
    light = Light(SIDE, SIDE, tuple(blur * scale for blur in BLURS))
    place = np.array([[scale, 0, SIDE / 2 - 200 * scale], [0, scale, SIDE / 2 - 255 * scale]])
    brush = Brush(image, light, place, nose_right, nose_up)
    draw_head(brush, mimic, LOOKS[0])
    light.apply(image)
    draw_features(brush, mimic, LOOKS[0])
    return cv2.GaussianBlur(image, (3, 3), 0)


def turned(image: Picture, clockwise_deg: float) -> Picture:
    matrix = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), -clockwise_deg, 1)
    return cv2.warpAffine(image, matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)


def mirrored(image: Picture) -> Picture:
    return np.ascontiguousarray(image[:, ::-1])


REST = POSES["neutral"]
PICTURES = {
    "rest": drawn(REST),
    "nose to the right": drawn(REST, nose_right=0.4),
    "nose up": drawn(REST, nose_up=0.3),
    "nose down": drawn(REST, nose_up=-0.3),
    "clockwise": turned(drawn(REST), 20),
    **{
        move: drawn(MOVES[move]) for move in ("look left", "look up", "look down", "smile on the left", "left eye shut")
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of the pictures, each followed by its mirror image, none of which has to do with the one before."""
    analyzer = open_analyzer(AnalyzerOptions(weights_dir(), 1, "cpu", details=True))
    header = SessionHeader("photographs", SourceInfo("signs", SIDE, SIDE, 1.0, 0.0), analyzer.model)
    writer = SessionWriter(tmp_path_factory.mktemp("signs"), header, WriterOptions())
    images = [each for image in PICTURES.values() for each in (image, mirrored(image))]
    for i, image in enumerate(images):
        writer.add_analysis(analyzer.analyze(Frame(i, float(i), image, follows=False)))
    analyzer.close()
    return Path(writer.close(RecordingCounts(len(images), 0, 0)))


@pytest.fixture(scope="module")
def rows(folder: Path) -> Mapping[str, pd.Series]:
    """What both tables say of each picture, by its name; of its mirror image by "mirrored " and its name."""
    return by_picture(pd.read_csv(folder / "timeline.csv").join(pd.read_csv(folder / "details.csv"), rsuffix="_2"))


@pytest.fixture(scope="module")
def openface(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, pd.Series]:
    path = tmp_path_factory.mktemp("openface") / "signs.csv"
    export_session(load_session(folder), path, ExportOptions("openface"))
    return by_picture(pd.read_csv(path))


def by_picture(table: pd.DataFrame) -> dict[str, pd.Series]:
    names = [each for name in PICTURES for each in (name, f"mirrored {name}")]
    assert len(table) == len(names)  # one face in each
    return dict(zip(names, (row for _, row in table.iterrows()), strict=True))


# picture, column, and what it differs from rest by, at least: of the tables, and of the export with OpenFace's names
SIGNS = [
    ("nose to the right", "yaw_deg", 5),
    ("mirrored nose to the right", "yaw_deg", -5),
    ("nose up", "pitch_deg", 5),
    ("mirrored nose up", "pitch_deg", 5),
    ("nose down", "pitch_deg", -2),
    ("clockwise", "roll_deg", 15),
    ("mirrored clockwise", "roll_deg", -15),
    ("look left", "gaze_yaw_deg", 10),
    ("mirrored look left", "gaze_yaw_deg", -10),
    ("look up", "gaze_pitch_deg", 4),
    ("mirrored look up", "gaze_pitch_deg", 4),
    ("look down", "gaze_pitch_deg", -4),
]
OPENFACE_SIGNS = [
    ("nose to the right", "pose_Ry", -0.08),
    ("nose up", "pose_Rx", -0.08),
    ("nose down", "pose_Rx", 0.03),
    ("clockwise", "pose_Rz", 0.25),
    ("look left", "gaze_angle_x", 0.17),
    ("mirrored look left", "gaze_angle_x", -0.17),
    ("look up", "gaze_angle_y", -0.07),
    ("look down", "gaze_angle_y", 0.07),
]


@pytest.mark.parametrize(("picture", "column", "least"), SIGNS)
def test_angles_have_the_signs_of_the_conventions(rows, picture, column, least):
    assert (rows[picture][column] - rows["rest"][column]) / least > 1


@pytest.mark.parametrize(("picture", "column", "least"), OPENFACE_SIGNS)
def test_the_export_has_the_signs_of_openface(openface, picture, column, least):
    assert (openface[picture][column] - openface["rest"][column]) / least > 1


@pytest.mark.parametrize("name", PICTURES)
def test_a_mirror_image_has_the_opposite_yaw_and_roll_and_the_same_pitch(rows, name):
    here, there = rows[name], rows[f"mirrored {name}"]
    for column, sign in (("yaw_deg", -1), ("roll_deg", -1), ("pitch_deg", 1)):
        assert there[column] == pytest.approx(sign * here[column], abs=4), column


ONE_SIDED = [("smile on the left", "AU12"), ("smile on the left", "AU14"), ("left eye shut", "AU45")]


@pytest.mark.parametrize(("picture", "unit"), ONE_SIDED)
def test_sides_are_the_persons_and_swap_in_a_mirror_image(rows, picture, unit):
    for name, (more, less) in {picture: ("left", "right"), f"mirrored {picture}": ("right", "left")}.items():
        assert rows[name][f"{unit}_{more}"] > rows[name][f"{unit}_{less}"] + 0.05, name


def test_the_left_eye_is_the_persons_and_on_the_right_of_the_picture(rows):
    assert rows["left eye shut"]["eye_opening_left"] < rows["left eye shut"]["eye_opening_right"]
    image = PICTURES["left eye shut"].astype(float)
    open_minus_shut = np.abs(image - PICTURES["rest"]).sum(axis=(0, 2))
    assert open_minus_shut[SIDE // 2 :].sum() > 10 * open_minus_shut[: SIDE // 2].sum()
