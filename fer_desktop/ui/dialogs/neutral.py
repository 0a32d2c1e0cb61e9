"""Measures neutral faces: asks people to look relaxed, then shows what was taken, for a yes or another try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.neutral_stretch import Reference
from fer_desktop.ui.widgets.fitting import Scrolled, fit_to_screen
from fer_desktop.ui.widgets.heading import make_warning
from fer_desktop.ui.widgets.plain_text import plain_label
from fer_desktop.ui.widgets.translation import expression_name, flaw_reason, listed

PICTURE_PX = 112
_WIDTH_PX = 440
_SHOWN = 3  # expressions of an answer
_PER_MILLE = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """What was taken of one face.

    Attributes:
        label: What the face is called.
        can_be_kept: It has a name that its neutral face can be kept with.
        is_kept: One is kept with that name already.
    """

    track_id: int
    label: str
    picture: QPixmap
    reference: Reference
    can_be_kept: bool = False
    is_kept: bool = False


class NeutralDialog(QDialog):
    """The dialog; `accepted` when what can be used shall be used.

    Signals:
        repeat_requested(): measure again.
        removal_requested(): these faces shall be read against nothing any more.
    """

    repeat_requested = Signal()
    removal_requested = Signal()

    def __init__(self, may_remove: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Neutral face"))
        self._words = plain_label("", self)
        self._words.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setRange(0, _PER_MILLE)
        self._progress.setTextVisible(False)
        self._faces, self._column = QWidget(), QVBoxLayout()
        self._faces.setLayout(self._column)
        self._keeps: dict[int, QCheckBox] = {}
        self._insists: dict[int, QCheckBox] = {}
        self._n_good = 0
        buttons = QDialogButtonBox()
        self._use = buttons.addButton(self.tr("Use"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._repeat = buttons.addButton(self.tr("Repeat"), QDialogButtonBox.ButtonRole.ActionRole)
        self._remove = buttons.addButton(self.tr("Without"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self._remove.setToolTip(self.tr("Read these faces against nothing any more"))
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._repeat.clicked.connect(self.repeat_requested)
        self._remove.clicked.connect(self.removal_requested)
        self._remove.setVisible(may_remove)
        self._area = Scrolled(self._faces, _WIDTH_PX)
        layout = QVBoxLayout(self)
        layout.addWidget(self._words)
        layout.addWidget(self._progress)
        layout.addWidget(self._area, 1)
        layout.addWidget(buttons)
        self.begin()
        fit_to_screen(self, self.sizeHint())

    def begin(self) -> None:
        """Ask for a neutral face."""
        self._words.setText(self.tr("Look at the camera, relaxed, mouth closed, for two seconds."))
        self._progress.setValue(0)
        self._progress.show()
        self._area.hide()
        self._use.setEnabled(False)
        self._repeat.setEnabled(False)

    def show_progress(self, share: float) -> None:
        """How much of the time is over, 0-1."""
        self._progress.setValue(round(min(max(share, 0.0), 1.0) * _PER_MILLE))

    def show_measured(self, faces: Sequence[Measured]) -> None:
        """Show what was taken; what is flawed is used only if the user insists, and some of it not even then."""
        self._n_good = sum(face.reference.is_good for face in faces)
        self._words.setText(self._summary(faces))
        self._progress.hide()
        self._empty()
        rows = QWidget()
        grid = QGridLayout(rows)
        for row, face in enumerate(faces):
            self._add(grid, row, face)
        self._column.addWidget(rows)
        self._area.show()
        self._enable_use()
        self._repeat.setEnabled(True)
        fit_to_screen(self, self.sizeHint())

    @property
    def kept(self) -> frozenset[int]:
        """Faces that shall be kept with their name."""
        return frozenset(track_id for track_id, box in self._keeps.items() if box.isChecked())

    @property
    def insisted(self) -> frozenset[int]:
        """Faces that look at rest as they were taken, says the user."""
        return frozenset(track_id for track_id, box in self._insists.items() if box.isChecked())

    def _enable_use(self) -> None:
        self._use.setEnabled(self._n_good > 0 or bool(self.insisted))

    def _empty(self) -> None:
        self._keeps, self._insists = {}, {}
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # at once: it is deleted later
                widget.deleteLater()

    def _summary(self, faces: Sequence[Measured]) -> str:
        if not faces:
            return self.tr("No face was seen. Sit before the camera, then repeat.")
        if self._n_good == len(faces):
            return self.tr(
                "Is this how the face looks at rest? Everything is then read as the difference to it. A faint "
                "expression is not always noticed: look at the picture."
            )
        if any(face.reference.is_matter_of_looks for face in faces):
            return self.tr(
                "What does not look like a neutral face is not used. Repeat, relaxed and from the front; or say that "
                "the face looks like this at rest."
            )
        return self.tr("What is not a neutral face is not used. Repeat, relaxed and from the front.")

    def _add(self, grid: QGridLayout, row: int, face: Measured) -> None:
        picture = QLabel()
        picture.setPixmap(face.picture)
        picture.setAccessibleName(self.tr("Picture of the face"))
        grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plain_label(face.label))
        if face.reference.baseline is not None:
            column.addWidget(_wrapped(self._answer(face.reference)))
        flaws = listed(flaw_reason(flaw) for flaw in face.reference.flaws)
        is_matter_of_looks = face.reference.is_matter_of_looks
        if flaws:
            refusal = _wrapped(
                (self.tr("Not at rest: {0}") if is_matter_of_looks else self.tr("Not used: {0}")).format(flaws)
            )
            make_warning(refusal)
            column.addWidget(refusal)
        if is_matter_of_looks:
            self._insists[face.track_id] = box = QCheckBox(self.tr("It looks like this at rest: use it anyway"))
            box.setToolTip(self.tr("What it was used in spite of is kept with the session"))
            box.toggled.connect(self._enable_use)
            column.addWidget(box)
        if face.can_be_kept and (is_matter_of_looks or not flaws):
            column.addWidget(self._keep_box(face))
        column.addStretch(1)
        grid.addWidget(words, row, 1)
        grid.setColumnStretch(1, 1)

    def _keep_box(self, face: Measured) -> QCheckBox:
        box = QCheckBox(self.tr("Keep with this name for the next sessions"))
        box.setToolTip(self.tr("Eight numbers and the name, no picture, on this computer; see Kept neutral faces"))
        box.setChecked(face.is_kept)
        self._keeps[face.track_id] = box
        return box

    def _answer(self, reference: Reference) -> str:
        assert reference.baseline is not None
        values = reference.baseline.scores.probabilities
        tops = sorted(range(len(EXPRESSIONS)), key=lambda i: -values[i])[:_SHOWN]
        named = listed(f"{expression_name(EXPRESSIONS[i])} {values[i]:.0%}" for i in tops)
        return self.tr("Uncalibrated it reads as {0}").format(named)


def _wrapped(text: str) -> QLabel:
    label = plain_label(text)
    label.setWordWrap(True)
    return label
