"""The one place that shows messages: notices over the page, a dialog as the answer to something just done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.ui.widgets.plain_text import plain_label, show_box

_SHOWN_MS = 8000
_MOST_PASSING = 3  # at a time; the oldest gives way
_WIDTH_PX, _EDGE_PX, _ABOVE_PX = 460, 12, 48
_ROUND_PX = 6
_PLAIN, _LOSS = ("#30353c", "#4a5059"), ("#a3261d", "#c9463c")  # ground and edge, on light and on dark pages
_ON_NOTICES = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a notice offers to do about it: a word or two, and what then happens."""

    words: str
    do: Callable[[], object]


class Notice(QFrame):
    """One message.

    Signals:
        closed(): it is to go.

    Args:
        report: "" for none. One with a report, and a loss, go only when the user sends them away.
        stays: So does this one.
    """

    closed = Signal()

    def __init__(
        self, text: str, report: str, is_loss: bool, parent: QWidget, offer: Offer | None = None, stays: bool = False
    ) -> None:
        super().__init__(parent)
        self.stays, self.report = stays or is_loss or bool(report), report
        self._text = plain_label(text)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        self.copy = QPushButton(self.tr("Copy report"))
        self.copy.setVisible(bool(report))
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.report))
        self.act = QPushButton(offer.words if offer is not None else "")
        self.act.setVisible(offer is not None)
        if offer is not None:

            def accept() -> None:
                offer.do()
                self.closed.emit()

            self.act.clicked.connect(accept)
        close = QToolButton()
        close.setText("✕")
        close.setAccessibleName(self.tr("Close the notice"))
        close.setAutoRaise(True)
        close.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 4, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.copy)
        layout.addWidget(self.act)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.is_loss, self._colours = is_loss, [QColor(name) for name in (_LOSS if is_loss else _PLAIN)]
        palette = self.palette()
        for role in _ON_NOTICES:
            palette.setColor(role, QColor("white"))
        for role, colour in zip((QPalette.ColorRole.Window, QPalette.ColorRole.Button), self._colours, strict=True):
            palette.setColor(role, colour)
        self.setPalette(palette)
        self.setAccessibleName(text)
        if not self.stays:
            QTimer.singleShot(_SHOWN_MS, self, self.closed.emit)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt: a ground with round corners."""
        painter, (ground, edge) = QPainter(self), self._colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND_PX, _ROUND_PX)

    @property
    def label(self) -> QLabel:
        """Where the words stand."""
        return self._text


class Notices(QWidget):
    """Messages in a corner over the page; the page itself never moves.

    What passes goes by itself after some seconds. Losses, and errors with a report, stay until they are sent away.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._shown: list[Notice] = []
        self._by_key: dict[str, Notice] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        page.installEventFilter(self)
        self.hide()

    def show_notice(self, text: str, report: str = "", offer: Offer | None = None, stays: bool = False) -> None:
        """Show a notice; one with a report has a button that copies that, and stays."""
        self._add(Notice(text, report, False, self, offer, stays))

    def show_loss(self, text: str, key: str = "", report: str = "") -> None:
        """Say that something was lost, in red, until the user has seen it.

        Args:
            key: What is lost; a later loss of the same takes the place of the earlier one.
        """
        if key in self._by_key:
            self._remove(self._by_key[key])
        notice = Notice(text, report, True, self)
        if key:
            self._by_key[key] = notice
        self._add(notice)

    @property
    def shown(self) -> tuple[Notice, ...]:
        """The messages that are there, oldest first."""
        return tuple(self._shown)

    def show_unexpected(self, where: str, report: str) -> None:
        """Say that a part of the program failed as nobody expected, with its report to copy."""
        self.show_notice(self.unexpected(where), report)

    def unexpected(self, where: str) -> str:
        """What is said of that."""
        return self.tr("Something went wrong in {0}.").format(where)

    @property
    def shown_text(self) -> str:
        """What is shown now, a line for each; "" when nothing is."""
        return "\n".join(notice.label.text() for notice in self._shown)

    def dismiss(self) -> None:
        """Send the oldest away, as the user does."""
        if self._shown:
            self._remove(self._shown[0])

    def show_problem(self, title: str, text: str) -> None:
        """Answer an action of the user that failed."""
        show_box(QMessageBox.Icon.Warning, title, text, QMessageBox.StandardButton.Ok, self.window())

    def _add(self, notice: Notice) -> None:
        for same in [old for old in self._shown if old.label.text() == notice.label.text()]:
            self._remove(same)
        passing = [old for old in self._shown if not old.stays]
        if not notice.stays and len(passing) >= _MOST_PASSING:
            self._remove(passing[0])
        notice.closed.connect(lambda: self._remove(notice))
        self._shown.append(notice)
        self._column.addWidget(notice)
        notice.show()
        self.show()
        self._place()

    def _remove(self, notice: Notice) -> None:
        if notice not in self._shown:
            return
        self._shown.remove(notice)
        self._by_key = {key: other for key, other in self._by_key.items() if other is not notice}
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self.setVisible(bool(self._shown))
        self._place()

    def _place(self) -> None:
        """In the lower right corner, above what is at the lower edge."""
        page = self._page
        width = min(_WIDTH_PX, page.width() - 2 * _EDGE_PX)
        height = min(self._column.heightForWidth(width), page.height())
        above = _ABOVE_PX if page.height() > height + 2 * _ABOVE_PX else 0
        self.setGeometry(page.width() - width - _EDGE_PX, page.height() - height - above, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt: stay in the corner of the page."""
        if event.type() == QEvent.Type.Resize and self._shown:
            self._place()
        return super().eventFilter(watched, event)
