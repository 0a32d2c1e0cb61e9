from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fer_desktop.capture.steady_clock import SteadyClock

STEP_S = 0.1


def times(stamps, origin_s=None):
    clock = SteadyClock(STEP_S, origin_s)
    given = list(clock.times(enumerate(stamps)))
    assert [number for number, _ in given] == list(range(len(given)))
    return [time_s for _, time_s in given], clock


def test_the_first_picture_is_0_and_the_own_time_of_the_file_is_kept():
    given, clock = times([36_000.0, 36_000.1, 36_000.3])
    assert given == pytest.approx([0, 0.1, 0.3])
    assert clock.origin_s == 36_000
    assert times([0.5, 0.6], origin_s=0.0)[0] == [0.5, 0.6]


@pytest.mark.parametrize("wrong_s", [1000.0, 0.9, -5.0, 0.0])
@pytest.mark.parametrize("at", [0, 3, 4, 30])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 15])
def test_wrong_stamps_move_their_own_pictures_alone(wrong_s, at, count):
    stamps = [10 + i * STEP_S for i in range(60)]
    wrong = [stamps[at] + wrong_s + i * STEP_S for i in range(count)]
    if at == 0 and wrong_s <= 0:
        pytest.skip("a gap behind the first picture is possible")
    if wrong_s == 0.9 and count > (5 if at else 2):
        pytest.skip("most of the next ones are no earlier")
    given, clock = times(stamps[:at] + wrong + stamps[at + count :])
    expected = np.arange(60) * STEP_S
    assert np.delete(given, range(at, at + count)) == pytest.approx(np.delete(expected, range(at, at + count)))
    assert (np.diff(given) > 0).all()
    assert given[-1] == pytest.approx(5.9)
    # a file may begin at any time: so many at its start are seen as what they are only when they fall
    assert clock.n_wrong == (0 if wrong_s == 0 or (at == 0 and count > 3) else count)


def test_stamps_of_no_order_move_their_own_pictures_alone():
    stamps = [i * STEP_S for i in range(60)]
    stamps[20:30] = [700, 3, -40, 0, 0, 1e6, 1.2, 90, 5000, 12]
    given, clock = times(stamps)
    expected = np.arange(60) * STEP_S
    assert np.delete(given, range(20, 30)) == pytest.approx(np.delete(expected, range(20, 30)))
    assert clock.n_wrong == 10


@pytest.mark.parametrize("n_first", [4, 10, 20, 100])
def test_a_second_recording_goes_on_where_the_first_ended(n_first):
    given, clock = times([i * STEP_S for i in range(n_first)] + [i * STEP_S for i in range(200)])
    assert given == pytest.approx(np.arange(n_first + 200) * STEP_S)
    assert clock.n_wrong == 0


def test_so_many_items_are_held_as_stamps_make_necessary():
    def held(stamps, **options):
        n_read, most = 0, 0

        def items():
            nonlocal n_read
            for stamp_s in stamps:
                n_read += 1
                yield None, stamp_s

        for n_given, _ in enumerate(SteadyClock(STEP_S, **options).times(items()), 1):
            most = max(most, n_read - n_given)
        return most

    plain = [i * STEP_S for i in range(60)]
    jump = [*plain[:30], 1e6, *plain[31:]]
    assert held(plain) == 3
    assert held(jump) == 31
    assert held(jump, most_ahead=5) == 5


def test_a_gap_stays_a_gap():
    given, clock = times([0, 0.1, 0.2, 9.0, 9.1, 9.2])
    assert given == [0, 0.1, 0.2, 9.0, 9.1, 9.2]
    assert clock.n_wrong == 0


def test_stamps_that_repeat_fall_a_little_are_missing_or_begin_anew_are_told_apart():
    given, clock = times([0.0, 0.1, 0.1, 0.05, 0.2, 5.0, 0.0, 0.1, 0.3, None, 0.0])
    first, second = [0, 0.1, 0.100001, 0.100002, 0.2, 5.0], [5.1, 5.2, 5.4]
    assert given == pytest.approx([*first, *second, 5.5, 5.6], abs=1e-7)
    assert clock.n_wrong == 0


def test_without_stamps_steps_are_counted():
    assert times([None] * 3)[0] == pytest.approx([0, 0.1, 0.2])


def test_an_error_comes_after_all_that_was_read():
    def items():
        yield from [(0, 0.0), (1, 0.1)]
        raise OSError("the disk is gone")

    read = []
    with pytest.raises(OSError, match="the disk"):
        for item in SteadyClock(STEP_S).times(items()):
            read.append(item)
    assert read == [(0, 0.0), (1, 0.1)]


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=30))
def test_times_always_grow(stamps):
    given, _ = times(stamps)
    assert len(given) == len(stamps)
    assert (np.diff(given) > 0).all()
