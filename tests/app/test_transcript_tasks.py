"""Words in the Review page: added, matched to faces, taken away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from fer_desktop.app.file_tasks import FileTasks
from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.words import Said
from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.dialogs.speakers import SpeakersDialog
from tests.app.helpers import settle
from tests.factories import write_session
from tests.fakes import WAIT_MS
from tests.offline.test_live_session import begin, fill
from tests.sounds import write_sound

LINES = (
    "1\n00:00:00,200 --> 00:00:00,600\nAnna: I am so happy!\n\n2\n00:00:00,700 --> 00:00:01,000\nAnna: I hate you.\n\n"
    "3\n00:00:01,000 --> 00:00:01,400\nAnna: Ich weiß nicht, was das ist.\n"
)


@pytest.fixture
def subtitles(tmp_path):
    path = tmp_path / "said.srt"
    path.write_text(LINES)
    return path


@pytest.fixture
def folder(tmp_path, tasks, qtbot):
    made = write_session(tmp_path, "talk")
    tasks.review(made)
    settle(qtbot, tasks.one_by_one)
    return made


def button(window, text) -> QPushButton:
    return next(b for b in window.review.words.findChildren(QPushButton) if b.text() == text)


def rows(window) -> list[str]:
    listed = window.review.words.rows
    lines = (listed.topLevelItem(i) for i in range(listed.topLevelItemCount()))
    return [" | ".join(line.text(column) for column in range(line.columnCount())) for line in lines]


def choose(window, row) -> None:
    listed = window.review.words.rows
    listed.setCurrentItem(listed.topLevelItem(row))


def add(window, tasks, subtitles, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(subtitles), ""))
    button(window, "Add transcript...").click()
    settle(qtbot, tasks.one_by_one)


def test_a_transcript_is_added_and_a_click_goes_there(window, tasks, folder, subtitles, qtbot, monkeypatch):
    assert not button(window, "Who is who...").isEnabled()
    add(window, tasks, subtitles, qtbot, monkeypatch)
    first, second, third = rows(window)
    assert first == "0:00.20 | Anna | I am so happy! | happiness"
    assert second.endswith("anger")
    assert third.endswith("de")
    assert load_session(folder).edits.transcript.n_read == 2
    choose(window, 1)
    window.review.words.rows.itemClicked.emit(window.review.words.rows.topLevelItem(1), 2)
    assert window.review.player.now_s == pytest.approx(0.7)


def test_speakers_are_matched_and_that_can_be_undone(window, tasks, folder, subtitles, qtbot, monkeypatch):
    add(window, tasks, subtitles, qtbot, monkeypatch)

    def answer(dialog):
        dialog.boxes["Anna"].setCurrentIndex(2)
        return dialog.DialogCode.Accepted

    monkeypatch.setattr(SpeakersDialog, "exec", answer)
    button(window, "Who is who...").click()
    settle(qtbot, tasks.one_by_one)
    assert rows(window)[0] == "0:00.20 | Anna (Max) | I am so happy! | happiness"
    assert load_session(folder).edits.transcript.speakers == {"Anna": 2}
    window.review.undo_stack.undo()
    settle(qtbot, tasks.one_by_one)
    assert load_session(folder).edits.transcript.speakers == {}


def test_a_line_is_corrected_and_read_anew(window, tasks, folder, subtitles, qtbot, monkeypatch):
    add(window, tasks, subtitles, qtbot, monkeypatch)
    assert not button(window, "Correct...").isEnabled()
    choose(window, 1)
    monkeypatch.setattr(asking, "asked_text", lambda *given: given[3].replace("hate", "love"))
    button(window, "Correct...").click()
    settle(qtbot, tasks.one_by_one)
    assert rows(window)[1] == "0:00.70 | Anna | I love you. | happiness"
    words = load_session(folder).words
    assert words["text"].tolist()[1:] == ["I love you.", "Ich weiß nicht, was das ist."]
    assert words["language"].tolist() == ["en", "en", "de"]
    assert load_session(folder).problems == ()


def test_texts_are_removed_and_what_they_say_stays(window, tasks, folder, subtitles, qtbot, monkeypatch):
    add(window, tasks, subtitles, qtbot, monkeypatch)
    before = load_session(folder).words
    monkeypatch.setattr(window, "ask", lambda *_: True)
    button(window, "Remove texts").click()
    settle(qtbot, tasks.one_by_one)
    assert rows(window)[0] == "0:00.20 | Anna |  | happiness"
    after = load_session(folder)
    assert after.problems == ()
    assert after.words["text"].tolist() == ["", "", ""]
    assert after.words["words_happiness"].tolist() == pytest.approx(before["words_happiness"].tolist(), nan_ok=True)
    assert b"happy" not in b"".join(path.read_bytes() for path in folder.iterdir())
    assert not button(window, "Remove texts").isEnabled()
    choose(window, 1)
    assert button(window, "Correct...").toolTip() == "The texts were left out."


def test_the_settings_leave_texts_out(window, tasks, folder, subtitles, qtbot, monkeypatch):
    tasks.transcripts.set_up(Settings(keep_words="scores"))
    add(window, tasks, subtitles, qtbot, monkeypatch)
    facts = load_session(folder).edits.transcript
    assert (facts.has_text, facts.n_read) == (False, 2)
    assert b"happy" not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_the_fused_file_follows_the_words(window, tasks, folder, subtitles, qtbot, monkeypatch):
    add(window, tasks, subtitles, qtbot, monkeypatch)
    assert "0.250000,,,happiness" in (folder / "fused.csv").read_text()
    choose(window, 0)
    monkeypatch.setattr(asking, "asked_text", lambda *_: "I hate this, you idiot")
    button(window, "Correct...").click()
    settle(qtbot, tasks.one_by_one)
    assert "0.250000,,,anger" in (folder / "fused.csv").read_text()


def test_words_are_removed_for_good(window, tasks, folder, subtitles, qtbot, monkeypatch):
    add(window, tasks, subtitles, qtbot, monkeypatch)
    monkeypatch.setattr(window, "ask", lambda *_: True)
    button(window, "Remove words").click()
    settle(qtbot, tasks.one_by_one)
    assert rows(window) == []
    assert load_session(folder).words is None
    assert b"happy" not in b"".join(path.read_bytes() for path in folder.iterdir())
    assert not window.review.undo_stack.canUndo()


def test_what_was_edited_meanwhile_stays(window, tasks, folder, subtitles, qtbot, monkeypatch):
    tasks.transcripts.add(subtitles)
    window.review.change(lambda edits: replace(edits, title="meanwhile"))
    settle(qtbot, tasks.one_by_one)
    edits = load_session(folder).edits
    assert edits.title == "meanwhile"
    assert edits.transcript.n_lines == 3


def test_another_transcript_is_asked_about(window, tasks, folder, subtitles, qtbot, monkeypatch):
    add(window, tasks, subtitles, qtbot, monkeypatch)
    other = subtitles.with_name("other.vtt")
    other.write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nHello you there\n")
    monkeypatch.setattr(window, "ask", lambda *_: False)
    tasks.transcripts.add(other)
    settle(qtbot, tasks.one_by_one)
    assert len(rows(window)) == 3
    monkeypatch.setattr(window, "ask", lambda *_: True)
    tasks.transcripts.add(other)
    settle(qtbot, tasks.one_by_one)
    assert len(rows(window)) == 1


def test_a_bad_file_is_said(window, tasks, folder, subtitles, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(window.notices, "show_problem", lambda title, text: told.append(text))
    subtitles.write_text("nothing")
    tasks.transcripts.add(subtitles)
    settle(qtbot, tasks.one_by_one)
    assert "holds no lines with times" in told[0]
    assert load_session(folder).words is None


def test_without_a_session_it_is_said(window, tasks, subtitles):
    tasks.transcripts.add(subtitles)
    assert "Open a session in Review" in window.notices.shown_text


@pytest.fixture
def files(window, tmp_path):
    made = FileTasks(window, lambda: None)
    made.set_up(tmp_path, ModelChoice("cpu", max_faces=1))
    yield made
    made.close()


def test_a_transcript_that_is_dropped_alone_is_of_the_session_in_review(files, subtitles, qtbot):
    given = []
    files.transcript_given.connect(given.append)
    files.add([str(subtitles)])
    assert given == [subtitles]
    assert not files.queue.items


def test_dropped_with_a_film_it_is_read_beside_it(files, window, subtitles, monkeypatch):
    monkeypatch.setattr(files, "_run", lambda *_: None)
    assert not window.analyse.choices.reads_words
    files.add([str(subtitles), str(subtitles.with_name("said.mp4"))])
    assert window.analyse.choices.reads_words
    assert files._options().words.keep == "text"


def test_sound_alone_is_heard_as_the_settings_say(files, window, tmp_path, qtbot):
    write_sound(tmp_path / "talk.wav", np.zeros(1600))
    assert not window.analyse.choices.hears_voice
    files.set_up(tmp_path, ModelChoice("cpu", max_faces=1), Settings(hear_words=True, speech_model="/models/tiny"))
    files.queue.hold(True)
    files.add([str(tmp_path / "talk.wav")])
    assert window.analyse.choices.hears_voice
    options = files._options()
    assert options.voice
    assert (options.words.keep, options.words.speech_model.name) == ("text", "tiny")
    qtbot.waitUntil(lambda: [item.label for item in files.queue.items] == [str(tmp_path / "talk.wav")], timeout=WAIT_MS)
    files.set_up(tmp_path, ModelChoice("cpu", max_faces=1), Settings(keep_words="scores"))
    assert files._options().words.keep is None
    window.analyse.show_choices(replace(window.analyse.choices, reads_words=True))
    assert files._options().words.keep == "scores"


def test_a_session_is_heard_afterwards(window, tasks, tmp_path, qtbot, monkeypatch):
    writer = begin(tmp_path, words=False)
    fill(writer)
    folder = Path(writer.close(RecordingCounts(160, 0, 0)))
    tasks.review(folder)
    settle(qtbot, tasks.one_by_one)
    button(window, "Hear words...").click()
    assert "under Words" in window.notices.shown_text
    asked = []

    def heard(session, path, model, language):
        asked.append((model.name, language))
        return (Said(2.0, 3.0, "I hate it, you idiot"),)

    monkeypatch.setattr("fer_desktop.offline.speech.heard_lines", heard)
    tasks.transcripts.set_up(Settings(speech_model="/models/tiny", speech_language="en"))
    button(window, "Hear words...").click()
    settle(qtbot, tasks.one_by_one)
    assert asked == [("tiny", "en")]
    assert rows(window) == ["0:02.00 |  | I hate it, you idiot | anger"]
    assert load_session(folder).edits.transcript.speech_model == "tiny"
    assert pd.read_csv(folder / "fused.csv")["weight_words"].max() > 0
    monkeypatch.setattr(window, "ask", lambda *_: False)
    button(window, "Hear words...").click()
    settle(qtbot, tasks.one_by_one)
    assert len(asked) == 1


def test_what_nobody_listened_to_cannot_be_heard(window, tasks, folder):
    assert button(window, "Hear words...").toolTip() == "Nobody listened to this session."
