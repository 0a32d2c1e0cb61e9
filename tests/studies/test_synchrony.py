from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.errors import StudyUnreadable
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.studies.synchrony import Asked, synchrony, synchrony_of
from tests.cli.helpers import run
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

RATE_HZ = 10.0


def wandering(random, n):
    """Curves as faces have them: each value is near the one before."""
    values = np.zeros(n)
    for i, step in enumerate(random.normal(0, 1, n - 1), 1):
        values[i] = 0.9 * values[i - 1] + step
    return values


@pytest.mark.parametrize("lag", [-13, 0, 7])
def test_an_injected_lag_is_found_within_one_frame(lag):
    random = np.random.default_rng(1)
    first = wandering(random, 1200)
    second = np.roll(first, lag) + 0.7 * wandering(random, 1200)
    found = synchrony(first, second, RATE_HZ, Asked())
    assert abs(found.lag_s - lag / RATE_HZ) <= 1 / RATE_HZ
    assert found.strength > 0.4
    assert found.p <= 0.002


def test_faces_without_a_tie_are_rarely_taken_for_tied():
    """At most 5% in the long run; of 300 more than 23 would come up once in a hundred times."""
    random = np.random.default_rng(2)
    n_found = 0
    for seed in range(300):
        pair = wandering(random, 500), wandering(random, 500)
        n_found += synchrony(*pair, RATE_HZ, Asked(5.0, 1.0, seed)).p <= 0.05
    assert n_found <= 23


def test_windows_in_which_a_face_was_not_seen_do_not_count():
    random = np.random.default_rng(3)
    first, second = wandering(random, 1200), wandering(random, 1200)
    whole = synchrony(first, second, RATE_HZ, Asked())
    first[300:420] = np.nan
    part = synchrony(first, second, RATE_HZ, Asked())
    assert part.n_windows < whole.n_windows
    assert part.n_windows + part.n_left_out == whole.n_windows
    with pytest.raises(StudyUnreadable, match="only; 6 are needed"):
        synchrony(first[:500], second[:500], RATE_HZ, Asked())


def test_two_faces_of_a_session(tmp_path, capsys):
    random = np.random.default_rng(4)
    leader = 0.5 + 0.05 * wandering(random, 400)
    writer = SessionWriter(tmp_path, SessionHeader("pair", CAMERA, MODEL))
    for i in range(400):
        values = np.clip([leader[i], leader[max(i - 5, 0)] + random.normal(0, 0.02)], 0.2, 0.95)
        faces = [
            make_tracked(k + 1, (50 + 200 * k, 20, 150 + 200 * k, 120), make_scores(1, v)) for k, v in enumerate(values)
        ]
        writer.add_analysis(make_analysis(i, faces, RATE_HZ))
    folder = Path(writer.close(RecordingCounts(400, 0, 0)))
    found = synchrony_of(load_session(folder), (1, 2), "happiness", Asked(4.0, 1.0))
    assert found.lag_s == pytest.approx(0.5, abs=0.1)
    assert found.p < 0.01
    with pytest.raises(StudyUnreadable, match="has 1, 2"):
        synchrony_of(load_session(folder), (1, 3), "happiness", Asked())
    code, out = run(capsys, "study", "synchrony", folder, "--faces", 1, 2, "--window", 4, "--longest-lag", 1)
    assert code == 0
    assert "face 2 comes 0.50 s after face 1" in out.out
    code, out = run(capsys, "study", "synchrony", folder, "--faces", 1, 2, "--json", "--window", 4)
    assert '"n_windows"' in out.out
