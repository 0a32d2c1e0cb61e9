"""Who takes part and which session is whose. Says what the study shall be; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from fer_desktop.errors import FerError
from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.studies import placing
from fer_desktop.studies.study import Study, StudyFacts
from fer_desktop.ui.studies.placing_tree import PlacingTree
from fer_desktop.ui.studies.session_list import SessionList
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.plain_text import plain_label


class PlacingPanel(QWidget):
    """The panel.

    Signals:
        facts_wanted(StudyFacts): what study.toml shall say.
        refused(FerError): why it cannot be so.
        undo_wanted(): as before the last change.
        conditions_wanted(), folders_wanted(): what the buttons say.
        key_wanted(str): "new", "new encrypted", "open", "open encrypted" or "close" the key of names.
        name_wanted(str, str): code of a participant, and the name of the person.
    """

    facts_wanted = Signal(object)
    refused = Signal(object)
    undo_wanted = Signal()
    conditions_wanted = Signal()
    folders_wanted = Signal()
    key_wanted = Signal(str)
    name_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study: Study | None = None
        self._summaries: Sequence[SessionSummary] = ()
        self._names: Mapping[str, str] | None = None
        self._states: Mapping[str, str] = {}
        self._renaming = ""  # code of a participant that was just made
        self.sessions, self.tree, self._search = SessionList(), PlacingTree(), QLineEdit()
        self._buttons: dict[str, QPushButton] = {}
        self.splitter = QSplitter()
        self._arrange()
        self._connect()

    def show_study(self, study: Study | None) -> None:
        """Show a study; None for none."""
        self._study = study
        self._fill_tree()
        self._fill_list()
        if self._renaming:
            code, self._renaming = self._renaming, ""
            self.tree.edit_code(code)

    def show_sessions(self, summaries: Sequence[SessionSummary]) -> None:
        """Offer these sessions."""
        self._summaries = summaries
        self._fill_list()
        self.tree.show_titles(self._titles)

    def show_states(self, states: Mapping[str, str]) -> None:
        """Show what is missing; see `PlacingTree.show_states`."""
        self._states = states
        self.tree.show_states(states)

    def show_names(self, names: Mapping[str, str] | None) -> None:
        """Show who has which code; None where no key is open."""
        self._names = names
        self.tree.show_names(names)

    def show_undo(self, can_undo: bool) -> None:
        """Whether there is something to undo."""
        self._buttons["undo"].setEnabled(can_undo)

    def select(self, folders: Collection[Path]) -> None:
        """Select these sessions in the list."""
        self._search.clear()
        self.sessions.select(folders)

    def _fill_list(self) -> None:
        placed = set() if self._study is None else placing.placed_folders(self._study)
        self.sessions.show_sessions(self._summaries, placed, self._search.text())
        self._update()

    def _fill_tree(self) -> None:
        facts = StudyFacts(study_version=1) if self._study is None else self._study.facts
        self.tree.show_facts(facts, self._titles)
        self.tree.show_states(self._states)
        self.tree.show_names(self._names)
        self._update()

    @property
    def _titles(self) -> list[str]:
        """What the sessions of the study are called."""
        if self._study is None:
            return []
        known = {one.folder.resolve(): one.title for one in self._summaries}
        folders = [(self._study.folder_of(one).resolve(), one.folder) for one in self._study.facts.sessions]
        return [known.get(folder, Path(name).name) for folder, name in folders]

    def _want(self, change: Callable[[Study], StudyFacts]) -> None:
        """Say what the study shall be; what cannot be is told, and shown as it is."""
        if self._study is None:
            return
        try:
            facts = change(self._study)
        except FerError as error:
            self.refused.emit(error)
            self._fill_tree()
            return
        if facts != self._study.facts:
            self.facts_wanted.emit(facts)

    def _on_dropped(self, folders: Sequence[Path], code: str) -> None:
        if self._study is not None:
            self._renaming = "" if code else placing.next_code(self._study.facts)
            self._want(lambda study: placing.with_sessions(study, folders, code or self._renaming))

    def _on_moved(self, places: Sequence[int], code: str) -> None:
        def change(study: Study) -> StudyFacts:
            new = code or placing.next_code(study.facts)
            facts = study.facts if code else placing.with_participant(study.facts, new)
            return placing.moved(facts, places, new)

        self._want(change)

    def _on_person(self, code: str, new_code: str, name: str, group: str) -> None:
        if self._names is not None and name != self._names.get(code, ""):
            self.name_wanted.emit(code, name)
            return
        self._want(lambda study: placing.with_person(study.facts, code, new_code, group))

    def _on_new(self) -> None:
        if self._study is not None:
            self._renaming = placing.next_code(self._study.facts)
            self._want(lambda study: placing.with_participant(study.facts))

    def _on_add(self) -> None:
        self._on_dropped(self.sessions.selected, self.tree.target)

    def _on_each(self) -> None:
        self._want(lambda study: placing.each_new(study, self.sessions.selected))

    def _on_second_face(self) -> None:
        places = self.tree.selected_places
        if len(places) == 1:
            self._want(lambda study: placing.twice(study.facts, places[0]))

    def _on_remove(self) -> None:
        places, codes = self.tree.selected_places, self.tree.selected_codes
        if places or codes:
            self._want(lambda study: placing.without(study.facts, places, codes))

    def _update(self) -> None:
        """Which buttons work."""
        is_open, n_chosen = self._study is not None, len(self.sessions.selected)
        target = self.tree.target
        for name in ("new", "conditions", "folders", "key"):
            self._buttons[name].setEnabled(is_open)
        self._buttons["add"].setEnabled(is_open and n_chosen > 0)
        text = self.tr("Add to {0}").format(target) if target else self.tr("Add as one new participant")
        self._buttons["add"].setText(text)
        self._buttons["each"].setEnabled(is_open and n_chosen > 0)
        self._buttons["second"].setEnabled(len(self.tree.selected_places) == 1)
        self._buttons["remove"].setEnabled(bool(self.tree.selected_places or self.tree.selected_codes))

    def _arrange(self) -> None:
        for name, text, tip in (
            ("add", self.tr("Add as one new participant"), self.tr("The sessions that are selected in the list")),
            ("each", self.tr("Each a new participant"), self.tr("A new participant for each selected session")),
            ("folders", self.tr("Other folder..."), self.tr("A session that is not in the list")),
            ("new", self.tr("New participant"), ""),
            ("second", self.tr("Second face"), self.tr("Another face of the session is a participant, too")),
            ("remove", self.tr("Take out"), self.tr("Out of the study; sessions themselves stay as they are")),
            ("undo", self.tr("Undo"), ""),
            ("conditions", self.tr("Conditions..."), self.tr("What markers delimit; groups and visits")),
            ("key", self.tr("Names..."), self.tr("Who has which code: a file of its own, never in the study")),
        ):
            self._buttons[name] = QPushButton(text)
            self._buttons[name].setToolTip(tip)
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search"))
        left, right = QWidget(), QWidget()
        left_column, right_column = QVBoxLayout(left), QVBoxLayout(right)
        words = plain_label(self.tr("Sessions: drag them onto a participant, or into the empty part for a new one."))
        words.setWordWrap(True)
        below_left, below_right = FlowRow(), FlowRow()
        for name, row in (
            *((name, below_left) for name in ("add", "each", "folders")),
            *((name, below_right) for name in ("new", "second", "remove", "undo", "conditions", "key")),
        ):
            row.addWidget(self._buttons[name])
        for widget in (words, self._search):
            left_column.addWidget(widget)
        left_column.addWidget(self.sessions, 1)
        left_column.addLayout(below_left)
        right_column.addWidget(self.tree, 1)
        right_column.addLayout(below_right)
        for column in (left_column, right_column):
            column.setContentsMargins(0, 0, 0, 0)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _connect(self) -> None:
        buttons = self._buttons
        buttons["add"].clicked.connect(self._on_add)
        buttons["each"].clicked.connect(self._on_each)
        buttons["folders"].clicked.connect(self.folders_wanted)
        buttons["new"].clicked.connect(self._on_new)
        buttons["second"].clicked.connect(self._on_second_face)
        buttons["remove"].clicked.connect(self._on_remove)
        buttons["undo"].clicked.connect(self.undo_wanted)
        buttons["conditions"].clicked.connect(self.conditions_wanted)
        menu = QMenu(buttons["key"])
        for name, text in (
            ("new", self.tr("New key...")),
            ("new encrypted", self.tr("New encrypted key...")),
            ("open", self.tr("Open key...")),
            ("open encrypted", self.tr("Open encrypted key...")),
            ("close", self.tr("Hide the names")),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, name=name: self.key_wanted.emit(name))
        buttons["key"].setMenu(menu)
        self._search.textChanged.connect(self._fill_list)
        self.sessions.itemSelectionChanged.connect(self._update)
        self.sessions.itemDoubleClicked.connect(lambda _: self._on_add())
        self.tree.itemSelectionChanged.connect(self._update)
        self.tree.dropped.connect(self._on_dropped)
        self.tree.moved.connect(self._on_moved)
        self.tree.person_edited.connect(self._on_person)
        self.tree.place_edited.connect(
            lambda place, *texts: self._want(lambda study: placing.with_place(study.facts, place, *texts))
        )
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.tree, self._on_remove)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.undo_wanted.emit)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
