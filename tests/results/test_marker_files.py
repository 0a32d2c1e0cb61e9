"""Markers come from logs of experiments and events of BIDS; what does not fit is said, and the recording stays."""

from __future__ import annotations

import pytest

from fer_desktop.cli.main import main
from fer_desktop.errors import MarkersUnreadable
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.results.marker_files import LABELS, TIMES, FoundMarkers, MarkerTable, read_markers, with_markers
from fer_desktop.session.edits import SessionMarker
from fer_desktop.session.library import load_session
from tests.factories import write_session

FILM, JOKE = SessionMarker(0.25, "film"), SessionMarker(1.0, "joke")


@pytest.fixture
def session(tmp_path):
    """45 frames of 1/30 s, with the marker "on" at 0.5 s."""
    return load_session(write_session(tmp_path, "s"))


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("time_s,label\n1,joke\n0.25,film\n", MarkerTable()),
        ("onset\tduration\ttrial_type\n0.25\t0\tfilm\nn/a\t0\tfilm\n1\t0\tjoke\n", MarkerTable()),
        ("Onset_ms;Event\n250;film\n1000,0;joke\n;\n5;\n", MarkerTable()),
        ("key,pic.started,pic\nx,10.25,film\ny,11,joke\nz,,joke\n", MarkerTable("pic.started", "Pic", -10)),
        ("time,text\n0:10.25,film\n0:00:11,  joke \n", MarkerTable(offset_s=-10)),
    ],
)
def test_markers_come_from_tables_of_many_kinds(tmp_path, session, text, how):
    path = tmp_path / "log.csv"
    path.write_text(text)
    found = read_markers(path, session, how)
    assert found.markers == (FILM, JOKE)
    assert found.n_outside == 0 and found.n_blank == text.count("n/a") + text.count("\n5;\n") + text.count("z,,")


def test_what_the_session_has_not_the_time_of_is_left_out_and_counted(tmp_path, session):
    path = tmp_path / "log.csv"
    path.write_text("time_s,label\n-1,a\n1,joke\n99,b\n")
    assert read_markers(path, session) == FoundMarkers((JOKE,), 0, 2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("time_s,label\n", "no column time_s"),
        ("when,label\n1,a\n", "no column time_s"),
        ("time_s,what\n1,a\n", "no column label"),
        ("time_s,label\n,a\n1,\n", "holds no markers."),
        ("time_s,label\nsoon,a\n", "line 2: time_s is 'soon', which is no number"),
        ("time_s,label\n1,b\n1:x,a\n", "line 3: time_s is '1:x', which is no time"),
        ("time_s,label\n99,a\n", "lies within the session, which lasts 1.5 s: the first is 99.0 s"),
    ],
)
def test_what_holds_no_markers_says_why(tmp_path, session, text, reason):
    path = tmp_path / "log.csv"
    path.write_text(text)
    with pytest.raises(MarkersUnreadable) as refused:
        read_markers(path, session)
    assert reason in str(refused.value)
    with pytest.raises(MarkersUnreadable, match="no column trigger"):
        read_markers(path, session, MarkerTable("trigger"))


def test_markers_that_are_there_stay_unless_they_are_replaced_and_none_comes_twice(session):
    assert [one.label for one in with_markers(session, [FILM, JOKE, FILM]).markers] == ["film", "on", "joke"]
    assert with_markers(session, [JOKE, FILM], in_place=True).markers == (FILM, JOKE)


def test_events_of_bids_come_back(tmp_path, session):
    path = tmp_path / "sub-1_events.tsv"
    export_session(session, path, ExportOptions("bids"))
    assert read_markers(path, session).markers == session.markers == (SessionMarker(0.5, "on"),)


def test_the_command_lists_adds_replaces_and_undoes(tmp_path, session, capsys):
    folder, log = str(session.folder), tmp_path / "log.csv"
    log.write_text("pic,at\nfilm,10.25\njoke,11\nend,99\n,10.5\n")
    assert main(["sessions", "markers", folder]) == 0
    assert capsys.readouterr().out == "0.500  on\n"
    columns = [folder, str(log), "--time", "at", "--label", "pic", "--offset", "-10"]
    assert main(["sessions", "markers", *columns]) == 0
    said = capsys.readouterr()
    assert said.out == "2 marker(s) read; the session has 3.\n"
    assert "1 row(s) without time or text" in said.err and "1 row(s) left out" in said.err
    assert main(["sessions", "markers", *columns, "--replace"]) == 0
    assert load_session(session.folder).markers == (FILM, JOKE)
    assert main(["sessions", "markers", *columns[:2]]) == 1 and "no column time_s" in capsys.readouterr().err
    assert main(["sessions", "markers", folder, "--undo"]) == 0
    assert load_session(session.folder).edits.markers is None
    log.write_text("time_s,label\n1,x\n")
    assert main(["sessions", "markers", folder, str(log), "--replace"]) == 0
    with pytest.raises(SystemExit):
        main(["sessions", "markers", folder, "--offset", "soon"])
    assert "soon is not a number" in capsys.readouterr().err


def test_a_session_without_markers_says_so(tmp_path, session, capsys):
    (session.folder / "markers.csv").write_text("time_s,label\n")
    assert main(["sessions", "markers", str(session.folder)]) == 0
    assert "no markers" in capsys.readouterr().err


def test_the_help_names_the_columns(capsys):
    with pytest.raises(SystemExit):
        main(["sessions", "markers", "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert ", ".join(TIMES) in words and ", ".join(LABELS) in words
