"""The settings as a form. Gives back a new value; changes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.settings import KeepVoice, Settings
from fer_desktop.ui.dialogs.form import add_row, note_of
from fer_desktop.ui.dialogs.live_out_page import LiveOutPage
from fer_desktop.ui.dialogs.words_page import WordsPage
from fer_desktop.ui.widgets.fitting import Scrolled, fit_to_screen
from fer_desktop.ui.widgets.icons import without_icons
from fer_desktop.ui.widgets.language_box import language_box
from fer_desktop.ui.widgets.translation import marker_label

_WIDTH_PX = 500


class SettingsDialog(QDialog):
    """The form.

    Args:
        settings: What to show.
        standard_dir: The folder that "" stands for.
        adapted: Names of the adapted weights that are kept.
    """

    def __init__(
        self, settings: Settings, standard_dir: Path, parent: QWidget | None = None, adapted: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(self.tr("Settings"))
        self._folder = QLineEdit(settings.sessions_dir)
        self._folder.setPlaceholderText(str(standard_dir))
        self._video = self._choice(
            {
                "none": self.tr("no video (standard)"),
                "plain": self.tr("video"),
                "blurred": self.tr("video with blurred heads"),
            },
            settings.video,
        )
        self._microphone = self._microphones(settings.microphone)
        self._keep_voice = self._voice_choice(settings.keep_voice)
        self._encrypt = _checked(self.tr("encrypt with a passphrase"), settings.encrypt)
        self._stop_below = _number(10, 1_000_000, settings.stop_below_mb, " MB")
        self._keep_days = _number(0, 36_500, settings.keep_days, self.tr(" days"))
        self._keep_days.setSpecialValueText(self.tr("for ever"))
        self._labels = [QLineEdit(marker_label(label)) for label in settings.marker_labels]
        self._port = _number(1023, 65_535, max(settings.marker_port, 1023), "")
        self._port.setSpecialValueText(self.tr("off"))
        self._token = QLineEdit(settings.marker_token)
        self._token.setPlaceholderText(self.tr("none"))
        self._token.setValidator(QRegularExpressionValidator(QRegularExpression("[!-~]{0,100}"), self))
        self._lsl = _checked(self.tr("receive LSL streams of type Markers"), settings.lsl_markers)
        self._device = self._choice(
            {"auto": self.tr("best available"), "cuda": "CUDA", "mps": "MPS", "cpu": "CPU"}, settings.device
        )
        self._adapted = self._models(adapted, settings.adapted)
        priors = {"balanced": self.tr("balanced"), "photographs": self.tr("as in photographs")}
        self._prior = self._choice(priors, settings.prior)
        self._automatic = _checked(
            self.tr("read faces against what they look like most of the time"), settings.automatic_neutral
        )
        self._details = _checked(self.tr("action units, lids, gaze and mouth"), settings.details)
        self._max_faces = _number(1, 10, settings.max_faces, "")
        responses = {
            "cnn": self.tr("each frame by itself (CNN)"),
            "gru": self.tr("steady: uses earlier frames (CNN + GRU)"),
            "smooth": self.tr("steady, and smoothed over 0.5 s"),
        }
        self._response = self._choice(responses, settings.response)
        self._language = language_box(settings.language)
        themes = {"system": self.tr("as the system"), "light": self.tr("light"), "dark": self.tr("dark")}
        self._theme = self._choice(themes, settings.theme)
        self._arrange()

    def _models(self, kept: Sequence[str], chosen: str) -> QComboBox:
        """One that is chosen and gone stays in the list: the next start says that it is missing."""
        return self._choice({**{name: name for name in (*kept, chosen)}, "": self.tr("as shipped")}, chosen)

    def offer_microphones(self, names: Sequence[str]) -> None:
        """These are connected; what is chosen stays."""
        self._offer(self._microphone, self._microphone.currentData(), names)

    @property
    def chosen(self) -> Settings:
        """The settings as they stand in the form."""
        labels = zip(self._labels, self._settings.marker_labels, strict=True)
        return replace(
            self._words.applied(self._live_out.applied(self._settings)),
            sessions_dir=self._folder.text().strip(),
            video=self._video.currentData(),
            microphone=self._microphone.currentData(),
            keep_voice=self._keep_voice.currentData(),
            encrypt=self._encrypt.isChecked(),
            stop_below_mb=self._stop_below.value(),
            keep_days=self._keep_days.value(),
            marker_labels=tuple(_label(edit.text().strip(), before) for edit, before in labels),
            marker_port=self._port.value() if self._port.value() >= 1024 else 0,
            marker_token=self._token.text(),
            lsl_markers=self._lsl.isChecked(),
            device=self._device.currentData(),
            prior=self._prior.currentData(),
            adapted=self._adapted.currentData(),
            automatic_neutral=self._automatic.isChecked(),
            details=self._details.isChecked(),
            max_faces=self._max_faces.value(),
            response=self._response.currentData(),
            language=self._language.currentData(),
            theme=self._theme.currentData(),
        )

    def _arrange(self) -> None:
        tabs, self._live_out, self._words = QTabWidget(), LiveOutPage(self._settings), WordsPage(self._settings)
        tabs.setDocumentMode(True)
        for page, title in (
            (self._recording_page(), self.tr("Recording")),
            (self._marker_page(), self.tr("Markers")),
            (self._live_out, self.tr("Live out")),
            (self._analysis_page(), self.tr("Analysis")),
            (self._words, self.tr("Words")),
            (self._window_page(), self.tr("Window")),
        ):
            tabs.addTab(Scrolled(page, _WIDTH_PX), title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        without_icons(buttons)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("OK"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs, 1)
        layout.addWidget(buttons)
        fit_to_screen(self, self.sizeHint())

    def _recording_page(self) -> QWidget:
        browse = QPushButton(self.tr("Choose..."))
        browse.clicked.connect(self._on_browse_clicked)
        folder = QWidget()
        row = QHBoxLayout(folder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        words = self.tr("Faces are personal data: a session keeps the table alone unless you choose otherwise.")
        return _page(
            (self.tr("Video recording"), self._video, words),
            (
                self.tr("Voice recording"),
                self._keep_voice,
                self.tr("Only while you listen. Voices are personal data: sound is kept if you choose so."),
            ),
            (
                self.tr("Encryption"),
                self._encrypt,
                self.tr("Without the passphrase nobody can read the session again."),
            ),
            (self.tr("Session folder"), folder, self.tr("Used from the next recording on.")),
            (self.tr("Keep sessions"), self._keep_days, self.tr("Older ones are offered for deletion at the start.")),
            (self.tr("Stop when less is free"), self._stop_below, self.tr("A warning comes at four times that.")),
        )

    def _marker_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        for number, edit in enumerate(self._labels, start=1):
            edit.setMaxLength(60)
            add_row(form, self.tr("Key {0}").format(number), edit)
        add_row(form, self.tr("Local port"), self._port)
        add_row(form, self.tr("Token"), self._token)
        words = self.tr("Other programs of this computer send a line of text to this port to set a marker.")
        form.addRow("", note_of(words))
        add_row(form, self.tr("Lab Streaming Layer"), self._lsl)
        return page

    def _analysis_page(self) -> QWidget:
        return _page(
            (self.tr("Shown scores"), self._response, self.tr("Of the window only; sessions hold CNN and CNN + GRU.")),
            (
                self.tr("Model"),
                self._adapted,
                self.tr("Adapted ones are made on the Label page; used from the next start of a source on."),
            ),
            (
                self.tr("Rare expressions"),
                self._prior,
                self.tr("Balanced finds more anger, disgust and fear; as in photographs says neutral more often."),
            ),
            (
                self.tr("Neutral face"),
                self._automatic,
                self.tr("Of faces that nobody measured with Neutral face...; after 20 seconds."),
            ),
            (
                self.tr("Measure, too"),
                self._details,
                self.tr("Estimates, in a table of their own; used from the next start of a source on."),
            ),
            (self.tr("Microphone"), self._microphone, self.tr("Beside a camera; it is open while you listen.")),
            (self.tr("Faces at a time"), self._max_faces, self.tr("Used from the next start of a source on.")),
            (self.tr("Device"), self._device, self.tr("Used from the next start of a source on.")),
        )

    def _window_page(self) -> QWidget:
        return _page(
            (self.tr("Theme"), self._theme, ""),
            (
                self.tr("Language"),
                self._language,
                self.tr("The window opens once more; a recording is finished first."),
            ),
        )

    def _choice(self, texts: dict[str, str], chosen: str) -> QComboBox:
        box = QComboBox()
        for value, text in texts.items():
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(chosen))
        return box

    def _voice_choice(self, chosen: KeepVoice) -> QComboBox:
        texts = {
            "none": self.tr("nothing"),
            "scores": self.tr("tables, no sound (standard)"),
            "sound": self.tr("tables and the sound"),
        }
        return self._choice(texts, chosen)

    def _microphones(self, chosen: str) -> QComboBox:
        box = QComboBox()
        self._offer(box, chosen, ())
        return box

    def _offer(self, box: QComboBox, chosen: str, names: Sequence[str]) -> None:
        box.clear()
        box.addItem(self.tr("the system's own"), "")
        for name in dict.fromkeys([*names, *([chosen] if chosen else [])]):
            box.addItem(name, name)
        box.setCurrentIndex(box.findData(chosen))

    def _on_browse_clicked(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), self._folder.text())
        if chosen:
            self._folder.setText(chosen)


def _label(text: str, before: str) -> str:
    """A label as it is kept; one that nobody changed stays as it was, whatever the language shows."""
    return before if not text or text == marker_label(before) else text


def _checked(text: str, is_on: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setChecked(is_on)
    return box


def _number(low: int, high: int, value: int, suffix: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setSuffix(suffix)
    box.setValue(value)
    return box


def _page(*rows: tuple[str, QWidget, str]) -> QWidget:
    page = QWidget()
    form = QFormLayout(page)
    for text, widget, note in rows:
        add_row(form, text, widget)
        if note:
            form.addRow("", note_of(note))
    return page
