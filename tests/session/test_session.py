from __future__ import annotations

import csv
import errno
import json
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pandas as pd
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker, SourceInfo
from fer_desktop.errors import ExportError, SessionTooNew, SessionUnreadable
from fer_desktop.results.formats import export_session
from fer_desktop.results.plot import save_plot
from fer_desktop.session import catalogue
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.catalogue import summaries
from fer_desktop.session.edits import Edits, SessionMarker
from fer_desktop.session.library import list_sessions, load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.schema import COLUMNS, HEADER
from tests.fakes import MODEL, make_analysis, make_image
from tests.session.helpers import HEADER_INFO, write_session

GOLDEN = Path(__file__).parents[1] / "data" / "timeline_v3.csv"


PROBABILITIES = list(HEADER[5:13])


def test_the_table_is_the_one_that_was_promised():
    assert HEADER == (
        "time_s", "frame", "face_id", "expression", "probability",
        "neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt",
        "raw_neutral", "raw_happiness", "raw_surprise", "raw_sadness", "raw_anger", "raw_disgust", "raw_fear",
        "raw_contempt", "valence", "calibrated_expression", "calibrated_probability",
        "calibrated_neutral", "calibrated_happiness", "calibrated_surprise", "calibrated_sadness", "calibrated_anger",
        "calibrated_disgust", "calibrated_fear", "calibrated_contempt", "calibrated_valence",
        "yaw_deg", "pitch_deg", "roll_deg", "box_x", "box_y", "box_w", "box_h",
        "certainty", "quality", "unreliable", "marker",
    )  # fmt: skip
    assert all(column.meaning.endswith(".") for column in COLUMNS)


def test_rows_in_pandas(tmp_path):
    table = pd.read_csv(write_session(tmp_path) / "timeline.csv")
    assert table["frame"].tolist() == [0, 1, 2, 2, 3, 4]
    assert table["face_id"].isna().tolist() == [True, False, False, False, True, False]
    faces = table.dropna(subset="face_id")
    assert faces[PROBABILITIES].sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-5)
    assert faces[[f"raw_{name}" for name in PROBABILITIES]].sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-5)
    first = faces.iloc[0]
    assert (first["expression"], first["probability"]) == ("happiness", pytest.approx(0.8))
    assert first[["box_x", "box_y", "box_w", "box_h"]].tolist() == [10, 20, 50, 60]
    assert first[["yaw_deg", "pitch_deg", "roll_deg"]].tolist() == pytest.approx([5.73, -11.46, 17.19])
    assert first["valence"] == pytest.approx(0.8 - 0.2 / 7, abs=1e-5)
    assert table["marker"].tolist() == [np.nan, np.nan, "stimulus, on", np.nan, np.nan, np.nan] or (
        table["marker"].dropna().to_dict() == {2: "stimulus, on"}
    )


def test_a_frame_without_a_face_is_blank_never_zero(tmp_path):
    with (write_session(tmp_path, 1) / "timeline.csv").open() as file:
        rows = list(csv.reader(file))
    assert rows[1] == ["0.000000", "0"] + [""] * (len(HEADER) - 2)


def test_the_file_is_the_golden_one_byte_for_byte(tmp_path):
    assert (write_session(tmp_path) / "timeline.csv").read_bytes() == GOLDEN.read_bytes()


