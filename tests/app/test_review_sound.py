"""Review plays the sound of the file that a session was made of, and asks for it where it was moved."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

from fer_desktop.capture.files import fingerprint
from fer_desktop.cli.main import main
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import ModelInfo, SourceInfo
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.app.helpers import settle
from tests.fakes import WAIT_MS
from tests.sounds import clicks, write_film, write_sound


@pytest.fixture(autouse=True)
def silent(window):
    window.review.sound._find = lambda: None  # no loudspeaker of this computer


@pytest.fixture
def chosen(monkeypatch):
    """What the user chooses in the dialog for files, one after the other."""
    answers: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (answers.pop(0), ""))
    return answers


def open_in_review(tasks, folder, qtbot):
    tasks.review(folder)
    settle(qtbot, tasks.one_by_one)
    assert tasks._window.review.session.folder == folder


def sound_alone(root, path):
    """A session of this file of sound."""
    facts = VoiceFacts(source=path.name, track=1, model=ModelFacts(), path=str(path), fingerprint=fingerprint(path))
    header = SessionHeader("talk", SourceInfo(path.name, 0, 0, 0.0, 1.0), ModelInfo("", "", ""), voice=facts)
    writer = SessionWriter(root, header)
    writer.add_heard(Heard(tuple(VoiceSample(i / 4, 0.25, True, 1) for i in range(4))))
    return Path(writer.close(RecordingCounts(0, 0, 0)))


def test_a_file_of_sound_is_heard_in_review_and_asked_for_where_it_moved(
    tasks, review, tmp_path, qtbot, monkeypatch, chosen
):
    file = write_sound(tmp_path / "talk.wav", np.full(16_000, 0.1, np.float32))
    folder = sound_alone(tmp_path / "sessions", file)
    open_in_review(tasks, folder, qtbot)
    assert review.sound._reader is not None
    assert review.video.isHidden()
    review.close_session()
    moved, other = file.rename(tmp_path / "moved.wav"), write_sound(tmp_path / "b.wav", np.zeros(16_000, np.float32))
    open_in_review(tasks, folder, qtbot)
    assert review.sound._reader is None
    assert "talk.wav is not where it was" in review.video.message
    chosen += ["", str(other), str(moved)]
    said = []
    monkeypatch.setattr(tasks._window.notices, "show_problem", lambda *words: said.append(words))
    for _ in range(2):
        review.video.retry_requested.emit()
        assert review.sound._reader is None
    assert [words[1] for words in said] == [f"{other} is another file than the one that was analysed."]
    review.video.retry_requested.emit()
    assert review.sound._reader is not None
    assert review.video.isHidden()


def test_a_film_is_heard_in_review_also_where_it_was_found_again(tasks, review, tmp_path, qtbot, capsys, chosen):
    film = write_film(tmp_path / "film.mkv", [0.5], [(clicks([0.5], 1.0, 48_000), 0.0)], 1.0)
    assert main(["analyze", str(film), "--out", str(tmp_path / "out"), "--json"]) == 0
    folder = Path(json.loads(capsys.readouterr().out)["sessions"][0]["location"])
    open_in_review(tasks, folder, qtbot)
    assert review.sound._reader is not None
    review.close_session()
    chosen.append(str(film.rename(tmp_path / "moved.mkv")))
    open_in_review(tasks, folder, qtbot)
    assert review.sound._reader is None
    review.video.retry_requested.emit()
    qtbot.waitUntil(lambda: review.video.message == "", timeout=WAIT_MS)
    assert review.sound._reader is not None
