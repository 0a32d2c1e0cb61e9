"""The page that lists what was recorded, and what can be done with each session. Decides nothing, touches no file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.ui.sessions.details import SessionDetails
from fer_desktop.ui.sessions.look import Look
from fer_desktop.ui.sessions.table import SessionsTable
from fer_desktop.ui.widgets.empty_place import empty_place
from fer_desktop.ui.widgets.fitting import Scrolled
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.menus import menu_of_buttons, open_at
from fer_desktop.ui.widgets.plain_text import plain_tip

_OF_SEVERAL = ("export", "report", "study", "delete")  # what can be done with several sessions at a time
_TABLE_PX, _SIDE_PX, _GAP_PX = 900, 290, 6  # at first; then as the user moves the line between them


class SessionsPage(QWidget):
    """The list.

    Signals, each with the folder of the selected session: review_requested, label_requested, rename_requested,
    reanalyse_requested, repair_requested, show_requested; with the folders of all selected ones: export_requested,
    report_requested, study_requested, delete_requested. refresh_requested() and import_requested() have none.
    listed(list[SessionSummary]): others are shown.
    page_wanted(str): "live" or "analyse": where sessions come from.

    Attributes:
        summaries: What was listed last, also where the search hides it.
    """

    review_requested = Signal(object)
    label_requested = Signal(object)
    rename_requested = Signal(object)
    export_requested = Signal(object)
    report_requested = Signal(object)
    study_requested = Signal(object)
    reanalyse_requested = Signal(object)
    repair_requested = Signal(object)
    delete_requested = Signal(object)
    show_requested = Signal(object)
    refresh_requested = Signal()
    import_requested = Signal()
    listed = Signal(list)
    page_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summaries: Sequence[SessionSummary] = ()
        self._search, self._table, self.details = QLineEdit(), SessionsTable(), SessionDetails()
        self._stack, self.splitter = QStackedWidget(), QSplitter()
        self._buttons = {
            name: QPushButton(text)
            for name, text in (
                ("review", self.tr("Review")),
                ("label", self.tr("Label")),
                ("rename", self.tr("Name and notes...")),
                ("export", self.tr("Export...")),
                ("report", self.tr("Report...")),
                ("study", self.tr("Add to study...")),
                ("reanalyse", self.tr("Analyse again")),
                ("repair", self.tr("Repair")),
                ("show", self.tr("Show in folder")),
                ("delete", self.tr("Delete...")),
            )
        }
        self._arrange()
        self._on_selection()

    def show_summaries(self, summaries: Sequence[SessionSummary]) -> None:
        """Fill the list, the newest first; what was selected stays so. Where that was the newest, the newest is."""
        selected = [summary.folder for summary in self.selected]
        newest = [summary.folder for summary in self.summaries[:1]]
        self.summaries = summaries
        self._stack.setCurrentIndex(1 if summaries else 0)
        self._fill(selected if selected != newest else [summary.folder for summary in summaries[:1]])
        self.listed.emit(list(summaries))

    def show_look(self, folder: Path, look: Look) -> None:
        """Show how a session looks."""
        self._table.show_look(folder, look)
        if [one.folder for one in self.selected] == [folder]:
            self.details.show_look(look)

    @property
    def selected(self) -> list[SessionSummary]:
        """The selected sessions, in the order of the list."""
        by_folder = {summary.folder: summary for summary in self.summaries}
        return [by_folder[folder] for folder in self._table.selected_folders if folder in by_folder]

    @property
    def shown_titles(self) -> list[str]:
        """Titles in the order of the list."""
        titles = {summary.folder: summary.title for summary in self.summaries}
        return [titles[folder] for folder in self._table.folders]

    def select(self, *folders: Path) -> None:
        """Select these sessions alone."""
        self._table.select(folders)

    @property
    def columns(self) -> QByteArray:
        """How the columns of the list are, to be kept; see `SessionsTable`."""
        return self._table.columns

    def restore_columns(self, kept: QByteArray) -> None:
        """Let them be as they were."""
        self._table.restore_columns(kept)

    def _fill(self, selected: Sequence[Path]) -> None:
        self._table.show_sessions([s for s in self.summaries if s.matches(self._search.text())])
        self.select(*selected)
        self._on_selection()

    def _arrange(self) -> None:
        self._table.itemSelectionChanged.connect(self._on_selection)
        self._table.itemDoubleClicked.connect(lambda: self._ask("review"))
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._table.customContextMenuRequested.connect(self._show_menu)
        for key, name in ((Qt.Key.Key_Return, "review"), (Qt.Key.Key_Enter, "review"), (Qt.Key.Key_Delete, "delete")):
            shortcut = QShortcut(key, self._table, lambda name=name: self._ask(name))
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._search.setPlaceholderText(self.tr("Search names, notes and expressions"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.textChanged.connect(lambda: self._fill([one.folder for one in self.selected]))
        refresh = QPushButton(self.tr("Refresh"))
        refresh.clicked.connect(self.refresh_requested)
        bring = QPushButton(self.tr("Import..."))
        bring.setToolTip(plain_tip(self.tr("Make sessions of tables that OpenFace or Py-feat wrote")))
        bring.clicked.connect(self.import_requested)
        side, top, column, buttons = QWidget(), QHBoxLayout(), QVBoxLayout(), QGridLayout()
        buttons.setSpacing(_GAP_PX)
        column.setContentsMargins(8, 0, 0, 0)
        top.addWidget(self._search, 1)
        top.addWidget(bring)
        top.addWidget(refresh)
        for place, (name, button) in enumerate(self._buttons.items()):
            button.clicked.connect(lambda _=False, name=name: self._ask(name))
            buttons.addWidget(button, *divmod(place, 2))
        column.addLayout(buttons)  # above: notices lie over the lower corner
        column.addWidget(self.details, 1)
        side.setLayout(column)
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._table)
        self._stack.setCurrentIndex(1)  # until it is known that there are none
        self.splitter.addWidget(self._stack)
        area = Scrolled(side)  # on the smallest screens
        area.setMinimumWidth(side.minimumSizeHint().width())
        self.splitter.addWidget(area)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([_TABLE_PX, _SIDE_PX])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(top)
        layout.addWidget(self.splitter, 1)

    def _empty(self) -> QWidget:
        """What one may begin with."""
        buttons = []
        for page, name, text in (
            ("live", "camera", self.tr("Record")),
            ("analyse", "file", self.tr("Analyse files")),
        ):
            button = QPushButton(icon(name), text)
            button.clicked.connect(lambda _=False, page=page: self.page_wanted.emit(page))
            buttons.append(button)
        words = self.tr("No session is there yet: record one on the Live page, or analyse files.")
        return empty_place(words, buttons)

    def _ask(self, what: str) -> None:
        selected = self.selected
        if selected and self._buttons[what].isEnabled():
            folders = [summary.folder for summary in selected]
            getattr(self, f"{what}_requested").emit(folders if what in _OF_SEVERAL else folders[0])

    def _on_selection(self) -> None:
        selected = self.selected
        one = selected[0] if len(selected) == 1 else None
        for name, button in self._buttons.items():
            asked = selected if name in _OF_SEVERAL else [one]
            button.setEnabled(bool(selected) and all(each is not None and _works(name, each) for each in asked))
        if one is not None:
            self.details.show_session(one, self._table.look_of(one.folder))
        else:
            self.details.show_several(selected)

    def menu(self) -> QMenu:
        """What the buttons do, as a menu."""
        return menu_of_buttons(list(self._buttons.values()), self)

    def _show_menu(self, place: QPoint) -> None:
        if self._table.indexAt(place).isValid():
            open_at(self.menu(), self._table.viewport().mapToGlobal(place))


def _works(name: str, summary: SessionSummary) -> bool:
    """Whether this can be done with the session."""
    is_readable = not summary.problem and not summary.is_being_recorded
    match name:
        case "show":
            return True
        case "delete":
            return not summary.is_being_recorded
        case "repair":
            return is_readable and not summary.is_complete
        case "reanalyse":
            return is_readable and (summary.has_video or summary.has_file) and not summary.is_blurred
        case _:
            return is_readable
