"""The page of the settings about words: what hears them, and what of them is kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from fer_desktop.bundle import is_bundle
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.form import add_row, note_of
from fer_desktop.words.speech_model import SpeechState, state_of


class WordsPage(QWidget):
    """The folder of a speech model and whether it can be used, the language, and whether texts are kept."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hears = QCheckBox(self.tr("hear what is said while I listen"))
        self.hears.setChecked(settings.hear_words)
        self.model, self.state = QLineEdit(settings.speech_model), QLabel()
        self.model.setPlaceholderText(self.tr("folder of a Whisper model"))
        self.model.textChanged.connect(self._show_state)
        self.language = QLineEdit(settings.speech_language)
        self.language.setPlaceholderText(self.tr("found out"))
        self.language.setValidator(QRegularExpressionValidator(QRegularExpression("[A-Za-z0-9-]{0,35}"), self))
        self.keep = QComboBox()
        self.keep.addItem(self.tr("texts, and what they say"), "text")
        self.keep.addItem(self.tr("what they say, no texts"), "scores")
        self.keep.setCurrentIndex(self.keep.findData(settings.keep_words))
        self.fuses = QCheckBox(self.tr("one decision of face, voice and words, too"))
        self.fuses.setChecked(settings.fusion)
        self._arrange()
        self._show_state()

    def applied(self, settings: Settings) -> Settings:
        """The settings with what stands in the form."""
        return replace(
            settings,
            hear_words=self.hears.isChecked(),
            speech_model=self.model.text().strip(),
            speech_language=self.language.text(),
            keep_words=self.keep.currentData(),
            fusion=self.fuses.isChecked(),
        )

    def _arrange(self) -> None:
        browse = QPushButton(self.tr("Choose..."))
        browse.clicked.connect(self._on_browse_clicked)
        folder = QWidget()
        row = QHBoxLayout(folder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.model, 1)
        row.addWidget(browse)
        self.state.setWordWrap(True)
        self.state.setAccessibleName(self.tr("State of the speech model"))
        form = QFormLayout(self)
        add_row(form, self.tr("Speech"), self.hears)
        form.addRow("", note_of(self.tr("Beside all else; what is not ready at the end is finished then.")))
        add_row(form, self.tr("Speech model"), folder)
        form.addRow("", self.state)
        add_row(form, self.tr("Language of speech"), self.language)
        form.addRow("", note_of(self.tr("As en, de or zh. Expressions of words are told in English alone.")))
        add_row(form, self.tr("Kept of words"), self.keep)
        form.addRow("", note_of(self.tr("What people say is personal data. Used for transcripts, too.")))
        add_row(form, self.tr("Together"), self.fuses)
        form.addRow("", note_of(self.tr("Beside what each of them says, never in its place.")))

    def _show_state(self) -> None:
        texts: dict[SpeechState, str] = {
            "ready": self.tr("Ready."),
            "not installed": self.tr("Not part of the bundle: install the app with pip to have it.")
            if is_bundle()
            else self.tr('Not installed: run pip install "fer-desktop[speech]".'),
            "no folder": self.tr("No model: the app brings none and downloads none."),
            "no model": self.tr("Model missing: there is no model.bin with its config.json in this folder."),
        }
        self.state.setText(texts[state_of(self.model.text().strip())])

    def _on_browse_clicked(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), self.model.text())
        if chosen:
            self.model.setText(chosen)
