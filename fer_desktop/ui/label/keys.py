"""The keys of coding: one for each code, and what else can be done without a mouse."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.results.codes import OTHER, UNKNOWN
from fer_desktop.ui.widgets.translation import expression_name

CODE_KEYS = {**{str(i): name for i, name in enumerate(EXPRESSIONS, start=1)}, "9": OTHER, "0": UNKNOWN}
INTENSITY_KEYS = {str(value): value for value in range(1, 6)}
UNDO, SKIP, HOLD, STOP = "Backspace", "S", "Space", "Escape"


def code_name(code: str) -> str:
    """A code in the language of the window."""
    translate = QCoreApplication.translate
    names = {OTHER: translate("codes", "other"), UNKNOWN: translate("codes", "cannot tell")}
    return names[code] if code in names else expression_name(code)


def sheet() -> list[tuple[QKeySequence, str]]:
    """The keys and what they do, for the sheet."""
    translate = QCoreApplication.translate
    codes = [(key, translate("LabelKeys", "Label: {0}").format(code_name(code))) for key, code in CODE_KEYS.items()]
    others = [
        (UNDO, translate("LabelKeys", "Label: take back the last code")),
        (SKIP, translate("LabelKeys", "Label: later, after all others")),
        (HOLD, translate("LabelKeys", "Label: hold the picture still, or let it run")),
        (STOP, translate("LabelKeys", "Label: stop; everything is kept")),
    ]
    return [(QKeySequence(key), meaning) for key, meaning in (*codes, *others)]
