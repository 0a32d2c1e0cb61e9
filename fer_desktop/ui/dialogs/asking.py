"""Asks for one text, one of several, or one number; nothing on the buttons but their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QInputDialog, QWidget

from fer_desktop.ui.widgets.icons import without_icons


def asked_text(title: str, question: str, parent: QWidget, before: str = "") -> str | None:
    """What was typed; None when there is no answer."""
    dialog = _dialog(title, question, parent)
    dialog.setTextValue(before)
    return dialog.textValue() if _is_answered(dialog) else None


def asked_choice(title: str, question: str, choices: Sequence[str], parent: QWidget) -> str | None:
    """One of the choices, the first at first; None when there is no answer."""
    dialog = _dialog(title, question, parent)
    dialog.setComboBoxItems(choices)
    dialog.setTextValue(choices[0])
    return dialog.textValue() if _is_answered(dialog) else None


def asked_number(
    title: str, question: str, parent: QWidget, before: float, bounds: tuple[float, float]
) -> float | None:
    """A number with up to three decimals within the bounds; None when there is no answer."""
    dialog = _dialog(title, question, parent)
    dialog.setInputMode(QInputDialog.InputMode.DoubleInput)
    dialog.setDoubleDecimals(3)
    dialog.setDoubleRange(*bounds)
    dialog.setDoubleValue(before)
    return dialog.doubleValue() if _is_answered(dialog) else None


def _dialog(title: str, question: str, parent: QWidget) -> QInputDialog:
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    return dialog


def _is_answered(dialog: QInputDialog) -> bool:
    dialog.sizeHint()  # Qt makes the buttons only now
    for box in dialog.findChildren(QDialogButtonBox):
        without_icons(box)
    is_given = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return is_given
