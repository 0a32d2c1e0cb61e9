"""Asks what of a session shall be exported, and in which format."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.results.formats import ExportOptions
from fer_desktop.results.fusion import can_fuse
from fer_desktop.results.selection import Selection
from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session
from fer_desktop.ui.widgets.durations import precise_clock
from fer_desktop.ui.widgets.fitting import Scrolled, fit_to_screen
from fer_desktop.ui.widgets.plain_text import elided


class ExportDialog(QDialog):
    """The form; `options` says what was chosen.

    Args:
        session: What is exported; None for several at a time, where faces and times are those of each.
        span: A range that was selected; it is offered first.
    """

    def __init__(self, session: Session | None, span: Span | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self._format, self._face, self._from, self._to = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        for value, text in (
            ("csv", self.tr("CSV")),
            ("excel", self.tr("CSV for Excel (semicolon, decimal comma)")),
            ("parquet", self.tr("Parquet")),
            ("json", self.tr("JSON")),
            ("bids", self.tr("Markers as BIDS events")),
            ("physio", self.tr("Curves as BIDS physio")),
            ("eaf", self.tr("ELAN file")),
            ("elan", self.tr("Intervals for ELAN")),
            ("textgrid", self.tr("TextGrid for Praat")),
            ("openface", self.tr("CSV as OpenFace writes it")),
        ):
            self._format.addItem(text, value)
        self._face.addItem(self.tr("all faces"), ())
        self._from.addItem(self.tr("the beginning"), -np.inf)
        self._to.addItem(self.tr("the end"), np.inf)
        if session is not None:
            self._offer(session, span)
        self._grid = _seconds(" Hz", 200.0, self.tr("times as recorded"))
        self._smooth = _seconds(" s", 60.0, self.tr("none"))
        self._excluded, self._raw = QCheckBox(self.tr("leave out excluded stretches")), QCheckBox()
        self._raw.setText(self.tr("with the columns of the CNN alone"))
        self._excluded.setChecked(session is None or bool(session.edits.excluded))
        self._details = QCheckBox(self.tr("with action units, lids, gaze and mouth"))
        self._voice = QCheckBox(self.tr("with what was heard"))
        self._words = QCheckBox(self.tr("with what is said"))
        self._texts = QCheckBox(self.tr("and the texts themselves"))
        self._fusion = QCheckBox(self.tr("with face, voice and words together"))
        self._further = (
            (self._details, session is None or session.details is not None),
            (self._voice, session is None or session.voice is not None),
            (self._words, session is None or session.words is not None),
            (self._texts, session is None or _has_texts(session)),
            (self._fusion, session is None or can_fuse(session)),
        )
        for box, is_there in self._further:
            box.setChecked(session is not None and is_there)
        self._raw.setChecked(True)
        self._texts.setChecked(True)
        self._texts.setEnabled(self._words.isChecked())
        self._words.toggled.connect(self._texts.setEnabled)
        self._arrange(has_parts=session is not None)

    @property
    def options(self) -> ExportOptions:
        """What was chosen, for `export_session`."""
        selection = Selection(
            faces=tuple(self._face.currentData()),
            start_s=self._from.currentData(),
            end_s=self._to.currentData(),
            grid_hz=self._grid.value(),
            smooth_s=self._smooth.value(),
            without_excluded=self._excluded.isChecked(),
            with_raw=self._raw.isChecked(),
            with_details=self._details.isChecked(),
            with_voice=self._voice.isChecked(),
            with_words=self._words.isChecked(),
            with_texts=self._texts.isChecked(),
            with_fusion=self._fusion.isChecked(),
        )
        return ExportOptions(self._format.currentData(), selection)

    def _offer(self, session: Session, span: Span | None) -> None:
        """Faces and moments of a session."""
        for face in session.face_ids:
            self._face.addItem(elided(session.name_of(face)), (face,))
        if span is not None:
            self._from.addItem(self.tr("the selected range ({0})").format(precise_clock(span.start_s)), span.start_s)
            self._to.addItem(self.tr("the selected range ({0})").format(precise_clock(span.end_s)), span.end_s)
            for box in (self._from, self._to):
                box.setCurrentIndex(1)
        for marker in session.markers:
            for box in (self._from, self._to):
                box.addItem(f"{elided(marker.label)} ({precise_clock(marker.time_s)})", marker.time_s)

    def _arrange(self, has_parts: bool) -> None:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        parts = (self.tr("Face"), self._face), (self.tr("From"), self._from), (self.tr("Until"), self._to)
        for text, widget in (
            (self.tr("Format"), self._format),
            *(parts if has_parts else ()),
            (self.tr("Regular grid"), self._grid),
            (self.tr("Smoothing"), self._smooth),
        ):
            widget.setAccessibleName(text)
            form.addRow(text, widget)
        form.addRow("", self._excluded)
        form.addRow("", self._raw)
        for box, is_there in self._further:
            if is_there:
                form.addRow("", box)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Export..."), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(Scrolled(page), 1)
        layout.addWidget(buttons)
        fit_to_screen(self, self.sizeHint())


def _has_texts(session: Session) -> bool:
    return session.edits.transcript is not None and session.edits.transcript.has_text


def _seconds(suffix: str, most: float, none: str) -> QDoubleSpinBox:
    """A number for which 0 means none."""
    box = QDoubleSpinBox()
    box.setRange(0.0, most)
    box.setSuffix(suffix)
    box.setSpecialValueText(none)
    box.setSingleStep(0.1)
    return box
