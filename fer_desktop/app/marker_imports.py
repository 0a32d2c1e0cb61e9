"""Adds the markers of a file, which the user chooses, to the session that is reviewed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.window_work import WindowWork
from fer_desktop.results.marker_files import MARKER_SUFFIXES, FoundMarkers, read_markers, with_markers
from fer_desktop.ui.main_window import MainWindow


class MarkerImports(WindowWork):
    """Between the markers of the Review page and files. Each method returns at once."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        window.review.markers_wanted.connect(self.ask)

    def ask(self) -> None:
        """Ask for a file, then add what is in it."""
        patterns = " ".join(f"*{suffix}" for suffix in MARKER_SUFFIXES)
        kinds = self.tr("Tables") + f" ({patterns});;" + self.tr("All files") + " (*)"
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Markers from a file"), "", kinds)
        if path:
            self.add(Path(path))

    def add(self, path: Path) -> None:
        """Add the markers in a file, as a step that can be taken back."""
        review = self._window.review
        session = review.session
        if session is None:
            return

        def done(found: FoundMarkers) -> None:
            now = review.session
            if now is None or now.folder != session.folder:  # another one was opened meanwhile
                return
            markers = with_markers(now, found.markers).markers
            review.change(lambda edits: replace(edits, markers=markers), self.tr("add markers"))
            words = [self.tr("Markers of {1}: {0}.").format(len(found.markers), path.name)]
            if found.n_blank:
                words.append(self.tr("Rows left out, without time or text: {0}.").format(found.n_blank))
            if found.n_outside:
                words.append(self.tr("Rows left out, at times that the session lacks: {0}.").format(found.n_outside))
            self._notice("\n".join(words))

        self._run(lambda: read_markers(path, session), done, self.tr("Markers from a file"))
