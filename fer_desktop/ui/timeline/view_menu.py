"""What can be done with live curves, where the mouse is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.ui.timeline.drawing import drawing_of, image_of
from fer_desktop.ui.widgets.actions import Actions
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.menus import open_at
from fer_desktop.ui.widgets.translation import expression_name

if TYPE_CHECKING:
    from fer_desktop.ui.timeline.view import TimelineView

_ENDINGS = (".png", ".svg")


class ViewMenu(QObject):
    """The menu.

    Signals:
        drawing_requested(object): the curves shall be kept as they are now; makes the bytes of a file for its ending.
    """

    drawing_requested = Signal(object)

    def __init__(self, view: TimelineView, actions: Actions) -> None:
        super().__init__(view)
        self._view, self._actions = view, actions

    def open(self, place: QPoint) -> None:
        """Open it at this place of the screen."""
        open_at(self.menu(), place)

    def menu(self) -> QMenu:
        """The menu, as things are now."""
        view, menu = self._view, QMenu(self._view)
        copy = menu.addAction(icon("copy"), self.tr("Copy the curves as a picture"))
        copy.triggered.connect(lambda: QApplication.clipboard().setImage(image_of(view.blocks)))
        save = menu.addAction(icon("export"), self.tr("Save the curves (PNG, SVG)..."))
        save.triggered.connect(self._save)
        menu.addSeparator()
        menu.addMenu(self._expressions(menu))
        menu.addAction(self.tr("Lanes")).setMenu(view.lane_menu.menu())
        menu.addMenu(self._spans(menu))
        menu.addSeparator()
        menu.addActions([self._actions.pause, self._actions.follow, self._actions.marker])
        return menu

    def _save(self) -> None:
        """The curves go on while a file is chosen: what is asked for is what stands there now."""
        drawn: dict[str, bytes] = {ending: drawing_of(self._view.blocks, ending) for ending in _ENDINGS}
        make: Callable[[str], bytes] = drawn.__getitem__
        self.drawing_requested.emit(make)

    def _expressions(self, menu: QMenu) -> QMenu:
        legend, part = self._view.legend, QMenu(self.tr("Expressions"), menu)
        part.addAction(self.tr("All")).triggered.connect(lambda: legend.show_curves(frozenset(EXPRESSIONS)))
        part.addSeparator()
        for name in EXPRESSIONS:
            action = part.addAction(expression_name(name))
            action.setCheckable(True)
            action.setChecked(name in legend.shown)
            action.triggered.connect(lambda _, one=frozenset({name}): legend.show_curves(legend.shown ^ one))
        return part

    def _spans(self, menu: QMenu) -> QMenu:
        part, group = QMenu(self.tr("Time shown"), menu), QActionGroup(menu)
        for span_s, words in self._view.spans:
            action = part.addAction(words)
            action.setCheckable(True)
            action.setChecked(span_s == self._view.span_s)
            action.triggered.connect(lambda _, span_s=span_s: self._view.set_span(span_s))
            group.addAction(action)
        return part
