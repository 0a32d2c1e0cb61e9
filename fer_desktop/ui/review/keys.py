"""The keys of the review page. They act while it, or something in it that has no use for them, has the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from fer_desktop.ui.review.page import ReviewPage


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it does in a sentence, and how."""

    sequence: str
    meaning: str
    do: Callable[[], object]


def keys_of(page: ReviewPage) -> tuple[Key, ...]:
    """All keys of the page."""
    translate, player = QCoreApplication.translate, page.player

    return (
        Key("Space", translate("ReviewKeys", "Review: play or pause"), page.transport.toggle),
        Key("Right", translate("ReviewKeys", "Review: one frame on"), lambda: page.step(1)),
        Key("Left", translate("ReviewKeys", "Review: one frame back"), lambda: page.step(-1)),
        Key("Shift+Right", translate("ReviewKeys", "Review: a second on"), lambda: player.seek(player.now_s + 1)),
        Key("Shift+Left", translate("ReviewKeys", "Review: a second back"), lambda: player.seek(player.now_s - 1)),
        Key("Home", translate("ReviewKeys", "Review: to the beginning"), lambda: player.seek(0.0)),
        Key("End", translate("ReviewKeys", "Review: to the end"), lambda: player.seek(float("inf"))),
        Key("M", translate("ReviewKeys", "Review: add a marker here"), page.add_marker),
        Key("[", translate("ReviewKeys", "Review: a range begins here"), page.range.begin),
        Key("]", translate("ReviewKeys", "Review: the range ends here"), page.range.end),
        Key("Ctrl+Z", translate("ReviewKeys", "Review: take back the last change"), page.undo_stack.undo),
        Key("Ctrl+Shift+Z", translate("ReviewKeys", "Review: do it again"), page.undo_stack.redo),
    )


def sheet_of(page: ReviewPage) -> list[tuple[QKeySequence, str]]:
    """The keys of the page and what they do, for the sheet."""
    return [(QKeySequence(key.sequence), key.meaning) for key in keys_of(page)]


def connect_keys(page: ReviewPage) -> None:
    """Let the keys of the page work."""
    for key in keys_of(page):
        shortcut = QShortcut(QKeySequence(key.sequence), page, lambda do=key.do: do() if page.session else None)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
