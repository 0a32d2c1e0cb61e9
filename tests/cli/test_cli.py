from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import cv2
import numpy as np
import pandas as pd
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.action_units import ACTION_UNITS
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.vision.analyzer import open_analyzer
from fer_desktop.vision.regions import REGIONS
from tests.cli.helpers import run
from tests.clips import write_clip, write_long_clip
from tests.fakes import default_signals


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


def test_help_names_the_commands():
    result = subprocess.run(
        [sys.executable, "-m", "fer_desktop", "--help"], capture_output=True, text=True, timeout=240, check=True
    )
    assert "analyze" in result.stdout


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["study", "compare", "--help"], ["analyze"]])
def test_what_only_prints_loads_neither_numbers_nor_a_window(words):
    code = (
        "import atexit, sys; from fer_desktop.cli.main import main; "
        "atexit.register(lambda: print({'numpy', 'torch', 'cv2', 'PySide6', 'msgspec', 'scipy'} & set(sys.modules))); "
        f"main({words!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == (2 if words == ["analyze"] else 0), done.stderr
    assert done.stdout.splitlines()[-1] == "set()"


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
