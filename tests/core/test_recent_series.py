from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.recent_series import RecentSeries


def test_values_lie_between_those_that_came():
    series = RecentSeries(0.1, 2.0, 0.25)
    for time_s in (0.03, 0.18, 0.4):
        series.add(time_s, 10 * time_s)
    assert np.allclose(series.between(-0.1, 0.5), [np.nan, np.nan, 1, 2, 3, 4, np.nan], equal_nan=True)
    assert series.last_s == 0.4


def test_gaps_and_what_is_long_past_are_not_known():
    series = RecentSeries(0.1, 1.0, 0.25)
    for i in range(30):
        series.add(i * 0.1 + 0.001, float(i))
    series.add(2.0, 99.0)  # not later than the last
    series.add(4.0, 40.0)
    series.add(4.1, 41.0)
    assert np.isnan(series.between(0.0, 2.0)).all()
    assert np.isnan(series.between(3.2, 3.9)).all()
    assert series.between(4.0, 4.1).tolist() == pytest.approx([40.0, 41.0])
    assert np.isnan(series.between(4.2, 9.0)).all()
