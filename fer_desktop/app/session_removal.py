"""Deleting sessions from the window: asked about first, and what is left behind is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QThreadPool

from fer_desktop.app.window_work import WindowWork
from fer_desktop.errors import FerError, readable
from fer_desktop.session.catalogue import SessionSummary, expired, summaries, summary_of
from fer_desktop.session.ownership import delete_session
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.sessions.naming import named

_NAMED = 10  # sessions that a question names, and files that an answer names


class SessionRemoval(WindowWork):
    """Asks, then deletes. Each method returns at once.

    Args:
        pool: Where other changes to sessions are made: one after the other.
        removed: Called after each attempt.
    """

    def __init__(self, window: MainWindow, pool: QThreadPool, removed: Callable[[], None]) -> None:
        super().__init__(window, window)
        self._pool, self._removed = pool, removed

    def ask(self, folders: Sequence[Path]) -> None:
        """Ask, then remove sessions for good."""

        def ask(found: list[SessionSummary]) -> None:
            question = self.tr("Delete this session for good? This cannot be undone.")
            if len(found) > 1:
                question = self.tr("Delete these {0} sessions for good? This cannot be undone.").format(len(found))
            names = _listed([named(one) for one in found])
            if self._window.ask(self.tr("Delete"), f"{question}\n\n{names}", self.tr("Delete")):
                self._delete(folders)

        self._run(lambda: [summary_of(folder) for folder in folders], ask, self.tr("Delete"), self._pool)

    def offer_expired(self, root: Path, days: int) -> None:
        """Ask about sessions that are older than so many days; nothing is deleted without a yes."""

        def ask(old: list[SessionSummary]) -> None:
            names = _listed([named(one) for one in old])
            question = self.tr("{0} sessions are older than {1} days. Delete them for good?").format(len(old), days)
            if old and self._window.ask(self.tr("Delete"), f"{question}\n\n{names}", self.tr("Delete")):
                self._delete([one.folder for one in old])

        self._run(lambda: expired(summaries(root), days, datetime.now().astimezone()), ask, self.tr("Sessions"))

    def _delete(self, folders: Sequence[Path]) -> None:
        for page in (self._window.review, self._window.label):
            if page.session is not None and page.session.folder in folders:
                page.close_session()
        self._run(lambda: _deleted(folders), self._on_deleted, self.tr("Delete"), self._pool)

    def _on_deleted(self, result: tuple[list[Path], list[FerError]]) -> None:
        left, failures = result
        self._removed()
        if left:
            words = self.tr("Files that no session made were left behind:")
            self._notice(f"{words}\n{_listed([readable(str(path)) for path in left])}")
        for failure in failures:
            self._on_failed(self.tr("Delete"), failure)


def _deleted(folders: Sequence[Path]) -> tuple[list[Path], list[FerError]]:
    """Delete each; returns what was left in their folders, and why some could not be deleted."""
    left: list[Path] = []
    failures: list[FerError] = []
    for folder in folders:
        try:
            left += delete_session(folder)
        except FerError as error:
            failures.append(error)
    return left, failures


def _listed(names: Sequence[str]) -> str:
    return "\n".join(names[:_NAMED]) + ("\n..." if len(names) > _NAMED else "")
