"""The button that says which lanes are drawn. What it offers comes from the page; a lane is a value."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.lane import Lane
from fer_desktop.ui.widgets.translation import lane_word


class LaneMenu(QPushButton):
    """The button with its menu.

    Signals:
        changed(): the user chose other lanes.

    Args:
        chosen: Keys of the lanes that are drawn at first.
    """

    changed = Signal()

    def __init__(self, chosen: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = frozenset(chosen)
        self._actions: dict[str, QAction] = {}
        self.setText(self.tr("Lanes"))
        self.setToolTip(self.tr("Which curves are drawn"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMenu(QMenu(self))
        self._over_faces = QMenu(self.tr("One expression, all faces"), self)

    def offer(self, of_faces: Sequence[Lane], of_session: Sequence[Lane]) -> None:
        """Offer these lanes; those that are chosen and not there come back when they are offered again."""
        menu, over_faces = self.menu(), self._over_faces
        menu.clear()
        over_faces.clear()  # kept: a menu in a menu does not go with what was in that
        self._actions = {}
        menu.addSection(self.tr("Of each face"))
        for lane in of_faces:
            self._add(menu, lane)
        if of_session:
            menu.addSection(self.tr("Of the session"))
        for lane in of_session:
            self._add(over_faces if lane.name in EXPRESSIONS else menu, lane)
        if not over_faces.isEmpty():
            menu.addMenu(over_faces)

    def choose(self, keys: Collection[str]) -> None:
        """Draw these lanes from now on."""
        self.chosen = frozenset(keys)
        for key, action in self._actions.items():
            action.setChecked(key in self.chosen)
        self.changed.emit()

    def _add(self, menu: QMenu, lane: Lane) -> None:
        action = menu.addAction(lane_word(lane.name))
        action.setCheckable(True)
        action.setChecked(lane.key in self.chosen)
        action.triggered.connect(lambda is_on: self._on_triggered(lane.key, is_on))
        self._actions[lane.key] = action

    def _on_triggered(self, key: str, is_on: bool) -> None:
        self.chosen = self.chosen | {key} if is_on else self.chosen - {key}
        self.changed.emit()
