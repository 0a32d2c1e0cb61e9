"""Menus that open where the mouse is, and are gone when they close."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from fer_desktop.ui.widgets.icons import icon


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu: its icon, its words, and what it does."""

    icon: str
    text: str
    do: Callable[[], object]


def menu_of(entries: Sequence[Entry], parent: QWidget) -> QMenu:
    """A menu of these."""
    menu = QMenu(parent)
    for entry in entries:
        action = menu.addAction(icon(entry.icon), entry.text) if entry.icon else menu.addAction(entry.text)
        action.triggered.connect(lambda _=False, do=entry.do: do())
    return menu


def menu_of_buttons(buttons: Sequence[QAbstractButton], parent: QWidget) -> QMenu:
    """A menu that does what these buttons do, where they can be pressed."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for button in buttons:
        action = menu.addAction(button.icon(), button.text())
        action.setEnabled(button.isEnabled())
        action.setToolTip(button.toolTip())  # why it cannot be done, where it cannot
        action.triggered.connect(button.click)
    return menu


def open_at(menu: QMenu, place: QPoint) -> None:
    """Open it at this place of the screen."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
