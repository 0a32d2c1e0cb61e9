"""Lids over time and the blinks in them."""

import numpy as np
import pytest

from fer_desktop.core.eyes import SHUT, TYPICAL_OPEN, OpenLevel, find_blinks


def shut_for(times, start_s, duration_s, depth=1.0):
    """How far lids are shut: a triangle."""
    middle = start_s + duration_s / 2
    return depth * np.clip(1 - np.abs(times - middle) / (duration_s / 2), 0, 1)


@pytest.mark.parametrize("fps", [25, 30, 60, 120])
def test_a_blink_has_the_same_times_at_any_frame_rate(fps):
    times = np.arange(0, 4, 1 / fps)
    (blink,) = find_blinks(times, shut_for(times, 1.5, 0.3))
    assert blink.start_s == pytest.approx(1.5 + 0.35 * 0.15, abs=0.4 / fps)
    assert blink.duration_s == pytest.approx(0.65 * 0.3, abs=0.8 / fps)


def test_uneven_times_are_times_not_frames():
    rng = np.random.default_rng(1)
    times = np.sort(rng.uniform(0, 4, 160))
    (blink,) = find_blinks(times, shut_for(times, 2.0, 0.4))
    assert blink.duration_s == pytest.approx(0.26, abs=0.05)


def test_eyes_that_stay_shut_or_squint_do_not_blink():
    times = np.arange(0, 6, 1 / 30)
    assert find_blinks(times, shut_for(times, 1.0, 3.0)) == []
    assert find_blinks(times, shut_for(times, 1.0, 0.6, depth=0.6)) == []
    assert len(find_blinks(times, shut_for(times, 1.0, 0.6, depth=0.9))) == 1


def test_lids_that_stay_half_way_are_no_blink():
    times = np.arange(0, 3, 1 / 30)
    assert find_blinks(times, np.full(len(times), 0.5)) == []
    assert find_blinks(times, np.where(times > 1, 0.52, 0.5)) == []


def test_what_nobody_saw_is_no_blink():
    times = np.arange(0, 3, 1 / 30)
    closed = shut_for(times, 1.0, 0.4)
    # the face is away while the lids go up, or comes with shut eyes
    away = np.where((times > 1.2) & (times < 2.0), np.nan, closed)
    assert find_blinks(times, away) == []
    assert find_blinks(times[times > 1.2], closed[times > 1.2]) == []
    assert find_blinks(times[:0], closed[:0]) == []


def test_several_blinks_are_counted_one_by_one():
    times = np.arange(0, 10, 1 / 30)
    closed = np.max([shut_for(times, start, 0.25) for start in (1, 1.5, 4, 8)], axis=0)
    assert [round(blink.start_s) for blink in find_blinks(times, closed)] == [1, 2, 4, 8]


@pytest.mark.parametrize("own", [0.18, 0.28, 0.4])
def test_everybody_is_compared_with_themselves(own):
    level = OpenLevel()
    for i in range(600):
        closed = level.add(i / 30, own)
    assert closed == pytest.approx(0, abs=0.02)
    assert level.add(20.03, SHUT) == 1
    half = level.add(20.06, (own + SHUT) / 2)
    assert half == pytest.approx(0.5, abs=0.02)


def test_neither_shut_eyes_nor_wide_ones_for_a_while_move_the_level():
    level = OpenLevel()
    for i in range(900):
        value = TYPICAL_OPEN if i % 100 > 40 else 0.1 if i % 200 < 100 else 0.45
        level.add(i / 30, value)
    assert level.add(30.1, TYPICAL_OPEN) < 0.15


def test_nothing_is_said_before_a_face_was_seen_but_what_is_typical():
    assert OpenLevel().add(0.0, TYPICAL_OPEN) == pytest.approx(0, abs=0.01)
