"""The studies page. Says what the user wants, and shows what is known of a study; touches no file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.results.phrases import ENGLISH, Catalogue
from fer_desktop.session.table import Table
from fer_desktop.studies.checking import Finding
from fer_desktop.studies.study import Study, StudyFacts
from fer_desktop.ui.studies.answers_panel import AnswersPanel
from fer_desktop.ui.studies.missing_panel import MissingPanel
from fer_desktop.ui.studies.placing_panel import PlacingPanel
from fer_desktop.ui.studies.table_panel import TablePanel
from fer_desktop.ui.widgets.empty_place import empty_place
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.icons import icon
from fer_desktop.ui.widgets.painted_text import ElidedLabel
from fer_desktop.ui.widgets.plain_text import elided, plain_tip


class StudiesPage(QWidget):
    """The page.

    Signals:
        new_wanted(), open_wanted(): of a study.
        recent_wanted(str): the study in that folder.
        passphrase_wanted(): of the encrypted sessions.
        scores_chosen(): other scores shall be counted; see `wants_calibrated`.
    """

    new_wanted = Signal()
    open_wanted = Signal()
    recent_wanted = Signal(str)
    passphrase_wanted = Signal()
    scores_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.placing, self.missing = PlacingPanel(), MissingPanel()
        self.table, self.answers = TablePanel(), AnswersPanel()
        self._title, self._bar = ElidedLabel(Qt.TextElideMode.ElideMiddle), QProgressBar()
        self._recent, self._passphrase = QPushButton(self.tr("Recent")), QPushButton(self.tr("Passphrase..."))
        self._scores = QComboBox()
        self._tabs, self._stack = QTabWidget(), QStackedWidget()
        self._study: Study | None = None
        self._markers: Sequence[str] = ()
        self._arrange()
        self.show_study(None)

    @property
    def study(self) -> Study | None:
        """The study that is shown."""
        return self._study

    @property
    def wants_calibrated(self) -> bool:
        """Whether table and results shall be of the calibrated scores."""
        return bool(self._scores.currentData())

    def show_study(self, study: Study | None) -> None:
        """Show a study, of which nothing is read yet; None for none."""
        is_other = study is None or self._study is None or study.file != self._study.file
        self._study = study
        self._stack.setCurrentIndex(0 if study is None else 1)
        self._scores.setVisible(study is not None)
        self._title.show_text("" if study is None else study.facts.title or study.folder.resolve().name)
        self._title.setToolTip("" if study is None else plain_tip(str(study.file)))
        if is_other:
            self.missing.show_findings((), ENGLISH)
            self.table.show_table(None)
            self.answers.clear(is_open=study is not None)
            self.placing.show_states({})
        self.placing.show_study(study)
        self._offer()

    def show_read(self, table: Table, found: Sequence[Finding], markers: Sequence[str], words: Catalogue) -> None:
        """Show what the sessions of the study hold, in these words."""
        self._markers = markers
        self.table.show_table(table)
        self.missing.show_findings(found, words)
        n_missing = sum(one.is_missing for one in found)
        title = self.tr("Missing")
        self._tabs.setTabText(1, f"{title} ({n_missing})" if n_missing else title)
        self.placing.show_states(states_of(table, words))
        self._passphrase.setVisible(any("encrypted" in one.what for one in found))
        self._offer()

    def show_progress(self, share: float | None) -> None:
        """How far the sessions are read; None when all are."""
        self._bar.setVisible(share is not None)
        self._bar.setValue(round(100 * (share or 0.0)))

    def show_recent(self, folders: Sequence[str]) -> None:
        """Offer these studies again, the newest first."""
        menu = QMenu(self)
        for folder in folders:
            action = menu.addAction(elided(Path(folder).name))
            action.setToolTip(folder)
            action.triggered.connect(lambda _=False, folder=folder: self.recent_wanted.emit(folder))
        menu.setToolTipsVisible(True)
        self._recent.setMenu(menu)
        self._recent.setEnabled(bool(folders))

    def take(self, folders: Collection[Path]) -> None:
        """Select sessions that shall be added."""
        self._tabs.setCurrentIndex(0)
        self.placing.select(folders)

    def _offer(self) -> None:
        facts = StudyFacts(study_version=1) if self._study is None else self._study.facts
        self.answers.form.show_facts(facts, self._markers)

    def _arrange(self) -> None:
        row = FlowRow()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        self._bar.setAccessibleName(self.tr("Reading the sessions"))
        self._bar.setToolTip(self.tr("Reading the sessions"))
        self._bar.hide()
        self._passphrase.hide()
        self._passphrase.clicked.connect(self.passphrase_wanted)
        self._scores.addItem(self.tr("Scores as recorded"), False)
        self._scores.addItem(self.tr("Calibrated scores"), True)
        self._scores.setAccessibleName(self.tr("Scores"))
        self._scores.setToolTip(
            self.tr("Of what table and results are; calibrated scores are read against the person's own neutral face")
        )
        self._scores.currentIndexChanged.connect(self.scores_chosen)
        for button in (*self._beginnings(), self._recent, self._passphrase, self._scores):
            row.addWidget(button)
        row.addWidget(self._title)
        row.addWidget(self._bar)
        self._tabs.setDocumentMode(True)
        for panel, title in (
            (self.placing, self.tr("Participants")),
            (self.missing, self.tr("Missing")),
            (self.table, self.tr("Table")),
            (self.answers, self.tr("Results")),
        ):
            self._tabs.addTab(panel, title)
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)

    def _beginnings(self) -> list[QPushButton]:
        new = QPushButton(icon("add"), self.tr("New study..."))
        other = QPushButton(icon("folder"), self.tr("Open study..."))
        new.clicked.connect(self.new_wanted)
        other.clicked.connect(self.open_wanted)
        return [new, other]

    def _empty(self) -> QWidget:
        words = self.tr(
            "A study puts many sessions of many people into one table: who takes part, which session is whose, "
            "which conditions markers delimit. Sessions stay where they are and as they are."
        )
        return empty_place(words, self._beginnings())


def states_of(table: Table, words: Catalogue) -> dict[str, str]:
    """What is missing of each participant and session; see `PlacingTree.show_states`."""
    found: dict[str, dict[str, None]] = {}
    for who, session, missing, notes in zip(
        table["participant"], table["session"], table["missing"], table["notes"], strict=True
    ):
        key = f"{who}\n{session}" if session else who
        for text in (missing, notes):
            if text:
                found.setdefault(key, {})[text] = None
    return {key: "; ".join(map(words.text, texts)) for key, texts in found.items()}
