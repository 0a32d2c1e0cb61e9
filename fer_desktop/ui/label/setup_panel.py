"""Before coding: who codes, how many moments, and who has coded already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.session.codings import MOST_CODER, Coding
from fer_desktop.ui.widgets.fitting import Scrolled
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.plain_text import elided, plain_label
from fer_desktop.ui.widgets.type_scale import make_title

_MOMENTS, _SEED = 60, 1
_LONGEST_TITLE = 26  # characters: as much as the page has room for where each is as wide as can be
_WIDTH_PX = 560


@dataclass(frozen=True, slots=True)
class CodingChoice:
    """What the coder wants.

    Attributes:
        n, seed: How many moments are drawn, and with which seed; where others have coded, theirs are taken.
        asks_intensity: How strong an expression is, too.
    """

    coder: str
    n: int
    seed: int
    asks_intensity: bool


class SetupPanel(QWidget):
    """The panel.

    Signals:
        begun(CodingChoice): code now.
        sessions_wanted(), folder_wanted(), video_wanted(), import_wanted(), results_wanted(): what the buttons say.
    """

    begun = Signal(object)
    sessions_wanted = Signal()
    folder_wanted = Signal()
    video_wanted = Signal()
    import_wanted = Signal()
    results_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codings: Sequence[Coding] = ()
        self._can_play = False
        self._title, self._problem, self._words = plain_label(), plain_label(), plain_label()
        make_title(self._title)
        self.coder, self._n, self._seed = QLineEdit(), QSpinBox(), QSpinBox()
        self._intensity = QCheckBox(self.tr("Ask how strong each expression is, too"))
        self._who = QListWidget()
        self.begin = QPushButton(self.tr("Begin"))
        self.find_video = QPushButton(self.tr("Find the video..."))
        self.choose = QPushButton(self.tr("Choose a session"))
        self.choose_folder = QPushButton(self.tr("Label a folder..."))
        self.load, self.results = QPushButton(self.tr("Import codes...")), QPushButton(self.tr("Results"))
        self._arrange()
        self._connect()
        self.show_session("", (), "", can_find=False)

    def show_session(
        self, title: str, codings: Sequence[Coding], problem: str, can_find: bool, has_photographs: bool = False
    ) -> None:
        """Show a session.

        Args:
            title: "" for none.
            problem: Why nobody can code it, and what to do; "" where it has a video.
            can_find: The user may say where its video is, or its photographs.
        """
        words = self.tr("Code moments of {0} by hand").format(elided(title, _LONGEST_TITLE))
        self._title.setText(words if title else self.tr("No session is chosen."))
        self._words.setText(
            self.tr(
                "Short loops of one face each are drawn from all answers of the app, sure and unsure ones alike. You "
                "do not see what it said, nor what others said. Say what the face shows with the keys 1 to 9 and 0; "
                "sixty moments take about ten minutes, and you may stop and go on at any time."
            )
        )
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.find_video.setVisible(can_find)
        self.find_video.setText(self.tr("Find the photographs...") if has_photographs else self.tr("Find the video..."))
        self._can_play = bool(title) and not problem
        self.load.setEnabled(bool(title))
        self._n.setValue(_MOMENTS)
        self.show_codings(codings)

    def show_folder(self, title: str, codings: Sequence[Coding], n: int) -> None:
        """Show a folder with n pictures, clips and stretches of clips."""
        self._title.setText(
            self.tr("Label the pictures and clips of {0} by hand").format(elided(title, _LONGEST_TITLE))
        )
        self._words.setText(
            self.tr(
                "Pictures and clips come in random order, without their names, without what the app says and without "
                "what others said. Say what the largest face shows with the keys 1 to 9 and 0; you may stop and go on "
                "at any time. What you say is kept in a table in the folder, which evaluate and adapt read."
            )
        )
        self._problem.hide()
        self.find_video.hide()
        self._can_play = True
        self.load.setEnabled(False)
        self._n.setValue(n)
        self.show_codings(codings)

    def show_codings(self, codings: Sequence[Coding]) -> None:
        """Show who has coded, and how far; nobody's codes."""
        self._codings = codings
        self._who.clear()
        for one in codings:
            self._who.addItem(self.tr("{0}: {1} of {2}").format(one.coder, one.n_coded, len(one.moments)))
        self._who.setVisible(bool(codings))
        self.results.setEnabled(any(one.n_coded for one in codings))
        self._update()

    @property
    def _own(self) -> Coding | None:
        name = self.coder.text().strip()
        return next((one for one in self._codings if one.coder == name), None)

    def _update(self) -> None:
        own = self._own
        first = own or next((one for one in self._codings if one.seed is not None), None)
        for box in (self._n, self._seed):
            box.setEnabled(first is None)
        if first is not None:
            self._n.setValue(len(first.moments))
            self._seed.setValue(first.seed or 0)
        self.begin.setText(self.tr("Begin") if own is None or not own.n_coded else self.tr("Go on"))
        is_through = own is not None and own.current is None
        self.begin.setEnabled(self._can_play and bool(self.coder.text().strip()) and not is_through)

    def _on_begin(self) -> None:
        if self.begin.isEnabled():
            name = self.coder.text().strip()
            self.begun.emit(CodingChoice(name, self._n.value(), self._seed.value(), self._intensity.isChecked()))

    def _arrange(self) -> None:
        self._n.setRange(1, 10_000)
        self._n.setValue(_MOMENTS)
        self._seed.setRange(0, 2**31 - 1)
        self._seed.setValue(_SEED)
        self.coder.setMaxLength(MOST_CODER)
        self.coder.setPlaceholderText(self.tr("Your name or initials"))
        self._who.setMaximumHeight(110)
        self._who.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._who.setAccessibleName(self.tr("Who has coded"))
        for label in (self._title, self._words, self._problem):
            label.setWordWrap(True)
        self._seed.setToolTip(self.tr("The same seed draws the same moments"))
        form = QFormLayout()
        for text, widget in (
            (self.tr("Coder"), self.coder),
            (self.tr("Moments"), self._n),
            (self.tr("Seed"), self._seed),
        ):
            widget.setAccessibleName(text)
            form.addRow(text, widget)
        form.addRow("", self._intensity)
        row = FlowRow()
        for button in (self.begin, self.find_video, self.choose, self.choose_folder, self.load, self.results):
            row.addWidget(button)
        self.results.setToolTip(self.tr("Not before everybody has coded: whoever knows them is no longer blind"))
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self._problem)
        column.addLayout(form)
        column.addWidget(self._who)
        column.addLayout(row)
        column.addStretch(2)
        middle = QWidget()
        middle.setLayout(column)
        middle.setMaximumWidth(_WIDTH_PX)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area = Scrolled(middle, _WIDTH_PX)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(area)

    def _connect(self) -> None:
        self.coder.textChanged.connect(self._update)
        self.coder.returnPressed.connect(self._on_begin)
        self.begin.clicked.connect(self._on_begin)
        self.find_video.clicked.connect(self.video_wanted)
        self.choose.clicked.connect(self.sessions_wanted)
        self.choose_folder.clicked.connect(self.folder_wanted)
        self.load.clicked.connect(self.import_wanted)
        self.results.clicked.connect(self.results_wanted)
