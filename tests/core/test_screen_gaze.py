"""The screen as the eyes see it, from five points."""

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.core.screen_gaze import POINTS, ScreenMap, fit_screen
from fer_desktop.core.screens import with_screens
from tests.fakes import make_analysis, make_details, make_tracked


def direction(x: float, y: float) -> tuple[float, float]:
    """Of a person 60 cm before a screen of 34 x 20 cm, with the camera in the middle of its upper edge."""
    right, down = (x - 0.5) * 34, y * 20
    # what lies on the right of the screen is to the person's right
    return float(np.arctan2(-right, 60) + 0.03), float(np.arctan2(-down, 60) - 0.05)


def looked_at(noise: float, seed: int = 1, n: int = 30) -> list[list[tuple[float, float]]]:
    rng = np.random.default_rng(seed)
    return [[tuple(np.array(direction(*point)) + rng.normal(0, noise, 2)) for _ in range(n)] for point in POINTS]


def test_places_between_the_points_are_met():
    screen = fit_screen(looked_at(0.01))
    assert screen is not None
    assert screen.is_good
    assert screen.error < 0.05
    for place in ((0.3, 0.7), (0.9, 0.5), (0.5, 0.1)):
        assert screen.place(direction(*place)) == pytest.approx(place, abs=0.04)


def test_on_the_screen_far_from_it_and_between():
    screen = fit_screen(looked_at(0.02))
    assert screen is not None
    assert screen.looks_at_screen(direction(0.5, 0.5)) == 1
    assert screen.looks_at_screen(direction(0.02, 0.97)) == 1
    assert screen.looks_at_screen(direction(2.0, 0.5)) == 0
    assert screen.looks_at_screen(direction(0.5, 2.0)) == 0
    assert np.isnan(screen.looks_at_screen(direction(1 + screen.error, 0.5)))
    assert np.isnan(screen.looks_at_screen((float("nan"), float("nan"))))


def test_eyes_that_wander_give_no_good_map():
    screen = fit_screen(looked_at(0.8, n=9))
    assert screen is not None
    assert not screen.is_good


def test_points_without_eyes_give_none():
    directions = looked_at(0.01)
    directions[2] = [(float("nan"), float("nan"))] * 40
    assert fit_screen(directions) is None
    assert fit_screen([[] for _ in POINTS]) is None


def test_each_face_has_its_own_screen():
    screen = ScreenMap((0.0, 0.0, 0.5), (0.0, 0.0, 0.5), 0.1)  # whatever it looks at
    faces = [replace(make_tracked(i), details=make_details()) for i in (1, 2)] + [make_tracked(3)]
    analysis = with_screens(make_analysis(0, faces), {1: screen, 3: screen})
    first, second, third = analysis.faces
    assert first.details is not None and second.details is not None
    assert first.details.looks_at_screen == 1
    assert first.screen == screen
    assert np.isnan(second.details.looks_at_screen)
    assert third.details is None
    assert with_screens(analysis, {}) is analysis
