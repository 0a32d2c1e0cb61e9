"""Adapting from the window: asked, shown, kept, used."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from fer_desktop.app.adapt_tasks import AdaptTasks
from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.passphrases import Passphrases
from fer_desktop.offline import adapting
from fer_desktop.paths import adapted_dir
from fer_desktop.results.codes import begun_coding
from fer_desktop.session.codings import save_coding
from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.adapt import AdaptDialog, AdaptedDialog
from fer_desktop.vision.adapted import kept_adapted
from tests.app.helpers import settle
from tests.factories import write_session
from tests.vision.test_adapted import made


@pytest.fixture
def used():
    return []


@pytest.fixture
def tasks(window, qtbot, used, tmp_path, monkeypatch):
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "home"))
    yield AdaptTasks(window, Passphrases(window), used.append)
    settle(qtbot)


def coded(root, name):
    session = load_session(write_session(root, name))
    save_coding(session.store, begun_coding(session, [], "anna", 2, 1).coded("anger"))
    return session


def shown(window, kind):
    return next(dialog for dialog in window.findChildren(kind) if dialog.isVisible())


def test_what_was_coded_is_adapted_to_shown_kept_and_used(tasks, window, used, tmp_path, qtbot, monkeypatch):
    here, other = coded(tmp_path / "s", "one"), coded(tmp_path / "s", "two")
    write_session(tmp_path / "s", "uncoded")
    asked = []

    def adapt(name, weights, given, progress):
        asked.append([one.session.folder for one in given])
        return made(name)

    monkeypatch.setattr(adapting, "adapt", adapt)
    window.label.adapt_wanted.emit(here)
    settle(qtbot)
    dialog = shown(window, AdaptDialog)
    assert [dialog.names.item(row).text() for row in range(dialog.names.count())] == ["one", "two"]
    assert dialog.chosen == [here.folder] and not dialog.start.isEnabled()
    dialog.name.setText("anna")
    dialog.start.click()
    settle(qtbot)
    assert asked == [[here.folder]] and kept_adapted(adapted_dir()) == []
    result = shown(window, AdaptedDialog)
    next(one for one in result.findChildren(QPushButton) if one.text() == "Keep and use").click()
    settle(qtbot)
    assert kept_adapted(adapted_dir()) == ["anna"] and used == ["anna"]
    tasks.ask(other)
    settle(qtbot)
    again = shown(window, AdaptDialog)
    again.name.setText("anna")
    assert not again.start.isEnabled()
    again.reject()


def test_what_is_discarded_leaves_nothing(tasks, window, used, qtbot):
    tasks._show(made())
    shown(window, AdaptedDialog).reject()
    settle(qtbot)
    assert not adapted_dir().exists() and used == []


def test_the_command_line_comes_before_the_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path))
    settings = Settings(adapted="anna", device="cpu")
    assert ModelChoice.of(WindowOptions(), settings).analyzer().adapted == adapted_dir() / "anna.adapted.json"
    assert ModelChoice.of(WindowOptions(adapted="ben"), settings).adapted == "ben"
    assert ModelChoice.of(WindowOptions(adapted=""), settings).adapted_file is None
