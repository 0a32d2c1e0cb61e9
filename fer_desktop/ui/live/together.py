"""What face, voice and words say together right now, what that rests on, and how far the hearing of words is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fer_desktop.core.fusion import STREAMS
from fer_desktop.core.live_fusion import Decision
from fer_desktop.core.palette import COLOURS, PLAIN, SECOND, THIRD
from fer_desktop.core.words import WordsSample
from fer_desktop.engine.status import HearingStatus
from fer_desktop.engine.transcribing import TranscribingStatus
from fer_desktop.ui.widgets.painted_text import ElidedLabel, Readings
from fer_desktop.ui.widgets.plain_text import plain_tip
from fer_desktop.ui.widgets.translation import expression_name

_BAR = QSize(120, 12)
_MARK_PX = 12
_SHADES = dict(zip(STREAMS, (PLAIN, SECOND, THIRD), strict=True))


class ShareBar(QWidget):
    """How much each stream counted: three parts of one bar, and the colour of the expression before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decision: Decision | None = None
        self.setFixedSize(_BAR)

    def show_decision(self, decision: Decision | None) -> None:
        """Show what it rests on; nothing without one."""
        self._decision = decision
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw it."""
        if self._decision is None:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS[self._decision.top]))
        painter.drawRoundedRect(0, 0, _MARK_PX, self.height(), 3, 3)
        left, whole = float(_MARK_PX + 4), self.width() - _MARK_PX - 4
        for name, weight in zip(STREAMS, self._decision.weights, strict=True):
            painter.setBrush(QColor(_SHADES[name]))
            painter.drawRect(QRectF(left, 0, whole * weight, self.height()))
            left += whole * weight


class TogetherBar(QWidget):
    """One line, while somebody listens: the decision of now, the words that were heard last, and what waits.

    The decision is about the selected face; where none is there, about the voice and the words of nobody.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_away = False
        self.shares = ShareBar()
        longest = self._text_of("happiness", 1.0, (0.33, 0.33, 0.34))
        self.decision, self.said, self.queue = Readings(longest), ElidedLabel(), Readings(self._behind(99, 999.0))
        self.decision.setAccessibleName(self.tr("Face, voice and words together"))
        self.said.setAccessibleName(self.tr("What was said last"))
        self.queue.setAccessibleName(self.tr("Hearing of words"))
        self.setToolTip(
            self.tr("One decision of what is seen, heard and said, and how much each of them counted; now, and of the "
                    "words that were heard last")
        )  # fmt: skip
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(self.tr("Together")))
        row.addWidget(self.shares)
        row.addWidget(self.decision)
        row.addWidget(self.said, 1)
        row.addWidget(self.queue)
        self.clear()

    def clear(self) -> None:
        """Nothing is known; the line is away until somebody listens."""
        self._is_wanted = False
        self.hide()
        self._show(None)
        self.said.show_text("")
        self.said.setToolTip("")
        self.queue.hide()

    def show_hearing(self, hearing: HearingStatus | None) -> None:
        """Whether somebody listens: else there is one stream alone."""
        if hearing is None:
            self._show(None)
        self._is_wanted = hearing is not None or bool(self.said.text)
        self.setVisible(self._is_wanted and not self._is_away)

    def keep_away(self, is_away: bool) -> None:
        """Whether the picture has the screen to itself."""
        self._is_away = is_away
        self.setVisible(self._is_wanted and not is_away)

    def show_fused(self, decisions: Sequence[Decision], faces: Sequence[int]) -> None:
        """The newest decisions, about these selected faces; blank where nothing is known."""
        newest_s = max((one.time_s for one in decisions), default=0.0)
        of_now = {one.face: one for one in decisions if one.time_s == newest_s}
        mine = next((of_now[face] for face in reversed(faces) if face in of_now), None)
        self._show(mine or of_now.get(None))

    def show_said(self, line: WordsSample, decisions: Sequence[Decision]) -> None:
        """Words that were heard, and what all streams said together in the middle of them."""
        words = f"“{line.said.text}”"
        if line.scores is None:
            words += "  " + self.tr("(not read: {0})").format(line.language or "?")
        elif decisions:
            decision = decisions[len(decisions) // 2]
            told = self._text_of(decision.top, decision.probability, tuple(decision.weights))
            words += f"  {told}"
        self.said.show_text(words)
        self.said.setToolTip(plain_tip(words))

    def show_hearing_of_words(self, status: TranscribingStatus | None) -> None:
        """How far the hearing of words is; None where nobody hears them."""
        self.queue.setVisible(status is not None)
        if status is None:
            return
        if status.state == "loading":
            self.queue.show_text(self.tr("Words: loading the model..."))
        elif status.state == "failed":
            self.queue.show_text(self.tr("Words: not heard"))
        elif status.waiting:
            self.queue.show_text(self._behind(status.waiting, status.behind_s))
        else:
            self.queue.show_text(self.tr("Words: ready"))

    def _show(self, decision: Decision | None) -> None:
        self.shares.show_decision(decision)
        if decision is None:
            self.decision.show_text("")
        else:
            self.decision.show_text(self._text_of(decision.top, decision.probability, tuple(decision.weights)))

    def _text_of(self, top: str, probability: float, weights: Sequence[float]) -> str:
        names = self.tr("face"), self.tr("voice"), self.tr("words")
        there = [f"{name} {weight:.0%}" for name, weight in zip(names, weights, strict=True) if weight > 0]
        return f"{expression_name(top)} {probability:.0%} ({', '.join(there)})"

    def _behind(self, waiting: int, behind_s: float) -> str:
        return self.tr("Words: {0} wait, {1:.0f} s behind").format(waiting, behind_s)
