"""Face, voice and words as one decision while they come: as of a finished session, blank where nothing is known."""

from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.live_fusion import PATIENCE_S, LiveFusion
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard, VoiceSample, scores_of
from fer_desktop.core.words import Said, WordsSample, WordsScores
from fer_desktop.results.fusion import fused
from tests.fakes import make_analysis, make_scores, make_tracked
from tests.results.test_fusion import ANGRY, HAPPY, VOICES, WORDS, write

GLAD = WordsScores.of(WORDS, np.array([0.1, 0.6, 0.1, 0.1, 0.05, 0.03, 0.02], np.float32))
VOICE = scores_of(VOICES, np.array([0.1, 0.1, 0.1, 0.5, 0.1, 0.1, 0.0], np.float32))


def face(time_s: float, *ids: int, quality: float = 1.0) -> Analysis:
    faces = tuple(make_tracked(i, scores=make_scores(HAPPY, 0.6), quality=quality) for i in ids)
    return Analysis(round(time_s * 30), time_s, faces, 1.0)


def piece(time_s: float, speaks: bool = True, speaker: int | None = None, loudness_db: float = -35.0) -> Heard:
    scores = VOICE if speaks else None
    return Heard((VoiceSample(time_s, 0.25, speaks, 1, scores, loudness_db=loudness_db, speaker=speaker),))


def line(start_s: float, end_s: float, scores: WordsScores | None = ANGRY) -> WordsSample:
    return WordsSample(Said(start_s, end_s, "I hate it"), "en", scores)


@pytest.mark.parametrize("faces", [1, 2])
def test_it_says_what_is_said_of_the_finished_session(tmp_path: Path, faces):
    """The same three seconds in the order in which they come, and from the tables."""
    lines = (Said(0.4, 0.9, "I hate it"), Said(1.5, 2.5, "I hate it"))
    after = fused(write(tmp_path, faces=faces, lines=lines))
    live, found = LiveFusion(), []
    for i in range(90):
        seen = [make_tracked(number + 1, scores=make_scores(HAPPY, 0.6)) for number in range(faces)]
        live.see(make_analysis(i, seen))
        if i % 7.5 < 1 and i:  # a quarter of a second has passed
            n = int(i / 7.5) - 1
            speaks = 4 <= n < 8
            live.hear(piece(n / 4, speaks, loudness_db=-60 + 25 * speaks))
        if i == 0:
            live.read(WordsSample(one, "en", ANGRY) for one in lines)
        found += live.decided()
    live.hear(piece(2.75, speaks=False, loudness_db=-60))
    found += live.rest()
    assert [one.time_s for one in found] == after["time_s"].tolist()
    assert [one.face or 0 for one in found] == np.nan_to_num(after["face_id"]).tolist()
    names = [f"fused_{name}" for name in EXPRESSIONS]
    expected = np.stack([after[name] for name in names], axis=1)
    assert np.stack([one.probabilities for one in found]) == pytest.approx(expected, abs=1e-5, nan_ok=True)
    weights = np.stack([after[f"weight_{name}"] for name in ("face", "voice", "words")], axis=1)
    assert np.stack([one.weights for one in found]) == pytest.approx(weights, abs=1e-5)
    assert [one.top for one in found] == after["fused_expression"].tolist()
    assert live.is_fused


def test_nothing_is_decided_of_nothing():
    live = LiveFusion()
    assert live.decided() == [] == live.rest()
    live.see(face(0.1))
    live.see(face(1.0))
    assert live.rest() == []
    assert not live.is_fused


def test_a_microphone_that_goes_away_holds_nothing_up():
    live = LiveFusion()
    for i in range(40):
        live.see(face(i / 10, 1))
        if i < 10:
            live.hear(piece(i / 4, i < 4)) if i % 2 == 0 else None
    decided = live.decided()
    assert decided[-1].time_s + 0.25 >= 3.9 - PATIENCE_S - 0.25
    assert decided[0].weights[1] > 0
    assert decided[-1].weights.tolist() == [1.0, 0.0, 0.0]


def test_words_that_come_late_change_what_was_said_of_their_moment():
    live = LiveFusion()
    for i in range(120):
        live.see(face(i / 10, 1))
        if i % 5 == 0:
            live.hear(piece(i / 10, speaks=False))
    early = live.decided()
    assert all(one.weights[2] == 0 for one in early)
    live.read([line(2.0, 3.0)])
    (now,) = live.between(9, 10)
    assert now.time_s == 2.25
    assert now.weights[2] > 0
    assert now.moved[2] < 0 < now.moved[0]
    assert now.probability == pytest.approx(np.nanmax(now.probabilities))


def test_rows_that_wait_have_the_words_in_them():
    live, found = LiveFusion(hold_s=5.0), []
    for i in range(100):
        live.see(face(i / 10, 1))
        if i == 60:
            live.read([line(2.0, 3.0)])
        found += live.decided()
    assert [one.time_s for one in found if one.weights[2] > 0] == [2.0, 2.25, 2.5, 2.75]
    assert found[-1].time_s + 0.25 <= 9.9 - 5.0


def test_what_is_heard_of_nobody_has_a_decision_of_its_own():
    live = LiveFusion()
    for i in range(10):
        live.see(face(i / 10, 1, 2))
    live.hear(piece(0.0))
    live.hear(piece(0.25, speaker=2))
    first, second = live.between(0, 1), live.between(1, 2)
    assert [one.face for one in first] == [1, 2, None]
    assert first[2].weights.tolist() == [0.0, 1.0, 0.0]
    assert [(one.face, one.weights[1] > 0) for one in second] == [(1, False), (2, True)]
    live.hear(piece(0.5, speaker=7))  # one who has just gone
    assert [one.face for one in live.between(2, 3)] == [1, 2, 7]


def test_a_voice_in_noise_counts_less():
    shares = []
    for noise_db in (-80.0, -40.0):
        live = LiveFusion()
        live.see(face(0.0, 1))
        for i in range(8):
            live.hear(piece(i / 4, speaks=False, loudness_db=noise_db))
        live.see(face(2.0, 1))
        live.hear(piece(2.0, loudness_db=-35.0))
        shares.append(live.between(8, 9)[0].weights[1])
    assert shares[0] > shares[1] > 0


def test_of_two_lines_the_one_that_began_last_counts():
    live = LiveFusion()
    live.read([line(0.0, 2.0), line(0.5, 1.0, GLAD), line(0.55, 0.6, None)])
    assert [live.between(place, place + 1)[0].top for place in (1, 2, 5)] == ["anger", "happiness", "anger"]
    assert live.between(40, 41) == []


def test_what_is_old_is_forgotten():
    live = LiveFusion()
    live.read([line(0.0, 1.0)])
    for i in range(1400):
        live.see(face(i / 4, 1))
        live.hear(piece(i / 4))
        live.decided()
    assert live.between(2, 3) == []
    assert live.between(1390, 1391) != []
    assert len(live._seen) < 500
    assert len(live._pieces) < 500


def test_it_may_begin_at_any_time():
    live = LiveFusion()
    live.see(face(3600.0, 1))
    live.hear(piece(3599.9))
    live.see(face(3601.5, 1))
    assert len(live.decided()) < 8
