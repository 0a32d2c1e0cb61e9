"""Drawn eyes: what is true of them, how they are learned from, and how blinks are judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from fer_desktop.core.eyes import Blink
from fer_desktop.errors import DataError
from fer_desktop.training.eyes.batches import EyeTable
from fer_desktop.training.eyes.counted import COUNTED
from fer_desktop.training.eyes.evaluate import Hits, compared, on_drawn
from fer_desktop.training.eyes.export import save_eyes
from fer_desktop.training.eyes.judge import judge_eyes
from fer_desktop.training.eyes.train import train_eyes
from fer_desktop.training.render.blinks import BlinkingEyes, draw_blinks, load_blinks
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.eyes import DrawnEyes, draw_eyes, load_eyes
from fer_desktop.training.render.face_model import load_face_model
from fer_desktop.vision.eye_crops import EYES_SHAPE
from fer_desktop.vision.eye_manifest import EyeNetworkConfig
from fer_desktop.vision.eye_weights import load_eye_network
from fer_desktop.vision.eyes import EyeReader
from tests.training.test_render import ICT_FACEKIT, NAMES

SMALL = EyeNetworkConfig(widths=(8, 8, 16, 16), channels=8, hidden=32)


def discs(n: int, seed: int = 1) -> DrawnEyes:
    """Eyes as a child draws them: a dark disc where the eye looks, in a white slit as high as the lids are open."""
    rng = np.random.default_rng(seed)
    height, width = round(EYES_SHAPE[0] * 1.5), round(EYES_SHAPE[1] * 1.5)
    y, x = np.mgrid[:height, :width] - np.array([height / 2, width / 2])[:, None, None]
    across, up = rng.uniform(-0.5, 0.5, (2, n))
    opening = rng.uniform(0.1, 0.4, n)
    crops = np.full((n, 2, height, width), 120, np.uint8)
    for i in range(n):
        for k, mirror in enumerate((1, -1)):
            white = (np.abs(y) < 30 * opening[i]) & (np.abs(x) < 14)
            iris = (x - 16 * mirror * across[i]) ** 2 + (y + 16 * up[i]) ** 2 < 25
            crops[i, k][white] = 220
            crops[i, k][white & iris] = 20
    gaze = np.stack([across, up, np.sqrt(1 - across**2 - up**2)], axis=1).astype(np.float32)
    return DrawnEyes(
        crops=crops,
        gaze=np.repeat(gaze[:, None], 2, axis=1),
        opening=np.repeat(opening[:, None], 2, axis=1).astype(np.float32),
        closed=np.zeros((n, 2), np.float32),
        head=np.zeros((n, 2), np.float32),
        person=np.arange(n),
    )


def test_left_eyes_are_learned_from_as_right_ones():
    eyes = discs(20)
    table = EyeTable.of(eyes)
    assert len(table) == 40
    assert torch.equal(table.gaze[1::2, 0], -table.gaze[::2, 0])
    assert torch.equal(table.gaze[1::2, 1], table.gaze[::2, 1])
    still = table.batch(torch.arange(40), None)
    assert still.x.shape == (40, 1, *EYES_SHAPE)
    assert still.x.mean(dim=(1, 2, 3)).abs().max() < 1e-3
    # both look the same way, so the mirrored picture of the left one is the right one's, mirrored
    assert (still.x[::2] - still.x[1::2].flip(3)).abs().mean() < 0.15
    shaken = table.batch(torch.arange(40), torch.Generator().manual_seed(1))
    assert shaken.x.shape == still.x.shape
    assert not torch.equal(shaken.x, still.x)


def test_a_network_learns_where_eyes_look_and_how_far_they_are_open(tmp_path):
    network = train_eyes(EyeTable.of(discs(500)), SMALL, epochs=12, seed=1)
    eyes = discs(60, seed=2)
    figures = judge_eyes(network, eyes)
    assert figures["across_correlation"] > 0.8
    assert figures["up_correlation"] > 0.6
    assert figures["opening_correlation"] > 0.6
    assert figures["gaze_error_deg"] < 0.7 * figures["gaze_error_deg_by_head_alone"]
    save_eyes(network, tmp_path, figures)
    again = load_eye_network(tmp_path)
    x, head = torch.zeros(2, 1, *EYES_SHAPE), torch.zeros(2, 2)
    assert torch.allclose(again(x, head), network(x, head))
    reader = EyeReader(tmp_path)
    (told,) = reader._session.run(["answers"], {"x": x.numpy(), "head": head.numpy()})
    assert told == pytest.approx(network(x, head).detach().numpy(), abs=1e-4)


def test_each_blink_is_found_once():
    told = [Blink(1.0, 1.2, 0.9), Blink(1.3, 1.5, 0.9), Blink(5.0, 5.1, 0.9)]
    assert compared(told, [(1.05, 1.15), (3.0, 3.2)]) == Hits(1, 1, 2)
    assert compared([], []) == Hits()
    assert np.isnan(Hits().f1)
    assert Hits(9, 1, 1).f1 == pytest.approx(0.9)


def test_blinks_of_drawn_sequences_are_found_in_their_true_openings():
    times = np.tile(np.arange(0, 4, 1 / 30), 2)
    sequence = np.repeat([0, 1], 120)
    place = np.abs(times - 2.1) / 0.15
    opening = np.where(sequence == 0, 0.3 - 0.24 * np.clip(1 - place, 0, 1), 0.3)
    drawn = BlinkingEyes(discs(1), times, sequence, np.array([[0, 1.95, 2.25]]))
    assert on_drawn(np.stack([opening, opening], axis=1).astype(np.float32), drawn) == Hits(1, 0, 0)


def test_what_was_counted_by_hand_lies_in_its_stretch():
    assert sum(len(counted.blinks) for counted in COUNTED.values()) == 34
    for counted in COUNTED.values():
        edges = [edge for blink in counted.blinks for edge in blink]
        assert edges == sorted(edges)
        assert counted.start_s <= edges[0]
        assert edges[-1] <= counted.end_s


def test_both_eyes_look_the_same_way():
    repertoire = Repertoire(NAMES)
    weights = np.zeros((2, len(NAMES)), np.float32)
    repertoire.look(weights, np.array([0.5, -0.5]), np.array([0.2, -0.2]))
    at = {name: weights[:, i] for i, name in enumerate(NAMES)}
    assert at["eyeLookOut_L"] == pytest.approx([0.5, 0])
    assert at["eyeLookIn_R"] == pytest.approx([0.5, 0])
    assert at["eyeLookIn_L"] == pytest.approx([0, 0.5])
    assert at["eyeLookOut_R"] == pytest.approx([0, 0.5])
    assert at["eyeLookDown_L"] == pytest.approx([0, 0.2])
    assert set(repertoire.gaze) == {i for i, name in enumerate(NAMES) if name.startswith("eyeLook")}


@pytest.mark.parametrize("load", [load_eyes, load_blinks])
def test_a_file_of_something_else_is_named(tmp_path: Path, load):
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    with pytest.raises(DataError, match=r"other\.npz"):
        load(tmp_path / "other.npz")


@pytest.mark.shared
@pytest.mark.skipif(not ICT_FACEKIT.exists(), reason="ICT-FaceKit is not here")
def test_drawn_eyes_are_true_to_what_was_asked_for():
    model = load_face_model(ICT_FACEKIT)
    eyes = draw_eyes(model, 1, seed=3)
    assert eyes.crops.shape == (4, 2, 48, 72)
    assert np.linalg.norm(eyes.gaze, axis=2) == pytest.approx(np.ones((4, 2)), abs=1e-5)
    shut = eyes.closed > 0.9
    if shut.any():
        assert eyes.opening[shut].max() < eyes.opening[eyes.closed < 0.2].mean()
    moving = draw_blinks(model, 1, 0.5, seed=4)
    assert len(moving.times_s) == 15
    assert (np.diff(moving.times_s) > 0).all()
    assert isinstance(replace(moving, sequence=moving.sequence + 1), BlinkingEyes)
