from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from fer_desktop.bundle import BUNDLE_HINT
from fer_desktop.errors import ExportError, SpeechModelUnusable
from fer_desktop.results.column_values import parquet_bytes
from fer_desktop.session.table import Table
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.words_page import WordsPage
from fer_desktop.words import speech_model

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def without_libraries(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr(speech_model, "is_installed", lambda: False)


def hints(folder) -> list[str]:
    with pytest.raises(ExportError) as export:
        parquet_bytes(Table({}), {}, lambda _: None)
    with pytest.raises(SpeechModelUnusable) as speech:
        speech_model.check_speech_model(folder)
    return [export.value.hint, speech.value.hint]


def test_who_has_pip_is_told_what_to_install(without_libraries, tmp_path, qtbot):
    assert all("pip install" in hint and hint != BUNDLE_HINT for hint in hints(tmp_path))
    page = WordsPage(Settings())
    qtbot.addWidget(page)
    assert 'pip install "fer-desktop[speech]"' in page.state.text()


def test_nobody_is_told_to_install_something_into_a_bundle(without_libraries, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert hints(tmp_path) == [BUNDLE_HINT] * 2
    page = WordsPage(Settings())
    qtbot.addWidget(page)
    assert "bundle" in page.state.text()


def test_our_own_files_are_no_strangers_in_a_bundle(monkeypatch):
    """The build stops at files of which nobody knows where they are from: those that build.spec names are ours."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    held_by = import_module("bundled").held_by
    named = re.findall(r'^        \("([^"]+)", "', (ROOT / "build.spec").read_text(), re.MULTILINE)
    files = [str(file) for name in named for found in ROOT.glob(name) for file in [found, *found.rglob("*")]]
    assert len(files) > 50
    assert held_by(file for file in files if Path(file).is_file()).unknown == ()
