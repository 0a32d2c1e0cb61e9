"""The user guide, as it comes with the app: nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from fer_desktop.ui.widgets.fitting import fit_to_screen

_FIRST = "user-guide.md"
# pictures do not come along; a table that holds nothing else goes with them
_PICTURES = re.compile(r"^\|[ |]*\|\n\|[ -|]*\|\n(?:\|(?: ?!\[[^\n]*)\n)+|^!\[[^\n]*\n", re.MULTILINE)


class GuideDialog(QDialog):
    """Shows a page; a link to another page opens it here, one to the web in the browser."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setWindowTitle(self.tr("User guide"))
        self._text, self._search = QTextBrowser(), QLineEdit()
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._on_link)
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.textEdited.connect(self._find_first)
        self._search.returnPressed.connect(self._find_next)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._search)
        layout.addWidget(self._text, 1)
        layout.addWidget(buttons)
        self._show(_FIRST)
        fit_to_screen(self, QSize(820, 680))

    @property
    def text(self) -> str:
        """The page that is shown, without its marks."""
        return self._text.toPlainText()

    def _show(self, name: str) -> None:
        path = self._folder / name
        words = path.read_text(encoding="utf-8") if path.is_file() else self.tr("This page does not come with the app.")
        self._text.setMarkdown(_PICTURES.sub("", words))

    def _on_link(self, link: QUrl) -> None:
        if link.isRelative():
            if link.path():
                self._show(Path(link.path()).name)
        else:
            QDesktopServices.openUrl(link)

    def _find_first(self, words: str) -> None:
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._text.find(words)

    def _find_next(self) -> None:
        if not self._text.find(self._search.text()):
            self._find_first(self._search.text())
