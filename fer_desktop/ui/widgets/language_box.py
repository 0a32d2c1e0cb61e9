"""The languages, each by its own name."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox

from fer_desktop.settings import Language


def language_box(chosen: Language) -> QComboBox:
    """A list of the languages; the data of each entry is the value of the setting."""
    box = QComboBox()
    box.addItem(QCoreApplication.translate("LanguageBox", "as the system"), "system")
    box.addItem("English", "en")
    box.addItem("简体中文", "zh_CN")
    box.setCurrentIndex(box.findData(chosen))
    return box
