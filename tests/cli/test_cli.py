from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pandas as pd
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.action_units import ACTION_UNITS
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.vision.analyzer import open_analyzer
from fer_desktop.vision.regions import REGIONS
from tests.clips import write_clip, write_long_clip
from tests.factories import WORD, begin_sealed, fill, write_session
from tests.fakes import default_signals


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr()


def test_the_demo_becomes_a_session(tmp_path, capsys):
    code, shown = run(capsys, "analyze", "demo", "--duration", 2, "--out", tmp_path, "--json", "--plot")
    assert code == 0
    summary = json.loads(shown.out)
    (session,) = summary["sessions"]
    assert (session["n_frames"], session["n_faces"], summary["failed"]) == (60, 1, [])
    table = pd.read_csv(tmp_path / "demo" / "timeline.csv")
    assert table["frame"].tolist() == list(range(60))
    assert table["time_s"].to_numpy() == pytest.approx(np.arange(60) / 30, abs=1e-6)
    assert (table["face_id"] == 1).all()
    assert json.loads((tmp_path / "demo" / "session.json").read_text())["complete"] is True
    assert (tmp_path / "demo" / "timeline.png").exists()
    assert str(tmp_path / "demo") in shown.err


def test_good_inputs_are_done_when_others_fail_and_each_failure_is_named(tmp_path, capsys, demo_image):
    good = write_clip(tmp_path / "good clip ü.mp4", [0, 0.04, 0.1])
    (tmp_path / "text.mp4").write_text("no video")
    (tmp_path / "empty.mp4").write_bytes(b"")
    (tmp_path / "void").mkdir()
    inputs = [
        tmp_path / "text.mp4",
        good,
        tmp_path / "empty.mp4",
        tmp_path / "missing.mp4",
        tmp_path / "void",
        demo_image,
    ]
    code, shown = run(capsys, "analyze", *inputs, "--out", tmp_path / "out", "--json")
    assert code == 1
    summary = json.loads(shown.out)
    assert [s["input"] for s in summary["sessions"]] == [str(good), str(demo_image)]
    assert {f["input"] for f in summary["failed"]} == {str(path) for path in inputs} - {str(good), str(demo_image)}
    assert all(f["message"] and f["hint"] for f in summary["failed"])
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["face", "good clip ü"]
    table = pd.read_csv(tmp_path / "out" / "good clip ü" / "timeline.csv")
    assert table["time_s"].tolist() == pytest.approx([0, 0.04, 0.1], abs=1e-4)
    assert table["face_id"].isna().all()


def test_a_session_is_never_overwritten(tmp_path, capsys, demo_image):
    for _ in range(2):
        assert run(capsys, "analyze", demo_image, "--out", tmp_path / "out")[0] == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["face", "face_2"]


def test_a_folder_becomes_a_session_for_each_video_and_one_for_its_images(tmp_path, capsys, demo_image):
    folder = tmp_path / "folder"
    folder.mkdir()
    write_clip(folder / "b.mp4", [0, 0.1])
    write_clip(folder / "a.mp4", [0, 0.1])
    for name in ("2.png", "1.png"):
        (folder / name).write_bytes(demo_image.read_bytes())
    (folder / "notes.txt").write_text("ignored")
    code, shown = run(capsys, "analyze", folder, "--out", tmp_path / "out", "--json")
    assert code == 0
    names = [s["location"].rsplit(os.sep, 1)[1] for s in json.loads(shown.out)["sessions"]]
    assert names == ["a", "b", "folder"]
    info = json.loads((tmp_path / "out" / "folder" / "session.json").read_text())
    assert info["source"]["images"] == ["1.png", "2.png"]
    table = pd.read_csv(tmp_path / "out" / "folder" / "timeline.csv")
    assert table["frame"].tolist() == [0, 1]
    assert table["face_id"].tolist() == [1, 2]


