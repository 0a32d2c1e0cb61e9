"""Keeps windows on the screen: sizes that it has room for, and contents that scroll where it has not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_PLACING_MS = 1000  # within which a system places a window that was just opened
_FRAME_PX = QSize(16, 40)  # borders and title bar; the system's own are not known before a window is shown


def fit_to_screen(window: QWidget, wanted: QSize) -> None:
    """Give a window this size, or what the screen has room for; it opens over its parent, all of it on the screen."""
    window.resize(wanted.boundedTo(window.screen().availableGeometry().size() - _FRAME_PX))
    window.installEventFilter(_OnScreen(window))


def moved_inside(area: QRect, screen: QRect) -> QRect:
    """The area, moved as little as it takes to lie on the screen; its upper left corner counts most."""
    left = max(min(area.left(), screen.right() + 1 - area.width()), screen.left())
    top = max(min(area.top(), screen.bottom() + 1 - area.height()), screen.top())
    return QRect(left, top, area.width(), area.height())


def narrowed(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fit a room where they can: the widest give way first, none below its least.

    Args:
        wanted: (n,) widths in px.
        least: (n,) the smallest that each may have, in px; one above what is wanted has no effect.
        room: For all of them, in px.
    """
    for most in range(max(wanted, default=0), 0, -1):
        widths = [min(each, max(most, low)) for each, low in zip(wanted, least, strict=True)]
        if sum(widths) <= room:
            return widths
    return [min(pair) for pair in zip(wanted, least, strict=True)]


class _OnScreen(QObject):
    """Places a window when it opens."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._since_opened = QElapsedTimer()
        self._under: QWidget | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Qt: a window opens, or that over which it opened is placed by the system only now."""
        kind = event.type()
        if kind == QEvent.Type.Show and watched is self._window and not event.spontaneous():
            self._open()
        elif kind == QEvent.Type.Move and watched is self._under and self._since_opened.elapsed() < _PLACING_MS:
            self._place()
        return super().eventFilter(watched, event)

    def _open(self) -> None:
        parent = self._window.parentWidget()
        if parent is not None and not self._window.testAttribute(Qt.WidgetAttribute.WA_Moved):
            self._under = parent.window()
            self._under.installEventFilter(self)
        self._since_opened.start()
        self._place()

    def _place(self) -> None:
        """On the screen, over the middle of the window under it; Qt would do that, but not once it was moved."""
        frame, screen = self._window.frameGeometry(), self._window.screen().availableGeometry()
        if self._under is not None:
            frame.moveCenter(self._under.frameGeometry().center())
        self._window.move(moved_inside(frame, screen).topLeft())


class Scrolled(QScrollArea):
    """Wants to be as large as its content, and lets it scroll when it is not.

    Args:
        width_px: For content that gets higher when it is narrower; 0 is the content's own width.
    """

    def __init__(self, content: QWidget, width_px: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content, self._width_px = content, width_px
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(content)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._take_keys)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: the size of the content."""
        own, layout = self._content.sizeHint(), self._content.layout()
        least = self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        width = max(self._width_px, least) if self._width_px else own.width()
        if layout is not None and layout.hasHeightForWidth():
            return QSize(width, layout.heightForWidth(width))
        return QSize(width, own.height())

    def _take_keys(self, _: int, most: int) -> None:
        """Arrows scroll where there is something to scroll; else Tab would stop at a place that nobody sees."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus)
