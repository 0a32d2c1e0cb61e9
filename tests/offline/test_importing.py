"""Tables of OpenFace and Py-feat, in the forms that their versions write, become sessions."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.errors import ForeignTableTimeless, ForeignTableUnreadable
from fer_desktop.offline.importing import import_table
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.results.onsets import onsets
from fer_desktop.results.report import write_report
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import (
    counting_gaps,
    data_quality,
    rows_by_face,
    session_statistics,
    whole_span,
)
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.factories import CAMERA, write_session
from tests.fakes import MODEL, make_analysis, make_details, make_tracked

UNITS = ["AU01_r", "AU04_r", "AU20_r", "AU12_r", "AU12_c"]
LANDMARKS = [f"{axis}_{i}" for axis in "xy" for i in range(68)]
OPENFACE = ["frame", "face_id", "timestamp", "confidence", "success", "gaze_angle_x", "gaze_angle_y"]
OPENFACE += ["pose_Rx", "pose_Ry", "pose_Rz", *LANDMARKS, *UNITS]
PLACES = [*range(100, 168), *range(200, 268)]
PYFEAT = ["FaceRectX", "FaceRectY", "FaceRectWidth", "FaceRectHeight", "FaceScore", "Pitch", "Roll", "Yaw"]
EMOTIONS = ["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral"]


def write(path, header, rows, between=","):
    path.write_text("\n".join(between.join(map(str, row)) for row in [header, *rows]) + "\n")
    return path


def openface_row(frame, face=0, success=1, strength=2.5):
    angles = [0.1, -0.2, -0.3, 0.4, 0.05]
    units = [strength, 0, 1.0, 5.0, 1] if success else [0] * 5
    return [frame, face, f"{(frame - 1) / 25:.3f}", 0.98 * success, success, *angles, *PLACES, *units]


def pyfeat_row(frame, name="v.mp4", x=10.0, happiness=0.7):
    return [x, 20, 30, 40, 0.99, 1, 2, 3, 0.25, 0.5, 0.01, 0.02, 0.03, happiness, 0.04, 0.1, 0.1, name, frame]


def write_pyfeat(path, rows):
    return write(path, [*PYFEAT, "AU12", "AU43", *EMOTIONS, "input", "frame"], rows)


def test_openface_comes_in_our_units_and_signs_and_what_it_lacks_stays_blank(tmp_path):
    rows = [openface_row(1), openface_row(2, success=0), openface_row(3)]
    session = load_session(import_table(write(tmp_path / "a.csv", OPENFACE, rows, ", "), tmp_path / "s"))
    table, details = session.table, session.details
    assert not session.problems
    assert table["time_s"].tolist() == [0.0, 0.04, 0.08]
    assert table["frame"].tolist() == [0, 1, 2]
    assert np.nan_to_num(table["face_id"]).tolist() == [1, 0, 1]
    angles = [table[name][0] for name in ("pitch_deg", "yaw_deg", "roll_deg")]
    assert angles == pytest.approx(np.degrees([0.3, -0.4, 0.05]), abs=0.01)
    assert [table[name][0] for name in ("box_x", "box_y", "box_w", "box_h")] == [100, 200, 67, 67]
    assert np.isnan([table[name][0] for name in (*EXPRESSIONS, "valence", "quality", "certainty")]).all()
    assert np.isnan(table["box_x"][1])
    assert details is not None
    assert details["time_s"].tolist() == [0.0, 0.08]
    assert (details["AU01"][0], details["AU12"][0]) == (0.5, 1.0)
    assert np.isnan(details["AU12_left"]).all()
    assert details["gaze_yaw_deg"][0] == pytest.approx(5.7, abs=0.05)
    assert details["gaze_pitch_deg"][0] == pytest.approx(11.5, abs=0.05)
    origin = session.info.settings.imported
    assert origin is not None
    assert (origin.program, origin.file, len(origin.sha256), origin.fps) == ("OpenFace", "a.csv", 64, None)
    assert "AU20_r" in session.info.notices[0]
    assert session.info.started is None


def test_several_faces_of_openface_count_from_one_and_a_frame_with_one_is_not_without(tmp_path):
    rows = [openface_row(1, 0), openface_row(1, 1), openface_row(2, 1), openface_row(2, 0, success=0)]
    session = load_session(import_table(write(tmp_path / "a.csv", OPENFACE, rows), tmp_path / "s"))
    assert session.table["face_id"].tolist() == [1, 2, 2]


def test_our_own_export_comes_back(tmp_path):
    written = load_session(write_session(tmp_path, "mine"))
    export_session(written, tmp_path / "mine.csv", ExportOptions("openface"))
    back = load_session(import_table(tmp_path / "mine.csv", tmp_path / "s"))
    for name in ("time_s", "frame", "face_id", "yaw_deg", "pitch_deg", "roll_deg"):
        assert back.table[name] == pytest.approx(written.table[name], abs=0.05)
    assert back.details is None
    assert not back.info.notices  # its blank columns lose nothing


def test_our_own_export_of_details_comes_back(tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("look", CAMERA, replace(MODEL, eyes=MODEL)))
    for i in range(3):
        writer.add_analysis(make_analysis(i, [replace(make_tracked(1), details=make_details(i / 4))]))
    written = load_session(Path(writer.close(RecordingCounts(3, 0, 0))))
    export_session(written, tmp_path / "mine.csv", ExportOptions("openface"))
    back = load_session(import_table(tmp_path / "mine.csv", tmp_path / "s"))
    assert not back.info.notices
    for name in ("AU01", "AU12", "AU45", "gaze_yaw_deg", "gaze_pitch_deg"):
        assert back.details[name] == pytest.approx(written.details[name], abs=0.05)


def test_pyfeat_knows_seven_expressions_and_no_times(tmp_path):
    path = write_pyfeat(tmp_path / "fex.csv", [pyfeat_row(i) for i in (0, 10, 20)])
    with pytest.raises(ForeignTableTimeless, match="--fps"):
        import_table(path, tmp_path / "s")
    session = load_session(import_table(path, tmp_path / "s", fps=25))
    table = session.table
    assert table["time_s"].tolist() == [0.0, 0.4, 0.8]
    assert table["expression"].tolist() == ["happiness"] * 3
    assert table["probability"][0] == 0.7
    assert np.isnan(table["contempt"]).all()
    assert np.isnan(table["valence"]).all()
    assert np.isnan(table["pitch_deg"]).all()
    assert session.details is not None
    assert session.details["AU12"].tolist() == [0.25] * 3
    assert session.info.source.name == "v.mp4"
    assert session.info.settings.imported is not None
    assert session.info.settings.imported.fps == 25


def test_newer_names_identities_and_frames_without_a_face(tmp_path):
    header = [*PYFEAT, "AU12", "Neutral", "Happy", "Sad", "Surprise", "Fear", "Disgust", "Anger", "Identity", "input"]
    face = [10, 20, 30, 40, 0.99, 1, 2, 3, 0.25, 0.1, 0.2, 0.5, 0.05, 0.05, 0.05, 0.05]
    rows = [[*face, "B", "v.mp4", 0], [*face, "A", "v.mp4", 0], [*[""] * 16, "", "v.mp4", 1], [*face, "A", "v.mp4", 2]]
    path = write(tmp_path / "fex.csv", [*header, "frame"], rows)
    table = load_session(import_table(path, tmp_path / "s", fps=10)).table
    assert np.nan_to_num(table["face_id"]).tolist() == [1, 2, 0, 2]
    assert table["expression"].tolist() == ["sadness", "sadness", "", "sadness"]


def test_faces_without_identity_are_numbered_in_each_frame_and_that_is_said(tmp_path):
    path = write_pyfeat(tmp_path / "fex.csv", [pyfeat_row(0), pyfeat_row(0, x=99.0), pyfeat_row(1)])
    session = load_session(import_table(path, tmp_path / "s", fps=10))
    assert session.table["face_id"].tolist() == [1, 2, 1]
    assert "which face is which" in session.info.notices[0]


def test_photographs_are_a_second_apart_and_each_is_somebody_else(tmp_path):
    rows = [pyfeat_row(0, "/x/one.jpg"), pyfeat_row(0, "C:\\y\\two.PNG")]
    session = load_session(import_table(write_pyfeat(tmp_path / "fex.csv", rows), tmp_path / "s"))
    assert session.table["time_s"].tolist() == [0.0, 1.0]
    assert session.table["face_id"].tolist() == [1, 2]
    assert session.info.source.images == ("one.jpg", "two.PNG")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "neither a table of OpenFace nor one of Py-feat"),
        ("", "neither a table"),
        ("frame,timestamp,success\n", "has no rows"),
        ("frame,timestamp,success\n1,0.0\n", r"Line 2 of .* has 2 cells, not 3"),
        ("frame,timestamp,success\n1,0,1\n2,x,1\n", r"Line 3 of .* no number in timestamp: x"),
        ("frame,timestamp,success\n1,,1\n", "has no time"),
        ("frame,timestamp,success\n1,-1,1\n", "has no time"),
        ("FaceRectX,FaceRectY,FaceRectWidth,FaceRectHeight,input\n1,2,3,4,v.mp4\n", "which frame a row is of"),
        ("FaceRectX,FaceRectY,FaceRectWidth,FaceRectHeight,anger,input\n1,2,3,4,7,v.jpg\n", "not between 0 and 1"),
    ],
)
def test_bad_files_are_named_and_leave_nothing(tmp_path, text, said):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(ForeignTableUnreadable, match=said):
        import_table(path, tmp_path / "s")
    assert not list((tmp_path / "s").glob("*")) if (tmp_path / "s").exists() else True


def test_what_is_no_text_or_not_there_is_named(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00frame")
    for path in (tmp_path / "x.csv", tmp_path / "missing.csv", tmp_path):
        with pytest.raises(ForeignTableUnreadable, match="cannot be read"):
            import_table(path, tmp_path / "s")


@pytest.fixture(params=["openface", "pyfeat"])
def imported(request, tmp_path):
    if request.param == "openface":
        path = write(tmp_path / "a.csv", OPENFACE, [openface_row(i) for i in range(1, 60)])
        return load_session(import_table(path, tmp_path / "s"))
    path = write_pyfeat(tmp_path / "a.csv", [pyfeat_row(i) for i in range(60)])
    return load_session(import_table(path, tmp_path / "s", fps=25))


def test_statistics_say_nothing_of_what_is_not_known(imported):
    (face,) = session_statistics(imported)
    assert np.isnan(face.top_share["contempt"])
    assert np.isnan(face.mean["contempt"])
    assert np.isnan(face.mean_valence)
    assert np.isnan(face.unreliable_share)
    knows = imported.info.model.model_id == "Py-feat"
    assert face.transitions == (0 if knows else None)
    assert face.top_share["happiness"] == pytest.approx(1.0) if knows else np.isnan(face.top_share["happiness"])
    assert np.isnan(data_quality(imported).unreliable_share)
    (rows,) = rows_by_face(imported).values()
    found = onsets(rows, whole_span(imported), counting_gaps(imported))
    assert found["contempt"].count is None
    assert np.isnan(found["contempt"].peak)


def test_it_can_be_exported_and_reported(imported, tmp_path):
    for name in ("csv", "json", "elan", "eaf", "textgrid", "physio", "openface"):
        target = tmp_path / f"out.{name}" if name != "physio" else tmp_path / "sub-1_physio.tsv.gz"
        export_session(imported, target, ExportOptions(name))
        if name in ("csv", "elan", "openface"):
            assert "nan" not in target.read_text().lower()
    smooth = select(imported, Selection(grid_hz=10, smooth_s=0.2))
    knows = imported.info.model.model_id == "Py-feat"
    assert set(smooth["expression"]) == ({"happiness"} if knows else {""})
    write_report(imported, tmp_path / "r.html")


def test_the_command_names_what_it_cannot_read_and_reads_the_rest(tmp_path, capsys):
    good = write(tmp_path / "good.csv", OPENFACE, [openface_row(1), openface_row(2)])
    bad = write(tmp_path / "bad.csv", ["x"], [[1]])
    timeless = write_pyfeat(tmp_path / "fex.csv", [pyfeat_row(0)])
    command = ["sessions", "import", str(bad), str(good), str(timeless), "--out", str(tmp_path / "s")]
    assert main(command) == 1
    out = capsys.readouterr()
    assert out.out.strip() == str(tmp_path / "s" / "good")
    assert "bad.csv is neither" in out.err
    assert "--fps" in out.err
    assert main(["sessions", "show", "--json", str(tmp_path / "s" / "good")]) == 0
    assert json.loads(capsys.readouterr().out)["faces"][0]["mean_valence"] is None


def test_a_session_can_be_encrypted_and_a_name_that_is_taken_gets_a_number(tmp_path):
    path = write(tmp_path / "a.csv", OPENFACE, [openface_row(1)])
    import_table(path, tmp_path / "s")
    folder = import_table(path, tmp_path / "s", passphrase="correct horse")
    assert folder.name == "a_2"
    assert len(load_session(folder, "correct horse").table) == 1
    assert not [one for one in folder.iterdir() if b"frame" in one.read_bytes()]


def test_every_row_of_the_table_is_there(tmp_path):
    path = write(tmp_path / "a.csv", OPENFACE, [openface_row(i) for i in range(1, 200)])
    folder = import_table(path, tmp_path / "s")
    with (folder / "timeline.csv").open() as file:
        assert len(list(csv.reader(file))) == 200
