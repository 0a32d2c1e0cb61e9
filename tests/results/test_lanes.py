"""The lanes of a session: which are offered, and that their rows are those of the tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.lane import CURVES, Curve, Lane, Series, Spans
from fer_desktop.core.palette import shades
from fer_desktop.core.types import SourceInfo
from fer_desktop.results import lanes as lanes_module
from fer_desktop.results.lanes import SOURCES, STANDARD, LaneSource, SessionLanes, bounds_of
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.table import Table
from tests.factories import write_session
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked


@pytest.fixture
def session(tmp_path):
    """Two faces at 30 frames a second; the second one is away from 1 s to 2 s."""
    header = SessionHeader("lanes", SourceInfo("cam", 640, 480, 30.0, is_live=True), MODEL)
    writer = SessionWriter(tmp_path, header, WriterOptions())
    for i in range(90):
        second = [] if 30 <= i < 60 else [make_tracked(2, scores=make_scores(4, 0.8))]
        writer.add_analysis(make_analysis(i, [make_tracked(1, scores=make_scores(1, 0.9)), *second]))
    return load_session(Path(writer.close(RecordingCounts(90, 0, 0))))


def series_of(lanes, lane, face=0):
    data = lanes.data(lane, face)
    assert isinstance(data, Series)
    return data


def lane_of(lanes, key):
    return next(lane for lane in (*lanes.of_faces, *lanes.of_session) if lane.key == key)


def test_a_session_of_pictures_offers_what_it_has(session):
    lanes = SessionLanes(session)
    assert [lane.key for lane in lanes.of_faces] == ["expressions", "top", "valence", "pose", "trust"]
    assert [lane.key for lane in lanes.of_session] == [f"all_{name}" for name in EXPRESSIONS]
    assert set(STANDARD) <= {lane.key for lane in lanes.of_faces}


def test_rows_are_those_of_the_table(session):
    lanes = SessionLanes(session)
    rows = series_of(lanes, lane_of(lanes, "trust"), 2).window(0, 9)
    of_table = session.table.of(2)
    assert np.array_equal(rows.times_s, of_table["time_s"])
    assert np.array_equal(rows.values[:, 0], of_table["quality"])
    assert np.flatnonzero(~rows.joined).tolist() == [29, 59]  # where the face went, and the end


def test_one_expression_of_all_faces_is_one_lane_with_a_curve_for_each(session):
    lanes = SessionLanes(session)
    lane = lane_of(lanes, "all_happiness")
    assert [curve.name for curve in lane.curves] == ["1", "2"]
    assert len({curve.colour for curve in lane.curves}) == 2
    rows = series_of(lanes, lane).window(0, 9)
    assert rows.values[:, 0] == pytest.approx(0.9)
    assert np.isnan(rows.values[30:60, 1]).all()
    assert not np.isnan(rows.values[:30, 1]).any()


def test_a_window_has_a_row_on_each_side_and_thins_out_steadily(session):
    series = series_of(SessionLanes(session), CURVES, 1)
    assert series.window(1.0, 1.1).times_s == pytest.approx(np.arange(29, 35) / 30)
    thin, later = series.window(0, 2, 20).times_s, series.window(0.1, 2.1, 20).times_s
    assert len(thin) <= 20
    assert set(later[:-2]) <= {*thin, *later[-4:]}


def test_a_new_table_needs_a_lane_and_its_source_alone(session, monkeypatch):
    table = Table({"time_s": np.array([0.0, 0.1, 0.2]), "face_id": np.array([1.0, 2.0, 1.0]), "blink": np.arange(3.0)})
    lane = Lane("blinks", "Blinks", "", (Curve("blink", "blink"),), None)
    monkeypatch.setattr(lanes_module, "SOURCES", (*SOURCES, LaneSource(lane, lambda of: table)))
    lanes = SessionLanes(session)
    assert lanes.of_faces[-1] == lane
    found = series_of(lanes, lane, 1)
    assert found.window(0, 9).values.ravel().tolist() == [0.0, 2.0]
    assert bounds_of(lane, found).bounds == (0.0, 2.0)


def test_words_reach_as_far_as_they_last():
    spans = Spans(np.array([0.0, 1.0, 2.0]), np.array([0.5, 1.8, 2.5]), ("a", "b", "c"))
    assert spans.between(0.6, 1.5).labels == ("b",)
    assert spans.between(0.2, 2.0).labels == ("a", "b", "c")
    assert spans.between(3, 4).labels == ()


def test_shades_differ_and_one_is_the_colour_itself():
    assert shades("#e69f00", 1) == ("#e69f00",)
    assert len(set(shades("#e69f00", 8))) == 8


def test_merged_faces_are_one_lane(tmp_path):
    session = load_session(write_session(tmp_path, "a"))
    assert [curve.name for curve in lane_of(SessionLanes(session), "all_anger").curves] == ["1", "Max"]
