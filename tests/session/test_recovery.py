from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame
from fer_desktop.errors import DiskFull, SessionUnwritable
from fer_desktop.session import catalogue
from fer_desktop.session import recorder as recorder_module
from fer_desktop.session.catalogue import summaries
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.info import FaceFacts
from fer_desktop.session.library import list_sessions, load_session
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.setting_facts import CutFacts, SettingFacts
from fer_desktop.session.store import is_sealed
from tests.fakes import MODEL, make_analysis, make_tracked
from tests.session.helpers import HEADER_INFO, write_session


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


def test_a_row_that_was_cut_inside_a_letter_is_left_out(tmp_path):
    folder = write_session(tmp_path)
    path = folder / "timeline.csv"
    path.write_bytes(path.read_bytes() + "0.2,5,,ö".encode()[:-1])
    assert len(load_session(folder).recorded) == 6
    assert len(load_session(recover(folder)).recorded) == 6


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
    assert "is kept" not in caught.value.hint  # who tells of the recording says it, and where
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
    cast(Any, writer.store)._growing = [writer._timeline._file]
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
