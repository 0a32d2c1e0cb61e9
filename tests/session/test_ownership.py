"""Only what a session made is removed, and only the user may look into it."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import SessionUnreadable
from fer_desktop.results.formats import export_session
from fer_desktop.results.plot import save_plot
from fer_desktop.results.report import write_report
from fer_desktop.session.catalogue import summaries
from fer_desktop.session.edits import Edits
from fer_desktop.session.files import SessionLock
from fer_desktop.session.library import list_sessions, load_session, save_edits
from fer_desktop.session.original import keep_original
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from tests.fakes import MODEL, make_analysis, make_image

INFO = SourceInfo("cam", 32, 24, 30.0, is_live=True)


def written(root: Path, word: str = "") -> Path:
    writer = SessionWriter(root, SessionHeader("s", INFO, MODEL), WriterOptions(with_video=True, passphrase=word))
    writer.add_frame(Frame(0, 0.0, make_image()))
    writer.add_analysis(make_analysis())
    folder = Path(writer.close(RecordingCounts(1, 0, 0)))
    save_edits(load_session(folder, word).store, Edits(title="a title"))
    return folder


@pytest.mark.parametrize("word", ["", "a passphrase"])
def test_a_session_is_removed_whole(tmp_path, word):
    folder = written(tmp_path, word)
    assert delete_session(folder) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("word", ["", "a passphrase"])
def test_what_no_session_made_is_left_and_said(tmp_path, word, capsys):
    folder = written(tmp_path, word)
    (folder / "thesis.docx").write_text("mine")
    (folder / "photos").mkdir()
    (folder / "photos" / "one.jpg").write_text("mine")
    (folder / "tmp").mkdir()
    (folder / "tmp" / "notes.txt").write_text("mine")
    assert main(["sessions", "delete", str(folder), "--yes"]) == 0
    assert "thesis.docx" in capsys.readouterr().err
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
    assert left == ["photos", "photos/one.jpg", "thesis.docx", "tmp", "tmp/notes.txt"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("vault.json", ""),
        ("vault.json", "{}"),
        ("session.json", ""),
        ("session.json", "{}"),
        ("session.json", '{"schema_version": 1}'),
        ("session.json", "[1, 2]"),
    ],
)
def test_a_folder_is_no_session_because_of_one_file_that_any_program_writes(tmp_path, name, text):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / name).write_text(text)
    (folder / "edits.json").write_text("{}")
    with pytest.raises(SessionUnreadable):
        delete_session(folder)
    assert len(list(folder.iterdir())) == 2


def test_a_damaged_session_can_be_removed(tmp_path):
    folder = written(tmp_path)
    (folder / "session.json").write_text("{")
    assert delete_session(folder) == ()
    assert not folder.exists()


def test_a_link_to_a_session_is_not_followed(tmp_path):
    folder = written(tmp_path)
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    with pytest.raises(SessionUnreadable):
        delete_session(link)
    assert load_session(folder).edits.title == "a title"


@pytest.mark.parametrize("names", [(), ("recording.lock",), ("recording.lock", "vault.json", "contents.sealed")])
def test_what_a_kill_at_the_start_leaves_is_listed_and_can_be_deleted(tmp_path, names):
    folder = tmp_path / "2026-01-01_10-00-00.partial"
    folder.mkdir()
    for name in names:
        (folder / name).write_text(json.dumps({}))
    assert list_sessions(tmp_path) == [folder]
    found = summaries(tmp_path)
    if names == ("recording.lock",):  # nothing at all: it goes with the first look
        assert (found, folder.exists()) == ([], False)
        return
    assert [(one.folder, one.is_complete) for one in found] == [(folder, False)]
    assert delete_session(folder) == ()
    assert not folder.exists()


def test_a_recording_that_is_just_beginning_is_listed_as_that(tmp_path):
    folder = tmp_path / "2026-01-01_10-00-00.partial"
    folder.mkdir()
    lock = SessionLock(folder)
    (summary,) = summaries(tmp_path)
    lock.release()
    assert (summary.is_being_recorded, summary.problem, summary.is_complete) == (True, "", False)


def test_there_is_nothing_to_repair_in_what_a_kill_at_the_start_left(tmp_path):
    folder = tmp_path / "x.partial"
    folder.mkdir()
    with pytest.raises(SessionUnreadable, match="Nothing was recorded"):
        recover(folder)


def test_a_folder_of_somebody_else_that_is_called_partial_is_no_session(tmp_path):
    folder = tmp_path / "download.partial"
    folder.mkdir()
    (folder / "film.mkv").write_text("")
    assert list_sessions(tmp_path) == []
    with pytest.raises(SessionUnreadable):
        delete_session(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.parametrize("word", ["", "a passphrase"])
def test_nobody_else_may_look_into_a_session(tmp_path, word):
    before = os.umask(0o000)
    try:
        folder = written(tmp_path, word)
        if not word:  # what is added afterwards
            keep_original(folder / "video.mp4", folder)
            save_plot(load_session(folder), folder / "timeline.png")
            write_report(load_session(folder), folder / "report.html")
            export_session(load_session(folder), folder / "out.csv")
        left = Path(shutil.copytree(folder, tmp_path / "x.partial"))
    finally:
        os.umask(before)
    left.chmod(0o700)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}, modes