def test_parts_of_a_video(tmp_path, capsys):
    clip = write_clip(tmp_path / "clip.mp4", [i / 30 for i in range(90)])
    arguments = ("--start", 1, "--end", 2, "--fps", 10, "--out", tmp_path / "out")
    assert run(capsys, "analyze", clip, *arguments)[0] == 0
    table = pd.read_csv(tmp_path / "out" / "clip" / "timeline.csv")
    assert table["frame"].tolist() == list(range(30, 61, 3))


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "demo", "--max-faces", "0"],
        ["analyze", "demo", "--max-faces", "11"],
        ["analyze", "demo", "--device", "abacus"],
        ["analyze", "demo", "--start", "2", "--end", "1"],
        ["analyze", "demo", "--fps", "-1"],
        ["analyze", "demo", "--start", "nan"],
        ["dance"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "error" in capsys.readouterr().err


def test_an_output_folder_that_cannot_be_written(tmp_path, capsys, demo_image):
    (tmp_path / "file").write_text("in the way")
    code, shown = run(capsys, "analyze", demo_image, "--out", tmp_path / "file" / "out")
    assert code == 1
    assert "cannot be written" in shown.err
    assert "Traceback" not in shown.err


def test_a_cut_off_video_leaves_nothing_that_pretends_to_be_whole(tmp_path, capsys):
    cut = tmp_path / "cut.mp4"
    data = write_long_clip(tmp_path).read_bytes()
    cut.write_bytes(data[: int(len(data) * 0.6)])
    code, shown = run(capsys, "analyze", cut, "--out", tmp_path / "out", "--json")
    assert code == 1
    assert json.loads(shown.out)["sessions"] == []
    left = list((tmp_path / "out").iterdir()) if (tmp_path / "out").exists() else []
    assert all(path.name.endswith(".partial") for path in left)
    for path in left:
        assert json.loads((path / "session.json").read_text())["complete"] is False


def test_help_is_quick_and_names_the_commands():
    result = subprocess.run(
        [sys.executable, "-m", "fer_desktop", "--help"], capture_output=True, text=True, timeout=240, check=True
    )
    assert "analyze" in result.stdout
    code = "import sys; from fer_desktop.cli.main import build_parser; build_parser(); "
    code += "print({'torch', 'cv2', 'PySide6'} & set(sys.modules))"
    heavy = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240, check=True)
    assert heavy.stdout.strip() == "set()"


