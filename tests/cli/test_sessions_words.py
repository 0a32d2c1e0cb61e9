from __future__ import annotations

import json

import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.session.files import SessionLock
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.cli.helpers import run
from tests.factories import CAMERA, begin_sealed, fill
from tests.fakes import MODEL, make_analysis, make_tracked


def test_a_list_says_when_there_is_nothing_to_list(tmp_path, capsys):
    code, shown = run(capsys, "sessions", "list", tmp_path / "nowhere")
    assert (code, "no such folder" in shown.err) == (1, True)
    code, shown = run(capsys, "sessions", "list", tmp_path)
    assert (code, shown.out, f"No sessions in {tmp_path}" in shown.err) == (0, "", True)
    code, shown = run(capsys, "sessions", "list")
    assert (code, "No sessions in" in shown.err) == (0, True)


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("x.csv", b"time_s,"),
        ("x.JSON", b"{"),
        ("x.parquet", b"PAR1"),
        ("x_events.tsv", b"onset\t"),
        ("x.tsv", b"onset\t"),
        ("x.txt", b"face 1\t"),
        ("x", b"time_s,"),
        ("x.dat", b"time_s,"),
    ],
)
def test_the_extension_says_the_format(session, tmp_path, capsys, name, beginning):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    assert run(capsys, "sessions", "export", session, tmp_path / name)[0] == 0
    assert (tmp_path / name).read_bytes().startswith(beginning)


@pytest.mark.parametrize(
    ("name", "chosen", "code"), [("x.json", "csv", 1), ("x.parquet", "json", 1), ("x.txt", "csv", 0)]
)
def test_an_extension_that_promises_another_format_is_refused(session, tmp_path, capsys, name, chosen, code):
    found, shown = run(capsys, "sessions", "export", session, tmp_path / name, "--format", chosen)
    assert found == code
    assert (tmp_path / name).exists() == (code == 0)
    assert ("which is not the format" in shown.err) == (code == 1)


@pytest.mark.parametrize("action", ["export", "report"])
def test_a_file_where_a_folder_should_be_is_said(session, tmp_path, capsys, action):
    (tmp_path / "file.txt").write_text("mine")
    code, shown = run(capsys, "sessions", action, session, tmp_path / "file.txt" / "out.html")
    assert (code, "cannot be written: Not a directory" in shown.err) == (1, True)
    assert (tmp_path / "file.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.tsv", "x.txt"])
def test_an_export_of_nothing_is_refused(session, tmp_path, capsys, name):
    code, shown = run(capsys, "sessions", "export", session, tmp_path / name, "--start", 50, "--grid", 5)
    assert (code, "would be empty" in shown.err) == (1, True)
    assert not (tmp_path / name).exists()


def test_without_markers_there_are_no_events(tmp_path, capsys):
    writer = SessionWriter(tmp_path, SessionHeader("unmarked", CAMERA, MODEL))
    writer.add_analysis(make_analysis(0, [make_tracked()]))
    folder = writer.close(RecordingCounts(4, 0, 3))
    code, shown = run(capsys, "sessions", "export", folder, tmp_path / "x_events.tsv")
    assert (code, "BIDS events are markers" in shown.err) == (1, True)
    assert "3 not stored" in run(capsys, "sessions", "show", folder)[1].out


def test_an_unfinished_session_is_listed_without_figures(session, capsys):
    unfinished = session.rename(session.with_name("s.partial"))
    info = json.loads((unfinished / "session.json").read_text())
    (unfinished / "session.json").write_text(json.dumps({**info, "complete": False, "duration_s": 0.0, "faces": []}))
    line = run(capsys, "sessions", "list", session.parent)[1].out.strip()
    assert line == "s.partial  cam  (not finished: repair it)"
    lock = SessionLock(unfinished)
    line = run(capsys, "sessions", "list", session.parent)[1].out.strip()
    lock.release()
    assert line == "s.partial  cam  (being recorded)"


def test_an_encrypted_session_is_listed_with_its_state(tmp_path, capsys):

    writer = fill(begin_sealed(tmp_path))
    assert "(encrypted, being recorded)" in run(capsys, "sessions", "list", tmp_path)[1].out
    writer.close(RecordingCounts(40, 0, 0))
    assert "(encrypted)" in run(capsys, "sessions", "list", tmp_path)[1].out


@pytest.mark.parametrize("names", [(), ("vault.json",), ("timeline.csv",)])
def test_what_a_kill_at_the_start_left_is_listed_as_what_it_is(tmp_path, capsys, names):
    folder = tmp_path / "s.partial"
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    lock = SessionLock(folder)
    assert "s.partial  (being recorded)" in run(capsys, "sessions", "list", tmp_path)[1].out
    lock.release()
    assert "s.partial  (nothing was recorded: delete it)" in run(capsys, "sessions", "list", tmp_path)[1].out
    for action in ("show", "repair"):
        assert "Nothing was recorded" in run(capsys, "sessions", action, folder)[1].err
    assert run(capsys, "sessions", "delete", folder, "--yes")[0] == 0
    assert not folder.exists()


def test_what_the_source_left_out_is_told_of_a_session(session, capsys):
    info = json.loads((session / "session.json").read_text())
    (session / "session.json").write_text(json.dumps({**info, "notices": ["2 damaged picture(s) left out."]}))
    assert "notice: 2 damaged picture(s) left out." in run(capsys, "sessions", "show", session)[1].out


def test_why_a_session_ended_early_is_said(session, capsys):
    info = json.loads((session / "session.json").read_text())
    reason = "interrupted by the user after 1.47 s"
    (session / "session.json").write_text(json.dumps({**info, "end_reason": reason}))
    assert f"({reason})" in run(capsys, "sessions", "list", session.parent)[1].out
    assert f"ended early: {reason}" in run(capsys, "sessions", "show", session)[1].out
    shown = json.loads(run(capsys, "sessions", "show", session, "--json")[1].out)
    assert (shown["end_reason"], shown["complete"]) == (reason, True)
