"""The table beside MediaPipe: its arithmetic, on rows that are made up."""

import numpy as np
import pytest

from fer_desktop.training.eyes.beside import correlation, fitted_errors, print_tables
from fer_desktop.training.eyes.reference import _by_iris


def rows_of(n=200, noise=0.0):
    rng = np.random.default_rng(1)
    rows = []
    for _ in range(n):
        across, up, yaw, pitch, unit = rng.uniform(-0.4, 0.4, 5)
        own_across, own_up = across + noise * rng.normal(), up + noise * rng.normal()
        row = {"true across": across, "true up": up, "true AU12": unit, "true opening": up, "blink": 0.0}
        row |= {"our across": own_across, "our up": own_up, "our AU12": -unit, "their AU12": unit, "our opening": up}
        row |= {"their look across": 3 * (across - yaw), "their look up": 2 * up, "yaw": yaw, "pitch": pitch}
        rows.append(row | {"their iris across": rng.normal(), "their iris up": rng.normal(), "their opening": up})
    return rows


def test_a_fitted_line_finds_what_is_there_and_no_more():
    rows = rows_of()
    assert fitted_errors(rows, ("their look across", "their look up")) == pytest.approx((1, 1, 0), abs=1e-3)
    across, up, error = fitted_errors(rows, ("their iris across", "their iris up"))
    assert max(across, up) < 0.4
    assert error > 10


def test_what_is_not_known_in_a_row_does_not_count():
    rows = [{"a": float(i), "b": float(i)} for i in range(5)] + [{"a": 9.0}, {"a": float("nan"), "b": 1.0}]
    assert correlation(rows, "a", "b") == pytest.approx(1)
    assert np.isnan(correlation(rows, "a", "c"))


def test_the_tables_name_dead_channels(capsys):
    print_tables(rows_of(noise=0.01), 210)
    said = capsys.readouterr().out
    assert "200 of 210 pictures" in said
    assert "| AU12 | -1.00† | 1.00 |" in said
    assert "| AU20 (not shipped) | - | - |" in said
    assert "ours: 1.00, 1.00, 0." in said


def test_irises_are_told_in_widths_of_the_eye():
    points = np.zeros((478, 2))
    for iris, outer, inner, upper, lower, x in ((468, 33, 133, 159, 145, 100.0), (473, 263, 362, 386, 374, 200.0)):
        points[outer], points[inner] = (x, 50), (x + 40, 50)
        points[upper], points[lower], points[iris] = (x + 20, 44), (x + 20, 56), (x + 24, 48)
    assert _by_iris(points) == pytest.approx({"iris across": 0.1, "iris up": 0.05, "opening": 0.3})
