"""Questions to a study and their answers: figures, tables, how they were made and what they do not mean."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QMenu, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from fer_desktop.studies.answers import Answer
from fer_desktop.ui.studies.question_form import QuestionForm
from fer_desktop.ui.widgets.flow_row import FlowRow

_SCREEN_DPI = 96
_MARGIN_PX = 24
_SETTLED_MS = 120  # after a change of the width


class AnswersPanel(QWidget):
    """The panel.

    Signals:
        asked(Question): what the user wants to know.
        figure_wanted(int): a figure of the answer, as a file.
        report_wanted(): a report with all answers since the study changed last.
    """

    asked = Signal(object)
    figure_wanted = Signal(int)
    report_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self.text = QuestionForm(), QTextBrowser()
        self._answer: Answer | None = None
        self._images: list[QImage] = []
        self._words = self._title = ""
        self._save, self._report = QPushButton(self.tr("Save the figure...")), QPushButton(self.tr("Report..."))
        self._report.setToolTip(self.tr("Participants, what is missing, and all answers since the study changed last"))
        self.text.setOpenLinks(False)
        self.text.document().setDefaultStyleSheet("td, th { padding: 1px 8px }")
        self.text.setAccessibleName(self.tr("Answer"))
        self.text.setPlaceholderText(self.tr("Choose a question and press Show."))
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._show)
        self.form.ask.clicked.connect(self._on_ask)
        self._save.clicked.connect(lambda: self.figure_wanted.emit(0))
        self._report.clicked.connect(self.report_wanted)
        row, column = FlowRow(), QVBoxLayout(self)
        row.addWidget(self._save)
        row.addWidget(self._report)
        row.add_stretch()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self.text, 1)
        column.addLayout(row)
        self.clear(is_open=False)

    def clear(self, is_open: bool) -> None:
        """Show nothing."""
        self._answer, self._images, self._words = None, [], ""
        self.text.clear()
        self._save.setEnabled(False)
        self._report.setEnabled(is_open)
        self.form.ask.setEnabled(is_open)

    def show_answer(self, answer: Answer, figures: Sequence[QImage], html: str, title: str) -> None:
        """Show an answer.

        Args:
            figures: Each of its pictures, drawn with `dpi`.
            html: Its tables and texts.
            title: Its title, in the language of the window.
        """
        self._answer, self._words, self._title = answer, html, title
        self._images = list(figures)
        self._save.setEnabled(bool(figures))
        menu = QMenu(self._save)
        if len(figures) > 1:
            for i, picture in enumerate(answer.pictures):
                menu.addAction(picture.name).triggered.connect(lambda _=False, i=i: self.figure_wanted.emit(i))
        self._save.setMenu(menu if len(figures) > 1 else None)  # type: ignore[arg-type]  # None takes it away
        self._show()
        self.text.verticalScrollBar().setValue(0)

    @property
    def dpi(self) -> float:
        """How fine figures are to be drawn for this screen."""
        return _SCREEN_DPI * self.devicePixelRatioF()

    @property
    def answer(self) -> Answer | None:
        """What is shown."""
        return self._answer

    def _on_ask(self) -> None:
        question = self.form.question
        if question is not None:
            self.asked.emit(question)
            return
        self.clear(is_open=True)
        self.text.setPlainText(
            self.tr(
                "Say at which marker, and let the time end later than it begins; or say of which participant or which "
                "session."
            )
        )

    def _show(self) -> None:
        if self._answer is None:
            return
        document, room = self.text.document(), self.text.viewport().width() - _MARGIN_PX
        place = self.text.verticalScrollBar().value()
        parts = [f"<h2>{escape(self._title)}</h2>"]
        for i, image in enumerate(self._images):
            width = min(round(image.width() / self.devicePixelRatioF()), max(room, 1))
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"figure:{i}"), image)
            parts.append(f'<p><img src="figure:{i}" width="{width}"></p>')
        self.text.setHtml("".join(parts) + self._words)
        self.text.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Qt: figures take the new width."""
        super().resizeEvent(event)
        if self._answer is not None:
            self._settled.start(_SETTLED_MS)