def test_reading_gives_back_what_was_written(tmp_path):
    folder = write_session(tmp_path)
    session = load_session(folder)
    assert session.face_ids == (1, 2)
    times, probabilities = session.series(2)
    assert times == pytest.approx([i / 30 for i in range(5)], abs=1e-6)
    assert np.isnan(probabilities[:, 0]).tolist() == [True, True, False, True, True]
    assert probabilities[2, 4] == pytest.approx(0.5)
    export_session(session, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (folder / "timeline.csv").read_bytes()
    assert (folder / "markers.csv").read_text() == 'time_s,label\n0.033333,"stimulus, on"\n'


def test_the_description_is_complete(tmp_path):
    info = json.loads((write_session(tmp_path) / "session.json").read_text())
    assert info["complete"] is True
    assert info["schema_version"] == 3
    assert info["model"] == {"model_id": "fake-1", "sha256": "0" * 64, "device": "cpu"}
    assert (info["frames_captured"], info["frames_analysed"], info["samples"]) == (5, 5, 6)
    assert info["faces"] == [
        {"face_id": 1, "samples": 3, "name": ""},
        {"face_id": 2, "samples": 1, "name": ""},
    ]
    assert info["duration_s"] == pytest.approx(4 / 30)
    assert info["started_at_utc"].endswith("+00:00")
    assert info["label_order"] == PROBABILITIES


def test_nothing_is_ever_overwritten(tmp_path):
    folders = [write_session(tmp_path, name="same") for _ in range(3)]
    assert [folder.name for folder in folders] == ["same", "same_2", "same_3"]
    first, second = (SessionWriter(tmp_path, SessionHeader("same", HEADER_INFO.source, MODEL)) for _ in range(2))
    assert first.folder != second.folder
    for writer in (first, second):
        writer.add_analysis(make_analysis())
        writer.close(RecordingCounts(1, 0, 0))
    assert len(list_sessions(tmp_path)) == 5


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\r", "\n"])
def test_a_pasted_label_breaks_no_table(tmp_path, mark):
    writer = SessionWriter(tmp_path, HEADER_INFO)
    writer.add_marker(Marker(0.0, f"stim{mark}one "))
    writer.add_analysis(make_analysis())
    session = load_session(Path(writer.close(RecordingCounts(1, 0, 0))))
    assert session.markers == (SessionMarker(0.0, "stim one"),)
    assert session.recorded["marker"].tolist() == ["stim one"]


@pytest.mark.parametrize("mark", ["\x0b", "\x1e", "\x85", "\u2028", "\r"])
def test_a_session_with_such_a_label_of_an_older_version_opens(tmp_path, mark):
    folder = write_session(tmp_path)
    for name in ("timeline.csv", "markers.csv"):
        text = (folder / name).read_text(encoding="utf-8").replace("stimulus, on", f"stimulus{mark}on")
        (folder / name).write_bytes(text.replace('"', "").encode())
    session = load_session(folder)
    assert len(session.recorded) == 6
    assert session.markers[0].label.startswith("stimulus")


def test_a_marker_stands_at_the_first_frame_of_its_time(tmp_path):
    writer = SessionWriter(tmp_path, HEADER_INFO)
    writer.add_marker(Marker(0.05, "on"))
    writer.add_marker(Marker(9.0, "end"))
    for i in range(4):  # frames that were captured before the marker come late
        writer.add_analysis(make_analysis(i))
    session = load_session(Path(writer.close(RecordingCounts(4, 0, 0))))
    assert session.recorded["marker"].tolist() == ["", "", "on", ""]
    assert [marker.label for marker in session.markers] == ["on", "end"]


def test_a_file_name_that_is_no_text_can_be_recorded(tmp_path):
    source = SourceInfo("caf\udce9.mp4", 64, 48, 30.0)
    writer = SessionWriter(tmp_path, SessionHeader("test", source, MODEL))
    writer.add_analysis(make_analysis())
    assert "caf" in load_session(Path(writer.close(RecordingCounts(1, 0, 0)))).info.source.name


@pytest.mark.parametrize("damage", ["missing", "no json"])
def test_a_damaged_session_is_named(tmp_path, damage):
    folder = write_session(tmp_path)
    if damage == "missing":
        for name in ("session.json", "timeline.csv"):  # with either of them it is one
            (folder / name).unlink()
    else:
        (folder / "session.json").write_text("{")
    with pytest.raises(SessionUnreadable) as caught:
        load_session(folder)
    assert str(folder) in caught.value.message


def test_a_session_of_the_first_version_opens_for_ever(tmp_path):
    session = load_session(Path(__file__).parents[1] / "data" / "session_v1")
    assert session.info.schema_version == 1
    assert session.face_ids == (1, 2)
    assert len(session.table) == 6
    assert [marker.label for marker in session.markers] == ["stimulus, on"]
    assert set(session.table["unreliable"]) == {""}
    target = tmp_path / "out.csv"
    export_session(session, target)
    assert len(pd.read_csv(target)) == 6


def test_a_session_of_the_second_version_opens_for_ever():
    session = load_session(Path(__file__).parents[1] / "data" / "session_v2")
    assert session.info.schema_version == 2
    assert (session.info.baselines, session.calibration, session.baselines) == ((), None, {})
    assert not is_calibrated(session.table)


def test_a_newer_session_asks_for_an_update(tmp_path):
    folder = write_session(tmp_path)
    info = json.loads((folder / "session.json").read_text())
    (folder / "session.json").write_text(json.dumps({**info, "schema_version": 99}))
    with pytest.raises(SessionTooNew, match="newer version"):
        load_session(folder)


def test_export_writes_whole_or_not_at_all(tmp_path):
    session = load_session(write_session(tmp_path))
    target = tmp_path / "out.csv"
    target.write_text("old")
    export_session(session, target)
    assert target.read_bytes() == GOLDEN.read_bytes()
    with pytest.raises(ExportError, match="cannot be written"):
        export_session(session, tmp_path / "no such folder" / "out.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "test"]


def test_the_plot_is_a_picture(tmp_path):
    for n in (0, 6):
        folder = write_session(tmp_path, n, f"n{n}")
        save_plot(load_session(folder), folder / "timeline.png")
        assert (folder / "timeline.png").read_bytes().startswith(b"\x89PNG")


def test_video_times_are_those_of_the_frames(tmp_path):

    times = [0.0, 0.04, 0.11, 0.5, 0.53]
    writer = SessionWriter(tmp_path, HEADER_INFO, WriterOptions(with_video=True))
    for i, time_s in enumerate(times):
        writer.add_frame(Frame(i * 2, time_s, make_image(64, 49, 40 * i)))
        writer.add_analysis(make_analysis(i))
    folder = Path(writer.close(RecordingCounts(5, 0, 0)))
    table = pd.read_csv(folder / "frames.csv")
    assert table["frame"].tolist() == [0, 2, 4, 6, 8]
    with av.open(str(folder / "video.mp4")) as container:
        shown = [frame.time for frame in container.decode(container.streams.video[0])]
    assert shown == pytest.approx(times, abs=1e-4)
    assert shown == pytest.approx(table["time_s"].tolist(), abs=1e-4)
    assert json.loads((folder / "session.json").read_text())["has_video"] is True


def test_a_missing_library_is_empty(tmp_path):
    assert list_sessions(tmp_path / "nowhere") == []


def test_faces_with_one_name_are_told_apart_everywhere(tmp_path):
    session = load_session(write_session(tmp_path))
    both = replace(session, edits=Edits(names={1: "Mia", 2: "Mia"}))
    assert [both.name_of(face) for face in (1, 2, 9)] == ["Mia (1)", "Mia (2)", "9"]
    assert both.names == {1: "Mia", 2: "Mia"}


def test_a_folder_that_may_not_be_looked_into_is_in_the_list(tmp_path, monkeypatch):
    write_session(tmp_path, name="open")
    closed = write_session(tmp_path, name="closed")

    def refused(folder):
        if folder == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(closed))
        return False

    monkeypatch.setattr(catalogue, "is_sealed", refused)
    found = {summary.title: summary.problem for summary in summaries(tmp_path)}
    assert found["open"] == ""
    assert "Permission denied" in found["closed"]
