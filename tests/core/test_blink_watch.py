"""Blinks while they come are those of the whole."""

import numpy as np
import pytest

from fer_desktop.core.blink_watch import BlinkWatch
from fer_desktop.core.eyes import find_blinks


@pytest.mark.parametrize("seed", range(6))
def test_it_says_what_is_said_of_everything(seed):
    rng = np.random.default_rng(seed)
    times = np.cumsum(rng.uniform(0.01, 0.06, 1500))
    shut = rng.uniform(0, 0.3, len(times))
    for start_s in rng.uniform(0, times[-1], 40):
        shut = np.maximum(shut, 1 - np.abs(times - start_s) / rng.uniform(0.05, 0.6))
    shut[rng.random(len(times)) < 0.02] = np.nan
    watch = BlinkWatch()
    for i, (time_s, closed) in enumerate(zip(times, shut, strict=True)):
        watch.add(time_s, closed)
        if i % 200 == 0:  # looking changes nothing
            watch.between(0, time_s)
    expected = find_blinks(times, shut)
    assert len(expected) > 10
    seen = watch.between(0, times[-1])
    assert seen.starts_s == pytest.approx([blink.start_s for blink in expected])
    assert seen.ends_s == pytest.approx([blink.end_s for blink in expected])


def test_old_blinks_are_forgotten():
    watch = BlinkWatch(keep_s=20)
    times = np.arange(0, 100, 1 / 30)
    for time_s in times:
        watch.add(time_s, 0.9 if time_s % 5 < 0.2 else 0.0)
    starts = watch.between(0, 100).starts_s
    assert 70 < starts[0] < 82
    assert len(starts) < 7


def test_without_rows_there_is_none():
    assert BlinkWatch().between(0, 10).labels == ()
