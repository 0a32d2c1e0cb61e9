"""How far a brow is below where a person usually has it."""

import pytest

from fer_desktop.core.brows import BrowLevel


def test_the_first_picture_says_nothing_of_a_brow():
    assert BrowLevel().add(0.0, 0.3) == 0


@pytest.mark.parametrize(("height", "lower"), [(0.28, 0.02), (0.31, -0.01)])
def test_a_brow_is_compared_with_where_this_person_usually_has_it(height, lower):
    level = BrowLevel()
    for frame in range(90):
        level.add(frame / 30, 0.3)
    assert level.add(3.0, height) == pytest.approx(lower)


def test_a_short_frown_does_not_become_usual_but_a_new_seat_does():
    level = BrowLevel()
    told = [level.add(quarter / 4, 0.3 if quarter < 120 else 0.25) for quarter in range(240)]
    assert told[140] == pytest.approx(0.05)
    assert told[-1] == pytest.approx(0)
