from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.results.statistics import data_quality
from fer_desktop.session.library import load_session
from tests.factories import write_session


def test_uncertain_answers_are_counted_and_unknown_certainty_is_not_a_share(tmp_path):
    session = load_session(write_session(tmp_path, "s"))
    assert math.isnan(data_quality(session).uncertain_share)
    known = session.recorded.replaced(certainty=np.where(np.arange(len(session.recorded)) % 2, 0.9, np.nan))
    low = known.replaced(certainty=np.where(np.arange(len(known)) == 1, 0.2, known["certainty"]))
    assert data_quality(replace(session, recorded=known)).uncertain_share == 0
    assert data_quality(replace(session, recorded=low)).uncertain_share == pytest.approx(1 / (len(low) // 2))
