"""From the studies page to study.toml and back, and what is written of a study."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.study_reading import StudyReading
from fer_desktop.session.catalogue import summaries
from fer_desktop.studies.comparing import Options
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.names import read_names, write_names
from fer_desktop.studies.questions import AllPairsQuestion, TwoFacesQuestion
from fer_desktop.studies.study import load_study
from fer_desktop.studies.synchrony import Asked
from fer_desktop.ui.dialogs.passphrase import PassphraseDialog
from tests.factories import WORD
from tests.fakes import WAIT_MS
from tests.studies.made import made_session, write_study
from tests.studies.test_synchrony import made_pair, wandering


@pytest.fixture
def reading(window, qtbot):
    made = StudyReading(window)
    yield made
    made.close()
    settle(made, qtbot)


@pytest.fixture
def folder(tmp_path):
    """Four people with a film and at rest; the last one's film is encrypted."""
    text = ""
    for i in range(4):
        text += f'[[participants]]\ncode = "P{i}"\n'
        for condition, strength in (("rest", 0.3), ("film", 0.5)):
            word = WORD if (i, condition) == (3, "film") else ""
            values = [strength + i * i / 90] * 30
            made = made_session(tmp_path / "sessions", f"{condition}{i}", values, [(1.0, "joke")], word)
            text += f'[[sessions]]\nfolder = "../sessions/{made.name}"\nparticipant = "P{i}"\n'
            text += f'condition = "{condition}"\n'
    return write_study(tmp_path / "study", "# mine\n" + text)


def settle(reading, qtbot):
    """Wait until nothing is being done, what follows from it included."""
    pools = (reading.tasks._one_by_one, reading.names._one_by_one, reading._one_by_one, QThreadPool.globalInstance())
    for _ in range(5):
        for pool in pools:
            assert pool.waitForDone(WAIT_MS)
        qtbot.wait(1)


@pytest.fixture
def told(window, monkeypatch):
    """Problems that the window tells."""
    told = []
    monkeypatch.setattr(window.notices, "show_problem", lambda *words: told.append(words))
    monkeypatch.setattr(window.notices, "show_unexpected", lambda *words: told.append(words))
    return told


def test_a_study_is_opened_asked_and_written(reading, window, folder, told, qtbot, monkeypatch):
    page = window.studies
    reading.tasks.open(folder)
    settle(reading, qtbot)
    assert window.pages.currentWidget() is page
    assert "is encrypted" in page.missing.table.item(0, 1).text()
    monkeypatch.setattr(PassphraseDialog, "open", lambda dialog: (dialog._first.setText(WORD), dialog.accept()))
    page.passphrase_wanted.emit()
    settle(reading, qtbot)
    assert page.missing.table.rowCount() == 0
    page.answers.asked.emit(Options(by="condition", expressions=("happiness",)))
    settle(reading, qtbot)
    assert "+0.200" in page.answers.text.toPlainText()
    page.answers.asked.emit(CourseOptions(marker="joke", from_s=-0.5, to_s=1.0, by="condition"))
    settle(reading, qtbot)
    assert "Around joke" in page.answers.text.toPlainText()
    for name, ask in (
        ("t.xlsx", lambda: page.table.save_wanted.emit(True)),
        ("t.csv", lambda: page.table.save_wanted.emit(False)),
        ("f.svg", lambda: page.answers.figure_wanted.emit(1)),
        ("f.csv", lambda: page.answers.figure_wanted.emit(0)),
        ("r.html", page.answers.report_wanted.emit),
    ):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(folder.parent / name), ""))
        ask()
        settle(reading, qtbot)
        assert (folder.parent / name).stat().st_size > 100, name
    assert (folder.parent / "r.html").read_text().count("data:image/png") == 4
    assert told == []
    page._scores.setCurrentIndex(1)
    settle(reading, qtbot)
    assert page.answers.answer is None
    assert set(reading._read.table["scores"]) == {"calibrated"}
    assert "no calibrated face" in page.missing.table.item(0, 1).text()


