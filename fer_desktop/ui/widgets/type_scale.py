"""Three sizes of type, in logical pixels; all three are larger where the words of the system are larger than ours."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget

NOTE_PX, WORD_PX, TITLE_PX = 11, 13, 18


def apply_type(application: QApplication) -> None:
    """Give all windows words of `WORD_PX`; who has set a larger size in the system keeps it."""
    font = application.font()
    font.setPixelSize(max(WORD_PX, QFontInfo(font).pixelSize()))
    application.setFont(font)


def sized(font: QFont, size_px: int) -> QFont:
    """The same font in one of the sizes."""
    other = QFont(font)
    other.setPixelSize(round(size_px * max(1.0, QFontInfo(QApplication.font()).pixelSize() / WORD_PX)))
    return other


def make_note(widget: QWidget) -> None:
    """Small words, which stand below others."""
    widget.setFont(sized(widget.font(), NOTE_PX))


def make_title(widget: QWidget) -> None:
    """Large bold words: what a page or a side is about."""
    font = sized(widget.font(), TITLE_PX)
    font.setBold(True)
    widget.setFont(font)
