from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.errors import StudyUnreadable
from fer_desktop.session.library import load_session
from fer_desktop.studies.clocks import by_marker, by_start
from fer_desktop.studies.synchrony import Asked, TwoFaces, synchrony
from tests.cli.helpers import run
from tests.studies.made import FPS, made_session
from tests.studies.test_synchrony import wandering

LAG_S = 0.4
ASKED = Asked(4.0, 1.0)


@pytest.fixture
def pair(tmp_path):
    """The second one began 7.3 s after the first one, and follows it by 0.4 s."""
    random = np.random.default_rng(6)
    leader = np.clip(0.5 + 0.05 * wandering(random, 900), 0.1, 0.95)
    late = round((7.3 - LAG_S) * FPS)
    follower = np.clip(leader[late : late + 700] + random.normal(0, 0.01, 700), 0.05, 0.95)
    markers = [(10.0, "clap"), (50.0, "clap")]
    folders = [
        made_session(tmp_path, "leader", leader, markers),
        made_session(
            tmp_path, "follower", follower, [(at - 7.3 + 0.01 * i, label) for i, (at, label) in enumerate(markers)]
        ),
    ]
    return folders, [load_session(folder) for folder in folders]


def test_a_common_marker_puts_both_on_one_clock(pair, capsys):
    folders, sessions = pair
    clock = by_marker(sessions[0], sessions[1], "clap")
    assert clock.offset_s == pytest.approx(7.295)
    assert clock.spread_s == pytest.approx(0.005)
    two = TwoFaces((sessions[0], sessions[1]), (1, 1), clock.offset_s)
    first, second = two.curves("happiness", two.rate_hz)
    found = synchrony(first, second, two.rate_hz, ASKED)
    assert found.lag_s == pytest.approx(LAG_S, abs=1 / FPS)
    assert found.p < 0.01
    asked = ("study", "synchrony", *folders, "--faces", 1, 1, "--window", 4, "--longest-lag", 1)
    code, out = run(capsys, *asked, "--marker", "clap")
    assert code == 0
    assert "on one clock by a marker: +7.295 s" in out.out
    assert "differ by up to 0.005 s" in out.out
    code, out = run(capsys, *asked, "--marker", "clap", "--json")
    assert '"how": "marker"' in out.out
    code, out = run(capsys, *asked, "--marker", "bang")
    assert code == 1
    assert "0 times in one session" in out.err
    with pytest.raises(StudyUnreadable, match="the session has 1"):
        TwoFaces((sessions[0], sessions[1]), (1, 3), 7.3).curves("happiness", FPS)
    with pytest.raises(StudyUnreadable, match="no time in common"):
        TwoFaces((sessions[0], sessions[1]), (1, 1), 1000.0).curves("happiness", FPS)


def begun(session, wall, monotonic_s, is_live=True):
    source = replace(session.info.source, is_live=is_live)
    info = replace(session.info, started_at_utc=wall, started_monotonic_s=monotonic_s, source=source)
    return replace(session, info=info)


def test_the_clock_of_the_computer_where_both_are_of_one_run(pair):
    first, second = pair[1]
    one = begun(first, "2026-05-04T10:00:00+00:00", 100.0)
    assert by_start(one, begun(second, "2026-05-04T10:00:07.5+00:00", 107.3)).offset_s == pytest.approx(7.3)
    other_boot = by_start(one, begun(second, "2026-05-04T10:00:07.5+00:00", 5.0))
    assert (other_boot.offset_s, other_boot.how) == (7.5, "wall clock")
    with pytest.raises(StudyUnreadable, match="Nobody knows how the clocks"):
        by_start(one, begun(second, "2026-05-04T10:00:07.5+00:00", 107.3, is_live=False))
    with pytest.raises(StudyUnreadable, match="Nobody knows how the clocks"):
        by_start(begun(first, "?", None), second)
