from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from fer_desktop.training.data import crop_matrix, picture_matrix
from fer_desktop.training.render.camera import Cameras, project, rotations, to_camera
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.face_model import FaceModel, load_face_model
from fer_desktop.training.render.light import sample_lights
from fer_desktop.training.render.mesh_places import mesh_places
from fer_desktop.training.render.motion import draw_motion
from fer_desktop.training.render.people import plain_people, sample_people
from fer_desktop.training.render.render import FIELD, PICTURE_PX, Renderer
from fer_desktop.training.render.tensors import on_device
from fer_desktop.training.render.transfer import Photographs, Transfer, _thin_plate
from tests.training.test_render import ICT_FACEKIT, NAMES


def test_a_smooth_warp_keeps_what_is_straight_and_comes_near_the_rest():
    rng = np.random.default_rng(1)
    points, elsewhere = rng.uniform(0, 96, (60, 2)), rng.uniform(0, 96, (40, 2))
    turn, shift = np.array([[0.1, -0.3], [0.2, 0.05]]), np.array([3.0, -2.0])
    assert _thin_plate(points, points @ turn + shift, elsewhere) == pytest.approx(elsewhere @ turn + shift, abs=1e-6)
    bump = 4 * np.exp(-((points - 48) ** 2).sum(axis=1, keepdims=True) / 800) * np.ones(2)
    assert np.abs(_thin_plate(points, bump, points) - bump).max() < 0.5


def _photograph(model: FaceModel) -> Photographs:
    """A drawn face that stands for a photograph, with its landmarks as the mesh would find them."""
    rng = np.random.default_rng(4)
    people, at_rest = sample_people(1, rng), np.zeros((1, len(model.names)), np.float32)
    cameras = Cameras(*(np.full(1, value, np.float32) for value in (0.2, -0.1, 0.0, 80.0)))
    picture = Renderer(model).render(people, at_rest, cameras, sample_lights(1, rng))[0]
    heads = Renderer(model).heads(on_device(people, model.device), torch.from_numpy(at_rest))
    seen = to_camera(heads, rotations(cameras, model.device))
    points = project(seen, torch.full((1,), 80.0), model.anchors, PICTURE_PX, FIELD)[0].numpy()
    places = mesh_places(model)
    landmarks = np.zeros((1, 468, 3))
    landmarks[0, places.landmarks] = points[places.vertices]
    landmarks[0, :, 2] *= PICTURE_PX / (FIELD * 16.6)  # cm to pixels
    labels = np.eye(8, dtype=np.float32)[:1]
    return Photographs(picture[None], picture_matrix(PICTURE_PX, FIELD)[None], labels, landmarks)


@pytest.mark.shared
@pytest.mark.skipif(not ICT_FACEKIT.is_file(), reason="needs the face model in ../shared")
def test_a_photograph_moves_where_the_drawn_head_moves():
    model = load_face_model(ICT_FACEKIT)
    photograph, rng = _photograph(model), np.random.default_rng(2)
    names = model.names
    weights = np.zeros((4, len(names)), np.float32)
    weights[1, names.index("jawOpen")] = 0.8
    for side in "LR":
        weights[2, names.index(f"browDown_{side}")] = 1.0
        weights[3, names.index(f"eyeBlink_{side}")] = 1.0
    transfer, same = Transfer(model, mesh_places(model)), np.zeros(4, np.int64)
    people, lights = plain_people(1, rng).take(same), sample_lights(1, rng).take(same)
    still, jaw, brow, blink = transfer.put(photograph, same, people, weights, lights).astype(float)

    assert np.abs(still - photograph.images[0]).max() <= 2  # nothing moves: the photograph itself
    to_crop = np.linalg.inv(np.vstack([crop_matrix(picture_matrix(PICTURE_PX, FIELD), 1), [0, 0, 1]]))

    def rows(top: float, bottom: float) -> slice:
        first, last = ((to_crop @ (0, y - 0.5, 1))[1] for y in (top, bottom))
        return slice(round(first), round(last))

    def change(moved: np.ndarray, part: slice) -> float:
        return float(np.abs(moved - still)[part, 24:72].mean())

    eyes, mouth, brows = rows(0.27, 0.4), rows(0.68, 0.95), rows(0.1, 0.26)
    assert change(jaw, mouth) > 5 * change(jaw, eyes)
    assert change(brow, brows) > 5 * change(brow, mouth)
    assert change(blink, eyes) > 5 * change(blink, mouth)


@pytest.mark.shared
@pytest.mark.skipif(not ICT_FACEKIT.is_file(), reason="needs the face model in ../shared")
def test_a_frown_gets_its_furrows():
    model = load_face_model(ICT_FACEKIT)
    photograph, rng = _photograph(model), np.random.default_rng(2)
    weights = np.zeros((2, len(model.names)), np.float32)
    for side in "LR":
        weights[:, model.names.index(f"browDown_{side}")] = 1.2
    same = np.zeros(2, np.int64)
    people, lights = plain_people(1, rng).take(same), sample_lights(1, rng).take(same)
    people = replace(people, wrinkling=np.array([0.0, 1.5], np.float32))
    smooth, furrowed = Transfer(model, mesh_places(model)).put(photograph, same, people, weights, lights).astype(float)
    to_picture = np.linalg.inv(np.vstack([crop_matrix(picture_matrix(PICTURE_PX, FIELD), 1), [0, 0, 1]]))
    x, y = (to_picture @ (0.0, -0.29, 1))[:2]  # between the brows
    darker = (smooth - furrowed)[round(y) - 6 : round(y) + 7, round(x) - 8 : round(x) + 9]
    assert darker.mean() > 6  # gray levels; half of that where grooves fall between the pixels
    assert np.abs(smooth - furrowed)[-30:].mean() < 1  # nothing else changes


class _Flat:
    """Shows pictures whose gray is how far one shape goes."""

    def show(self, weights: np.ndarray, clock: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        assert len(weights) == len(clock)
        gray = (60 + 100 * np.clip(weights.max(axis=1), 0, 1)).astype(np.uint8)
        return np.broadcast_to(gray[:, None, None], (len(clock), PICTURE_PX, PICTURE_PX)).copy()


def test_sequences_hold_what_the_stage_shows_and_are_the_same_again():
    repertoire = Repertoire(NAMES)
    first, again, other = (draw_motion(_Flat(), repertoire, 2, 12, 32, seed) for seed in (5, 5, 6))
    assert first.crops.shape == (2, 12, 32, 32)
    assert np.array_equal(first.crops, again.crops)
    assert not np.array_equal(first.crops, other.crops)
    assert (np.diff(first.times_s, axis=1) > 0).all()
    assert first.labels.sum(axis=2) == pytest.approx(np.ones((2, 12)), abs=1e-5)
