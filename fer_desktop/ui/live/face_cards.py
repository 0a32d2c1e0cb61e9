"""The face cards: one for each face that is there or was there a moment ago; in two columns where there is room."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fer_desktop.core.face_time import SoFar
from fer_desktop.engine.loops import Analysed
from fer_desktop.ui.live.face_card import FaceCard

WIDTH_PX, _LEAST_PX, _CARD_PX = 345, 48, 300
_FEW = 2  # so many are never folded
_INTERVAL_S = 0.1  # a card follows at about 10 Hz
_AWAY_AFTER_S = 4.0
_REMOVED_AFTER_S = 30.0  # a track never comes back so late


class FaceCards(QScrollArea):
    """The cards. Those of selected faces are unfolded, and so are all while there are few.

    Signals:
        face_selected(int, bool): as `VideoView.face_selected`.
        face_named(int, str): the user gave a face a name.
        neutral_requested(int): the neutral face of this one is to be measured.
    """

    face_selected = Signal(int, bool)
    face_named = Signal(int, str)
    neutral_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[int, FaceCard] = {}
        self._seen_s: dict[int, float] = {}
        self._drawn_s: dict[int, float] = {}
        self._selected: frozenset[int] = frozenset()
        self._empty = QLabel(self.tr("No face"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column, self._row = QWidget(), QHBoxLayout()
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for each in self._columns:
            each.addStretch(1)
            self._row.addLayout(each, 1)
        outer = QVBoxLayout(column)
        outer.setContentsMargins(2, 2, 2, 2)
        outer.addWidget(self._empty)
        outer.addLayout(self._row)
        self.setWidget(column)
        self.setWidgetResizable(True)
        self.setMinimumSize(WIDTH_PX, _LEAST_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Faces"))

    def show_analysed(self, analysed: Analysed, names: Mapping[int, str]) -> None:
        """Newest state of a face; who has gone is folded away after a while.

        Cards take turns, one at each call, so that no call takes long; new ones are drawn at once.
        """
        now_s = analysed.frame.time_s
        faces = {face.track_id: face for face in analysed.analysis.faces}
        self._seen_s.update(dict.fromkeys(faces, now_s))
        new = sorted(faces.keys() - self._cards.keys())
        for track_id in new:
            self._add(track_id, names.get(track_id, ""))
        due = [i for i in faces if i not in new and now_s - self._drawn_s[i] >= _INTERVAL_S]
        for track_id in [*new, *sorted(due, key=self._drawn_s.__getitem__)[:1]]:
            self._drawn_s[track_id] = now_s
            self._cards[track_id].show_face(analysed.frame, faces[track_id])
        for track_id, seen_s in list(self._seen_s.items()):
            self._show(track_id, now_s - seen_s <= _AWAY_AFTER_S)
            if now_s - seen_s > _REMOVED_AFTER_S:
                self._remove(track_id)
        self._empty.setVisible(not self.shown_ids)

    def show_so_far(self, so_far: Mapping[int, SoFar]) -> None:
        """What these faces have shown by now."""
        for track_id, summary in so_far.items():
            self._cards[track_id].show_so_far(summary)

    def set_selected(self, selected: frozenset[int]) -> None:
        """Mark these cards, also when they come later."""
        self._selected = selected
        for track_id, card in self._cards.items():
            card.set_selected(track_id in selected)
        self._arrange()

    def clear(self) -> None:
        """Forget all faces."""
        for track_id in list(self._cards):
            self._remove(track_id)
        self._empty.show()

    @property
    def shown_ids(self) -> tuple[int, ...]:
        """Faces whose card is to be seen."""
        return tuple(track_id for track_id, card in self._cards.items() if not card.isHidden())

    def card(self, track_id: int) -> FaceCard:
        """The card of a face."""
        return self._cards[track_id]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Qt: follow a change between light and dark; what is inside a card with a style sheet does not by itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_cards"):
            self.set_selected(self._selected)

    def _show(self, track_id: int, is_shown: bool) -> None:
        if self._cards[track_id].isHidden() is is_shown:
            self._cards[track_id].setVisible(is_shown)
            self._arrange()

    def _add(self, track_id: int, name: str) -> None:
        card = self._cards[track_id] = FaceCard(track_id)
        card.set_name(name)
        card.set_selected(track_id in self._selected)
        card.clicked.connect(lambda joins: self.face_selected.emit(track_id, joins))
        card.named.connect(lambda text: self.face_named.emit(track_id, text))
        card.neutral_requested.connect(lambda: self.neutral_requested.emit(track_id))
        self._arrange()

    def _remove(self, track_id: int) -> None:
        card = self._cards.pop(track_id)
        del self._seen_s[track_id], self._drawn_s[track_id]
        for column in self._columns:
            column.removeWidget(card)
        card.hide()  # at once: it is deleted later
        card.deleteLater()
        self._arrange()

    def _arrange(self) -> None:
        """Fold those that are not selected, and put all where there is room, in order of appearance."""
        shown = [track_id for track_id, card in self._cards.items() if not card.isHidden()]
        n_columns = 2 if self.viewport().width() >= 2 * _CARD_PX and len(shown) > 1 else 1
        self._row.setStretch(1, n_columns - 1)
        heights = [0] * n_columns
        for track_id, card in sorted(self._cards.items()):
            card.set_folded(len(shown) > _FEW and track_id not in self._selected)
            place = heights.index(min(heights))
            heights[place] += card.sizeHint().height() if track_id in shown else 0
            column = self._columns[place]
            if column.indexOf(card) < 0:
                for other in self._columns:
                    other.removeWidget(card)
                column.insertWidget(column.count() - 1, card)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Qt: more or less room."""
        super().resizeEvent(event)
        self._arrange()
