"""Action units in the shape of a face: the same wherever the face is, and the mean with what the network sees."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fer_desktop.core.types import Face
from fer_desktop.errors import WeightsMismatch, WeightsMissing
from fer_desktop.paths import weights_dir
from fer_desktop.training.shape_units import save_shape, units_of_shape
from fer_desktop.vision.face_shape import ANCHORS, POINTS, shapes_of, template_of
from fer_desktop.vision.shape_units import ShapeReadout, UnitReader, read_readout, read_shape_manifest

FACE: NDArray[np.float64] = np.random.default_rng(1).normal(0, 40, (1, 468, 3)) * (1.0, 1.3, 0.5)


def turned(points, about_x, about_y, about_z):
    (cx, cy, cz), (sx, sy, sz) = np.cos((about_x, about_y, about_z)), np.sin((about_x, about_y, about_z))
    x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return points @ (x @ y @ z).T


def test_a_shape_knows_nothing_of_place_size_and_pose():
    template = template_of(FACE)
    still = shapes_of(FACE, template)
    assert still.shape == (1, 3 * len(POINTS))
    for angles in [(0.3, -0.5, 0.2), (0, 0, 2.5), (-0.7, 0.1, -1)]:
        assert shapes_of(3 * turned(FACE, *angles) + (50, -20, 7), template) == pytest.approx(still, abs=1e-5)


def test_a_mirror_image_is_another_shape():
    template = template_of(FACE)
    assert np.abs(shapes_of(FACE * (-1, 1, 1), template) - shapes_of(FACE, template)).max() > 0.1


def test_the_template_is_the_mean_of_faces_in_any_pose():
    faces = np.concatenate([turned(FACE, *angles) * size for angles, size in [((0, 0, 0), 1), ((0.4, 0.3, -1), 2)]])
    template = template_of(faces)
    anchors = FACE[0, list(ANCHORS)] - FACE[0, list(ANCHORS)].mean(axis=0)
    assert template == pytest.approx(anchors / np.sqrt((anchors**2).sum() / len(ANCHORS)), abs=1e-6)


def readout_of(bias: float, n: int = 1) -> ShapeReadout:
    return ShapeReadout(template_of(FACE), np.zeros((n, 3 * len(POINTS)), np.float32), np.full(n, bias, np.float32))


def test_units_that_both_know_are_the_mean_and_others_are_those_of_the_network(tmp_path: Path):
    save_shape(readout_of(0.8), ("AU12_L",), {"AU12_L": 0.51234}, tmp_path)
    reader = UnitReader(tmp_path, ("AU04_L", "AU12_L"))
    assert reader.manifest.measured == {"AU12_L": 0.5123}
    landmarks = FACE[0].astype(np.float32)
    face = Face(np.zeros(4, np.float32), landmarks, np.zeros(3, np.float32))
    seen = np.array([[0.3, 0.2], [0.1, 0.6]], np.float32)
    assert reader.read(reader.shapes([face, face]), seen) == pytest.approx(np.array([[0.3, 0.5], [0.1, 0.7]]))
    assert seen[0, 1] == pytest.approx(0.2)  # what the network said is left as it was


def test_what_is_read_of_a_shape_stays_between_0_and_1():
    assert readout_of(1.7, 2).read(FACE.astype(np.float32)) == pytest.approx(np.ones((1, 2)))


def test_weights_that_are_missing_or_do_not_fit_are_said(tmp_path: Path):
    with pytest.raises(WeightsMissing):
        UnitReader(tmp_path, ())
    save_shape(readout_of(0.8, n=2), ("AU12_L",), {}, tmp_path)  # two rows, one name
    with pytest.raises(WeightsMismatch):
        UnitReader(tmp_path, ())
    (tmp_path / "units-shape-1.npz").write_bytes(b"")
    with pytest.raises(WeightsMismatch):
        UnitReader(tmp_path, ())


def test_a_file_that_is_no_archive_of_arrays_is_said(tmp_path: Path):
    import hashlib
    from dataclasses import replace

    save_shape(readout_of(0.8), ("AU12_L",), {}, tmp_path)
    manifest = read_shape_manifest(tmp_path)
    (tmp_path / manifest.arrays.file).write_bytes(b"no archive")
    told = replace(manifest, arrays=replace(manifest.arrays, sha256=hashlib.sha256(b"no archive").hexdigest()))
    with pytest.raises(WeightsMismatch, match="does not fit"):
        read_readout(tmp_path, told)


def test_the_shipped_map_reads_units_of_both_sides():
    channels = read_shape_manifest(weights_dir() / "shape").channels
    for unit in ("AU07", "AU12", "AU15"):
        assert {f"{unit}_L", f"{unit}_R"} <= set(channels)
    assert "AU17" in channels


def test_a_unit_of_which_the_shape_says_little_is_left_to_the_network():
    of_network = {"AU04_L": 0.8, "AU04_R": 0.8, "AU17": 0.6}
    assert units_of_shape({"AU04_L": 0.3, "AU04_R": 0.4, "AU17": 0.31}, of_network) == ["AU17"]


def test_reading_leaves_other_threads_asleep():
    """The threads of BLAS, once woken, would spin for milliseconds on the cores that the networks need."""
    work = (
        "import time, numpy as np\n"
        "from fer_desktop.vision.shape_units import ShapeReadout\n"
        "from fer_desktop.vision.face_shape import ANCHORS, POINTS\n"
        "rng = np.random.default_rng(1)\n"
        "weight = rng.normal(size=(35, 3 * len(POINTS))).astype(np.float32)\n"
        "readout = ShapeReadout(np.eye(len(ANCHORS), 3), weight, weight[:, 0])\n"
        "landmarks = rng.normal(size=(1, 468, 3)).astype(np.float32)\n"
        "time.sleep(0.5)  # what importing woke falls asleep\n"
        "before = time.process_time() - time.thread_time()\n"
        "for _ in range(100):\n"
        "    readout.read(landmarks)\n"
        "    time.sleep(0.003)\n"
        "print(time.process_time() - time.thread_time() - before)\n"
    )
    told = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)
    assert float(told.stdout) < 0.05  # s; with `@` some 0.1 to 0.2 where there are two cores
