"""Neutral faces that the command line names: a part of the input, or a picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import cv2

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.cli.main import main
from fer_desktop.core import neutral_stretch
from fer_desktop.results.report_tables import figure_tables
from fer_desktop.session.library import list_sessions, load_session

FPS, SMILES_S = 5, (4.0, 6.0)  # the demo smiles from second 3 to 7


def run(tmp_path, *more) -> int:
    return main(["analyze", "demo", "--fps", "10", "--duration", "2", "--out", str(tmp_path), *more])


def analysed(tmp_path, *more):
    assert run(tmp_path, *more) == 0
    (folder,) = list_sessions(tmp_path)
    return load_session(folder)


@contextmanager
def demo() -> Iterator[DemoSource]:
    source = DemoSource(DemoOptions(1, fps=FPS, duration_s=8.0))
    source.open()
    yield source
    source.close()


def picture_of(path, time_s):
    with demo() as source:
        while (frame := source.read()) is not None and frame.time_s < time_s:
            pass
    assert frame is not None
    cv2.imwrite(str(path), cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR))
    return str(path)


def test_a_face_is_read_against_a_part_of_the_demo_and_the_demo_is_thinned_out(tmp_path):
    session = analysed(tmp_path, "--neutral", "0-1.5", "--duration", "8")  # long enough for the face to be known
    assert session.info.frames_captured == 80
    assert list(session.baselines) == [1] and not session.info.notices
    assert session.baselines[1].despite == ()


def test_of_a_part_after_the_end_it_is_said_that_nobody_was_seen_in_it(tmp_path, capsys):
    session = analysed(tmp_path, "--neutral", "10-12", "--neutral-anyway")
    assert session.baselines == {}
    assert session.info.notices == ("Face 1 is not calibrated: not seen in 10-12 s.",)
    assert "not seen in 10-12 s" in capsys.readouterr().err


def test_a_picture_of_a_smile_is_refused_unless_the_user_knows_better(tmp_path, capsys):
    smile = picture_of(tmp_path / "smile.png", SMILES_S[0])
    assert run(tmp_path / "out", "--neutral-from", smile) == 1
    told = capsys.readouterr().err
    assert "smile.png does not show a neutral face" in told and "--neutral-anyway" in told
    assert not list_sessions(tmp_path / "out")
    session = analysed(tmp_path / "out", "--neutral-from", smile, "--neutral-anyway")
    (baseline,) = session.baselines.values()
    assert "smile" in baseline.despite and baseline.origin == "file"
    assert session.info.settings.neutral == "from smile.png, whatever it looks like"
    (row,) = next(table for table in figure_tables(session) if "read against" in table.heading).rows
    assert row[1].startswith("a picture or video, although it looks like this: ") and "a smile" in row[1]


def test_a_neutral_face_is_taken_from_a_session_of_the_same_model_and_prior(tmp_path, capsys):
    first = analysed(tmp_path / "first", "--neutral", "0-1.5", "--neutral-anyway")
    taken = analysed(tmp_path / "same", "--neutral-from", str(first.folder))
    (one,), (other,) = first.baselines.values(), taken.baselines.values()
    assert other.logits == one.logits and other.origin == "session"
    assert run(tmp_path / "prior", "--prior", "photographs", "--neutral-from", str(first.folder)) == 1
    assert "were read with another prior" in capsys.readouterr().err
    assert not list_sessions(tmp_path / "prior")

    later = analysed(tmp_path / "later", "--prior", "photographs")
    calibrate = ["sessions", "calibrate", str(later.folder), "--neutral-from", str(first.folder)]
    assert main(calibrate) == 1
    assert "were read with another prior" in capsys.readouterr().err
    path = first.folder / "session.json"
    facts = json.loads(path.read_text())
    facts["settings"]["prior"] = "photographs"
    path.write_text(json.dumps(facts))
    assert main(calibrate) == 0
    assert load_session(later.folder).baselines[1].origin == "session"
    facts["model"]["sha256"] = "0" * 64
    path.write_text(json.dumps(facts))
    assert main(calibrate) == 1
    assert "were read by another model" in capsys.readouterr().err


def test_a_picture_of_a_face_at_rest_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(neutral_stretch, "_LEAST_NEUTRAL", 0.3)  # the face of the demo is drawn simply
    session = analysed(tmp_path / "out", "--neutral-from", picture_of(tmp_path / "rest.png", 1.0))
    assert [one.despite for one in session.baselines.values()] == [()]


def test_a_recorded_stretch_with_a_smile_is_refused_unless_the_user_knows_better(tmp_path, capsys):
    assert main(["analyze", "demo", "--fps", "10", "--duration", "8", "--out", str(tmp_path)]) == 0
    (folder,) = list_sessions(tmp_path)
    calibrate = ["sessions", "calibrate", str(folder), "--neutral", "{}-{}".format(*SMILES_S)]
    assert main(calibrate) == 1 and "--neutral-anyway" in capsys.readouterr().err
    assert not load_session(folder).baselines
    assert main([*calibrate, "--neutral-anyway"]) == 0
    assert [one.despite for one in load_session(folder).baselines.values()] == [("smile",)]


def test_of_a_refused_part_it_is_said_what_the_user_can_do(tmp_path, capsys):
    session = analysed(tmp_path, "--duration", "6", "--neutral", "4-6")
    assert not session.baselines and "a smile" in session.info.notices[0]
    assert "--neutral-anyway" in capsys.readouterr().err