def test_two_faces_are_asked_for_in_the_window(reading, window, tmp_path, told, qtbot):
    random = np.random.default_rng(1)
    leader = 0.5 + 0.05 * wandering(random, 400)
    pair = made_pair(tmp_path, "pair", leader, np.roll(leader, 5) + random.normal(0, 0.02, 400))
    text = f'[[participants]]\ncode = "P0"\n[[sessions]]\nfolder = "{pair.name}"\nparticipant = "P0"\nface = 1\n'
    reading.tasks.open(write_study(tmp_path, text))
    settle(reading, qtbot)
    asked = Asked(4.0, 1.0)
    window.studies.answers.asked.emit(TwoFacesQuestion(folders=(pair.name,), faces=(1, 2), asked=asked))
    settle(reading, qtbot)
    assert "+0.50" in window.studies.answers.text.toPlainText()
    window.studies.answers.asked.emit(AllPairsQuestion(asked=asked))
    settle(reading, qtbot)
    assert "P0" in window.studies.answers.text.toPlainText()
    assert told == []


def test_changes_are_written_one_after_the_other_and_undone(reading, window, folder, told, qtbot):
    page = window.studies
    reading.tasks.open(folder)
    settle(reading, qtbot)
    before = load_study(folder).facts
    page.placing._on_new()
    page.placing._on_new()  # before the first one was written
    page.placing.tree.place_edited.emit(0, "2", "rest", "1", "2026-05-04")
    settle(reading, qtbot)
    facts = load_study(folder).facts
    assert [one.code for one in facts.participants][-2:] == ["P4", "P5"]
    assert (facts.sessions[0].visit, facts.sessions[0].face, facts.sessions[0].date) == ("2", 1, "2026-05-04")
    assert "# mine" in (folder / "study.toml").read_text()
    for _ in range(4):
        page.placing.undo_wanted.emit()
    settle(reading, qtbot)
    assert load_study(folder).facts == before
    assert told == []


def test_what_cannot_be_is_told_and_the_page_shows_what_the_file_says(reading, window, folder, told, qtbot):
    page = window.studies
    reading.tasks.open(folder)
    settle(reading, qtbot)
    file = folder / "study.toml"
    file.write_text(file.read_text() + '[[participants]]\ncode = "by hand"\n')
    page.placing._on_new()
    settle(reading, qtbot)
    assert "changed meanwhile" in told[0][1]
    assert [one.code for one in page.study.facts.participants][-1] == "by hand"
    reading.tasks.open(folder / "nowhere")
    settle(reading, qtbot)
    assert "There is no study" in told[1][1]
    page.answers.asked.emit(Options(by="visit"))
    settle(reading, qtbot)
    assert "not two levels" in told[2][1]


def test_a_new_study_takes_sessions_of_the_list(reading, window, folder, told, qtbot, monkeypatch):
    page = window.studies
    window.sessions.show_summaries(summaries(folder.parent / "sessions"))
    new = folder.parent / "new"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(new), ""))
    page.new_wanted.emit()
    settle(reading, qtbot)
    chosen = sorted((folder.parent / "sessions").iterdir())[:2]
    reading.tasks.take(chosen)
    assert sorted(page.placing.sessions.selected) == chosen
    page.placing._on_each()
    settle(reading, qtbot)
    study = load_study(new)
    assert [one.participant for one in study.facts.sessions] == ["P01", "P02"]
    assert page.placing.sessions.count() == 6
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *_: str(sorted((folder.parent / "sessions").iterdir())[4])
    )
    page.placing.tree.clearSelection()
    page.placing.folders_wanted.emit()
    settle(reading, qtbot)
    assert len(load_study(new).facts.sessions) == 3
    assert told == []


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_names_are_kept_in_a_key_of_their_own(reading, folder, told, is_encrypted, qtbot, monkeypatch):
    page = reading.names._window.studies
    reading.tasks.open(folder)
    settle(reading, qtbot)
    key, word = folder.parent / ("key" if is_encrypted else "key.csv"), WORD if is_encrypted else ""

    def typed(dialog):
        dialog._first.setText(WORD)
        dialog._second.setText(WORD)
        dialog.accept()

    monkeypatch.setattr(PassphraseDialog, "open", typed)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(key), ""))
    page.placing.key_wanted.emit("new encrypted" if is_encrypted else "new")
    settle(reading, qtbot)
    page.placing.tree.person_edited.emit("P1", "P1", "Mia", "")
    settle(reading, qtbot)
    assert read_names(key, word) == {"P1": "Mia"}
    page.placing.key_wanted.emit("close")
    assert page.placing.tree.isColumnHidden(1)
    write_names(key, {"P2": "Max"}, word)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(key), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(key))
    page.placing.key_wanted.emit("open encrypted" if is_encrypted else "open")
    settle(reading, qtbot)
    assert page.placing.tree.topLevelItem(2).text(1) == "Max"
    assert "Mia" not in Path(folder / "study.toml").read_text()
    assert told == []
