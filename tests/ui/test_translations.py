"""Every visible string is translated: the catalogue is complete, and no window shows a word past it."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import string
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabWidget,
    QWidget,
)

from fer_desktop.errors import CameraBusy, CameraNotFound, Notice, StudyUnreadable, Word
from fer_desktop.paths import assets_dir
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.help import KeysDialog
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.dialogs.welcome import WelcomeDialog
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.theme import install_language, remove_languages
from fer_desktop.ui.widgets.translation import error_message, error_text
from tests.fakes import make_analysis, make_tracked
from tests.ui.helpers import RECORDING, analysed, picture, status

ROOT = Path(__file__).resolve().parents[2]
SOURCE = assets_dir() / "translations" / "fer_desktop_zh_CN.ts"
# names, units and keys that are the same in every language
SAME = {
    "FER", "Desktop", "CNN", "GRU", "CUDA", "MPS", "CPU", "CSV", "English", "fps", "ms", "MB", "GB", "s", "p95", "REC",
    "LIVE", "OK", "LSL", "Lab", "Streaming", "Layer", "Markers", "Space", "End", "Ctrl", "Escape", "F1", "AI", "Act",
    "Esc", "Shift", "OSC", "UDP", "pylsl", "python", "osc", "OpenFace", "Py", "feat",
    "Whisper", "pip", "install", "fer", "desktop", "speech", "en", "de", "zh",
}  # fmt: skip


def script():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(path):
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name"), message.findtext("source"), message.find("translation")


def test_every_text_of_the_code_is_translated(tmp_path):
    """lupdate on the code of today finds nothing that the catalogue does not have."""
    copy = tmp_path / SOURCE.name
    shutil.copy(SOURCE, copy)
    script().update(copy, "zh_CN")
    missing = [source for _, source, translation in messages(copy) if translation.get("type") or not translation.text]
    assert not missing
    assert {m[:2] for m in messages(copy)} == {m[:2] for m in messages(SOURCE)}


def test_no_text_hides_where_lupdate_does_not_look():
    """It does not look into the braces of f-strings: what is translated there would stay English."""
    folders = [ROOT / "fer_desktop" / name for name in ("app", "ui")]
    texts = {path: path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py")}
    hidden = {
        path.name: node.lineno
        for path, text in texts.items()
        for string_ in ast.walk(ast.parse(text))
        if isinstance(string_, ast.JoinedStr)
        for node in ast.walk(string_)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("tr", "translate")
    }
    assert hidden == {}


def test_placeholders_survive_translation():
    for _, source, translation in messages(SOURCE):
        fields = [
            sorted(str(part[1:]) for part in string.Formatter().parse(text)) for text in (source, translation.text)
        ]
        assert [f for f in fields[0] if "None, None" not in f] == [f for f in fields[1] if "None, None" not in f], (
            source
        )


def test_the_compiled_catalogue_is_of_today(tmp_path):
    target = tmp_path / "fresh.qm"
    script().release(SOURCE, target)
    assert target.read_bytes() == SOURCE.with_suffix(".qm").read_bytes()


@pytest.fixture
def chinese(qtbot, qapp):
    application = qapp
    assert install_language(application, "zh_CN", assets_dir() / "translations") == "zh_CN"
    yield
    remove_languages(application)


def texts_of(widget):
    """Everything that a widget and its children show or say."""
    for child in [widget, *widget.findChildren(QWidget)]:
        yield from (child.windowTitle(), child.toolTip(), child.accessibleName())
        if isinstance(child, QLabel | QAbstractButton):
            yield child.text()
        elif isinstance(child, QLineEdit):
            yield child.placeholderText()
        elif isinstance(child, QGroupBox | QMenu):
            yield child.title()
        elif isinstance(child, QComboBox):
            yield from (child.itemText(i) for i in range(child.count()))
        elif isinstance(child, QTabWidget):
            yield from (child.tabText(i) for i in range(child.count()))
    for action in widget.findChildren(QAction):
        yield from (action.text(), action.toolTip(), action.whatsThis())


def foreign_words(text):
    plain = re.sub(r"<[^>]*>|&nbsp;|\S*/\S*", " ", text)
    words = re.findall(r"[A-Za-z][A-Za-z0-9]+", plain)
    return [word for word in words if word not in SAME]


def test_no_window_shows_an_english_word(chinese, qtbot, tmp_path):
    window = MainWindow()
    window.user_actions.set_marker_labels(tuple("一二三四五六七八九"))
    window.live.begin("")
    face = make_tracked(1, quality=0.1, weakness="pose")
    window.live.show_analyses([make_analysis(3, [face])])
    window.live.show_analysed(analysed(3, [face]))
    window.live.show_time(analysed(3, []).frame.time_s)
    window.live.show_picture(picture([face]))
    window.live.timelines.point_at(0.1)
    window.show_status(status(recording=RECORDING))
    dialogs = [WelcomeDialog(), SettingsDialog(Settings(marker_labels=tuple("一二三四五六七八九")), tmp_path)]
    dialogs.append(KeysDialog(window.user_actions))
    for widget in (window, *dialogs):
        qtbot.addWidget(widget)
        found = {text: foreign_words(text) for text in texts_of(widget) if foreign_words(text)}
        assert not found
    window.close_now()


def test_errors_of_other_layers_are_translated(chinese):
    error = CameraBusy(
        "The camera {name!r} cannot be opened.",
        "Close other programs that use the camera, check its permission in the system settings, then press Start.",
        name="C1",
    )
    assert not [word for word in foreign_words(error_text(error)) if word != "C1"]
    assert "C1" in error_text(error)


def test_that_a_gpu_cannot_be_used_is_said_in_the_language_of_the_window(chinese):
    said = error_text(Notice("{device} cannot be used ({reason}). Running on the CPU.", device="CUDA", reason="…"))
    assert foreign_words(said) == []


def test_words_of_the_program_in_errors_are_translated_and_names_are_not(chinese):
    said = error_text(
        StudyUnreadable(
            "There are not two levels of {factor} to compare; the study has {known}.",
            factor=Word("visit"),
            known="'visit'",
        )
    )
    assert foreign_words(said) == ["visit"]
    assert error_message(
        CameraNotFound("There is no camera {wanted!r}; connected: {names}.", wanted="7", names=Word("none"))
    ).endswith("无。")


def test_the_file_dialog_of_qt_is_translated_where_its_own_catalogue_ends(chinese, qtbot, tmp_path):
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert len(labels) == 3
    assert not [word for text in labels for word in foreign_words(text)]
