"""Edits of a session as steps that can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from fer_desktop.session.edits import Edits


class EditStep(QUndoCommand):
    """One change; edits are values, so a step is what was before and what is after.

    Args:
        text: What was changed, in a few words.
        show: Makes these edits those of the session.
    """

    def __init__(self, text: str, before: Edits, after: Edits, show: Callable[[Edits], None]) -> None:
        super().__init__(text)
        self._before, self._after, self._show = before, after, show

    def redo(self) -> None:
        """Qt: do it, or do it again."""
        self._show(self._after)

    def undo(self) -> None:
        """Qt: take it back."""
        self._show(self._before)
