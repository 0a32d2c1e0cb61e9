"""The brow lowerer against codes of a person."""

from __future__ import annotations

import math

import pytest

from fer_desktop.training.eyes.brows import Told, agreement, code_at, print_set, read_coded, tells_apart
from fer_desktop.training.eyes.coded_brows import HELD_OUT, IN_VIEW

LEFT_OUT = float("nan")


def test_codes_are_those_of_two_passes_and_no_clip_is_in_both_sets():
    assert not set(IN_VIEW) & set(HELD_OUT)
    for coded in (IN_VIEW, HELD_OUT):
        for faces in coded.values():
            for codes in faces.values():
                assert {code for _, code in codes} <= {0, 0.5, 1, 1.5, 2}
                times = [time_s for time_s, _ in codes]
                assert times == sorted(set(times))
    assert sum(len(codes) for faces in HELD_OUT.values() for codes in faces.values()) == 90


def test_a_frame_has_the_code_that_was_written_for_its_time():
    codes = ((0.5, 2.0), (1.0, 0.0))
    assert code_at(codes, 0.5004) == 2
    assert code_at(codes, 0.533) is None


def test_agreement_is_of_what_is_known_and_changes():
    assert agreement([0, 1, 2, 0], [0.1, 0.2, 0.3, LEFT_OUT]) == pytest.approx(1)
    assert math.isnan(agreement([1, 1, 1], [0.1, 0.2, 0.3]))
    assert math.isnan(agreement([0, 1], [LEFT_OUT, LEFT_OUT]))


def test_ties_count_half():
    assert tells_apart([0, 0, 2], [0.1, 0.3, 0.3]) == pytest.approx(0.75)
    assert math.isnan(tells_apart([0, 0], [0.1, 0.3]))


def test_faces_whose_codes_do_not_change_have_no_part_in_the_median(capsys):
    changing, constant = Told([0, 2], [0.1, 0.4], [0.2, 0.1]), Told([2, 2], [0.3, 0.5], [LEFT_OUT] * 2)
    print_set("some", {"one.mp4": [changing], "two.mp4": [constant]})
    printed = capsys.readouterr().out
    assert "median within 1 faces: 1.00 -1.00" in printed
    assert "two.mp4: lowered in 2 of 2, nan nan" in printed


@pytest.mark.shared
def test_every_coded_frame_of_a_clip_is_found(shared_videos):
    from fer_desktop.paths import weights_dir

    name = "generated/angry.mp4"
    (told,) = read_coded(shared_videos / name, HELD_OUT[name], weights_dir(), None)
    assert len(told.codes) == len(told.ours) == 10
    assert all(math.isnan(value) for value in told.theirs)
