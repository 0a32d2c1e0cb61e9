"""Adapting: which coded sessions, under which name; then what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.ui.widgets.fitting import fit_to_screen
from fer_desktop.ui.widgets.plain_text import plain_label

_FOLDER = Qt.ItemDataRole.UserRole


class AdaptDialog(QDialog):
    """Asks what to adapt to; `accepted` when there is a name and a session.

    Args:
        sessions: Folders of coded sessions, and what they are called; the first one is chosen.
        taken: Names that are in use.
    """

    def __init__(
        self, sessions: Sequence[tuple[Path, str]], taken: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Adapt"))
        self._taken = frozenset(taken)
        words = plain_label(
            self.tr(
                "The last layer of the model is fitted to what the coders said, and judged on moments that were held "
                "out: of other people, else of other sessions, else of another time. You see the figures before "
                "anything is used. Faces are looked for again in the videos, which takes some minutes."
            )
        )
        words.setWordWrap(True)
        self.names, self.name = QListWidget(), QLineEdit()
        self.names.setAccessibleName(self.tr("Coded sessions"))
        for i, (folder, title) in enumerate(sessions):
            item = QListWidgetItem(title)
            item.setData(_FOLDER, folder)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if i else Qt.CheckState.Checked)
            self.names.addItem(item)
        self.name.setPlaceholderText(self.tr("Name of the adapted model: letters, digits, - and _"))
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setValidator(QRegularExpressionValidator(QRegularExpression(r"[A-Za-z0-9][\w-]{0,39}"), self))
        self._problem = plain_label()
        buttons = QDialogButtonBox()
        self.start = buttons.addButton(self.tr("Adapt"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (words, self.names, self.name, self._problem, buttons):
            layout.addWidget(widget)
        self.name.textChanged.connect(self._update)
        self.names.itemChanged.connect(self._update)
        self._update()
        fit_to_screen(self, self.sizeHint())

    @property
    def chosen(self) -> list[Path]:
        """The sessions to adapt to."""
        items = [self.names.item(row) for row in range(self.names.count())]
        return [item.data(_FOLDER) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _update(self) -> None:
        is_taken = self.name.text() in self._taken
        self._problem.setText(self.tr("There is one of this name already.") if is_taken else "")
        self.start.setEnabled(self.name.hasAcceptableInput() and not is_taken and bool(self.chosen))


class AdaptedDialog(QDialog):
    """Shows what came of it; `accepted` when it shall be kept.

    Signals:
        use_wanted(): keep it, and read faces with it from now on.
    """

    use_wanted = Signal()

    def __init__(self, html: str, advised: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Adapted"))
        text = QTextBrowser()
        text.setOpenLinks(False)
        text.document().setDefaultStyleSheet("td, th { padding: 1px 8px }")
        text.setHtml(html)
        text.setMinimumSize(360, 180)
        buttons = QDialogButtonBox()
        use = buttons.addButton(self.tr("Keep and use"), QDialogButtonBox.ButtonRole.ActionRole)
        keep = buttons.addButton(self.tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        discard = buttons.addButton(self.tr("Discard"), QDialogButtonBox.ButtonRole.RejectRole)
        use.clicked.connect(self._on_use)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for button in (use, keep, discard):
            button.setAutoDefault(False)
        (keep if advised else discard).setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(text, 1)
        layout.addWidget(buttons)
        fit_to_screen(self, self.sizeHint().expandedTo(text.sizeHint() * 2))

    def _on_use(self) -> None:
        self.use_wanted.emit()
        self.accept()
