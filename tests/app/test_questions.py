"""Every question before something is lost: its button says what it does, and Enter and Escape mean no."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

import fer_desktop
from fer_desktop.app.adapted_models import AdaptedModels
from fer_desktop.app.neutral_faces import NeutralFaces
from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.reporter import Reporter
from fer_desktop.app.session_exports import SessionExports
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import Phase
from fer_desktop.paths import kept_faces_file
from fer_desktop.session.catalogue import summary_of
from fer_desktop.session.edits import Edits
from fer_desktop.session.kept_faces import KeptFace, KeptFaces, save_kept
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.store import PlainStore
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.dialogs.kept_faces import KeptFacesDialog
from fer_desktop.ui.live.choices import FORMATS
from fer_desktop.ui.review.questions import other_face
from fer_desktop.ui.sessions.naming import named
from tests.app.helpers import DEMO, settle
from tests.factories import write_session
from tests.fakes import FakeAnalyzer


class Box:
    """A question as it was shown."""

    def __init__(self, box: QMessageBox) -> None:
        box.show()
        self.text = box.text()
        self.way_out, self.action = sorted((one.text() for one in box.buttons()), key=lambda text: text != "Cancel")
        self.chosen = [one.text() for one in box.buttons() if one in (box.defaultButton(), box.escapeButton())]
        self.has_focus = box.focusWidget() is box.defaultButton()
        box.hide()


@pytest.fixture
def boxes(monkeypatch):
    """Every question that was asked; each was answered with no."""
    shown: list[Box] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(Box(box)) or 0)
    return shown


@pytest.fixture
def folder(tmp_path):
    made = write_session(tmp_path, "s")
    save_edits(PlainStore(made), Edits(title="Pilot"))
    return made


@pytest.fixture
def at(window, tasks, folder, qtbot, monkeypatch):
    """Where a question is asked."""
    return SimpleNamespace(window=window, tasks=tasks, folder=folder, qtbot=qtbot, monkeypatch=monkeypatch)


def delete(at):
    at.window.sessions.delete_requested.emit([at.folder])
    return "Delete", True


def delete_old(at):
    at.monkeypatch.setattr("fer_desktop.app.session_removal.expired", lambda found, *_: found)
    at.tasks.set_root(at.folder.parent)
    at.tasks.offer_expired(30)
    return "Delete", True


def with_words(at):
    """The session, reviewed, with a transcript; gives the file."""
    said = at.folder.parent / "said.srt"
    said.write_text("1\n00:00:00,200 --> 00:00:00,600\nAnna: I am so happy!\n")
    at.tasks.review(at.folder)
    settle(at.qtbot, at.tasks.one_by_one)
    at.tasks.transcripts.add(said)
    settle(at.qtbot, at.tasks.one_by_one)
    return said


def replace_words(at):
    at.tasks.transcripts.add(with_words(at))
    return "Replace", True


def remove_texts(at):
    with_words(at)
    at.window.review.words.texts_removed.emit()
    return "Remove", True


def remove_words(at):
    with_words(at)
    at.window.review.words.removed.emit()
    return "Remove", True


def merge(at):
    at.monkeypatch.setattr(asking, "asked_choice", lambda title, question, choices, parent: choices[0])
    other_face(load_session(at.folder), 1, at.window)
    return "Merge", False


def replace_file(at):
    target = at.folder.parent / "mine.html"
    target.write_text("mine")
    at.monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target.with_suffix("")), "HTML (*.html)"))
    SessionExports(at.window, Passphrases(at.window)).ask_report([at.folder])
    return "Replace", False


def replace_files(at):
    other = write_session(at.folder.parent, "t")
    (at.folder.parent / f"{other.name}.html").write_text("mine")
    at.monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(at.folder.parent))
    SessionExports(at.window, Passphrases(at.window)).ask_report([at.folder, other])
    return "Replace", False


def remove_model(at):
    models = AdaptedModels(at.window, lambda name: None, lambda: "")
    models.show()
    settle(at.qtbot)
    models._on_remove("anna")
    return "Remove", False


def forget_face(at):
    face = KeptFace(
        name="Mia", model_sha256="0" * 64, prior="balanced", logits=(0.0,) * 8, n_frames=9, kept_on="2026-01-31"
    )
    save_kept(KeptFaces(faces=(face,)), kept_faces_file())
    engine = Engine(FakeAnalyzer)
    neutral = NeutralFaces(engine, at.window, Bridge(engine), Reporter(engine, at.window))
    neutral.show_kept()
    at.window.findChildren(KeptFacesDialog)[-1]._delete.click()
    assert kept_faces_file().exists()
    return "Delete", False


OF_SESSIONS = (
    delete, delete_old, replace_words, remove_texts, remove_words, merge, replace_file, replace_files, remove_model,
    forget_face,
)  # fmt: skip


@pytest.mark.parametrize("want", OF_SESSIONS, ids=lambda want: want.__name__)
def test_a_question_says_what_it_does_and_means_no(want, at, boxes):
    at.window.show()
    action, names_session = want(at)
    settle(at.qtbot, at.tasks.one_by_one)
    (box,) = boxes
    assert (box.action, box.way_out, box.chosen, box.has_focus) == (action, "Cancel", ["Cancel"], True)
    assert (named(summary_of(at.folder)) in box.text) is names_session
    assert load_session(at.folder).edits.title == "Pilot"


def stop(app):
    app.running.stop()
    return "Finish and stop"


def change_source(app):
    app.running.start(DEMO, FORMATS[0])
    return "Finish and change"


def close(app):
    app.window.close()
    return "Finish and close"


@pytest.mark.parametrize("want", [stop, change_source, close], ids=lambda want: want.__name__)
def test_what_ends_a_recording_says_so(want, app, boxes, monkeypatch):
    running = SimpleNamespace(status=SimpleNamespace(is_recording=True, phase=Phase.RUNNING))
    with monkeypatch.context() as recording:
        recording.setattr(app.running, "_engine", running)
        action = want(app)
    (box,) = boxes
    assert (box.action, box.way_out, box.chosen, box.has_focus) == (action, "Cancel", ["Cancel"], True)


def test_no_question_is_asked_that_is_not_looked_at_here():
    package, found = Path(fer_desktop.__file__).parent, []
    for path in (*package.glob("ui/**/*.py"), *package.glob("app/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called == "is_sure" or called.endswith("_window.ask"):
                found.append(path.stem)
    assert sorted(found) == [
        "adapted_models", "main_window", "neutral_faces", "questions", "running", "session_exports",
        "session_removal", "session_removal", "transcript_tasks", "window_work",
    ]  # fmt: skip
