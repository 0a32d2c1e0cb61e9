"""Sessions read against neutral faces: while they are written, when they are closed, and afterwards."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fer_desktop.core.baseline import Baseline, Calibration, baseline_of, calibrated
from fer_desktop.core.calibrator import with_baseline
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.lane import CURVES
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Marker
from fer_desktop.errors import NeutralRefused, SessionUnreadable
from fer_desktop.results.formats import export_session
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.results.neutral import automatic_of, calibrated_edits, measured, uncalibrated_edits
from fer_desktop.results.report import html_report
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import marker_statistics, session_statistics
from fer_desktop.session import schema
from fer_desktop.session.calibrating import calibrated_view, is_calibrated
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.kept_faces import KeptFaces, kept_face, load_kept, save_kept
from fer_desktop.session.library import Session, load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.table import Table
from tests.core.test_baseline import CHECK
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

CALIBRATION = Calibration((0.0, -4.0, -4.0, -2.0, -3.0, -5.0, -4.5, -3.5), 1.5)
BASELINE = baseline_of(make_scores(3, 0.7).probabilities[None], "asked")


def writer_in(root: Path) -> SessionWriter:
    return SessionWriter(root, SessionHeader("one", CAMERA, replace(MODEL, calibration=CALIBRATION)))


def write(root: Path, since: int | None = 10, n: int = 45) -> Path:
    """Two faces; the first one is read against its neutral face from some frame on, None for never."""
    writer = writer_in(root)
    writer.add_marker(Marker(0.5, "on"))
    for i in range(n):
        first = make_tracked(1, scores=make_scores(i % 2))
        if since is not None and i >= since:
            first = with_baseline(first, BASELINE, CALIBRATION)
        writer.add_analysis(make_analysis(i, [first, make_tracked(2)]))
    return Path(writer.close(RecordingCounts(n, 0, 0)))


def test_both_scores_stand_side_by_side_from_the_moment_on(tmp_path):
    folder = write(tmp_path)
    table = pd.read_csv(folder / "timeline.csv")
    first, second = (table[table["face_id"] == face] for face in (1, 2))
    assert second["calibrated_neutral"].isna().all() and second["calibrated_expression"].isna().all()
    assert first["calibrated_neutral"].isna().tolist() == [i < 10 for i in range(45)]
    rows = first.iloc[10:]
    names = list(schema.CALIBRATED)
    assert rows[names].sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-5)
    expected = calibrated(make_scores(0).probabilities, BASELINE, CALIBRATION)
    assert rows[names].iloc[0].to_numpy() == pytest.approx(expected, abs=1e-6)
    assert rows["happiness"].max() == pytest.approx(0.8)
    info = json.loads((folder / "session.json").read_text())
    assert info["model"]["calibration"]["gain"] == 1.5 and info["model"]["calibration"]["half_at"] == 0
    (facts,) = info["baselines"]
    assert (facts["face_id"], facts["origin"], facts["since_s"]) == (1, "asked", pytest.approx(10 / 30, abs=1e-6))


def test_what_one_expression_counts_for_another_is_kept_with_the_session(tmp_path):
    mixing = np.eye(8)
    mixing[1, 7] = 2.0
    mixed = replace(CALIBRATION, mixing=tuple(tuple(row) for row in mixing.tolist()))
    writer = SessionWriter(tmp_path, SessionHeader("one", CAMERA, replace(MODEL, calibration=mixed)))
    smile = make_scores(1)
    for i in range(20):
        writer.add_analysis(make_analysis(i, [make_tracked(1, scores=smile)]))
    writer.calibrate({1: BASELINE}, mixed)
    folder = Path(writer.close(RecordingCounts(20, 0, 0)))
    assert json.loads((folder / "session.json").read_text())["model"]["calibration"]["mixing"] == mixing.tolist()
    session = load_session(folder)
    assert session.calibration == mixed
    (said,) = session.table.where(session.table["frame"] == 0).probabilities(schema.CALIBRATED)
    assert said == pytest.approx(calibrated(smile.probabilities, BASELINE, mixed), abs=1e-6)
    assert said[7] > calibrated(smile.probabilities, BASELINE, CALIBRATION)[7] + 1e-3


def test_a_session_can_be_calibrated_as_it_is_closed(tmp_path):
    writer = writer_in(tmp_path)
    for i in range(20):
        writer.add_analysis(make_analysis(i, [make_tracked(1), make_tracked(2)] if i else []))
    writer.calibrate({2: BASELINE}, CALIBRATION)
    folder = Path(writer.close(RecordingCounts(20, 0, 0)))
    session = load_session(folder)
    assert not session.problems
    assert calibrated_view(session.table).face_ids == (2,)
    assert session.baselines[2].logits == pytest.approx(BASELINE.logits, abs=1e-6)
    plain = load_session(write(tmp_path / "plain", since=None))
    assert not is_calibrated(plain.table)
    columns = [name for name in schema.HEADER if name not in schema.ALL_CALIBRATED]
    for name in columns[:5]:
        assert len(session.table[name]) == len(session.table)


def test_a_session_can_be_calibrated_later_and_again_and_not_at_all(tmp_path):
    folder = write(tmp_path, since=None)
    before = (folder / "timeline.csv").read_bytes()
    session = load_session(folder)
    save_edits(session.store, calibrated_edits(session, session.edits, {1: BASELINE}, None))
    session = load_session(folder)
    assert calibrated_view(session.table).face_ids == (1,)
    assert session.baselines[1].logits == pytest.approx(BASELINE.logits, abs=1e-6)
    other = replace(BASELINE, logits=tuple(reversed(BASELINE.logits)))
    save_edits(session.store, calibrated_edits(session, session.edits, {1: other, 2: BASELINE}, None))
    again = load_session(folder)
    assert calibrated_view(again.table).face_ids == (1, 2)
    assert again.baselines[1].logits == pytest.approx(other.logits, abs=1e-6)
    save_edits(session.store, uncalibrated_edits(again.edits, (1, 2)))
    assert not is_calibrated(load_session(folder).table)
    assert (folder / "timeline.csv").read_bytes() == before


def test_a_model_that_cannot_be_calibrated_says_so(tmp_path):
    session = load_session(Path(__file__).parents[1] / "data" / "session_v2")
    with pytest.raises(NeutralRefused, match="cannot be calibrated"):
        calibrated_edits(session, session.edits, {1: BASELINE}, None)
    edits = calibrated_edits(session, session.edits, {1: BASELINE}, CALIBRATION)
    assert is_calibrated(replace(session, edits=edits).table)


def test_damaged_baselines_are_named(tmp_path):
    folder = write(tmp_path)
    one = '{"face_id": 1, "logits": [1, 2], "n_frames": 1, "origin": "asked"}'
    (folder / "edits.json").write_text(f'{{"baselines": [{one}]}}')
    with pytest.raises(SessionUnreadable, match="length"):
        load_session(folder)


def test_a_neutral_face_is_measured_on_the_table(tmp_path):
    session = load_session(write(tmp_path, since=None, n=90))
    reference = measured(session, 1, Span(0.5, 2.5), CHECK)
    assert reference.is_good and reference.baseline is not None and reference.baseline.origin == "range"
    assert measured(session, 1, Span(0.5, 0.6), CHECK).flaws == ("short",)
    assert automatic_of(session, 1) is None


def calibrated_session(tmp_path: Path) -> Session:
    return load_session(write(tmp_path))


def test_statistics_exist_for_both(tmp_path):
    session = calibrated_session(tmp_path)
    assert [s.face_id for s in session_statistics(session)] == [1, 2]
    (only,) = session_statistics(session, calibrated=True)
    assert (only.face_id, only.n_rows) == (1, 35)
    assert sum(only.mean.values()) == pytest.approx(1, abs=1e-5)
    assert [s.face_id for _, s in marker_statistics(session, calibrated=True)] == [1]


def test_the_report_says_which_it_shows(tmp_path):
    text = html_report(calibrated_session(tmp_path), Progress())
    assert "not calibrated" in text and "calibrated with the person" in text and "Neutral faces that" in text
    plain = html_report(load_session(write(tmp_path / "plain", since=None)), Progress())
    assert "not calibrated" in plain and "calibrated with the person" not in plain


def test_an_export_smooths_both(tmp_path):
    session = calibrated_session(tmp_path)
    smooth = select(session, Selection(smooth_s=0.5)).of(1)
    there = ~np.isnan(smooth["calibrated_neutral"])
    assert there.sum() == 35
    assert smooth["calibrated_happiness"][there].std() < session.table.of(1)["calibrated_happiness"][there].std()
    assert smooth.probabilities(schema.CALIBRATED)[there].sum(axis=1) == pytest.approx(1, abs=1e-5)
    export_session(session, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == (session.folder / "timeline.csv").read_bytes()


def test_the_timeline_of_calibrated_scores_has_only_those(tmp_path):
    session = calibrated_session(tmp_path)
    for wanted, n_rows in ((False, 90), (True, 35)):
        series: Any = [SessionLanes(session, wanted).data(CURVES, face) for face in session.face_ids]
        assert sum(map(len, series)) == n_rows


def test_merged_faces_are_read_against_the_one_they_are(tmp_path):
    session = load_session(write(tmp_path, since=None))
    edits = calibrated_edits(session, Edits(merged={2: 1}), {1: BASELINE}, CALIBRATION)
    assert calibrated_view(replace(session, edits=edits).table).face_ids == (1,)


def test_kept_faces_come_back_and_go_without_trace(tmp_path):
    file = tmp_path / "home" / "neutral_faces.json"
    assert load_kept(file) == KeptFaces()
    one = kept_face("Mia", "0" * 64, "balanced", BASELINE)
    save_kept(KeptFaces().with_face(one).with_face(replace(one, name="Max")).with_face(one), file)
    kept = load_kept(file)
    assert [face.name for face in kept.faces] == ["Max", "Mia"]
    found = kept.of("Mia", "0" * 64, "balanced")
    assert found is not None and found.baseline == Baseline(found.logits, 1, "kept")
    assert kept.of("Mia", "1" * 64, "balanced") is None
    save_kept(kept.without("Mia"), file)
    assert "Mia" not in file.read_text()
    save_kept(load_kept(file).without("Max"), file)
    assert list(file.parent.iterdir()) == []


def test_kept_faces_that_make_no_sense_lie_aside_and_are_never_replaced(tmp_path):
    file = tmp_path / "neutral_faces.json"
    texts = ['{"faces": [{"name": "Mia"}]}', '{"faces": [{"name": "Max"']
    for text, aside in zip(texts, ("neutral_faces.json.damaged", "neutral_faces.json.damaged_2"), strict=True):
        file.write_text(text)
        with pytest.raises(SessionUnreadable, match=rf"{aside}[.] "):
            load_kept(file)
        assert (tmp_path / aside).read_text() == text
        assert load_kept(file) == KeptFaces()
        save_kept(KeptFaces().with_face(kept_face("Ann", "0" * 64, "balanced", BASELINE)), file)
    assert len(list(tmp_path.iterdir())) == 3


def test_kept_faces_that_cannot_be_put_aside_stay_where_they_are(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    file = tmp_path / "neutral_faces.json"
    file.write_text("{")
    monkeypatch.setattr("os.rename", refuse)
    with pytest.raises(SessionUnreadable, match=r"neutral_faces[.]json[.] "):
        load_kept(file)
    assert file.read_text() == "{"


def test_a_blink_and_a_word_are_seen_where_details_of_the_face_were_measured(tmp_path):
    session = load_session(write(tmp_path, since=None, n=90))
    rows = session.table.of(1)
    base = {"time_s": rows["time_s"], "frame": rows["frame"], "face_id": rows["face_id"]}
    open_lids, shut_lids, still = np.full(90, 0.05), np.full(90, 0.9), np.full(90, 0.02)
    talking = still + 0.05 * (np.arange(90) % 2)
    for lids, mouth, flaws in (
        (open_lids, still, ()),
        (shut_lids, still, ("eyes",)),
        (open_lids, talking, ("speaking",)),
        (open_lids, np.full(90, np.nan), ()),
    ):
        details = Table({**base, "AU45_left": lids, "AU45_right": lids, "mouth_opening": mouth})
        assert measured(replace(session, details=details), 1, Span(0.5, 2.5), CHECK).flaws == flaws


def test_a_stretch_is_held_against_the_rest_of_the_recording(tmp_path):
    writer = writer_in(tmp_path)
    for i in range(300):  # ten seconds at rest, two and a half of which look less neutral
        face = replace(make_tracked(1), raw=make_scores(0, 0.4 if i < 75 else 0.95))
        writer.add_analysis(make_analysis(i, [face]))
    session = load_session(Path(writer.close(RecordingCounts(300, 0, 0))))
    assert measured(session, 1, Span(0.0, 2.0), CHECK).flaws == ("expression",)
    assert measured(session, 1, Span(4.0, 6.0), CHECK).is_good
