from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.capture.demo.poses import MOVES, POSES, posed, scripted_expression, scripted_movement
from fer_desktop.capture.demo.script import MOVEMENTS, PERIOD_S, ROUND_S, SCRIPT
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.demo.speech import sentence_at
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
    assert scripted_expression(5.0 + ROUND_S) == ("happiness", 1.0)
    name, share = scripted_expression(3.1)
    assert name == "happiness"
    assert 0 < share < 1
    assert scripted_expression(0.5, face=1) == scripted_expression(3.5, face=0)


def test_single_movements_follow_the_expressions_with_a_rest_after_each():
    assert set(MOVEMENTS) == set(MOVES)
    for number, name in enumerate(MOVEMENTS):
        begins_s = PERIOD_S + 2.2 * number
        assert scripted_movement(begins_s + 0.8) == (name, 1.0)
        assert posed(begins_s + 0.8, 0) == MOVES[name]
        assert scripted_movement(begins_s + 1.9) == ("", 0.0)
        assert posed(begins_s + 1.9, 0) == POSES["neutral"]
        assert scripted_expression(begins_s + 0.8) == ("neutral", 1.0)
        assert sentence_at(begins_s + 0.8) is None
    assert scripted_movement(5.0) == ("", 0.0)
    assert 0 < scripted_movement(PERIOD_S + 0.1)[1] < 1
    assert scripted_movement(PERIOD_S + 0.8 + ROUND_S) == ("brows up", 1.0)


def test_a_movement_of_one_side_stays_there_from_its_beginning():
    place = MOVEMENTS.index("smile on the left")
    beginning = posed(PERIOD_S + 2.2 * place + 0.05, 0)
    assert beginning.of_side(1).smile > 0
    assert beginning.of_side(-1).smile == 0
    wink = MOVES["right eye shut"]
    assert (wink.of_side(1).blink, wink.of_side(-1).blink) == (0.0, 1.0)


@pytest.mark.parametrize("n_faces", [0, 5])
def test_one_to_four_faces(n_faces):
    with pytest.raises(ValueError, match="1 to 4"):
        DemoSource(DemoOptions(n_faces=n_faces))
