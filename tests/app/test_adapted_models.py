"""Adapted models in the window: listed, used, added, copied, removed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app import adapted_models
from fer_desktop.app.adapted_models import AdaptedModels
from fer_desktop.paths import adapted_dir
from fer_desktop.ui.dialogs.adapted_models import AdaptedModelsDialog
from fer_desktop.vision.adapted import adapted_path, keep_adapted, kept_adapted, read_adapted
from tests.app.helpers import settle
from tests.vision.test_adapted import made


@pytest.fixture
def used():
    return [""]


@pytest.fixture
def models(window, qtbot, used, tmp_path, monkeypatch):
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "home"))
    yield AdaptedModels(window, used.append, lambda: used[-1])
    settle(qtbot)


def opened(models, window, qtbot) -> AdaptedModelsDialog:
    models.show()
    settle(qtbot)
    return next(dialog for dialog in window.findChildren(AdaptedModelsDialog) if dialog.isVisible())


def listed(dialog):
    return [dialog.names.item(row).text() for row in range(dialog.names.count())]


def test_what_is_kept_is_listed_with_its_card_used_and_put_away(models, window, used, qtbot):
    path = keep_adapted(adapted_dir(), made("anna"))
    keep_adapted(adapted_dir(), made("ben", seed=1))
    dialog = opened(models, window, qtbot)
    assert listed(dialog) == ["anna", "ben"]
    assert "UAR" in dialog.card.toPlainText() and read_adapted(path).sha256 in dialog.card.toPlainText()
    dialog.names.setCurrentRow(1)
    dialog.use.click()
    settle(qtbot)
    assert used[-1] == "ben" and listed(dialog) == ["anna", "ben (in use)"] and dialog.names.currentRow() == 1
    dialog.use.click()
    settle(qtbot)
    assert used[-1] == "" and listed(dialog) == ["anna", "ben"]
    dialog.reject()


def test_what_is_removed_leaves_nothing_and_is_used_no_longer(models, window, used, qtbot, monkeypatch):
    keep_adapted(adapted_dir(), made("anna"))
    used.append("anna")
    dialog = opened(models, window, qtbot)
    monkeypatch.setattr(adapted_models, "is_sure", lambda *_: False)
    dialog.remove.click()
    settle(qtbot)
    assert kept_adapted(adapted_dir()) == ["anna"]
    monkeypatch.setattr(adapted_models, "is_sure", lambda *_: True)
    dialog.remove.click()
    settle(qtbot)
    assert not adapted_dir().exists() and used[-1] == "" and listed(dialog) == []
    assert not (dialog.use.isEnabled() or dialog.copy.isEnabled() or dialog.remove.isEnabled())


def test_one_goes_to_another_computer_byte_by_byte(models, window, qtbot, tmp_path, monkeypatch):
    path = keep_adapted(adapted_dir(), made("anna"))
    dialog = opened(models, window, qtbot)
    there = tmp_path / "there.adapted.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(there), ""))
    dialog.copy.click()
    settle(qtbot)
    assert there.read_bytes() == path.read_bytes()
    path.unlink()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(there), ""))
    dialog.add.click()
    settle(qtbot)
    assert listed(dialog) == ["anna"] and read_adapted(path).sha256 == read_adapted(there).sha256


def test_one_that_cannot_be_read_says_why_and_can_be_removed(models, window, used, qtbot, monkeypatch):
    adapted_dir().mkdir(parents=True)
    adapted_path(adapted_dir(), "odd").write_bytes(b"<b>no</b>")
    dialog = opened(models, window, qtbot)
    assert "holds no adapted weights" in dialog.card.toPlainText()
    assert not dialog.use.isEnabled() and not dialog.copy.isEnabled()
    monkeypatch.setattr(adapted_models, "is_sure", lambda *_: True)
    dialog.remove.click()
    settle(qtbot)
    assert kept_adapted(adapted_dir()) == [] and used == [""]
