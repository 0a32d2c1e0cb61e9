"""Lists the adapted models that are kept: what each was fitted to and how it did; uses, copies and removes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fer_desktop.ui.widgets.fitting import fit_to_screen
from fer_desktop.ui.widgets.flow_row import FlowRow
from fer_desktop.ui.widgets.icons import without_icons
from fer_desktop.ui.widgets.plain_text import plain_label

_MODEL = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class KeptModel:
    """One that is kept.

    Attributes:
        html: What it says of itself, or why it cannot be read.
        can_be_read: Only such a one can be used or copied; any can be removed.
    """

    name: str
    html: str
    can_be_read: bool


class AdaptedModelsDialog(QDialog):
    """The list.

    Signals:
        use_requested(str): faces shall be read with the one of this name; "" for the model as shipped.
        copy_requested(str), remove_requested(str): what the buttons say.
        add_requested(): one from another computer shall be kept.
    """

    use_requested = Signal(str)
    copy_requested = Signal(str)
    remove_requested = Signal(str)
    add_requested = Signal()

    def __init__(self, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Adapted models"))
        self._in_use = ""
        words = self.tr("They are made on the Label page: Results, then Adapt... Each is one small file; they lie in")
        text = plain_label(f"{words} {place}", self)
        text.setWordWrap(True)
        self.names, self.card = QListWidget(), QTextBrowser()
        self.names.setAccessibleName(self.tr("Names"))
        self.card.setAccessibleName(self.tr("What it says of itself"))
        self.card.setOpenLinks(False)
        self.card.document().setDefaultStyleSheet("td, th { padding: 1px 8px }")
        self.card.setMinimumSize(360, 200)
        self.use, self.copy = QPushButton(self.tr("Use")), QPushButton(self.tr("Save a copy..."))
        self.add, self.remove = QPushButton(self.tr("Add...")), QPushButton(self.tr("Remove"))
        self.use.clicked.connect(self._on_use)
        self.copy.clicked.connect(lambda: self._ask(self.copy_requested))
        self.remove.clicked.connect(lambda: self._ask(self.remove_requested))
        self.add.clicked.connect(self.add_requested)
        self.names.currentRowChanged.connect(self._update)
        self._arrange(text)
        self._update()

    def show_models(self, models: Sequence[KeptModel], in_use: str) -> None:
        """Fill the list; the chosen one stays chosen where it is still there.

        Args:
            in_use: Name of the one that reads faces; "" for the model as shipped.
        """
        before = self._current.name if self._current is not None else in_use
        self._in_use = in_use
        self.names.clear()
        for model in models:
            words = self.tr("{0} (in use)").format(model.name) if model.name == in_use else model.name
            item = QListWidgetItem(words)
            item.setData(_MODEL, model)
            self.names.addItem(item)
        names = [model.name for model in models]
        self.names.setCurrentRow(names.index(before) if before in names else 0)
        self._update()

    @property
    def _current(self) -> KeptModel | None:
        item = self.names.currentItem()
        model: KeptModel | None = None if item is None else item.data(_MODEL)
        return model

    def _update(self) -> None:
        model = self._current
        can_be_read = model is not None and model.can_be_read
        is_in_use = model is not None and model.name == self._in_use
        self.use.setText(self.tr("Use the model as shipped") if is_in_use else self.tr("Use"))
        self.use.setEnabled(can_be_read or is_in_use)
        self.copy.setEnabled(can_be_read)
        self.remove.setEnabled(model is not None)
        self.card.setHtml(self.tr("There is none.") if model is None else model.html)

    def _on_use(self) -> None:
        model = self._current
        if model is not None:
            self.use_requested.emit("" if model.name == self._in_use else model.name)

    def _ask(self, signal: SignalInstance) -> None:
        if self._current is not None:
            signal.emit(self._current.name)

    def _arrange(self, text: QWidget) -> None:
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        without_icons(close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        close.rejected.connect(self.reject)
        middle, below, whole = QHBoxLayout(), FlowRow(), QVBoxLayout(self)
        middle.addWidget(self.names, 1)
        middle.addWidget(self.card, 2)
        for button in (self.use, self.add, self.copy, self.remove):
            button.setAutoDefault(False)
            below.addWidget(button)
        whole.addWidget(text)
        whole.addLayout(middle, 1)
        whole.addLayout(below)
        whole.addWidget(close)
        fit_to_screen(self, self.sizeHint().expandedTo(self.card.sizeHint() * 2))
