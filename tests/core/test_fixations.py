"""Fixations on the five points of the screen."""

import numpy as np
import pytest

from fer_desktop.core.fixations import find_fixations
from fer_desktop.core.screen_gaze import POINTS, ScreenMap

# a screen whose places are the tangents themselves
SCREEN = ScreenMap((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.1)


def looking(*stretches, fps=30):
    """Times and gazes of stretches of (place or None, seconds)."""
    places = np.concatenate([np.tile(place or (np.nan, np.nan), (round(s * fps), 1)) for place, s in stretches])
    return np.arange(len(places)) / fps, np.arctan(places)


def told(*stretches, fps=30):
    times, gaze = looking(*stretches, fps=fps)
    return [(one.point, round(one.duration_s, 1)) for one in find_fixations(times, gaze, SCREEN)]


def test_each_point_is_found_and_short_looks_are_none():
    assert told(*((point, 0.5) for point in POINTS)) == [(i, 0.5) for i in range(5)]
    assert told((POINTS[1], 0.5), (POINTS[2], 0.1), (POINTS[3], 0.5)) == [(1, 0.5), (3, 0.5)]


def test_what_is_near_no_point_is_no_fixation():
    assert told(((0.5, 0.08), 1.0), ((3.0, 3.0), 1.0)) == []
    assert told(((0.1, 0.2), 1.0)) == [(1, 1.0)]


def test_a_blink_does_not_part_a_fixation_and_a_longer_loss_does():
    assert told((POINTS[0], 0.5), (None, 0.1), (POINTS[0], 0.5)) == [(0, 1.1)]
    assert told((POINTS[0], 0.5), (None, 0.6), (POINTS[0], 0.5)) == [(0, 0.5), (0, 0.5)]


@pytest.mark.parametrize("fps", [5, 15, 60])
def test_any_frame_rate_will_do(fps):
    times, gaze = looking((POINTS[4], 2.0), fps=fps)
    (one,) = find_fixations(times, gaze, SCREEN)
    assert one.point == 4
    assert one.duration_s == pytest.approx(2.0, abs=1.01 / fps)


def test_without_rows_there_is_none():
    assert find_fixations(np.zeros(0), np.zeros((0, 2)), SCREEN) == []
    assert find_fixations(np.zeros(1), np.zeros((1, 2)), SCREEN) == []
