from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.studies.clusters import FEWEST, clusters_of_one, clusters_of_two

stats = pytest.importorskip("scipy.stats")


def noise(random, n, n_times=60):
    """Curves that change slowly, as readings do."""
    steps = random.normal(size=(n, n_times + 10))
    return np.array([np.convolve(one, np.ones(11) / 11, mode="valid") for one in steps])


@pytest.mark.parametrize("n", [9, 20])
def test_a_known_difference_is_found_where_it_is(n):
    random = np.random.default_rng(3)
    curves = noise(random, n)
    curves[:, 20:40] += 0.8
    (found,) = [one for one in clusters_of_one(curves) if one.p < 0.05]
    assert abs(found.first - 20) <= 4
    assert abs(found.last - 39) <= 4
    t = stats.ttest_1samp(curves, 0.0).statistic
    assert found.mass == pytest.approx(t[found.first : found.last + 1].sum())
    groups = clusters_of_two(noise(random, n), curves)
    assert [one.mass > 0 for one in groups if one.p < 0.05] == [True]


def test_t_of_two_groups_is_that_of_scipy():
    random = np.random.default_rng(0)
    first, second = noise(random, 6), noise(random, 11) + 2.0
    (found,) = clusters_of_two(first, second)
    t = stats.ttest_ind(second, first, equal_var=False).statistic
    assert (found.first, found.last) == (0, 59)
    assert found.mass == pytest.approx(t.sum())


@pytest.mark.parametrize("kind", ["one", "two"])
def test_where_nothing_is_something_is_found_as_seldom_as_p_promises(kind, monkeypatch):
    monkeypatch.setattr("fer_desktop.studies.clusters.ORDERS", 199)
    random, n_found, n = np.random.default_rng(11), 0, 200
    for seed in range(n):
        first, second = noise(random, 14, 40), noise(random, 14, 40)
        found = clusters_of_one(first, seed) if kind == "one" else clusters_of_two(first, second, seed)
        n_found += any(one.p <= 0.05 for one in found)
    assert n_found / n < 0.05 + 2.6 * np.sqrt(0.05 * 0.95 / n)  # 99.5% of what chance makes of 5%


def test_too_few_people_and_curves_that_are_alike_have_none():
    curves = np.ones((FEWEST - 1, 10))
    assert clusters_of_one(curves) == clusters_of_two(curves, curves) == []
    assert clusters_of_one(np.zeros((8, 10))) == []
