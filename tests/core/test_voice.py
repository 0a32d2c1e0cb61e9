from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.voice import Heard, VoiceSample, scores_of


def test_the_answer_is_among_what_the_model_knows():
    scores = scores_of(("anger", "neutral"), np.array([0.7, 0.3], np.float32))
    assert scores.top == "anger"
    assert scores.top_probability == pytest.approx(0.7)
    assert np.isnan(scores.probabilities).sum() == 6


def test_an_utterance_counts_from_the_beginning_of_a_recording_on():
    utterances = tuple(VoiceSample(time_s, 2.0, True, i) for i, time_s in enumerate((1.0, 9.0, 10.5)))
    heard = Heard((VoiceSample(9.9, 0.25, True), VoiceSample(10.15, 0.25, True)), utterances).since(10.0)
    assert [one.time_s for one in heard.pieces] == [pytest.approx(0.15)]
    assert [(one.time_s, one.duration_s) for one in heard.utterances] == [(0.0, 1.0), (0.5, 2.0)]
