"""The legend of the curves: a chip for each expression, with its value of the moment; a click shows it alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.ui.widgets.translation import expression_name
from fer_desktop.ui.widgets.type_scale import make_note

_HEIGHT_PX, _DOT_PX, _EDGE_PX, _GAP_PX = 22, 9, 5, 4
_LONGEST = "0.00"
_EDGE = QColor(128, 134, 142, 140)  # seen on light and on dark ground
_FAINT = 0.35


class Chip(QAbstractButton):
    """One expression: a dot in its colour, its name, its value; faint while its curve is hidden."""

    def __init__(self, expression: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.expression, self._value = expression, ""
        self.is_shown, self.with_ctrl = True, False
        make_note(self)
        self.setText(expression_name(expression))
        self.setAccessibleName(self.text())
        translate = QCoreApplication.translate
        self.setToolTip(translate("Legend", "Show this curve alone; with Ctrl show or hide it"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_value(self, value: float | None) -> None:
        """The value of the moment; None where there is none."""
        text = "" if value is None else f"{value:.2f}"
        if text != self._value:
            self._value = text
            self.setAccessibleDescription(text)
            self.update()

    @property
    def value_text(self) -> str:
        """The value as it is written."""
        return self._value

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: room for the name and for any value."""
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(_LONGEST)
        return QSize(words + _DOT_PX + 2 * _GAP_PX + 2 * _EDGE_PX, _HEIGHT_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Qt: Ctrl asks for something else."""
        self.with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Qt: so it does with a key."""
        self.with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, words = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self.palette().windowText().color()
        painter.setOpacity(1.0 if self.is_shown else _FAINT)
        edge = self.palette().highlight().color() if self.hasFocus() else _EDGE
        painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
        painter.setBrush(self.palette().button() if self.underMouse() else self.palette().base())
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS[self.expression]))
        painter.drawEllipse(QRectF(_EDGE_PX, (self.height() - _DOT_PX) / 2, _DOT_PX, _DOT_PX))
        painter.setPen(words)
        room = QRectF(self.rect()).adjusted(_EDGE_PX + _DOT_PX + _GAP_PX, 0, -_EDGE_PX, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._value)


class Legend:
    """The chips; who lays them out owns them.

    Args:
        on_changed: Told which curves are to be shown, at each press.
    """

    def __init__(self, on_changed: Callable[[frozenset[str]], object]) -> None:
        self.chips = [Chip(name) for name in EXPRESSIONS]
        self._on_changed = on_changed
        self.shown = frozenset(EXPRESSIONS)
        for chip in self.chips:
            chip.clicked.connect(lambda _=False, chip=chip: self._on_clicked(chip))

    def show_values(self, values: Sequence[float] | None) -> None:
        """The values of the moment, in the order of `EXPRESSIONS`; None where there are none."""
        for i, chip in enumerate(self.chips):
            chip.show_value(None if values is None else float(values[i]))

    def _on_clicked(self, chip: Chip) -> None:
        one = frozenset({chip.expression})
        alone = frozenset(EXPRESSIONS) if self.shown == one else one
        self.show_curves(self.shown ^ one if chip.with_ctrl else alone)

    def show_curves(self, shown: frozenset[str]) -> None:
        """Show the curves of these expressions; all where there are none."""
        self.shown = shown or frozenset(EXPRESSIONS)
        for each in self.chips:
            each.is_shown = each.expression in self.shown
            each.update()
        self._on_changed(self.shown)
