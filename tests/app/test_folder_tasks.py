"""A folder is opened, labelled with keys, counted, saved, and adapted to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.adapt_tasks import AdaptTasks
from fer_desktop.app.folder_tasks import FolderTasks
from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.app.passphrases import Passphrases
from fer_desktop.offline import adapting, folder_reading
from fer_desktop.offline.labelled import read_labelled
from fer_desktop.results.phrases import Phrase
from fer_desktop.results.tables import ReportTable
from fer_desktop.ui.dialogs.adapt import AdaptDialog, AdaptedDialog
from tests.app.helpers import settle
from tests.fakes import WAIT_MS
from tests.offline.test_labelled import write_picture
from tests.vision.test_adapted import made


@pytest.fixture
def tasks(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "home"))
    made_tasks = FolderTasks(window, ModelChoice)
    yield made_tasks
    settle(qtbot, made_tasks._one_by_one)
    window.label.close_session()


def test_a_folder_is_labelled_by_keyboard_counted_and_adapted_to(tasks, window, tmp_path, qtbot, monkeypatch):
    faces = tmp_path / "faces"
    for i in range(2):
        write_picture(faces / f"{i}.png", 60 * (i + 1))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(faces))
    page = window.label
    page.setup.choose_folder.click()
    settle(qtbot, tasks._one_by_one)
    assert window.pages.currentWidget() is page and page.session is None
    page.setup.coder.setText("anna")
    QTest.keyClick(page.setup.coder, Qt.Key.Key_Return)
    window.show()
    for key in (Qt.Key.Key_2, Qt.Key.Key_5):
        qtbot.waitUntil(lambda: page.coding.view.loop is not None, timeout=WAIT_MS)
        QTest.keyClick(page.coding, key)
    settle(qtbot, tasks._one_by_one)
    assert sorted(one.expression for one in read_labelled(faces).items) == ["anger", "happiness"]

    tables = [ReportTable(Phrase("Seen"), (), [("faces", "2")])]
    monkeypatch.setattr(folder_reading, "tables_of_folder", lambda *_: tables)
    page.setup.results.click()
    settle(qtbot, tasks._one_by_one)
    assert "Seen" in page.results.text.toPlainText()
    target = tmp_path / "a.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.results.save_wanted.emit()
    settle(qtbot, tasks._one_by_one)
    assert "Seen" in target.read_text()

    asked = []
    monkeypatch.setattr(adapting, "adapt", lambda name, weights, given, progress: asked.extend(given) or made())
    AdaptTasks(window, Passphrases(window), lambda name: None, window)
    page.results.adapt_wanted.emit()
    dialog = next(one for one in window.findChildren(AdaptDialog) if one.isVisible())
    dialog.name.setText("anna")
    dialog.start.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(AdaptedDialog)), timeout=WAIT_MS)
    assert [len(one.items) for one in asked] == [2]
    window.findChildren(AdaptedDialog)[0].reject()
