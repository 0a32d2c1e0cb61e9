from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.capture.demo.script import PERIOD_S, SCRIPT
from fer_desktop.capture.demo.source import POSES, DemoOptions, DemoSource, scripted_expression
from fer_desktop.core.expressions import EXPRESSIONS


def frames_of(**options):
    source = DemoSource(DemoOptions(**options))
    source.open()
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    return frames


def test_length_size_and_times():
    frames = frames_of(width_px=320, height_px=240, fps=10, duration_s=1)
    assert len(frames) == 10
    assert frames[3].time_s == pytest.approx(0.3)
    assert frames[0].image.shape == (240, 320, 3)
    assert not frames[0].image.flags.writeable


def test_the_same_options_give_the_same_pictures():
    first, second = (frames_of(width_px=160, height_px=120, duration_s=0.2) for _ in range(2))
    assert all(np.array_equal(a.image, b.image) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0].image, first[1].image)


def test_the_script_shows_what_it_says():
    assert {name for name, _ in SCRIPT} == set(POSES) <= set(EXPRESSIONS)
    assert scripted_expression(5.0) == ("happiness", 1.0)
    assert scripted_expression(5.0 + PERIOD_S) == ("happiness", 1.0)
    name, share = scripted_expression(3.1)
    assert name == "happiness"
    assert 0 < share < 1
    assert scripted_expression(0.5, face=1) == scripted_expression(3.5, face=0)


@pytest.mark.parametrize("n_faces", [0, 5])
def test_one_to_four_faces(n_faces):
    with pytest.raises(ValueError, match="1 to 4"):
        DemoSource(DemoOptions(n_faces=n_faces))
