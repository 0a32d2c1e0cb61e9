"""What a session keeps of action units, lids, gaze and mouth."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.core.face_details import FaceDetails
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.lane import Spans
from fer_desktop.core.screen_gaze import ScreenMap
from fer_desktop.core.screens import with_screens
from fer_desktop.core.types import ModelInfo
from fer_desktop.errors import SessionDamaged
from fer_desktop.results.details import DETAILS, SessionDetails, detail_statistics, with_details
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.results.report_tables import figure_tables
from fer_desktop.results.selection import Selection, select
from fer_desktop.session.details_schema import DETAILS_HEADER
from fer_desktop.session.edits import Edits
from fer_desktop.session.files import LOCK_FILE
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.table import read_details
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_details, make_tracked

WITH_EYES = replace(
    MODEL, eyes=ModelInfo("eyes-test", "ab" * 32, "cpu"), shape=ModelInfo("shape-test", "cd" * 32, "cpu")
)


def details(value: float, closed: float = 0.1) -> FaceDetails:
    return make_details(value, closed, moves=float("nan") if value < 0.1 else 0.5)


def begin(root: Path, passphrase: str = "") -> SessionWriter:
    return SessionWriter(root, SessionHeader("look", CAMERA, WITH_EYES), WriterOptions(passphrase=passphrase))


def fill(writer: SessionWriter, n: int = 90) -> SessionWriter:
    """Three seconds of two faces; the first blinks twice, frames 20 to 25 and 60 to 65; face 2 has twice its values."""
    for i in range(n):
        closed = 0.9 if i in range(20, 26) or i in range(60, 66) else 0.1
        faces = [
            replace(make_tracked(1), details=details(i / 200, closed)),
            replace(make_tracked(2), details=details(i / 100)),
        ]
        writer.add_analysis(make_analysis(i, faces if i != 10 else []))
    return writer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(fill(begin(tmp_path)).close(RecordingCounts(90, 0, 0)))


def test_pandas_reads_the_table_and_what_is_not_known_is_blank(folder):
    table = pd.read_csv(folder / "details.csv")
    assert tuple(table.columns) == DETAILS_HEADER
    assert len(table) == 2 * 89  # a frame without a face has no row
    first = table[table["face_id"] == 1]
    assert first["AU12"].iloc[-1] == pytest.approx(89 / 200, abs=1e-3)
    assert first["AU12_left"].iloc[-1] == first["AU12"].iloc[-1]
    assert first["gaze_yaw_deg"].iloc[0] == pytest.approx(np.degrees(0.2), abs=0.06)
    assert first["mouth_moves"].iloc[0] != first["mouth_moves"].iloc[0]
    assert first["mouth_moves"].iloc[-1] == 1
    info = json.loads((folder / "session.json").read_text())
    assert info["model"]["eyes"] == {"model_id": "eyes-test", "sha256": "ab" * 32}
    assert info["model"]["shape"] == {"model_id": "shape-test", "sha256": "cd" * 32}
    assert info["tables"]["details.csv"]["rows"] == len(table)


def test_the_screen_of_a_face_stands_in_the_table_and_in_session_json(tmp_path):
    writer, screen = begin(tmp_path), ScreenMap((1.0, 0.0, 0.5), (0.0, 1.0, 0.5), 0.1)
    face = replace(make_tracked(1), details=details(0.2))
    for i in range(10):
        known = with_screens(make_analysis(i, [face]), {1: screen} if i >= 4 else {})
        writer.add_analysis(known)
    folder = Path(writer.close(RecordingCounts(10, 0, 0)))
    table = pd.read_csv(folder / "details.csv")
    assert table["looks_at_screen"].isna().tolist() == [True] * 4 + [False] * 6
    assert set(table["looks_at_screen"].dropna()) == {1}
    (facts,) = load_session(folder).info.screens
    assert (facts.face_id, facts.error, facts.since_s) == (1, 0.1, pytest.approx(4 / 30, abs=1e-5))
    assert facts.across == screen.across


def test_without_details_there_is_no_table(tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("plain", CAMERA, MODEL))
    writer.add_analysis(make_analysis(0, [make_tracked(1)]))
    session = load_session(Path(writer.close(RecordingCounts(1, 0, 0))))
    assert not (session.folder / "details.csv").exists()
    assert session.details is None
    assert detail_statistics(session) == {}
    assert np.isnan(with_details(session.table, session)["AU12"]).all()


@pytest.mark.parametrize("passphrase", ["", "correct horse"])
def test_a_crash_loses_the_last_row_at_most(tmp_path, passphrase):
    writer = fill(begin(tmp_path, passphrase))
    writer.store.sync()
    killed = tmp_path / "killed.partial"  # what is on the disk when nothing is closed any more
    shutil.copytree(writer.folder, killed)
    writer.abandon("")
    (killed / LOCK_FILE).unlink(missing_ok=True)
    final = recover(killed, passphrase)
    session = load_session(final, passphrase)
    assert session.problems == ()
    assert session.details is not None
    assert len(session.details) == 2 * 89


def test_a_cut_table_is_said_and_its_good_part_used(folder):
    path = folder / "details.csv"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    session = load_session(folder)
    assert any(isinstance(problem, SessionDamaged) and "details.csv" in str(problem) for problem in session.problems)
    assert session.details is not None
    joined = with_details(session.table, session)["AU12"]
    assert np.isnan(joined[-1])
    assert joined[0] == 0


def test_a_table_of_fewer_units_opens_and_the_others_are_blank(folder):
    path = folder / "details.csv"
    whole, _ = read_details(path.read_bytes())
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    lacking = [name for name in table if name.startswith(("AU07", "AU15", "AU17"))]
    assert lacking
    fewer = table.drop(columns=lacking).to_csv(index=False, lineterminator="\n").encode()
    given, reason = read_details(fewer)
    assert reason == "" and tuple(given.columns) == DETAILS_HEADER
    assert np.isnan(np.stack([given[name] for name in lacking])).all()
    assert np.array_equal(given["AU12"], whole["AU12"], equal_nan=True)
    path.write_bytes(fewer)
    assert figure_tables(load_session(folder))
    with pytest.raises(ValueError, match="columns"):
        read_details(table.drop(columns=["gaze_yaw_deg"]).to_csv(index=False).encode())


def test_sides_that_only_earlier_versions_wrote_are_left_out(folder):
    path = folder / "details.csv"
    whole, _ = read_details(path.read_bytes())
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for unit in ("AU01", "AU04"):
        at = list(table).index(unit)
        table.insert(at + 1, f"{unit}_left", "0.9")
        table.insert(at + 2, f"{unit}_right", "")
    path.write_bytes(table.to_csv(index=False, lineterminator="\n").encode())
    given, reason = read_details(path.read_bytes())
    assert reason == "" and tuple(given.columns) == DETAILS_HEADER
    assert all(np.array_equal(given[name], whole[name], equal_nan=True) for name in DETAILS_HEADER)
    assert figure_tables(load_session(folder))


def test_each_row_gets_the_details_of_its_own_face(folder):
    session = load_session(folder)
    table = select(session, Selection(with_details=True))
    blank = np.isnan(table["face_id"])
    assert np.isnan(table["AU12"][blank]).all()
    frames, faces = table["frame"][~blank], table["face_id"][~blank]
    assert table["AU12"][~blank] == pytest.approx(frames / np.where(faces == 1, 200, 100), abs=1e-3)
    grid = select(session, Selection(with_details=True, grid_hz=10, faces=(2,)))
    assert grid["AU12"] == pytest.approx(grid["frame"] / 100, abs=1e-3)


def test_merged_faces_keep_the_details_of_the_row_that_counts(folder):
    session = load_session(folder)
    save_edits(session.store, replace(session.edits, merged={2: 1}))
    merged = load_session(folder)
    table = with_details(merged.table, merged)
    # of two rows of equal quality the first counts
    assert merged.face_ids == (1,)
    assert table["AU12"][-1] == pytest.approx(89 / 200, abs=1e-3)
    assert isinstance(merged.edits, Edits)


def test_blinks_are_counted_in_time_that_was_seen(folder):
    first, second = detail_statistics(load_session(folder)).values()
    assert len(first.blinks) == 2
    assert second.blinks == ()
    assert first.blinks[0].start_s == pytest.approx(20 / 30, abs=0.04)
    assert first.blink_s == pytest.approx(6 / 30, abs=0.05)
    assert first.seen_s == pytest.approx(89 / 30, abs=0.05)
    assert first.blinks_per_minute == pytest.approx(2 / first.seen_s * 60)
    assert second.units["AU12"] == pytest.approx(2 * first.units["AU12"], rel=0.01)
    assert np.isnan(second.blink_s)


def test_peaks_and_stretches(folder):
    details = SessionDetails(load_session(folder))
    whole, half = details.of(2), details.of(2, 0.0, 1.5)
    assert whole.peaks["AU12"] == pytest.approx(89 / 100, abs=1e-3)
    assert half.peaks["AU12"] == pytest.approx(45 / 100, abs=1e-3)
    assert half.units["AU12"] == pytest.approx(whole.units["AU12"] / 2, rel=0.05)
    assert len(details.of(1, 0.0, 1.5).blinks) == 1
    assert details.of(1, 1.0, 3.0).blinks == details.of(1).blinks[1:]
    nothing = details.of(1, 8.0, 9.0)
    assert nothing.blinks == nothing.points == ()
    assert np.isnan([nothing.units["AU12"], nothing.peaks["AU12"], nothing.screen_known, nothing.step_s]).all()


def test_looks_at_the_screen_and_at_its_points_are_counted_from_when_they_are_known(tmp_path):
    writer, screen = begin(tmp_path), ScreenMap((1.0, 0.0, 0.3), (0.0, 1.0, 0.6), 0.1)
    for i in range(60):
        # yaw 0.2 and pitch -0.1 meet the middle; then far to the side
        face = replace(make_tracked(1), details=make_details(0.2, yaw=0.2 if i < 40 else 1.4))
        other = replace(make_tracked(2), details=make_details(0.2))
        writer.add_analysis(with_screens(make_analysis(i, [face, other]), {1: screen} if i >= 10 else {}))
    session = load_session(Path(writer.close(RecordingCounts(60, 0, 0))))
    first, second = detail_statistics(session).values()
    assert first.screen_known == pytest.approx(50 / 60)
    assert first.screen_share == pytest.approx(30 / 50)
    assert [point.fixations for point in first.points] == [1, 0, 0, 0, 0]
    assert first.points[0].dwell_s == pytest.approx(29 / 30, abs=0.01)
    assert second.points == ()
    assert np.isnan(second.screen_share)
    tables = figure_tables(session)
    units, eyes, points = tables[-3:]
    assert units.rows[0][1] == "0.20 / 0.20"
    assert eyes.rows[0][7:9] == ("60%", "83%")
    assert points.rows == [("1", "1, 1.0 s", "0, 0.0 s", "0, 0.0 s", "0, 0.0 s", "0, 0.0 s")]


def test_an_export_has_the_columns_of_details_with_their_digits(folder, tmp_path):
    session = load_session(folder)
    export_session(session, tmp_path / "out.csv", ExportOptions(selection=Selection(with_details=True)))
    table = pd.read_csv(tmp_path / "out.csv")
    assert set(DETAILS) <= set(table.columns)
    assert len(table) == len(session.table)


def test_openface_names_units_and_signs(folder, tmp_path):
    session = load_session(folder)
    export_session(session, tmp_path / "of.csv", ExportOptions("openface"))
    table, ours = pd.read_csv(tmp_path / "of.csv"), session.table
    assert list(table.columns[:5]) == ["frame", "face_id", "timestamp", "confidence", "success"]
    assert table["frame"].iloc[0] == ours["frame"][0] + 1
    assert table["success"].tolist() == (~np.isnan(ours["face_id"])).astype(int).tolist()
    seen = table[table["success"] == 1]
    assert seen["gaze_angle_x"].iloc[0] == pytest.approx(0.2, abs=0.002)  # to the person's left: positive
    assert seen["gaze_angle_y"].iloc[0] == pytest.approx(0.1, abs=0.002)  # down: positive
    rows = ~np.isnan(ours["face_id"])
    assert seen["pose_Rx"].to_numpy() == pytest.approx(-np.radians(ours["pitch_deg"][rows]), abs=6e-4)
    assert seen["pose_Ry"].to_numpy() == pytest.approx(-np.radians(ours["yaw_deg"][rows]), abs=6e-4)
    assert seen["AU12_r"].iloc[-1] == pytest.approx(5 * 0.89, abs=0.01)
    assert set(seen["AU12_c"]) == {0, 1}
    assert table["AU12_r"][table["success"] == 0].isna().all()


def test_openface_has_the_columns_that_others_look_up_and_what_is_not_known_is_blank(folder, tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("plain", CAMERA, MODEL))
    writer.add_analysis(make_analysis(0, [make_tracked(1)]))
    plain = Path(writer.close(RecordingCounts(1, 0, 0)))
    units = ["01", "02", "04", "05", "06", "07", "09", "10", "12", "14", "15", "17", "20", "23", "25", "26", "45"]
    gaze = ["gaze_0_x", "gaze_0_y", "gaze_0_z", "gaze_1_x", "gaze_1_y", "gaze_1_z", "gaze_angle_x", "gaze_angle_y"]
    pose = ["pose_Tx", "pose_Ty", "pose_Tz", "pose_Rx", "pose_Ry", "pose_Rz"]
    intensities, presences = [f"AU{unit}_r" for unit in units], [f"AU{unit}_c" for unit in sorted([*units, "28"])]
    unknown = [
        *gaze[:6],
        *pose[:3],
        *(f"AU{unit}_{kind}" for unit in ["20", "23"] for kind in "rc"),
        "AU28_c",
    ]
    for one, blank in ((folder, unknown), (plain, [*gaze, *pose[:3], *intensities, *presences])):
        export_session(load_session(one), tmp_path / f"{one.name}.csv", ExportOptions("openface"))
        table = pd.read_csv(tmp_path / f"{one.name}.csv")
        assert list(table.columns[5:]) == [*gaze, *pose, *intensities, *presences]
        assert set(table.columns[table.isna().all()]) == set(blank)


def test_review_has_lanes_of_units_and_blinks_and_of_the_screen_where_it_is_known(folder, tmp_path):
    lanes = SessionLanes(load_session(folder))
    by_key = {lane.key: lane for lane in lanes.of_faces}
    assert set(by_key) >= {"brows", "lids", "blinks", "nose", "corners", "lips", "gaze", "mouth"}
    assert "screen" not in by_key
    blinks, none = lanes.data(by_key["blinks"], 1), lanes.data(by_key["blinks"], 2)
    assert isinstance(blinks, Spans)
    assert isinstance(none, Spans)
    assert blinks.starts_s == pytest.approx([20 / 30, 60 / 30], abs=0.03)
    assert blinks.ends_s == pytest.approx([26 / 30, 66 / 30], abs=0.03)
    assert none.labels == ()
    writer, screen = begin(tmp_path / "known"), ScreenMap((1.0, 0.0, 0.5), (0.0, 1.0, 0.5), 0.1)
    writer.add_analysis(with_screens(make_analysis(0, [replace(make_tracked(1), details=details(0.2))]), {1: screen}))
    known = SessionLanes(load_session(Path(writer.close(RecordingCounts(1, 0, 0)))))
    assert "screen" in [lane.key for lane in known.of_faces]
