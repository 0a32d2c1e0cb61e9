"""The user guide, as it comes with the app: nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from fer_desktop.ui.widgets.fitting import fit_to_screen

_FIRST = "user-guide"
# pictures do not come along; a table that holds nothing else goes with them
_PICTURES = re.compile(r"^\|[ |]*\|\n\|[ -|]*\|\n(?:\|(?: ?!\[[^\n]*)\n)+|^!\[[^\n]*\n", re.MULTILINE)
# a line that ends between two Chinese characters goes on without the space that Markdown puts there
_WRAPPED_CHINESE = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef])\n *(?=[\u3000-\u9fff\uff00-\uffef])")


class GuideDialog(QDialog):
    """Shows a page; a link to another page opens it here, one to the web in the browser.

    Args:
        folder: Has the pages; those in another language than English are called `NAME.LANGUAGE.md`.
        language: In which a page is shown where it is there.
    """

    def __init__(self, folder: Path, language: str = "en", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder, self._language = folder, language
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
        pages = [self._folder / f"{name}.{self._language}.md", self._folder / f"{name}.md"]
        path = next((page for page in pages if page.is_file()), None)
        words = path.read_text(encoding="utf-8") if path else self.tr("This page does not come with the app.")
        self._text.setMarkdown(_WRAPPED_CHINESE.sub("", _PICTURES.sub("", words)))

    def _on_link(self, link: QUrl) -> None:
        if link.isRelative():
            if link.path():
                self._show(Path(link.path()).name.partition(".")[0])
        else:
            QDesktopServices.openUrl(link)

    def _find_first(self, words: str) -> None:
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._text.find(words)

    def _find_next(self) -> None:
        if not self._text.find(self._search.text()):
            self._find_first(self._search.text())
