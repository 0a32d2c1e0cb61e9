"""Neutral faces in the window: asked for, shown, used, kept with a name, and deleted."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QCheckBox, QLabel

from fer_desktop.app import neutral_faces
from fer_desktop.app.neutral_faces import NeutralFaces
from fer_desktop.app.reporter import Reporter
from fer_desktop.core.baseline import Calibration
from fer_desktop.core.calibrator import with_baseline
from fer_desktop.engine.engine import Engine
from fer_desktop.paths import kept_faces_file
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.dialogs.kept_faces import KeptFacesDialog
from fer_desktop.ui.dialogs.neutral import NeutralDialog
from fer_desktop.ui.main_window import MainWindow
from tests.core.test_baseline import CHECK, face
from tests.fakes import MODEL, FakeAnalyzer, make_analysis, make_scores, make_tracked
from tests.ui.helpers import analysed

CALIBRATION = Calibration((0.0, -4.0, -4.0, -2.0, -3.0, -5.0, -4.5, -3.5), 1.5)


class Stage:
    """A window, its neutral faces, and what the engine was told."""

    def __init__(self, qtbot) -> None:
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.engine = Engine(FakeAnalyzer)
        self.told: list[dict] = []
        self.engine.calibrate = lambda baselines: self.told.append(dict(baselines))
        self.bridge = Bridge(self.engine)
        self.reporter = Reporter(self.engine, self.window)
        self.reporter.model = replace(MODEL, calibration=CALIBRATION)
        self.neutral = NeutralFaces(self.engine, self.window, self.bridge, self.reporter)
        self.neutral.begin("balanced", may_keep=True)

    def show(self, top: int = 0, seconds: float = 2.2, ids=(1,)) -> None:
        """Two seconds of faces."""
        for i in range(round(seconds * 20)):
            faces = [self._face(track_id, top) for track_id in ids]
            self.bridge.analysed_ready.emit(analysed(i, faces, i / 20))
            self.bridge.analyses_ready.emit([replace(make_analysis(i, faces), time_s=i / 20)])

    def _face(self, track_id: int, top: int):
        tracked = make_tracked(track_id)
        found = replace(tracked.face, landmarks=face().astype(np.float32), yaw_pitch_roll=np.zeros(3, np.float32))
        return replace(tracked, face=found, raw=make_scores(top, 0.9))

    @property
    def dialog(self) -> NeutralDialog:
        return self.window.findChildren(NeutralDialog)[-1]


@pytest.fixture
def stage(qtbot):
    return Stage(qtbot)


def test_two_seconds_then_a_yes_and_the_face_is_read_against_it(stage):
    stage.neutral.ask((1,))
    stage.show(seconds=1.0)
    assert not stage.dialog._use.isEnabled()
    stage.show()
    assert stage.dialog._use.isEnabled()
    stage.dialog.accept()
    (told,) = stage.told
    assert told[1].origin == "asked" and told[1].scores.top == "neutral"
    assert stage.neutral.given == told
    assert not kept_faces_file().exists()


def test_a_smile_is_shown_and_not_used(stage):
    stage.neutral.ask(())
    stage.show(top=1)
    assert not stage.dialog._use.isEnabled() and stage.dialog._repeat.isEnabled()
    stage.dialog.repeat_requested.emit()
    stage.show(top=0, ids=(1, 2))
    visible = [label.text() for label in stage.dialog.findChildren(QLabel) if label.isVisible()]
    assert [text for text in visible if text.startswith("Face")] == ["Face 1", "Face 2"]
    assert not any("Not used" in text for text in visible)
    stage.dialog.accept()
    assert set(stage.told[-1]) == {1, 2}


def test_nobody_there_is_said(stage):
    stage.neutral.ask(())
    for i in range(60):
        stage.bridge.analyses_ready.emit([replace(make_analysis(i), time_s=i / 20)])
    assert "No face was seen" in stage.dialog._words.text()


def test_it_can_be_taken_back(stage):
    stage.neutral.ask((1,))
    stage.show()
    stage.dialog.accept()
    stage.neutral.ask((1,))
    stage.dialog.removal_requested.emit()
    assert stage.told[-1] == {} and stage.neutral.given == {}


def test_kept_with_a_name_it_comes_back_and_is_deleted_without_trace(stage, monkeypatch):
    stage.window.live.names[1] = "Mia"
    stage.neutral.ask((1,))
    stage.show()
    stage.dialog.findChildren(QCheckBox)[0].setChecked(True)
    stage.dialog.accept()
    assert json.loads(kept_faces_file().read_text())["faces"][0]["name"] == "Mia"
    stage.neutral.begin("balanced", may_keep=True)
    stage.window.live.face_named.emit(7, "Mia")
    assert stage.told[-1][7].origin == "kept"
    assert "Mia" in stage.window.notices.shown_text
    stage.neutral.begin("photographs", may_keep=True)
    stage.window.live.face_named.emit(8, "Mia")
    assert 8 not in stage.neutral.given
    stage.neutral.show_kept()
    dialog = stage.window.findChildren(KeptFacesDialog)[-1]
    monkeypatch.setattr(neutral_faces, "is_sure", lambda *_: False)
    dialog._delete.click()
    assert kept_faces_file().exists()
    monkeypatch.setattr(neutral_faces, "is_sure", lambda *_: True)
    dialog._delete.click()
    assert not kept_faces_file().exists() and not dialog._delete.isEnabled()
    beside = [path for path in kept_faces_file().parent.rglob("*") if path.is_file()]
    assert not [path for path in beside if b"Mia" in path.read_bytes()]  # no backup, no log


def test_a_damaged_file_is_not_replaced_by_the_next_neutral_face(stage):
    file = kept_faces_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('{"faces": [{"name": "Max"')
    stage.window.live.names[1] = "Mia"
    stage.neutral.ask((1,))
    stage.show()
    stage.dialog.findChildren(QCheckBox)[0].setChecked(True)
    stage.dialog.accept()
    assert json.loads(file.read_text())["faces"][0]["name"] == "Mia"
    aside = file.with_name(f"{file.name}.damaged")
    assert "Max" in aside.read_text() and str(aside) in stage.window.notices.shown_text


def test_nothing_is_kept_while_recordings_are_encrypted(stage):
    stage.neutral.begin("balanced", may_keep=False)
    stage.window.live.names[1] = "Mia"
    stage.neutral.ask((1,))
    stage.show()
    assert not stage.dialog.findChildren(QCheckBox)
    stage.dialog.accept()
    assert not kept_faces_file().exists()


def test_weights_without_a_reference_say_so(stage):
    stage.reporter.model = MODEL
    stage.neutral.ask(())
    assert "neutral face" in stage.window.notices.shown_text and not stage.window.findChildren(NeutralDialog)


def test_a_card_says_which_scores_it_shows(stage):
    cards = stage.window.live.cards
    cards.show_analysed(analysed(0, [make_tracked(1)]), {})
    assert not cards.card(1).is_calibrated and "Not" in cards.card(1)._neutral.text()
    stage.neutral.ask((1,))
    stage.show()
    stage.dialog.accept()
    one = with_baseline(make_tracked(1), stage.told[0][1], CALIBRATION)
    cards.show_analysed(analysed(20, [one]), {})
    assert cards.card(1).is_calibrated


def test_who_looks_amused_at_rest_may_say_so_and_it_is_kept_with_what_was_said(stage):
    stage.window.live.names[1] = "Mia"
    stage.neutral.ask((1,))
    stage.show(top=1)
    anyway, keep = stage.dialog.findChildren(QCheckBox)
    assert "anyway" in anyway.text() and not anyway.isChecked()
    anyway.setChecked(True)
    assert stage.dialog._use.isEnabled()
    anyway.setChecked(False)
    assert not stage.dialog._use.isEnabled()
    anyway.setChecked(True)
    keep.setChecked(True)
    stage.dialog.accept()
    assert stage.told[-1][1].despite == ("smile",)
    assert json.loads(kept_faces_file().read_text())["faces"][0]["despite"] == ["smile"]
    stage.neutral.begin("balanced", may_keep=True)
    stage.window.live.face_named.emit(7, "Mia")
    assert stage.told[-1][7].despite == ("smile",)


def test_a_face_that_nobody_insists_on_is_left_out_beside_one_that_is_good(stage):
    stage.neutral.ask(())
    for i in range(44):
        faces = [stage._face(1, 0), stage._face(2, 1)]
        stage.bridge.analyses_ready.emit([replace(make_analysis(i, faces), time_s=i / 20)])
    assert stage.dialog._use.isEnabled() and len(stage.dialog.findChildren(QCheckBox)) == 1
    stage.dialog.accept()
    assert set(stage.told[-1]) == {1}


def show_from(stage, begin_s: float, end_s: float, probability: float) -> None:
    for i in range(round(begin_s * 10), round(end_s * 10)):
        tracked = replace(stage._face(1, 0), raw=make_scores(0, probability))
        stage.bridge.analyses_ready.emit([replace(make_analysis(i, [tracked]), time_s=i / 10)])


@pytest.mark.parametrize(("measured_as", "is_doubted"), [(0.55, True), (0.9, False)])
def test_a_stranger_is_looked_at_again_once_more_is_known(stage, measured_as, is_doubted):
    stage.reporter.model = replace(stage.reporter.model, rest_check=CHECK)
    stage.neutral.ask((1,))
    show_from(stage, 0, 2.2, measured_as)
    stage.dialog.accept()
    assert set(stage.neutral.given) == {1}
    show_from(stage, 2.2, 21.0, 0.9)
    assert not stage.window.notices.shown_text
    show_from(stage, 21.0, 23.0, 0.9)
    assert ("Face 1 shows more" in stage.window.notices.shown_text) is is_doubted
    assert set(stage.neutral.given) == {1}  # it is said, not undone


def test_what_was_shown_is_what_is_used_though_more_is_known_by_then(stage):
    stage.reporter.model = replace(stage.reporter.model, rest_check=CHECK)
    stage.neutral.ask((1,))
    show_from(stage, 0, 2.2, 0.55)
    assert stage.dialog._use.isEnabled()
    show_from(stage, 2.2, 15.0, 0.9)
    stage.dialog.accept()
    assert stage.told[-1][1].logits[0] == pytest.approx(np.log(0.55), abs=1e-3)
