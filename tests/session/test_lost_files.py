"""A file of a session that is lost takes no other with it: what can be read is read, and what not is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker
from fer_desktop.errors import ExportError, SessionDamaged, SessionUnreadable
from fer_desktop.results.formats import export_session
from fer_desktop.session.catalogue import summary_of
from fer_desktop.session.codings import CodeFacts, Coding, load_codings, save_coding
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import list_sessions, load_session, save_edits
from fer_desktop.session.ownership import is_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.store import SEALED_SUFFIX, PlainStore
from fer_desktop.session.table import table_bytes
from fer_desktop.studies.cached import read_session
from tests.factories import CAMERA, WORD
from tests.fakes import MODEL, make_analysis, make_image, make_tracked

N = 10
TABLES = ("timeline.csv", "markers.csv", "frames.csv")
LEFT = {"nothing": b"", "zeros": b"\0" * 600, "no text": b"\xff\xfe\n\xff\n", "other columns": b"a,b\n1,2\n"}


def begun(root: Path, word: str = "") -> SessionWriter:
    writer = SessionWriter(root, SessionHeader("s", CAMERA, MODEL), WriterOptions(with_video=True, passphrase=word))
    writer.name_face(1, "Mia")
    for i in range(N):
        writer.add_marker(Marker(i / 30, f"marker {i}"))
        writer.add_frame(Frame(i, i / 30, make_image()))
        writer.add_analysis(make_analysis(i, [make_tracked()]))
    return writer


def closed(root: Path, word: str = "") -> Path:
    return Path(begun(root, word).close(RecordingCounts(N, 0, 0)))


@pytest.mark.parametrize("left", LEFT.values(), ids=LEFT)
@pytest.mark.parametrize("name", ["timeline.csv", "markers.csv"])
def test_a_table_that_is_lost_is_named_and_the_other_read(tmp_path, name, left):
    folder = closed(tmp_path)
    (folder / name).write_bytes(left)
    session = load_session(folder)
    assert [name in str(problem) for problem in session.problems] == [True]
    assert len(session.recorded) == (0 if name == "timeline.csv" else N)
    assert len(session.markers) == (0 if name == "markers.csv" else N)
    assert session.names == {1: "Mia"}
    assert summary_of(folder).problem == ""


@pytest.mark.parametrize("name", TABLES[:2])
def test_an_encrypted_table_that_is_lost_is_named_and_the_other_read(tmp_path, name):
    folder = closed(tmp_path, WORD)
    (folder / (name + SEALED_SUFFIX)).write_bytes(b"")
    session = load_session(folder, WORD)
    assert [name in str(problem) for problem in session.problems] == [True]
    assert (len(session.recorded), len(session.markers)) == ((0, N) if name == "timeline.csv" else (N, 0))


def test_a_timeline_that_is_gone_is_named_and_the_markers_read(tmp_path):
    folder = closed(tmp_path)
    (folder / "timeline.csv").unlink()
    session = load_session(folder)
    assert ["timeline.csv" in str(problem) for problem in session.problems] == [True]
    assert (len(session.recorded), len(session.markers)) == (0, N)


def test_with_no_table_left_there_is_no_session(tmp_path):
    folder = closed(tmp_path)
    for name in TABLES:
        (folder / name).write_bytes(b"")
    with pytest.raises(SessionUnreadable, match=r"timeline[.]csv cannot be read [(]it is empty"):
        load_session(folder)


@pytest.mark.parametrize("left", [b"", b"\0" * 100], ids=["nothing", "zeros"])
def test_edits_that_are_lost_are_named_and_can_be_made_again(tmp_path, left):
    folder = closed(tmp_path)
    save_edits(load_session(folder).store, Edits(title="a title"))
    read_session(folder, "", tmp_path / "cache")
    (folder / "edits.json").write_bytes(left)
    session = load_session(folder)
    (problem,) = session.problems
    assert isinstance(problem, SessionDamaged)
    assert "edits.json is empty" in str(problem)
    assert (session.edits, len(session.table)) == (Edits(), N)
    for _ in range(2):  # with the cache, too
        assert list(map(str, read_session(folder, "", tmp_path / "cache").problems)) == [str(problem)]
    save_edits(session.store, Edits(title="another"))
    assert (load_session(folder).edits.title, load_session(folder).problems) == ("another", ())


@pytest.mark.parametrize("word", ["", WORD])
@pytest.mark.parametrize("name", [*TABLES, "video.mp4"])
def test_a_repair_leaves_what_is_lost_and_names_it(tmp_path, name, word):
    folder = Path(begun(tmp_path, word).abandon("the cable"))
    lost = folder / (name + (SEALED_SUFFIX if word else ""))
    lost.write_bytes(b"" if word else LEFT["no text"])
    folder = recover(folder, word)
    assert (folder / lost.name).read_bytes() == (b"" if word else LEFT["no text"])
    session = load_session(folder, word)
    assert session.info.complete
    assert name == "video.mp4" or name not in session.info.tables
    assert (len(session.recorded) == 0) == (name == "timeline.csv")
    assert session.names == {1: "Mia"}


def test_the_commands_use_what_is_left(tmp_path, capsys):
    folder = closed(tmp_path)
    (folder / "timeline.csv").write_bytes(b"")
    assert main(["sessions", "show", str(folder)]) == 0
    assert "timeline.csv cannot be read (it is empty)" in capsys.readouterr().err
    assert main(["sessions", "report", str(folder), str(tmp_path / "report.html")]) == 0
    assert "timeline.csv cannot be read" in (tmp_path / "report.html").read_text()


def test_a_video_that_may_not_be_read_takes_nothing_with_it(tmp_path, monkeypatch):
    folder = closed(tmp_path)
    opened = PlainStore.open

    def refuse(store: PlainStore, name: str) -> BinaryIO:
        if name == "video.mp4":
            raise PermissionError(13, "Permission denied")
        return opened(store, name)

    monkeypatch.setattr(PlainStore, "open", refuse)
    session = load_session(folder)
    assert ["video.mp4 cannot be read" in str(problem) for problem in session.problems] == [True]
    assert len(session.recorded) == N


CODER = Coding(coder="anna", moments=(CodeFacts(start_s=0, end_s=1, face=1, code="anger"),))


@pytest.mark.parametrize("word", ["", WORD])
@pytest.mark.parametrize(
    "left", [b"", b"\0" * 100, b'{"codes_version": 9}', b"{"], ids=["nothing", "zeros", "new", "cut"]
)
def test_codes_that_are_lost_are_named_and_those_of_others_read(tmp_path, left, word):
    folder = closed(tmp_path, word)
    store = load_session(folder, word).store
    for name in ("anna", "ben"):
        save_coding(store, replace(CODER, coder=name))
    lost = store.path("codes-1.json")
    if word and left:
        store.write("codes-1.json", left)
    else:
        lost.write_bytes(left)
    session = load_session(folder, word)
    assert ["codes-1.json" in str(problem) for problem in session.problems] == [True]
    assert [one.coder for one in load_codings(session.store)] == ["ben"]
    before = lost.read_bytes()
    save_coding(session.store, CODER)  # again, beside what was lost
    assert [one.coder for one in load_codings(session.store)] == ["ben", "anna"]
    assert lost.read_bytes() == before


def test_codes_that_were_deleted_hide_no_others(tmp_path):
    store = load_session(closed(tmp_path)).store
    for name in ("anna", "ben"):
        save_coding(store, replace(CODER, coder=name))
    store.path("codes-1.json").unlink()
    save_coding(store, replace(CODER, coder="ben", seed=3))
    assert [(one.coder, one.seed) for one in load_codings(store)] == [("ben", 3)]
    assert not store.has("codes-1.json")


GONE = {"nothing": b"", "zeros": b"\0" * 700, "missing": None}


def without_info(folder: Path, left: bytes | None) -> None:
    path = next(folder.glob("session.json*"))
    path.unlink() if left is None else path.write_bytes(left)


@pytest.mark.parametrize("word", ["", WORD])
@pytest.mark.parametrize("left", GONE.values(), ids=GONE)
def test_what_the_tables_tell_is_kept_where_session_json_is_lost(tmp_path, left, word, capsys):
    folder = closed(tmp_path, word)
    whole = load_session(folder, word)
    without_info(folder, left)
    assert list_sessions(tmp_path) == [folder] and is_session(folder)
    session = load_session(folder, word)
    assert "is empty or missing" in str(session.problems[0]) and len(session.problems) == 1
    assert table_bytes(session.recorded) == table_bytes(whole.recorded)
    assert session.markers == whole.markers
    assert not session.info.complete and session.info.started is None
    assert recover(folder, word) == folder
    info = load_session(folder, word).info
    for name in (
        "schema_version",
        "samples",
        "frames_analysed",
        "duration_s",
        "top_expressions",
        "has_video",
        "tables",
    ):
        assert getattr(info, name) == getattr(whole.info, name), name
    assert info.complete and info.end_reason == "what described it was lost"
    assert load_session(folder, word).problems == ()


def test_a_session_without_its_description_is_listed_and_repaired_by_command(tmp_path, capsys):
    folder = closed(tmp_path)
    without_info(folder, b"")
    summary = summary_of(folder)
    assert "is empty or missing" not in summary.problem and not summary.is_complete
    assert (summary.duration_s, summary.n_faces, summary.frames) == (None, None, None)  # not 0
    assert main(["sessions", "list", str(tmp_path)]) == 0
    assert "s  (not finished: repair it)" in capsys.readouterr().out
    main(["sessions", "repair", str(folder)])
    assert main(["sessions", "list", str(tmp_path)]) == 0
    assert "(what described it was lost)" in capsys.readouterr().out


def test_a_recording_that_lost_its_description_is_not_said_to_be_empty(tmp_path):
    folder = Path(begun(tmp_path).abandon("the cable"))
    without_info(folder, None)
    assert len(load_session(folder).recorded) == N
    assert len(load_session(recover(folder)).recorded) == N


def test_a_table_of_others_is_no_session(tmp_path):
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "timeline.csv").write_text("time,value\n1,2\n")
    assert list_sessions(tmp_path) == [] and not is_session(folder)
    with pytest.raises(SessionUnreadable, match="cannot be read"):
        load_session(folder)


@pytest.mark.parametrize("left", [*LEFT.values(), None], ids=[*LEFT, "missing"])
def test_a_timeline_that_is_lost_is_not_exported(tmp_path, left, capsys):
    folder = closed(tmp_path)
    timeline = folder / "timeline.csv"
    timeline.unlink() if left is None else timeline.write_bytes(left)
    for name in ("a.csv", "a.json", "a.parquet"):
        assert main(["sessions", "export", str(folder), str(tmp_path / name)]) == 1
        assert not (tmp_path / name).exists()
    with pytest.raises(ExportError, match=r"timeline[.]csv cannot be read"):
        export_session(load_session(folder), tmp_path / "b.csv")
    assert main(["sessions", "export", str(folder), str(tmp_path / "a_events.tsv"), "--format", "bids"]) == 0
    assert (tmp_path / "a_events.tsv").read_text().count("\n") == N + 1
