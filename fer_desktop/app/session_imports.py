"""Makes sessions of tables of other programs, which the user chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.window_work import WindowWork
from fer_desktop.errors import ForeignTableTimeless, ForeignTableUnreadable
from fer_desktop.offline.importing import import_table
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.translation import error_text

_USUAL_FPS, _RATES_FPS = 25.0, (0.001, 1000.0)


@dataclass(frozen=True, slots=True)
class _Imported:
    """What became of some tables."""

    folders: Sequence[Path]
    timeless: Sequence[Path]
    problems: Sequence[ForeignTableUnreadable]


class SessionImports(WindowWork):
    """Between the button of the Sessions page and the files. Each method returns at once.

    Args:
        root: Where sessions go.
        refresh: Lists them anew.
    """

    def __init__(
        self, window: MainWindow, root: Callable[[], Path], refresh: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(window, parent)
        self._root, self._refresh = root, refresh
        window.sessions.import_requested.connect(self.ask)

    def ask(self) -> None:
        """Ask for tables, then make sessions of them."""
        kinds = self.tr("Tables of OpenFace or Py-feat") + " (*.csv);;" + self.tr("All files") + " (*)"
        paths, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Import tables"), "", kinds)
        if paths:
            self.add([Path(path) for path in paths])

    def add(self, paths: Sequence[Path], fps: float = 0.0) -> None:
        """Make a session of each table; those that make no sense are named, and the others are read."""
        root = self._root()
        self._run(lambda: _import(paths, root, fps), self._show, self.tr("Import tables"))

    def _show(self, done: _Imported) -> None:
        if done.problems:
            self._window.notices.show_problem(self.tr("Import tables"), "\n".join(map(error_text, done.problems)))
        if done.folders:
            self._notice(self.tr("Imported: {0}").format(", ".join(folder.name for folder in done.folders)))
            self._refresh()
            self._window.sessions.select(*done.folders)
        if done.timeless:
            self._ask_rate(done.timeless)

    def _ask_rate(self, paths: Sequence[Path]) -> None:
        names = ", ".join(path.name for path in paths)
        words = self.tr("Frames a second of the videos, which the tables do not say: {0}").format(names)
        title = self.tr("Import tables")
        fps = asking.asked_number(title, words, self._window, _USUAL_FPS, _RATES_FPS)
        if fps is not None:
            self.add(paths, fps)


def _import(paths: Sequence[Path], root: Path, fps: float) -> _Imported:
    folders, timeless, problems = list[Path](), list[Path](), list[ForeignTableUnreadable]()
    for path in paths:
        try:
            folders.append(import_table(path, root, fps))
        except ForeignTableTimeless:
            timeless.append(path)
        except ForeignTableUnreadable as error:
            problems.append(error)
    return _Imported(folders, timeless, problems)
