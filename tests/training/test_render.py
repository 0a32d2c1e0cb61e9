from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import DataError
from fer_desktop.training.render import raster
from fer_desktop.training.render.camera import project, sample_cameras
from fer_desktop.training.render.expression import Repertoire, labels_of
from fer_desktop.training.render.face_model import load_face_model
from fer_desktop.training.render.light import sample_lights
from fer_desktop.training.render.motion import write_script
from fer_desktop.training.render.people import Looks, sample_people
from fer_desktop.training.render.raster import rasterise
from fer_desktop.training.render.repertoire import ACTION_UNITS, PAIRED
from fer_desktop.training.render.skin import Chart, make_charts
from fer_desktop.vision.preprocess import CANONICAL_ANCHORS

ICT_FACEKIT = Path("../shared/models/ict_facekit/ict_facekit.npz")
SINGLE = (
    *("jawForward", "jawLeft", "jawOpen", "jawRight", "mouthClose", "mouthFunnel", "mouthLeft", "mouthPucker"),
    *("mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper"),
)
NAMES = tuple(f"{name}_{side}" for name in PAIRED for side in "LR") + SINGLE


def test_the_nearer_triangle_is_seen_and_weights_are_of_its_corners():
    points = torch.tensor([[[0, 0, 5], [9, 0, 5], [0, 9, 5], [0, 0, 1], [4, 0, 1], [0, 4, 1]]], dtype=torch.float32)
    triangles = torch.tensor([[0, 1, 2], [3, 4, 5]])
    seen = rasterise(points, triangles, 10)
    assert seen.triangle[0, 1, 1] == 1
    assert seen.triangle[0, 1, 6] == 0
    assert seen.triangle[0, 9, 9] == -1
    assert seen.weights[0, 0, 0].tolist() == pytest.approx([1, 0, 0])
    place = seen.interpolate(points[..., :2], triangles)
    assert place[0, 2, 3].tolist() == pytest.approx([3, 2], abs=1e-4)  # x is the column


def test_cpu_and_gpu_see_the_same_triangles():
    rng = np.random.default_rng(3)
    points = torch.from_numpy(rng.uniform(-3, 30, (2, 60, 3)).astype(np.float32))
    triangles = torch.from_numpy(rng.integers(0, 60, (25, 3)))
    compiled = rasterise(points, triangles, 32).triangle
    assert torch.equal(compiled, raster._scattered(points, triangles, 32))
    assert (compiled >= 0).any()


def test_triangles_of_every_size_are_drawn():
    for side in (2.5, 8.0, 30.0):
        points = torch.tensor([[[1, 1, 1], [1 + side, 1, 1], [1, 1 + side, 1]]], dtype=torch.float32)
        covered = rasterise(points, torch.tensor([[0, 1, 2]]), 40).covered.sum()
        assert covered == pytest.approx((int(side) + 1) * (int(side) + 2) / 2, abs=side + 2)


def test_a_frontal_face_lands_on_the_anchors_of_the_alignment():
    plane = torch.from_numpy((CANONICAL_ANCHORS - 0.5) * 16)
    head = torch.stack([plane[:, 0], -plane[:, 1], torch.zeros(9)], dim=1)[None].float()
    placed = project(head, torch.tensor([80.0]), torch.arange(9), 100, 1.25)
    wanted = ((CANONICAL_ANCHORS - 0.5) / 1.25 + 0.5) * 100 - 0.5
    assert placed[0, :, :2].numpy() == pytest.approx(wanted, abs=1e-3)


def test_expressions_move_what_they_should():
    rng = np.random.default_rng(1)
    repertoire = Repertoire(NAMES)
    at = {name: i for i, name in enumerate(NAMES)}
    for name, unit in (("happiness", "mouthSmile_L"), ("anger", "browDown_R"), ("disgust", "noseSneer_L")):
        shown = repertoire.draw(np.full(200, EXPRESSIONS.index(name)), rng, np.full(200, 0.9, np.float32))
        assert np.median(shown.weights[:, at[unit]]) > 0.5
        assert (shown.labels.argmax(axis=1) == EXPRESSIONS.index(name)).all()
    resting = repertoire.draw(np.zeros(400, np.int64), rng)
    assert (resting.labels.argmax(axis=1) == 0).all()
    assert len(set(resting.resting)) > 8
    one_sided = repertoire.draw(np.full(200, EXPRESSIONS.index("contempt")), rng, np.full(200, 0.9, np.float32))
    left, right = one_sided.weights[:, at["mouthDimple_L"]], one_sided.weights[:, at["mouthDimple_R"]]
    assert np.median(np.maximum(left, right) / (np.minimum(left, right) + 0.01)) > 3
    assert {unit for units in ACTION_UNITS.values() for unit in units} <= {*PAIRED, *SINGLE}


