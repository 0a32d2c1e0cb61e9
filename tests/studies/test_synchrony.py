from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Marker
from fer_desktop.errors import StudyUnreadable
from fer_desktop.results.phrases import ENGLISH, catalogue_of
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.studies.picture_files import picture_bytes
from fer_desktop.studies.study import load_study
from fer_desktop.studies.synchrony import Asked, TwoFaces, synchrony
from fer_desktop.studies.synchrony_answers import together
from fer_desktop.studies.together import all_pairs, pair_of
from tests.cli.helpers import run
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked
from tests.studies.made import made_session, write_study

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


def made_pair(root, name, first, second, markers=()):
    """A session with two faces, each with a probability of happiness for each row."""
    root.mkdir(parents=True, exist_ok=True)
    writer = SessionWriter(root, SessionHeader(name, CAMERA, MODEL))
    for time_s, label in markers:
        writer.add_marker(Marker(time_s, label))
    for i, values in enumerate(np.clip(np.column_stack([first, second]), 0.2, 0.95)):
        faces = [
            make_tracked(k + 1, (50 + 200 * k, 20, 150 + 200 * k, 120), make_scores(1, float(v)))
            for k, v in enumerate(values)
        ]
        writer.add_analysis(make_analysis(i, faces, RATE_HZ))
    return Path(writer.close(RecordingCounts(len(first), 0, 0)))


def test_two_faces_of_a_session(tmp_path, capsys):
    random = np.random.default_rng(4)
    leader = 0.5 + 0.05 * wandering(random, 400)
    folder = made_pair(tmp_path, "pair", leader, np.roll(leader, 5) + random.normal(0, 0.02, 400))
    session = load_session(folder)
    found = pair_of(TwoFaces((session, session), (1, 2)), "happiness", Asked(4.0, 1.0)).pairs[0].found
    assert found.lag_s == pytest.approx(0.5, abs=0.1)
    assert found.p < 0.01
    assert found.correlations.max() == found.strength > found.chance
    for faces in ((1, 3), (1, 1)):
        with pytest.raises(StudyUnreadable, match="has 1, 2"):
            TwoFaces((session, session), faces).curves("happiness", RATE_HZ)
    asked = ("study", "synchrony", folder, "--faces", 1, 2, "--window", 4, "--longest-lag", 1)
    code, out = run(capsys, *asked, "--figure", tmp_path / "lags.csv")
    assert code == 0
    assert "+0.50" in out.out and "not calibrated" in out.out
    lags = (tmp_path / "lags.csv").read_text().splitlines()
    assert lags[0] == "lag_s,correlation" and len(lags) == 22
    code, out = run(capsys, *asked, "--json")
    assert json.loads(out.out)["pairs"][0]["found"]["n_windows"] == found.n_windows
    assert run(capsys, *asked, "--calibrated")[0] == 1  # nothing of it is calibrated


def test_what_may_be_chance_has_no_lag(tmp_path):
    random = np.random.default_rng(6)
    folder = made_pair(tmp_path, "two", *(0.5 + 0.05 * wandering(random, 400) for _ in range(2)))
    session = load_session(folder)
    found = pair_of(TwoFaces((session, session), (1, 2)), "happiness", Asked(4.0, 1.0))
    assert found.pairs[0].found.p > 0.05
    assert together(found).tables[0].rows[0][7] == "-"


@pytest.fixture
def pairs(tmp_path):
    """Six pairs who saw the same film, of which each moves with it; the two of a pair move together beyond it."""

    def make(tie):
        random, text = np.random.default_rng(7), ""
        film = wandering(random, 600)
        for i in range(6):
            own = wandering(random, 600)
            first = film + own + 0.5 * wandering(random, 600)
            second = film + (np.roll(own, 4) if tie else wandering(random, 600)) + 0.5 * wandering(random, 600)
            folder = made_pair(tmp_path / "s", f"pair{i}", 0.5 + 0.03 * first, 0.5 + 0.03 * second)
            for face in (1, 2):
                text += f'[[participants]]\ncode = "P{i}{face}"\n'
                text += f'[[sessions]]\nfolder = "s/{folder.name}"\nparticipant = "P{i}{face}"\nface = {face}\n'
        text += '[[participants]]\ncode = "P9"\n[[sessions]]\nfolder = "s/gone"\nparticipant = "P9"\n'
        return write_study(tmp_path, text)

    return make


@pytest.mark.parametrize("tie", [True, False])
def test_pairs_of_a_study_against_strangers(pairs, tie):
    study = load_study(pairs(tie))
    found = all_pairs(study, "happiness", Asked(5.0, 1.0), "", False, Progress())
    assert [one.names for one in found.pairs] == [(f"P{i}1", f"P{i}2") for i in range(6)]
    assert sum(one.p_holm < 0.05 for one in found.pairs) >= 3  # the film alone ties people
    assert found.strangers.n == 6
    assert found.strangers.strength > found.strangers.of_strangers if tie else True
    assert (found.strangers.p < 0.05) == tie
    assert [one.participant for one in found.left_out] == ["P9"]
    answer = together(found)
    assert len(answer.tables) == 3
    assert len(answer.pictures[0].numbers.rows) == 6
    for words in (ENGLISH, catalogue_of("zh_CN")):
        assert len(picture_bytes(answer.pictures[0], "png", 50, words)) > 1000


def test_a_study_of_lone_faces_has_no_pairs(tmp_path, capsys):
    folder = made_session(tmp_path, "one", [0.3, 0.5] * 20)
    text = f'[[participants]]\ncode = "P0"\n[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P0"\n'
    code, out = run(capsys, "study", "pairs", write_study(tmp_path, text))
    assert code == 1
    assert "two faces" in out.err
