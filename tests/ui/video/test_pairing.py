from __future__ import annotations

from fer_desktop.ui.video.pairing import Pairing
from tests.fakes import make_frame
from tests.ui.helpers import analysed


def run(pairing, ticks):
    """Pictures for (newest index, analysed index) pairs at 30 fps; None for nothing new."""
    return [
        pairing.choose(
            None if newest is None else make_frame(newest), None if done is None else analysed(done, time_s=done / 30)
        )
        for newest, done in ticks
    ]


def test_while_analysis_keeps_up_picture_and_faces_are_of_one_moment():
    pictures = run(Pairing(), [(i, i - 1 if i else None) for i in range(10)])
    for shown in pictures[1:]:
        assert shown.frame.index == shown.analysis.frame_index
        assert shown.behind_s == 0


def test_before_the_first_analysis_the_picture_is_live():
    (shown,) = run(Pairing(), [(0, None)])
    assert shown.frame.index == 0
    assert shown.analysis is None


def test_a_slow_analysis_leaves_the_picture_live_and_says_how_old_the_faces_are():
    """2 analyses a second, 30 frames a second: every frame is shown."""
    ticks = [(i, i - 14 if i >= 14 and i % 15 == 14 else None) for i in range(90)]
    pictures = run(Pairing(), ticks)
    assert all(shown is not None for shown in pictures[20:])
    assert [shown.frame.index for shown in pictures[20:]] == list(range(20, 90))
    assert all(shown.behind_s > 0.15 for shown in pictures[30:] if shown.analysis)


def test_it_goes_back_to_exact_pictures_and_never_back_in_time():
    pairing = Pairing()
    ticks = [(i, 0 if i == 1 else None) for i in range(30)] + [(i, i - 1) for i in range(30, 60)]
    pictures = [shown for shown in run(pairing, ticks) if shown is not None]
    times = [shown.frame.time_s for shown in pictures]
    assert times == sorted(times)
    assert pictures[-1].behind_s == 0
    assert any(shown.behind_s > 0 for shown in pictures)


def test_very_old_faces_are_not_drawn():
    pictures = run(Pairing(), [(0, None), (1, 0), *((i, None) for i in range(2, 90))])
    assert pictures[-1].analysis is None
    assert pictures[-1].behind_s > 2


def test_nothing_new_changes_nothing():
    pairing = Pairing()
    run(pairing, [(0, None), (1, 1)])
    assert pairing.choose(None, None) is None