def test_the_weaker_an_expression_the_more_of_it_is_neutral():
    strength = np.linspace(0, 1, 50).astype(np.float32)
    labels = labels_of(np.full(50, 4), strength, np.full(50, ""))
    assert labels.sum(axis=1) == pytest.approx(1, abs=1e-6)
    assert (np.diff(labels[:, 0]) <= 1e-6).all()
    assert labels[0, 0] > 0.9
    assert labels[-1, 4] > 0.9


def test_people_cameras_and_lights_repeat_with_their_seed():
    for sample in (sample_people, sample_cameras, sample_lights):
        one, other = (sample(5, np.random.default_rng(7)) for _ in range(2))
        for name in one.__dataclass_fields__:
            assert np.array_equal(getattr(one, name), getattr(other, name))
    bare = sample_people(50, np.random.default_rng(7), Looks(glasses=False, beards=False))
    assert not bare.glasses.any()
    assert not bare.beard.any()


def test_a_script_shows_expressions_between_rest_and_knows_each_moment():
    times = np.arange(0, 12, 1 / 250)
    script = write_script(times, Repertoire(NAMES), np.random.default_rng(3))
    assert script.weights.shape == (len(times), len(NAMES))
    assert script.labels.sum(axis=1) == pytest.approx(1, abs=1e-5)
    top = script.labels.argmax(axis=1)
    assert (top == 0).any()
    assert len(set(top)) > 2
    assert np.abs(np.diff(script.labels, axis=0)).max() < 0.25  # nothing jumps


def test_charts_say_where_lips_and_brows_are():
    landmarks = torch.zeros(68, 3)
    landmarks[48:60, :2] = torch.tensor(
        [[np.cos(a) * 2.5, np.sin(a) - 3.5] for a in np.linspace(np.pi, -np.pi, 13)[:12]]
    )
    landmarks[17:22, :2] = torch.tensor([[-5.0 + i, 6.0] for i in range(5)])
    landmarks[22:27, :2] = torch.tensor([[1.0 + i, 6.0] for i in range(5)])
    charts = make_charts(landmarks)[0]

    def at(chart: Chart, x: float, y: float) -> float:
        row, column = (round((value + 12) / 24 * 639) for value in (y, x))
        return float(charts[chart, row, column])

    assert at(Chart.LIPS, 0, -3.5) > 0.9
    assert at(Chart.LIPS, 0, -6) < 0.1
    assert at(Chart.BROW, -3, 6) == pytest.approx(0, abs=0.05)
    assert at(Chart.BROW, 3, 8) == pytest.approx(2, abs=0.05)


def test_no_groove_is_narrower_than_what_can_be_drawn():
    landmarks = torch.zeros(68, 3)
    landmarks[:, 0] = torch.linspace(-3, 3, 68)
    fine, coarse = (make_charts(landmarks, least)[0, Chart.GLABELLA] for least in (0.0, 0.25))
    row, middle, beside = (round((value + 12) / 24 * 639) for value in (5.5, 0.62, 0.87))
    assert fine[row, middle] == pytest.approx(float(coarse[row, middle]), abs=0.05)
    assert fine[row, beside] < 0.1
    assert coarse[row, beside] > 0.3


def test_a_file_that_is_no_face_model_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nothing\.npz is no face model"):
        load_face_model(tmp_path / "nothing.npz")


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not ICT_FACEKIT.is_file(), reason="needs the face model in ../shared")
def test_a_drawn_smile_differs_from_the_same_face_at_rest():
    from fer_desktop.training.render.render import Renderer

    rng = np.random.default_rng(1)
    model = load_face_model(ICT_FACEKIT)
    renderer = Renderer(model, 48)
    people, cameras, lights = sample_people(2, rng), sample_cameras(2, rng), sample_lights(2, rng)
    smile = Repertoire(model.names).draw(np.ones(2, np.int64), rng, np.ones(2, np.float32))
    still = renderer.render(people, np.zeros_like(smile.weights), cameras, lights)
    shown = renderer.render(people, smile.weights, cameras, lights)
    assert shown.shape == (2, 48, 48)
    difference = np.abs(shown.astype(int) - still)
    assert difference[:, 28:44].mean() > 2 * difference[:, :12].mean()  # the mouth, not the hair
    again = renderer.render(people, smile.weights, cameras, lights)
    assert np.array_equal(shown, again)