def test_interrupting_keeps_what_is_done(tmp_path):
    command = [sys.executable, "-m", "fer_desktop", "analyze", "demo", "--duration", "600", "--out", str(tmp_path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=default_signals)  # noqa: PLW1509
    timeline = tmp_path / "demo.partial" / "timeline.csv"
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline and not (timeline.exists() and timeline.stat().st_size > 3000):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, shown = process.communicate(timeout=200)
    assert process.returncode == 130, shown
    assert "Traceback" not in shown
    info = json.loads((tmp_path / "demo" / "session.json").read_text())
    assert info["complete"] is True
    assert "interrupted" in info["end_reason"]
    assert len(pd.read_csv(tmp_path / "demo" / "timeline.csv")) == info["samples"] > 10


def test_a_decision_is_explained(tmp_path, capsys, demo_image):
    target = tmp_path / "why.png"
    code, shown = run(capsys, "explain", demo_image, "--out", target)
    assert code == 0
    assert target.read_bytes().startswith(b"\x89PNG")
    answer, regions, units = shown.out.split("\n\n")
    assert [line.split()[0] for line in answer.splitlines()] == list(EXPRESSIONS)
    assert {line.split()[0] for line in regions.splitlines()[1:]} == set(REGIONS)
    assert all(line.split()[0] in ACTION_UNITS for line in units.splitlines()[1:])
    code, shown = run(capsys, "explain", demo_image, "--out", target)
    assert code == 1
    assert "there already" in shown.err
    cv2.imwrite(str(tmp_path / "empty.png"), np.full((200, 200, 3), 120, np.uint8))
    code, shown = run(capsys, "explain", tmp_path / "empty.png", "--out", tmp_path / "none.png")
    assert code == 1
    assert "No face" in shown.err


def test_cameras_are_listed(capsys):
    assert main(["cameras"]) == 0


def test_sessions_are_listed_repaired_and_exported(tmp_path, capsys):

    folder = write_session(tmp_path, name="first")
    left = folder.rename(tmp_path / "second.partial")
    info = json.loads((left / "session.json").read_text())
    (left / "session.json").write_text(json.dumps({**info, "complete": False}))
    write_session(tmp_path, name="first")
    (tmp_path / "third").mkdir()
    (tmp_path / "third" / "session.json").write_text("{")
    code, shown = run(capsys, "sessions", "list", tmp_path)
    assert code == 0
    lines = shown.out.splitlines()
    assert "2 face(s)" in lines[0]
    assert "repair" in lines[1]
    assert "cannot be read" in lines[2]
    assert run(capsys, "sessions", "repair", left)[0] == 0
    assert (tmp_path / "second" / "timeline.csv").exists()
    target = tmp_path / "out.csv"
    assert run(capsys, "sessions", "export", tmp_path / "second", target)[0] == 0
    code, shown = run(capsys, "sessions", "export", tmp_path / "first", target)
    assert code == 1
    assert "--force" in shown.err
    assert run(capsys, "sessions", "export", tmp_path / "first", target, "--force")[0] == 0
    assert run(capsys, "sessions", "export", tmp_path / "nowhere", target, "--force")[0] == 1


@pytest.mark.expects_log
def test_an_unexpected_error_is_one_failure_among_many(tmp_path, capsys, demo_image, monkeypatch):
    from fer_desktop.offline import attempt as attempt_module

    real = open_analyzer
    answers = iter([ZeroDivisionError("odd")])

    def sometimes(options):
        for error in answers:
            raise error
        return real(options)

    monkeypatch.setattr(attempt_module, "open_analyzer", sometimes)
    code, shown = run(capsys, "analyze", demo_image, demo_image, "--out", tmp_path / "out", "--json")
    assert code == 1
    summary = json.loads(shown.out)
    assert "Unexpected error" in summary["failed"][0]["message"]
    assert len(summary["sessions"]) == 1
    assert "Traceback" not in shown.err


def test_sessions_are_shown_reported_exported_in_part_and_deleted(tmp_path, capsys):

    folder = write_session(tmp_path, "s")
    code, shown = run(capsys, "sessions", "show", folder, "--json")
    assert code == 0
    assert [face["name"] for face in json.loads(shown.out)["faces"]] == ["1", "Max"]
    code, shown = run(capsys, "sessions", "show", folder)
    assert "Max: seen 1.5 s, anger 100%" in shown.out
    for name in ("r.html", "r.pdf"):
        assert run(capsys, "sessions", "report", folder, tmp_path / name)[0] == 0
        assert run(capsys, "sessions", "report", folder, tmp_path / name)[0] == 1
        assert run(capsys, "sessions", "report", folder, tmp_path / name, "--force")[0] == 0
    assert run(capsys, "sessions", "report", folder, tmp_path / "r.doc")[0] == 1
    target = tmp_path / "part.csv"
    options = ("--faces", "2", "--start", "0.5", "--end", "1.0", "--grid", "10", "--smooth", "0.2", "--without-raw")
    assert run(capsys, "sessions", "export", folder, target, *options)[0] == 0
    table = pd.read_csv(target)
    assert set(table["face_id"]) == {2}
    assert table["time_s"].to_numpy() == pytest.approx([0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    code, shown = run(capsys, "sessions", "export", folder, tmp_path / "x.csv", "--faces", "9")
    assert (code, "no face 9" in shown.err) == (1, True)
    code, shown = run(capsys, "sessions", "export", folder, tmp_path / "x.csv", "--between", "on", "off")
    assert (code, "'off'; the session has on" in shown.err) == (1, True)
    assert not (tmp_path / "x.csv").exists()
    assert run(capsys, "sessions", "delete", folder)[0] == 1
    assert folder.exists()
    assert run(capsys, "sessions", "delete", folder, "--yes")[0] == 0
    assert not folder.exists()


def test_a_face_that_is_excluded_altogether_is_shown_in_valid_json(tmp_path, capsys):
    from fer_desktop.session.edits import Edits, Span
    from fer_desktop.session.library import save_edits
    from fer_desktop.session.store import PlainStore

    folder = write_session(tmp_path, "s")
    save_edits(PlainStore(folder), Edits(excluded=(Span(0.0, 60.0),)))
    shown = run(capsys, "sessions", "show", folder, "--json")[1]
    first = json.loads(shown.out, parse_constant=pytest.fail)["faces"][0]
    assert (first["seen_s"], first["mean_valence"]) == (0.0, None)
    assert "Max: seen 0.0 s\n" in run(capsys, "sessions", "show", folder)[1].out


@pytest.mark.parametrize("word", ["", "correct horse battery"])
def test_a_session_with_video_is_analysed_again(tmp_path, demo_image, word):
    from fer_desktop.core.progress import Progress
    from fer_desktop.core.types import Frame, Marker, SourceInfo
    from fer_desktop.errors import Cancelled, SessionLocked, SessionUnreadable
    from fer_desktop.offline.reanalyse import reanalyse
    from fer_desktop.session.info import SettingFacts
    from fer_desktop.session.library import load_session
    from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
    from fer_desktop.session.store import is_sealed
    from tests.fakes import MODEL, make_analysis

    image = cv2.cvtColor(cv2.imread(str(demo_image)), cv2.COLOR_BGR2RGB)
    header = SessionHeader("v", SourceInfo("cam", 640, 480, 30.0), MODEL)
    writer = SessionWriter(tmp_path, header, WriterOptions(with_video=True, passphrase=word))
    for i, time_s in enumerate((0.0, 0.04, 0.1, 0.2)):
        writer.add_frame(Frame(i, time_s, image))
        writer.add_analysis(make_analysis(i, [], fps=25))
    writer.add_marker(Marker(0.1, "on"))
    folder = Path(writer.close(RecordingCounts(4, 0, 0)))
    made = reanalyse(folder, passphrase=word)
    assert is_sealed(made) == bool(word)
    again = load_session(made, word)
    assert again.info.settings.parent == load_session(folder, word).info.session_id
    assert again.info.model.model_id != MODEL.model_id
    assert again.table["time_s"] == pytest.approx([0.0, 0.04, 0.1, 0.2], abs=1e-3)
    assert again.face_ids == (1,)
    assert [marker.label for marker in again.markers] == ["on"]
    with pytest.raises(SessionUnreadable, match="no video"):
        reanalyse(write_session(tmp_path, "table only"))
    blurred = write_session(tmp_path, "blurred", with_video=True, settings=SettingFacts(max_faces=2, video="blurred"))
    with pytest.raises(SessionUnreadable, match="are blurred"):
        reanalyse(blurred)
    if word:
        with pytest.raises(SessionLocked):
            reanalyse(folder, passphrase="another")
    before = sorted(path.name for path in tmp_path.iterdir())
    progress = Progress()
    progress.is_cancelled = True
    with pytest.raises(Cancelled):
        reanalyse(folder, progress, word)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_session_is_analysed_again_on_the_device_of_the_settings(tmp_path, monkeypatch):
    from fer_desktop.offline import reanalyse

    class Opened(Exception):
        pass

    def opened(options):
        raise Opened(options.device)

    monkeypatch.setattr(reanalyse, "open_analyzer", opened)
    with pytest.raises(Opened, match="cuda"):
        reanalyse.reanalyse(write_session(tmp_path, "v", with_video=True), device="cuda")


def test_an_encrypted_session_needs_its_passphrase(tmp_path, capsys):

    folder = fill(begin_sealed(tmp_path)).close(RecordingCounts(40, 0, 0))
    word = tmp_path / "word.txt"
    word.write_text(WORD + "\n", encoding="utf-8")
    assert "(encrypted)" in run(capsys, "sessions", "list", tmp_path)[1].out
    assert run(capsys, "sessions", "show", folder)[0] == 1
    code, shown = run(capsys, "sessions", "show", folder, "--passphrase-file", word)
    assert (code, "Mia Example" in shown.out) == (0, True)
    target = tmp_path / "out.csv"
    assert run(capsys, "sessions", "export", folder, target, "--passphrase-file", word)[0] == 0
    assert len(pd.read_csv(target)) == 40
    word.write_text("wrong")
    code, shown = run(capsys, "sessions", "report", folder, tmp_path / "r.html", "--passphrase-file", word)
    assert (code, "does not open" in shown.err) == (1, True)


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_names_that_are_not_utf_8_are_shown_listed_and_reported(tmp_path, demo_image):
    """In processes of their own, whose output is strict as in a terminal of today."""
    strict = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}

    def run_strictly(*words):
        command = [sys.executable, "-m", "fer_desktop", *words]
        done = subprocess.run(command, capture_output=True, env=strict, check=False)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    name = os.fsdecode(b"Gespr\xe4ch.png")
    source, out = tmp_path / name, tmp_path / "out"
    demo_image.rename(source)
    code, shown, _ = run_strictly("analyze", str(source), str(tmp_path / "none\udce4.mp4"), "--out", str(out), "--json")
    assert code == 1
    summary = json.loads(shown)
    assert summary["sessions"][0]["input"] == str(source)
    assert summary["failed"][0]["input"] == str(tmp_path / "none\udce4.mp4")
    renamed = out / os.fsdecode(b"b\xe4d")
    Path(summary["sessions"][0]["location"]).rename(renamed)
    code, shown, _ = run_strictly("sessions", "list", str(out))
    assert (code, shown.splitlines()[0][:8]) == (0, r"b\udce4d"), shown
    for ending in ("html", "pdf"):
        assert run_strictly("sessions", "report", str(renamed), str(tmp_path / f"report.{ending}"))[0] == 0
