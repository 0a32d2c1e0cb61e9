from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from fer_desktop.errors import StudyUnreadable
from fer_desktop.session.table import Table
from fer_desktop.studies.answers import trends_of
from fer_desktop.studies.comparing import Options, compare
from fer_desktop.studies.dictionary import COLUMNS
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.over_time import loess, over_time
from fer_desktop.studies.picture_files import picture_bytes
from fer_desktop.studies.study import load_study
from tests.studies.made import made_session, write_study

pytest.importorskip("scipy")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def table_of(values, days, started=None):
    """One person with a session for each value."""
    n = len(values)
    columns = {}
    for column in COLUMNS:
        text = column.kind == "text"
        columns[column.name] = np.full(n, "", dtype=object) if text else np.full(n, 1.0)
    columns["excluded_s"] = np.zeros(n)
    at = [(START + timedelta(days=float(day))).isoformat() for day in days]
    for name, given in {
        "participant": ["P1"] * n,
        "session": [f"s{i}" for i in range(n)],
        "expression": ["happiness"] * n,
        "started": started or at,
    }.items():
        columns[name] = np.array(given, dtype=object)
    return Table({**columns, "mean": np.array(values, dtype=float)})


def test_the_regression_is_that_of_statsmodels():
    smoothers = pytest.importorskip("statsmodels.nonparametric.smoothers_lowess")
    random = np.random.default_rng(2)
    x = np.sort(random.uniform(0, 100, 30))
    y = np.sin(x / 20) + random.normal(0, 0.1, 30)
    theirs = smoothers.lowess(y, x, frac=2 / 3, it=0, return_sorted=False)
    np.testing.assert_allclose(loess(x, y, x), theirs, atol=1e-6)


def test_a_step_is_found_and_noise_is_not_called_a_change():
    random = np.random.default_rng(4)
    values = np.concatenate([random.normal(0.3, 0.03, 12), random.normal(0.5, 0.03, 14)])
    (trend,) = over_time(table_of(values, np.arange(26)), "P1", "mean", ("happiness",)).trends
    assert trend.change.is_supported
    assert trend.change.place == 12
    assert trend.change.after - trend.change.before == pytest.approx(0.2, abs=0.03)
    found = 0
    for seed in range(60):
        noise = np.random.default_rng(seed).normal(0.3, 0.05, 20)
        (trend,) = over_time(table_of(noise, np.arange(20)), "P1", "mean", ("happiness",), seed=seed).trends
        found += trend.change.is_supported
    assert found <= 8  # 5% of 60 are 3


def test_gaps_stay_gaps_and_sessions_come_in_order():
    days = [*range(10), *range(40, 50)]
    values = np.linspace(0.2, 0.6, 20)
    back = table_of(values, days).where(np.arange(20)[::-1] >= 0)
    reversed_rows = Table({name: column[::-1] for name, column in back.columns.items()})
    (trend,) = over_time(reversed_rows, "P1", "mean", ("happiness",)).trends
    assert trend.started[0] == START
    assert trend.parts == (slice(0, 10), slice(10, 20))
    np.testing.assert_allclose(trend.values, values)
    assert np.all((trend.low <= trend.line + 1e-6) & (trend.line <= trend.high + 1e-6))


def test_few_sessions_have_neither_line_nor_change_and_nothing_is_said_of_nobody():
    found = over_time(table_of([0.2, 0.4, 0.3], [0, 1, 2]), "P1", "mean", ("happiness",))
    (trend,) = found.trends
    assert trend.line is None and trend.change is None
    answer = trends_of(found, "P1", "mean")
    assert answer.tables[0].rows[0][:2] == ("happiness", "3")
    assert "no measure of mood or of health" in answer.texts[1]
    assert picture_bytes(answer.pictures[0], "png", 50).startswith(b"\x89PNG")
    with pytest.raises(StudyUnreadable, match="Nothing is known of P9"):
        over_time(table_of([0.2], [0]), "P9", "mean", ("happiness",))
    unknown = table_of([0.2, 0.3], [0, 1], ["", ""])
    with pytest.raises(StudyUnreadable, match="Nobody knows when the sessions of P1 were") as refused:
        over_time(unknown, "P1", "mean", ("happiness",))
    assert "study.toml" in refused.value.hint


def test_dates_by_hand_and_times_of_recordings_stand_in_one_order():
    table = table_of([0.2, 0.4, 0.3], [0, 1, 2], ["2026-02-01", "2026-01-05T09:00:00+00:00", "2026-01-20T14:30"])
    (trend,) = over_time(table, "P1", "mean", ("happiness",)).trends
    assert trend.values.tolist() == [0.4, 0.3, 0.2]
    assert all(at.tzinfo is not None for at in trend.started)


def test_change_within_sessions_is_a_comparison_of_their_parts(tmp_path):
    text = ""
    for i in range(4):
        folder = made_session(tmp_path, f"s{i}", [0.2 + i / 100] * 30 + [0.6 + i / 50] * 30)
        text += f'[[participants]]\ncode = "P{i}"\n[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P{i}"\n'
    study = load_study(write_study(tmp_path, text + '[[participants]]\ncode = "P9"\n'))
    table = study_table(study, parts=2)
    assert sorted(set(table["condition"])) == ["", "1/2", "2/2"]
    (one,) = compare(table, Options(by="condition", expressions=("happiness",))).differences
    assert (one.first, one.second, one.n_first) == ("1/2", "2/2", 4)
    assert one.difference == pytest.approx(0.4, abs=0.05)
