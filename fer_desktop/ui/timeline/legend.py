"""The legend of the curves: a key of each expression, which shows and hides its curve."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QToolButton

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.ui.widgets.translation import expression_name

_SWATCH_PX = 12


def legend_keys(on_changed: Callable[[frozenset[str]], object]) -> list[QToolButton]:
    """One key for each expression, all pressed; at each press `on_changed` is told what is to be shown."""
    keys = {name: _key(name) for name in EXPRESSIONS}

    def changed() -> None:
        on_changed(frozenset(name for name, key in keys.items() if key.isChecked()))

    for key in keys.values():
        key.toggled.connect(changed)
    return list(keys.values())


def _key(expression: str) -> QToolButton:
    swatch = QPixmap(_SWATCH_PX, _SWATCH_PX)
    swatch.fill(QColor(COLOURS[expression]))
    key = QToolButton()
    key.setIcon(QIcon(swatch))
    key.setText(expression_name(expression))
    key.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    key.setCheckable(True)
    key.setChecked(True)
    key.setAutoRaise(True)
    translate = QCoreApplication.translate
    key.setToolTip(translate("Legend", "Show or hide this curve"))
    return key
