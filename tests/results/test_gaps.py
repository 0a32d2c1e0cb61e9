"""What parts two rows: a gap, at any rate, and an excluded stretch; and what merging and markers make of rows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.lane import CURVES
from fer_desktop.core.types import Analysis, Marker, SourceInfo
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.results.gaps import Gaps, gaps_of
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.results.plot import draw_session
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import marker_statistics, session_statistics
from fer_desktop.session.edits import Edits, SessionMarker, Span
from fer_desktop.session.library import Session, load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.fakes import MODEL, make_scores, make_tracked

AT_30_FPS = np.arange(300) / 30
OUT = (Span(3.0, 4.0),)


def face(number=1, top=0, quality=0.9):
    return make_tracked(number, scores=make_scores(top, 0.8), quality=quality)


@pytest.fixture
def record(tmp_path):
    """A session of these times (s), with what `faces_at` gives for each; markers come before their frame."""

    def made(times, faces_at, markers=(), **edits) -> Session:
        writer = SessionWriter(tmp_path, SessionHeader("s", SourceInfo("cam", 640, 480, 30.0, 0.0), MODEL))
        waiting = list(markers)
        for i, time_s in enumerate(times):
            while waiting and waiting[0].time_s <= time_s:
                writer.add_marker(waiting.pop(0))
            writer.add_analysis(Analysis(i, float(time_s), tuple(faces_at(float(time_s))), 1.0))
        for marker in waiting:
            writer.add_marker(marker)
        session = load_session(Path(writer.close(RecordingCounts(len(times), 0, 0))))
        return replace(session, edits=Edits(**edits))

    return made


def exported(session, tmp_path, kind="csv", **selection) -> pd.DataFrame:
    path = tmp_path / "out"
    export_session(session, path, ExportOptions(kind, Selection(**selection)))
    return pd.read_csv(path, sep="," if kind == "csv" else "\t", header=None if kind == "elan" else "infer")


def marked(table: pd.DataFrame) -> list[tuple[float, str]]:
    return [(time_s, text) for time_s, text in zip(table["time_s"], table["marker"], strict=True) if pd.notna(text)]


@pytest.mark.parametrize("step_s", [0.5, 0.52, 1.0, 30030 / 30000, 2.0])
def test_slow_sessions_have_no_gaps_between_frames(record, tmp_path, step_s):
    times = np.arange(60) * step_s
    half_s = times[30]
    session = record(times, lambda t: [face(top=0 if t < half_s else 4)], [Marker(10 * step_s, "on")])
    (statistics,) = session_statistics(session)
    assert (statistics.seen_s, statistics.transitions) == (pytest.approx(59 * step_s, abs=1e-5), 1)
    ((_, after),) = marker_statistics(session)
    assert after.seen_s == pytest.approx(49 * step_s, abs=1e-5)
    rows = exported(session, tmp_path, "elan")
    ends = [round(1000 * time_s) for time_s in (0, half_s, half_s, times[-1])]
    assert rows[rows[0] == "face 1"][[1, 2]].to_numpy().ravel() == pytest.approx(ends, abs=1)
    first_after = select(session, Selection(smooth_s=5))["anger"][30]
    assert 0.03 < first_after < 0.4
    assert not np.isnan(select(session, Selection(grid_hz=10))["face_id"]).any()


def test_a_face_that_is_away_is_a_gap_by_the_rate_of_all_frames(record):
    session = record(np.arange(60.0), lambda t: [] if 20 <= t < 30 else [face(top=int(t > 25))])
    (statistics,) = session_statistics(session)
    assert statistics.seen_s == pytest.approx(19 + 1 + 29)
    assert statistics.transitions == 0
    assert gaps_of(session, 0.5).longest_s == pytest.approx(2.5)
    quick = record(AT_30_FPS, lambda t: [face()] if t % 1 < 0.02 else [])  # once a second, among 30 frames
    assert gaps_of(quick, 0.5).longest_s == 0.5
    assert session_statistics(quick)[0].seen_s == 0


def test_a_coarse_grid_has_intervals_too(record, tmp_path):
    session = record(AT_30_FPS, lambda _: [face()])
    rows = exported(session, tmp_path, "elan", grid_hz=1.0)
    assert rows.to_numpy().tolist() == [["face 1", 0, 9000, "neutral"]]


def test_stretches_that_are_empty_part_nothing():
    times = np.array([1.0, 2.0])
    assert Gaps(1.0, (Span(1.6, 1.4),)).joined(times[:1], times[1:]).all()
    assert np.isinf(Gaps(1.0, (Span(1.6, 1.4),)).until_excluded(times)).all()
    gaps = Gaps(1.0, (Span(1.5, 1.6), Span(1.4, 1.7)))
    assert not gaps.joined(times[:1], times[1:]).any()
    assert gaps.until_excluded(times) == pytest.approx([0.4, np.inf])


@pytest.mark.parametrize("grid_hz", [10.0, 7.0, 30.0])
def test_the_grid_does_not_come_back_into_an_excluded_stretch(record, tmp_path, grid_hz):
    session = record(AT_30_FPS, lambda t: [face(top=0 if t < 3 else 4)], excluded=OUT)
    table = exported(session, tmp_path, grid_hz=grid_hz, without_excluded=True)
    assert not table["time_s"].between(3.0, 4.0).any()
    after = table[table["time_s"] > 4.0]
    seen = after.dropna(subset="face_id")
    assert len(seen) >= len(after) - 1  # before the first row after it nothing is known
    assert set(seen["expression"]) == {"anger"}
    assert (seen["frame"] / 30 > 4.0).all()
    whole = exported(session, tmp_path, grid_hz=grid_hz)
    assert whole["time_s"].between(3.0, 4.0).any()


def test_what_is_excluded_does_not_leak_through_smoothing(record):
    def faces_at(t):
        return [face(top=4 if 3.0 <= t <= 4.0 else 0)]

    session = record(AT_30_FPS, faces_at, excluded=OUT)
    table = select(session, Selection(smooth_s=1.0, without_excluded=True))
    assert np.ptp(table["anger"]) == pytest.approx(0)
    assert set(table["expression"]) == {"neutral"}
    assert np.ptp(select(session, Selection(smooth_s=1.0))["anger"]) > 0.3


def test_smoothing_starts_anew_behind_a_short_excluded_stretch(record):
    session = record(AT_30_FPS, lambda t: [face(top=0 if t < 3.1 else 4)], excluded=(Span(3.0, 3.2),))
    table = select(session, Selection(smooth_s=1.0, without_excluded=True))
    first = np.searchsorted(table["time_s"], 3.2)
    assert table["expression"][first] == "anger"
    assert table["anger"][first] == pytest.approx(0.8)


def test_a_short_excluded_stretch_is_no_time_that_was_seen(record):
    session = record(AT_30_FPS, lambda t: [face(top=0 if t < 3.1 else 4)], [Marker(2.0, "on")])
    (statistics,) = session_statistics(session)
    assert (statistics.seen_s, statistics.transitions) == (pytest.approx(299 / 30, abs=1e-5), 1)
    session = replace(session, edits=Edits(excluded=(Span(2.99, 3.29),)))
    (statistics,) = session_statistics(session)
    # 89 rows until 2.967 s, of which the last counts up to 2.99 s, and those from 3.3 s on
    assert statistics.seen_s == pytest.approx(2.99 + 299 / 30 - 3.3, abs=1e-5)
    assert statistics.transitions == 0
    ((_, after),) = marker_statistics(session)
    assert after.seen_s == pytest.approx(statistics.seen_s - 2.0, abs=1e-5)


def test_intervals_do_not_bridge_what_is_excluded(record, tmp_path):
    session = record(AT_30_FPS, lambda _: [face()], excluded=(Span(3.0, 3.3),))
    assert exported(session, tmp_path, "elan")[[1, 2]].to_numpy().tolist() == [[0, 9967]]
    without = exported(session, tmp_path, "elan", without_excluded=True)
    assert without[[1, 2]].to_numpy().tolist() == [[0, 2967], [3333, 9967]]


def test_all_may_be_excluded(record, tmp_path):
    session = record(AT_30_FPS, lambda _: [face()], excluded=(Span(0.0, 20.0),))
    assert session_statistics(session)[0].seen_s == 0
    assert not len(exported(session, tmp_path, grid_hz=5.0, smooth_s=1.0, without_excluded=True))


def test_bids_keeps_every_marker_of_the_range(record, tmp_path):
    markers = [Marker(2.5, "in"), Marker(5.01, "out"), Marker(10.02, "end")]
    session = record(AT_30_FPS, lambda _: [face()], markers)
    table = exported(session, tmp_path, "bids")
    assert table["trial_type"].tolist() == ["in", "out", "end"]
    assert table["duration"].tolist() == pytest.approx([2.51, 5.01, 0.0])
    part = exported(session, tmp_path, "bids", start_s=2.6, end_s=6.0)
    assert part.to_numpy().tolist() == [[5.01, pytest.approx(0.99), "out"]]


def test_markers_find_their_rows_again(record, tmp_path):
    def faces_at(t):
        return [face(1)] + ([face(2)] if t >= 5 else [])

    markers = [Marker(2.51, "in"), Marker(2.52, "now"), Marker(6.0, "out"), Marker(10.02, "end")]
    session = record(AT_30_FPS, faces_at, markers)
    recorded = [(pytest.approx(2.533333), "in; now"), (6.0, "out")]
    assert marked(exported(session, tmp_path)) == recorded
    assert marked(exported(session, tmp_path, faces=(1, 2))) == recorded
    assert marked(exported(session, tmp_path, faces=(2,))) == [(5.0, "in; now"), (6.0, "out")]
    assert marked(exported(session, tmp_path, grid_hz=4.0)) == [(2.75, "in; now"), (6.0, "out")]
    assert marked(exported(session, tmp_path, start_s=2.515, end_s=8.0)) == [
        (pytest.approx(2.533333), "now"),
        recorded[1],
    ]
    excluded = replace(session, edits=Edits(excluded=(Span(5.5, 6.5),)))
    assert marked(exported(excluded, tmp_path, without_excluded=True)) == [
        recorded[0],
        (pytest.approx(6.533333), "out"),
    ]
    moved = replace(session, edits=Edits(markers=(SessionMarker(1.0, "moved"),)))
    assert marked(exported(moved, tmp_path)) == [(1.0, "moved")]


def test_a_face_is_in_one_place_at_a_time(record, tmp_path):
    def faces_at(t):
        second = face(2, top=1, quality=0.95 if t < 4.5 else 0.9)
        return ([face(1)] if t < 5 else []) + ([second] if t > 4 else []) + [face(3)]

    session = record(AT_30_FPS, faces_at, [Marker(4.2, "m")], merged={2: 1})
    one = session.table.of(1)
    assert len(one) == len(np.unique(one["frame"])) == 300
    # the better one from 4.033 s to 4.467 s, then the first while they are equal, then who is left
    assert [i for i in range(1, 300) if one["expression"][i] != one["expression"][i - 1]] == [121, 135, 150]
    assert len(session.table.of(3)) == 300
    assert session_statistics(session)[0].transitions == 3
    rows = exported(session, tmp_path, "elan")
    assert (rows[2] > rows[1]).all()
    assert marked(exported(session, tmp_path)) == [(4.2, "m")]
    assert one["marker"][126] == "m"
    assert np.diff(session.table["time_s"]).min() == 0
    assert (np.diff(session.table["time_s"]) >= 0).all()


def test_merging_faces_that_never_meet_changes_numbers_only(record):
    session = record(AT_30_FPS, lambda t: [face(1 if t < 5 else 2)], merged={2: 1})
    for name in session.recorded.columns:
        if name != "face_id":
            np.testing.assert_array_equal(session.table[name], session.recorded[name])
    assert session.face_ids == (1,)


def test_the_json_of_a_session_without_rows_is_valid(record, tmp_path):
    session = record(AT_30_FPS, lambda _: [face()], [Marker(1.0, "m")], excluded=(Span(0.0, 20.0),))
    export_session(session, tmp_path / "out", ExportOptions("json", Selection(grid_hz=1.0, without_excluded=True)))
    whole = json.loads((tmp_path / "out").read_text(), parse_constant=pytest.fail)
    assert whole["columns"]["marker"] == []
    assert [marker["label"] for marker in whole["markers"]] == ["m"]


def test_a_stretch_without_analysis_is_a_gap_in_the_timeline_and_in_the_plot(record):
    session = record([0.0, 0.1, 0.2, 5.0, 5.1], lambda _: [face(1)])
    series: Any = SessionLanes(session).data(CURVES, 1)
    assert series.window(0, 9).joined.tolist() == [True, True, False, True, False]
    curve = draw_session(session).axes[0].lines[0].get_ydata()
    assert np.isnan(curve).tolist() == [False, False, False, True, False, False]


def test_excluded_stretches_are_shaded_in_the_plot(record):
    shades = [
        patch
        for patch in draw_session(record(AT_30_FPS, lambda _: [face(1)], excluded=OUT)).axes[0].patches
        if isinstance(patch, Rectangle) and (patch.get_x(), patch.get_width()) == (3.0, 1.0)
    ]
    assert len(shades) == 1


def test_excel_leaves_out_the_same_as_csv(record, tmp_path):
    session = record(AT_30_FPS, lambda _: [face(1)], excluded=OUT)
    path = tmp_path / "out.csv"
    export_session(session, path, ExportOptions("excel", Selection(without_excluded=True)))
    excel = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
    assert excel["time_s"].tolist() == exported(session, tmp_path, without_excluded=True)["time_s"].tolist()
    assert not excel["time_s"].between(3.0, 4.0).any()
