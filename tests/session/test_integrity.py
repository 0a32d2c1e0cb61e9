"""A table that is not what was written is said to be damaged; its good part can be used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fer_desktop.cli.main import main
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker, SourceInfo
from fer_desktop.results.formats import export_session
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from tests.fakes import MODEL, make_analysis, make_image, make_tracked

N = 30
INFO = SourceInfo("cam", 32, 24, 30.0, is_live=True)


def begun(root: Path, with_video: bool = False) -> SessionWriter:
    writer = SessionWriter(root, SessionHeader("s", INFO, MODEL), WriterOptions(with_video=with_video))
    for i in range(N):
        if i % 10 == 5:
            writer.add_marker(Marker(i / 30, f"marker {i}"))
        writer.add_frame(Frame(i, i / 30, make_image()))
        writer.add_analysis(make_analysis(i, [make_tracked()]))
    return writer


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(begun(tmp_path).close(RecordingCounts(N, 0, 0)))


def test_a_session_as_it_was_written_has_no_problem(folder):
    session = load_session(folder)
    assert session.problems == ()
    facts = session.info.tables["timeline.csv"]
    assert (facts.rows, facts.first_s, facts.last_s) == (N, 0.0, round((N - 1) / 30, 6))


@given(keep=st.integers(0), what=st.sampled_from(["timeline.csv", "markers.csv"]))
@settings(max_examples=60, deadline=None)
def test_a_table_that_was_cut_anywhere_is_said_and_its_good_part_used(tmp_path_factory, keep, what):
    folder = Path(begun(tmp_path_factory.mktemp("s")).close(RecordingCounts(N, 0, 0)))
    data = (folder / what).read_bytes()
    head = data.index(b"\n") + 1
    keep = head + keep % (len(data) - head)
    (folder / what).write_bytes(data[:keep])
    session = load_session(folder)
    (problem,) = session.problems
    assert what in str(problem)
    read = session.table["time_s"] if what == "timeline.csv" else session.markers
    assert len(read) == data[:keep].count(b"\n") - 1


@pytest.mark.parametrize(
    ("change", "n_good"),
    [
        (lambda rows: [*rows[:11], *rows[12:]], N - 1),  # a row is gone
        (lambda rows: [*rows[:11], rows[5], *rows[11:]], 10),  # time goes backwards
        (lambda rows: [*rows[:11], rows[10], *rows[11:]], N + 1),  # a row twice
        (lambda rows: [*rows[:11], rows[11] + ",1", *rows[12:]], 10),  # a cell too many
        (lambda rows: [*rows[:11], rows[11].replace("0.8", "0.9", 1), *rows[12:]], N),  # another number
        (lambda rows: [*rows[:11], "x" + rows[11], *rows[12:]], 10),  # no number
        (lambda rows: [*rows[:11], "nan" + rows[11][8:], *rows[12:]], 10),  # no time
        (lambda rows: [*rows, rows[-1].replace("happiness", "surprise")], N + 1),
    ],
)
def test_a_table_that_was_changed_is_said(folder, tmp_path, change, n_good):
    path = folder / "timeline.csv"
    path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")
    session = load_session(folder)
    assert ["timeline.csv" in str(problem) for problem in session.problems] == [True]
    assert len(session.table) == n_good
    export_session(session, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().count("\n") == n_good + 1


def test_sessions_of_older_versions_are_compared_by_their_counts(folder):
    values = json.loads((folder / "session.json").read_text())
    del values["tables"]
    (folder / "session.json").write_text(json.dumps(values))
    assert load_session(folder).problems == ()
    path = folder / "timeline.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:10]) + "\n")
    assert "9 of 30 rows" in str(load_session(folder).problems[0])


def test_markers_that_are_gone_are_said(folder):
    (folder / "markers.csv").unlink()
    assert "missing" in str(load_session(folder).problems[0])


def test_the_commands_say_it_and_use_what_is_left(folder, tmp_path, capsys):
    path = folder / "timeline.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:10]) + "\n")
    assert main(["sessions", "repair", str(folder)]) == 1
    said = capsys.readouterr()
    assert "is whole" not in said.out
    assert "9 of 30 rows" in said.err
    assert main(["sessions", "show", str(folder), "--json"]) == 0
    said = capsys.readouterr()
    assert "9 of 30 rows" in json.loads(said.out)["problems"][0]
    assert "9 of 30 rows" in said.err
    assert main(["sessions", "export", str(folder), str(tmp_path / "out.csv")]) == 0
    assert "9 of 30 rows" in capsys.readouterr().err


def test_what_a_crash_left_is_counted_from_its_table_and_not_from_stale_facts(tmp_path, capsys):
    writer = begun(tmp_path)
    writer._timeline.flush()
    left = Path(shutil.copytree(writer.folder, tmp_path / "left.partial"))
    writer.abandon("test over")
    session = load_session(left)
    assert (session.info.frames_analysed, session.info.complete, session.problems) == (N, False, ())
    assert main(["sessions", "show", str(left)]) == 0
    assert "30 frames" in capsys.readouterr().out


def test_a_kill_before_the_last_rename_leaves_a_session_that_a_repair_only_renames(folder, capsys):
    left = folder.rename(folder.with_name("s.partial"))
    before = {path.name: path.read_bytes() for path in left.iterdir()}
    assert main(["sessions", "repair", str(left)]) == 0
    assert not left.exists()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert load_session(folder).info.end_reason == ""


def test_after_a_repair_the_frames_are_those_of_the_video(tmp_path):
    writer = begun(tmp_path, with_video=True)
    for table in writer._tables.values():
        table.flush()
    left = Path(shutil.copytree(writer.folder, tmp_path / "left.partial"))
    writer.abandon("test over")
    rows = (left / "frames.csv").read_text().splitlines()
    assert len(rows) == N + 1
    folder = recover(left)
    n_stored = (folder / "frames.csv").read_text().count("\n") - 1
    assert n_stored < N  # the encoder still held some back
    facts = load_session(folder).info.tables["frames.csv"]
    assert facts.rows == n_stored
    assert (folder / "frames.csv").read_text().splitlines() == rows[: n_stored + 1]


def test_a_cell_that_is_longer_than_readers_of_csv_usually_take_is_read(folder):
    """A burst of markers made such sessions."""
    label = "x" * 400_000
    path = folder / "timeline.csv"
    rows = path.read_text().splitlines()
    path.write_text("\n".join([*rows[:5], rows[5] + label, *rows[6:]]) + "\n")
    (folder / "markers.csv").write_text(f"time_s,label\n0.1,{label}\n")
    session = load_session(folder)
    assert session.table["marker"][4] == label
    assert session.markers[0].label == label


def test_a_burst_of_markers_is_spread_over_the_rows(tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("s", INFO, MODEL))
    labels = [f"{i} ".ljust(200, "x") for i in range(300)]
    for label in labels:
        writer.add_marker(Marker(0.0, label))
    for i in range(20):
        writer.add_analysis(make_analysis(i))
    session = load_session(Path(writer.close(RecordingCounts(20, 0, 0))))
    cells = list(session.table["marker"])
    assert max(map(len, cells)) <= 8192
    assert [label for cell in cells if cell for label in cell.split("; ")] == labels
