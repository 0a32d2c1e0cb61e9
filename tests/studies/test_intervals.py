from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from fer_desktop.bench import study_statistics
from fer_desktop.studies.courses import _interval
from fer_desktop.studies.intervals import cohen_dz, difference_interval, hedges_g, mean_interval


@pytest.mark.parametrize("n", [8, 12, 20, 40])
def test_intervals_hold_the_truth_as_often_as_they_say(n):
    """95% in the long run, of 300 fewer than 273 (91%) once in two hundred times; more: `bench --study-statistics`."""
    random = np.random.default_rng(n)
    held = {"mean": 0, "difference": 0, "skewed": 0, "d_z": 0, "g": 0}
    for _ in range(300):
        one, two, skewed = random.normal(1, 1, n), random.normal(1, 2, n), random.beta(1, 5, n)
        three = random.normal(1, 1, n)
        intervals = {
            "mean": (mean_interval(one, random, 1999), 1.0),
            "difference": (difference_interval(one, two, random, 1999), 0.0),
            "skewed": (mean_interval(skewed, random, 1999), 1 / 6),
            "d_z": (cohen_dz(one)[1], 1.0),
            "g": (hedges_g(one, three)[1], 0.0),
        }
        for name, ((low, high), true) in intervals.items():
            held[name] += low <= true <= high
    assert min(held.values()) >= 273 - 9 * (n == 8), held  # of eight the skewed ones are held by about 93%


def test_intervals_of_effect_sizes_are_those_of_the_books():
    values = np.array([0.1, 0.4, 0.2, 0.6, 0.3, 0.5, 0.9, 0.0, 0.2, 0.3])
    size, (low, high) = cohen_dz(values)
    t = size * np.sqrt(10)
    assert t == pytest.approx(stats.ttest_1samp(values, 0).statistic)
    assert stats.nct.sf(t, 9, low * np.sqrt(10)) == pytest.approx(0.025)
    assert stats.nct.cdf(t, 9, high * np.sqrt(10)) == pytest.approx(0.025)
    for far in (1000.0, -1000.0, 0.0):
        size, (low, high) = cohen_dz(values - values.mean() + far * values.std())
        assert low < size < high
    assert np.isnan(cohen_dz(values[:4])[0])


def test_curves_have_the_interval_of_their_times():
    curves = np.random.default_rng(3).normal(0, 1, (12, 3))
    curves[0, 1] = np.nan
    low, high = _interval(curves, np.random.default_rng(1))
    for time in range(3):
        known = curves[np.isfinite(curves[:, time]), time]
        expected = mean_interval(known, np.random.default_rng(1))
        assert (low[time], high[time]) == pytest.approx(expected, abs=0.15)
    assert np.isnan(_interval(np.full((6, 2), 0.5), np.random.default_rng(1))).all()


@pytest.mark.slow
def test_the_statistics_are_measured(monkeypatch):
    monkeypatch.setattr(study_statistics, "_SIZES", (8,))
    monkeypatch.setattr(study_statistics, "_MIN_REPEATS", 1)
    found = study_statistics.measure_statistics(repeats=4)
    assert set(found["coverage"]) == {"normal, 8 people", "skewed, 8 people", "a third never, 8 people"}
    assert len(found["false_positives"]) == 9
