"""The first screen: what the app does, what it does not know, where it must not be used. Agreed to once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fer_desktop.settings import Language
from fer_desktop.ui.widgets.fitting import Scrolled, fit_to_screen
from fer_desktop.ui.widgets.language_box import language_box

_WIDTH_PX = 540


class WelcomeDialog(QDialog):
    """Accepted when the user agrees.

    Signals:
        language_chosen(str): the user wants to read it in this language.
    """

    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, language: Language = "system") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Welcome to FER Desktop"))
        words_column = QWidget()
        column = QVBoxLayout(words_column)
        column.setContentsMargins(0, 0, 0, 0)
        for title, words in self._sections():
            label = QLabel(f"<b>{title}</b><br>{words}")
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setWordWrap(True)
            column.addWidget(label)
        languages = language_box(language)
        languages.setAccessibleName(self.tr("Language"))
        languages.activated.connect(lambda: self.language_chosen.emit(languages.currentData()))
        buttons = QDialogButtonBox()
        agree = buttons.addButton(self.tr("I understand and agree"), QDialogButtonBox.ButtonRole.AcceptRole)
        agree.setDefault(True)
        buttons.addButton(self.tr("Quit"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(Scrolled(words_column, _WIDTH_PX), 1)
        below = QHBoxLayout()
        below.addWidget(languages)
        below.addWidget(buttons, 1)
        layout.addLayout(below)
        fit_to_screen(self, self.sizeHint())

    def _sections(self) -> tuple[tuple[str, str], ...]:
        return (
            (
                self.tr("What it does"),
                self.tr(
                    "It finds faces in a camera's pictures, says how probable each of eight expressions is for each "
                    "face, shows that over time, and records it with markers as a table."
                ),
            ),
            (
                self.tr("What it does not know"),
                self.tr(
                    "It sees expressions, not what a person feels, thinks or intends. It is often wrong: on turned, "
                    "small or dark faces, on rare expressions, and more on some people than on others."
                ),
            ),
            (
                self.tr("Where it must not be used"),
                self.tr(
                    "Not for hiring, grading, policing or medical decisions, and not to watch employees or pupils: "
                    "in the European Union inferring emotions at work and in education "
                    "is prohibited (AI Act, Article 5). "
                    "Record people only with their consent."
                ),
            ),
            (
                self.tr("What happens to your data"),
                self.tr(
                    "Nothing leaves this computer. Pictures are not stored unless you choose so; "
                    "a session is a folder that you can delete."
                ),
            ),
        )
