from __future__ import annotations

import csv
import errno
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pandas as pd
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker, SourceInfo
from fer_desktop.errors import DiskFull, ExportError, SessionTooNew, SessionUnreadable, SessionUnwritable
from fer_desktop.results.formats import export_session
from fer_desktop.results.plot import save_plot
from fer_desktop.session import catalogue
from fer_desktop.session import recorder as recorder_module
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.catalogue import summaries
from fer_desktop.session.edits import Edits, SessionMarker
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.info import CutFacts, FaceFacts, SettingFacts
from fer_desktop.session.library import list_sessions, load_session
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.schema import COLUMNS, HEADER
from fer_desktop.session.store import is_sealed
from tests.fakes import MODEL, make_analysis, make_image, make_scores, make_tracked

HEADER_INFO = SessionHeader("test", SourceInfo("clip.mp4", 640, 480, 30.0), MODEL, SettingFacts(max_faces=4))
GOLDEN = Path(__file__).parents[1] / "data" / "timeline_v3.csv"
PROBABILITIES = list(HEADER[5:13])


def write_session(root: Path, n: int = 5, name: str = "test") -> Path:
    writer = SessionWriter(root, SessionHeader(name, HEADER_INFO.source, MODEL))
    for i in range(n):
        faces = [make_tracked(1), make_tracked(2, (300, 40, 380, 150), make_scores(4, 0.5), 0.2)]
        writer.add_analysis(make_analysis(i, faces[: i % 3]))
        if i == 1:
            writer.add_marker(Marker(i / 30, "stimulus, on"))
    return Path(writer.close(RecordingCounts(n, 0, 0)))


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


def test_a_crash_leaves_a_session_that_can_be_recovered(tmp_path, monkeypatch):
    monkeypatch.setattr(recorder_module, "_SYNC_S", 0.0)
    writer = SessionWriter(tmp_path, HEADER_INFO)
    for i in range(5):
        writer.add_analysis(make_analysis(i, [make_tracked()]))
    left = tmp_path / "left.partial"
    shutil.copytree(writer.folder, left)
    with (left / "timeline.csv").open("a") as file:
        file.write("0.16666,5,1,happ")  # cut short by the crash
    assert load_session(left).info.complete is False
    folder = recover(left)
    assert folder == tmp_path / "left"
    session = load_session(folder)
    assert len(session.recorded) == 5
    assert session.info.complete is True
    assert "recovered" in session.info.end_reason
    assert session.info.faces == (FaceFacts(face_id=1, samples=5),)
    assert (folder / "timeline.csv").read_text().endswith("\n")
    writer.abandon("test over")


def test_what_is_being_recorded_is_neither_mended_nor_removed(tmp_path):
    writer = SessionWriter(tmp_path, HEADER_INFO)
    for i in range(3):
        writer.add_analysis(make_analysis(i))
    (summary,) = summaries(tmp_path)
    assert summary.is_being_recorded
    for forbidden in (recover, delete_session):
        with pytest.raises(SessionUnwritable, match="still being recorded"):
            forbidden(writer.folder)
    final = Path(writer.close(RecordingCounts(3, 0, 0)))
    assert not summaries(tmp_path)[0].is_being_recorded
    assert not (final / "recording.lock").exists()
    delete_session(final)
    assert list_sessions(tmp_path) == []


def test_a_disk_without_locks_can_be_recorded_on(tmp_path, monkeypatch):
    def no_locks(self):
        raise NotImplementedError

    monkeypatch.setattr("filelock.FileLock.acquire", no_locks)
    writer = SessionWriter(tmp_path, HEADER_INFO)
    writer.add_analysis(make_analysis())
    (writer.folder / "recording.lock").touch()
    assert not summaries(tmp_path)[0].is_being_recorded
    writer.close(RecordingCounts(1, 0, 0))


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


def test_a_row_that_was_cut_inside_a_letter_is_left_out(tmp_path):
    folder = write_session(tmp_path)
    path = folder / "timeline.csv"
    path.write_bytes(path.read_bytes() + "0.2,5,,ö".encode()[:-1])
    assert len(load_session(folder).recorded) == 6
    assert len(load_session(recover(folder)).recorded) == 6


def test_a_marker_stands_at_the_first_frame_of_its_time(tmp_path):
    writer = SessionWriter(tmp_path, HEADER_INFO)
    writer.add_marker(Marker(0.05, "on"))
    writer.add_marker(Marker(9.0, "end"))
    for i in range(4):  # frames that were captured before the marker come late
        writer.add_analysis(make_analysis(i))
    session = load_session(Path(writer.close(RecordingCounts(4, 0, 0))))
    assert session.recorded["marker"].tolist() == ["", "", "on", ""]
    assert [marker.label for marker in session.markers] == ["on", "end"]


@pytest.mark.parametrize(("cut", "captured"), [(None, 8), (CutFacts(start_s=0.0, end_s=None, fps=10.0), 3)])
def test_a_session_that_was_cut_short_knows_what_it_missed(tmp_path, cut, captured):
    writer = SessionWriter(tmp_path, SessionHeader("test", HEADER_INFO.source, MODEL, SettingFacts(cut=cut)))
    for index in (4, 7, 11):
        writer.add_analysis(make_analysis(index))
    left = Path(writer.abandon("the cable"))
    for info in (load_session(left).info, load_session(recover(left)).info):
        assert (info.frames_captured, info.frames_analysed) == (captured, 3)
        assert info.frames_skipped == captured - 3
        assert info.end_reason == "the cable"


