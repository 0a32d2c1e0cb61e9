from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.voice import scores_of


def test_the_answer_is_among_what_the_model_knows():
    scores = scores_of(("anger", "neutral"), np.array([0.7, 0.3], np.float32))
    assert scores.top == "anger"
    assert scores.top_probability == pytest.approx(0.7)
    assert np.isnan(scores.probabilities).sum() == 6
