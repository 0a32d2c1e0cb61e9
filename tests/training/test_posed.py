"""How well units tell expressions apart that have them: the arithmetic, on rows that are made up."""

import numpy as np
import pytest

from fer_desktop.training.eyes.evaluate import _print_units, beside_reference
from fer_desktop.training.eyes.posed import area, print_table

ROWS = [("happiness", {"AU12": 0.9, "their AU12": 0.1}), ("happiness", {"AU12": 0.4, "their AU12": 0.2})]
ROWS += [("neutral", {"AU12": 0.1}), ("anger", {"AU12": 0.5, "their AU12": 0.3})]


def test_the_area_is_how_often_the_expression_that_has_it_is_higher():
    assert area(ROWS, "AU12", "happiness", {"neutral"}) == 1
    assert area(ROWS, "AU12", "happiness", {"neutral", "anger"}) == pytest.approx(0.75)
    assert np.isnan(area(ROWS, "AU12", "happiness", {"fear"}))
    assert np.isnan(area(ROWS, "AU99", "happiness", {"neutral"}))


def test_the_table_has_a_line_for_each_unit(capsys):
    print_table(ROWS, "photographs")
    said = capsys.readouterr().out
    assert said.startswith("photographs: 4 faces")
    assert "| AU12 | happiness | 0.75 | 1.00 | 0.00 |" in said
    assert "| AU20 (not shipped) | fear | - | - | - |" in said


def test_a_reference_that_does_not_move_says_nothing(capsys):
    rows = [
        {"AU12": i / 9, "AU12 of the reference": i / 900, "AU15": 0.0, "AU15 of the reference": i / 9} for i in range(9)
    ]
    moves, told = beside_reference(rows, "AU12")
    assert moves < 0.02
    assert told == pytest.approx(1)
    assert np.isnan(beside_reference(rows, "AU15")[1])
    _print_units({"AU12": [(moves, told), (0.1, 0.4)], "AU15": [(0.0, float("nan"))]})
    said = capsys.readouterr().out
    assert "AU12: (1.00) 0.40; 0.40 in 1 clips" in said
    assert "AU15: (nan); it never moves" in said
