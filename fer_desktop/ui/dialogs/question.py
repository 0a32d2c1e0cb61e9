"""Asks before something is done that cannot be taken back, or that ends something."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def is_sure(title: str, question: str, action: str, parent: QWidget) -> bool:
    """Ask, and wait for the answer. Enter and Escape both mean no.

    Args:
        action: What the button does that says yes, in a word or two.
    """
    box = QMessageBox(QMessageBox.Icon.Warning, title, question, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    yes = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(QCoreApplication.translate("Question", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.exec()
    answer = box.clickedButton() is yes
    box.deleteLater()
    return answer
