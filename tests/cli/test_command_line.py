"""What the command line refuses, infers and says; what it does is in test_cli.py."""

from __future__ import annotations

import errno
import json
import os

import pandas as pd
import pytest

from fer_desktop.capture.demo.source import DemoSource
from fer_desktop.capture.images import ImageSource
from fer_desktop.cli.arguments import build_parser
from fer_desktop.cli.main import main
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import Notice
from tests.cli.helpers import run
from tests.clips import write_clip


def test_what_stands_before_the_command_counts():
    before = ["--max-faces", "1", "--device", "cpu"]
    options = build_parser().parse_args([*before, "analyze", "x"])
    assert (options.max_faces, options.device) == (1, "cpu")
    options = build_parser().parse_args([*before, "analyze", "x", "--max-faces", "2"])
    assert (options.max_faces, options.device) == (2, "cpu")
    options = build_parser().parse_args(["analyze", "x"])
    assert (options.max_faces, options.device) == (None, None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--record-for 3 doctor", "leave them out with doctor"),
        ("--source demo analyze x", "leave them out with analyze"),
        ("--record-for 3", "--record-for needs --source"),
        ("analyze x --workers abc", "abc is not a number from 1 to 256"),
        ("analyze x --max-faces many", "many is not a number from 1 to 10"),
        ("analyze x --fps fast", "fast is not a number above 0"),
        ("analyze x --start soon", "soon is not a time in seconds"),
        ("bench --soak long", "long is not a number from 10 on"),
        ("bench --height tall", "tall is not a number from 480 to 720"),
        ("sessions export s c.csv --faces all", "all is not the number of a face"),
        ("sessions export s c.csv --start 3 --end 1", "--end must not be before --start"),
        ("sessions export s c.csv --between a b --start 0", "--between takes the place of"),
        ("sessions export s c.csv --between a b --end 3", "--between takes the place of"),
    ],
)
def test_wrong_usage_is_said_in_plain_words(line, words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(line.split())
    assert caught.value.code == 2
    shown = capsys.readouterr().err
    assert words in shown
    assert "invalid" not in shown


@pytest.mark.parametrize("way", [(), ("--workers", 2)])
def test_a_device_that_cannot_be_used_is_said_once(tmp_path, capsys, demo_image, way):
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a CUDA device")
    (tmp_path / "other.png").write_bytes(demo_image.read_bytes())
    arguments = ("--device", "cuda", "--out", tmp_path / "out", "--json", *way)
    code, shown = run(capsys, "analyze", demo_image, tmp_path / "other.png", *arguments)
    assert code == 0
    assert shown.err.count("warning: CUDA cannot be used") == 1
    (notice,) = json.loads(shown.out)["notices"]
    assert "Running on the CPU" in notice


def test_photographs_that_are_skipped_are_named(tmp_path, capsys, demo_image, monkeypatch):
    from fer_desktop.offline import job as job_module

    class Skipping(ImageSource):
        notices = (Notice("{path} is not an image that can be read.", path="b.png"),)

    monkeypatch.setattr(job_module, "ImageSource", Skipping)
    code, shown = run(capsys, "analyze", demo_image, "--out", tmp_path / "out")
    assert code == 0
    assert f"warning: {demo_image}: b.png is not an image that can be read." in shown.err


@pytest.mark.parametrize(("more", "words"), [((), "and the end"), (("--end", 200), "and 200 s")])
def test_a_part_that_holds_nothing_is_a_failure(tmp_path, capsys, more, words):
    clip = write_clip(tmp_path / "clip.mp4", [i / 30 for i in range(72)])
    arguments = ("--start", 100, *more, "--out", tmp_path / "out", "--json")
    code, shown = run(capsys, "analyze", clip, *arguments)
    assert code == 1
    (failed,) = json.loads(shown.out)["failed"]
    assert failed["message"] == f"Nothing lies between 100 s {words}; the file ends at 2.4 s."
    assert "--start" in failed["hint"]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_source_without_a_frame_is_a_failure(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(DemoSource, "read", lambda self: None)
    code, shown = run(capsys, "analyze", "demo", "--out", tmp_path / "out")
    assert (code, "nothing that can be analysed" in shown.err) == (1, True)
    assert list((tmp_path / "out").iterdir()) == []


def test_an_empty_input_is_not_the_current_folder(tmp_path, capsys, demo_image, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, shown = run(capsys, "analyze", "", "--out", tmp_path / "out")
    assert (code, "input is empty" in shown.err) == (1, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("way", ["a name that is too long", "a folder that may not be looked into", "its own folder"])
def test_an_input_that_cannot_be_looked_at_costs_no_other(tmp_path, capsys, demo_image, monkeypatch, way):
    closed = tmp_path / "closed"
    closed.mkdir()
    bad = tmp_path / ("x" * 300 + ".mp4") if way.startswith("a name") else closed / "a.mp4"
    bad = closed if way == "its own folder" else bad
    real = os.stat, os.listdir

    def refuse(path):
        if str(path).startswith(f"{closed}{os.sep}") or (str(path) == str(closed) and way == "its own folder"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    def stat(path, **options):
        if str(path) != str(closed):
            refuse(path)
        return real[0](path, **options)

    def listdir(path):
        refuse(path)
        return real[1](path)

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(os, "listdir", listdir)
    code, shown = run(capsys, "analyze", bad, demo_image, "--out", tmp_path / "out", "--json")
    summary = json.loads(shown.out)
    assert code == 1
    assert [(one["input"], "cannot be read" in one["message"]) for one in summary["failed"]] == [(str(bad), True)]
    assert [one["input"] for one in summary["sessions"]] == [str(demo_image)]


@pytest.mark.parametrize(
    "line",
    ["sessions show {x}", "sessions list {x}", "sessions delete {x} --yes", "sessions export {s} {x}.csv",
     "sessions report {s} {x}.html", "explain {x}.png"],
)  # fmt: skip
def test_a_name_that_cannot_be_is_said(session, capsys, line):
    code, shown = run(capsys, *line.format(x="x" * 300, s=session).split())
    assert (code, "File name too long" in shown.err) == (1, True)
    assert "Check" in shown.err


def test_an_interrupt_at_any_moment_is_no_traceback(capsys, monkeypatch):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setattr("fer_desktop.cli.cameras.run", interrupted)
    code, shown = run(capsys, "cameras")
    assert (code, shown.err) == (130, "Interrupted.\n")


@pytest.mark.parametrize("way", [("--quick",), ("--soak", "10")])
def test_a_bench_without_its_videos_says_so(tmp_path, capsys, way):
    code, shown = run(capsys, "bench", "--videos", tmp_path / "nowhere", *way)
    assert (code, "does not exist" in shown.err) == (1, True)


def explained(capsys, image, target):
    code, shown = run(capsys, "explain", image, "--out", target)
    assert code == 0, shown.err
    probabilities = shown.out.split("\n\n")[0]  # why they are so comes after it
    return {line.split()[0]: float(line.split()[1]) for line in probabilities.splitlines()}


def test_what_is_explained_is_what_analyze_says(tmp_path, capsys, demo_image):
    assert run(capsys, "analyze", demo_image, "--out", tmp_path / "out")[0] == 0
    (row,) = pd.read_csv(tmp_path / "out" / "face" / "timeline.csv").to_dict("records")
    found = explained(capsys, demo_image, tmp_path / "why.png")
    assert found == pytest.approx({name: row[name] for name in EXPRESSIONS}, abs=1e-4)


def test_a_face_that_only_a_second_look_finds_is_explained(tmp_path, capsys, demo_image, monkeypatch):
    from fer_desktop.vision.landmarker import Landmarker

    straight = explained(capsys, demo_image, tmp_path / "a.png")
    monkeypatch.setattr(Landmarker, "find", lambda self, image, time_s: ())
    assert explained(capsys, demo_image, tmp_path / "b.png") == pytest.approx(straight, abs=0.2)


@pytest.mark.parametrize("name", ["why.jpg", "why", "why.pdf"])
def test_an_explanation_is_a_png(tmp_path, capsys, demo_image, name):
    code, shown = run(capsys, "explain", demo_image, "--out", tmp_path / name)
    assert (code, ".png" in shown.err) == (1, True)
    assert not (tmp_path / name).exists()


def test_every_reason_to_doubt_a_face_is_explained():
    from pathlib import Path

    from fer_desktop.core.quality import FACTORS

    page = (Path(__file__).resolve().parents[2] / "docs" / "session-format.md").read_text()
    for name in FACTORS:
        assert f"\n| `{name}` | " in page
