"""The sheet of all keys, and About."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from html import escape
from importlib.metadata import PackageNotFoundError, metadata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from fer_desktop import __version__
from fer_desktop.core.types import ModelInfo
from fer_desktop.ui.widgets.actions import Actions
from fer_desktop.ui.widgets.fitting import fit_to_screen

_LIBRARIES = (
    "PySide6-Essentials",
    "PySide6-Addons",
    "pyqtgraph",
    "torch",
    "mediapipe",
    "opencv-contrib-python",
    "numpy",
    "av",
    "matplotlib",
    "cv2-enumerate-cameras",
)
_NOT_IN_METADATA = {
    "opencv-contrib-python": "Apache-2.0",
    "numpy": "BSD-3-Clause",
    "av": "BSD-3-Clause (bundles FFmpeg and its GPL encoders)",
    "matplotlib": "Matplotlib licence (PSF-based)",
}


class KeysDialog(QDialog):
    """Every key and what it does."""

    def __init__(
        self, actions: Actions, parent: QWidget | None = None, others: Sequence[tuple[QKeySequence, str]] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        keys: list[tuple[QKeySequence | str, str]] = [(action.shortcut(), action.whatsThis()) for action in actions.all]
        keys += [*others, *self._of_the_mouse()]
        rows = "".join(
            f"<tr><td><b>{escape(key)}</b>&nbsp;&nbsp;</td><td>{escape(meaning)}</td></tr>"
            for sequence, meaning in keys
            if (key := _shown(sequence))
        )
        label = QLabel(f"<table>{rows}</table>")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(label)
        _arrange(self, area, self.tr("Close"))
        fit_to_screen(self, QSize(520, 560))

    def _of_the_mouse(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Ctrl+click"), self.tr("Select one more face")),
            (self.tr("Double click on the picture"), self.tr("Full screen and back")),
            (self.tr("Wheel over the curves"), self.tr("Zoom in time")),
            (self.tr("Drag over the curves"), self.tr("Live: move in time. Review: select a range")),
            (self.tr("Shift+drag over the curves"), self.tr("Review: move in time")),
            (self.tr("Files dropped on the window"), self.tr("Analyse them")),
        ]


class AboutDialog(QDialog):
    """Versions, licences, and the model card."""

    def __init__(self, model: ModelInfo | None, model_card: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About FER Desktop"))
        used = (
            self.tr("Model {0} on {1}, SHA-256 {2}").format(model.model_id, model.device.upper(), model.sha256)
            if model
            else self.tr("The model is not loaded yet.")
        )
        system = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
        terms = self.tr("Licence of the program and of the weights: MIT. The model card below names the training data.")
        head = [f"# FER Desktop {__version__}", terms, used, system, "## " + self.tr("Libraries")]
        libraries = [f"- {name} {_version(name)}: {_licence(name)}" for name in _LIBRARIES]
        text = QTextBrowser()
        text.setOpenLinks(False)
        text.setMarkdown("\n\n".join([*head, "\n".join(libraries), model_card]))
        _arrange(self, text, self.tr("Close"))
        fit_to_screen(self, QSize(720, 560))


def _shown(key: QKeySequence | str) -> str:
    return key if isinstance(key, str) else key.toString(QKeySequence.SequenceFormat.NativeText)


def _arrange(dialog: QDialog, content: QWidget, close: str) -> None:
    buttons = QDialogButtonBox()
    buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(content)
    layout.addWidget(buttons)


def _version(distribution: str) -> str:
    try:
        return metadata(distribution)["Version"]
    except PackageNotFoundError:
        return ""


def _licence(distribution: str) -> str:
    """What the distribution says of its licence, in a few words."""
    if distribution in _NOT_IN_METADATA:
        return _NOT_IN_METADATA[distribution]
    try:
        facts = metadata(distribution).json
    except PackageNotFoundError:
        return ""
    text = str(facts.get("license_expression") or facts.get("license") or "")
    return text.splitlines()[0][:80] if text else ""
