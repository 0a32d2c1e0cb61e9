"""Brows in the shape of a face, and the brow lowerer of a face that is followed."""

import numpy as np
import pytest

from fer_desktop.core.types import Face
from fer_desktop.paths import weights_dir
from fer_desktop.vision import details
from fer_desktop.vision.details import DetailsReader
from fer_desktop.vision.face_shape import POINTS, brow_heights

LEFT_BROW, RIGHT_BROW = (285, 336), (55, 107)


def test_a_brow_is_as_high_as_its_inner_end_is_above_the_eye():
    shapes = np.zeros((1, len(POINTS), 3), np.float32)
    for brow, up in ((LEFT_BROW, 0.3), (RIGHT_BROW, 0.2)):
        for point in brow:
            shapes[0, POINTS.index(point), 1] = -up  # y goes down
    assert brow_heights(shapes.reshape(1, -1))[0].tolist() == pytest.approx([0.3, 0.2])


def test_a_brow_that_comes_down_raises_the_brow_lowerer(monkeypatch):
    heights = iter([[0.3, 0.3], [0.25, 0.3], [0.9, 0.3]])
    monkeypatch.setattr(details, "brow_heights", lambda shapes: np.array([next(heights)], np.float32))
    channels = ("AU04_L", "AU04_R")
    reader = DetailsReader(weights_dir(), channels)
    landmarks = np.random.default_rng(1).normal(120, 30, (468, 3)).astype(np.float32)
    face, seen = Face(np.full(4, 60, np.float32), landmarks, np.zeros(3, np.float32)), np.full((1, 2), 0.1, np.float32)
    image = np.zeros((240, 240, 3), np.uint8)
    first, lowered, raised = (
        reader.read(reader.look(image, [face]), [face], [1], seen, frame / 10)[0] for frame in range(3)
    )
    assert [one.unit("AU04") for one in (first, lowered, raised)] == pytest.approx([0.1, 0.2, 0])