def test_a_file_name_that_is_no_text_can_be_recorded(tmp_path):
    source = SourceInfo("caf\udce9.mp4", 64, 48, 30.0)
    writer = SessionWriter(tmp_path, SessionHeader("test", source, MODEL))
    writer.add_analysis(make_analysis())
    assert "caf" in load_session(Path(writer.close(RecordingCounts(1, 0, 0)))).info.source.name


def test_an_unfinished_session_is_marked_and_an_empty_one_removed(tmp_path):
    writer = SessionWriter(tmp_path, HEADER_INFO)
    writer.add_analysis(make_analysis())
    kept = Path(writer.abandon("the source broke"))
    assert kept.name.endswith(".partial")
    info = json.loads((kept / "session.json").read_text())
    assert (info["complete"], info["end_reason"]) == (False, "the source broke")
    assert SessionWriter(tmp_path, HEADER_INFO).abandon("at once") == ""
    assert list_sessions(tmp_path) == [kept]


def test_a_full_disk_is_an_error_with_a_hint(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    writer = SessionWriter(tmp_path, HEADER_INFO)
    monkeypatch.setattr(recorder_module, "_SYNC_S", 0.0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(DiskFull, match="Less than 4 MB are free") as caught:
        writer.add_analysis(make_analysis())
    assert "recorded until now is kept" in caught.value.hint
    assert Path(writer.close(RecordingCounts(1, 0, 0, "full"))).name == "test"


def test_a_recording_that_cannot_begin_leaves_nothing(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=60_000_000))
    with pytest.raises(DiskFull, match="Less than 200 MB") as caught:
        SessionWriter(tmp_path, HEADER_INFO, WriterOptions(reserve_bytes=200_000_000))
    assert "kept" not in caught.value.hint
    monkeypatch.setattr(recorder_module, "new_store", lambda folder, word: Path("/nowhere/at/all").read_bytes())
    with pytest.raises(SessionUnwritable):
        SessionWriter(tmp_path, HEADER_INFO)
    assert list(tmp_path.iterdir()) == []


def test_a_video_that_cannot_be_finished_does_not_hide_why(tmp_path, monkeypatch):
    """A full disk breaks the encoder, too, in ways of its own; what was recorded is still said to be there."""
    writer = SessionWriter(tmp_path, HEADER_INFO, WriterOptions(with_video=True))
    writer.add_frame(Frame(0, 0.0, np.zeros((48, 64, 3), np.uint8)))
    writer.add_analysis(make_analysis())

    def broken(*_):
        raise av.error.EOFError(1, "end")

    monkeypatch.setattr(writer._video, "_mux", broken)
    kept = Path(writer.abandon("the disk is full"))
    info = json.loads((kept / "session.json").read_text())
    assert (info["end_reason"], info["frames_analysed"]) == ("the disk is full", 1)
    writer._video.close()  # a second time does nothing


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_refuses_to_write_is_a_full_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(recorder_module, "_SYNC_S", 0.0)
    writer = SessionWriter(tmp_path, HEADER_INFO)
    writer._timeline.close()
    writer._timeline._file = open("/dev/full", "wb")  # noqa: SIM115
    cast(Any, writer._store)._growing = [writer._timeline._file]
    with pytest.raises(DiskFull):
        writer.add_analysis(make_analysis())
    assert writer.abandon("full").endswith(".partial")


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SessionUnwritable, match="cannot be written"):
        SessionWriter(tmp_path / "file" / "sessions", HEADER_INFO)


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(SessionUnwritable, match="Permission denied"):
        SessionWriter(tmp_path / "sessions", HEADER_INFO)


def test_a_removed_folder_ends_the_recording(tmp_path):
    writer = SessionWriter(tmp_path, HEADER_INFO)
    writer.add_analysis(make_analysis())
    shutil.rmtree(writer.folder)
    with pytest.raises(SessionUnwritable):
        writer.close(RecordingCounts(1, 0, 0))


@pytest.mark.parametrize("damage", ["session.json", "timeline.csv", "columns", "no json"])
def test_a_damaged_session_is_named(tmp_path, damage):
    folder = write_session(tmp_path)
    timeline = folder / "timeline.csv"
    match damage:
        case "columns":
            timeline.write_text("a,b\n1,2\n")
        case "no json":
            (folder / "session.json").write_text("{")
        case name:
            (folder / name).unlink()
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
    import av

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


def test_asking_whether_it_is_recorded_leaves_nothing_behind(tmp_path):
    folder = tmp_path / "gone.partial"
    folder.mkdir()
    (folder / "recording.lock").touch()
    assert not is_being_recorded(folder)
    assert not folder.exists()


def test_a_session_that_cannot_be_repaired_says_why(tmp_path, monkeypatch):
    writer = SessionWriter(tmp_path, HEADER_INFO)
    writer.add_analysis(make_analysis())
    left = Path(writer.abandon("the cable"))

    def refused(*_):
        raise PermissionError(errno.EACCES, "Permission denied", str(left))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refused)
        with pytest.raises(SessionUnwritable, match="Permission denied") as caught:
            recover(left)
    assert "may write there" in caught.value.hint
    assert recover(left).name == "test"


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_recording_that_ends_while_the_list_is_read_is_in_it(tmp_path, monkeypatch, is_removed):
    write_session(tmp_path, name="other")
    left = write_session(tmp_path, name="live").rename(tmp_path / "live.partial")
    real = is_sealed

    def ends_now(folder):
        if folder == left and left.exists():
            shutil.rmtree(left) if is_removed else left.rename(tmp_path / "live")
        return real(folder)

    monkeypatch.setattr(catalogue, "is_sealed", ends_now)
    found = {summary.folder.name: summary.problem for summary in summaries(tmp_path)}
    assert found == ({"other": ""} if is_removed else {"other": "", "live": ""})


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
