from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import pandas as pd
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from tests.cli.helpers import run
from tests.factories import WORD, begin_sealed, fill, write_session


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
    from fer_desktop.session.library import load_session
    from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
    from fer_desktop.session.setting_facts import SettingFacts
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
