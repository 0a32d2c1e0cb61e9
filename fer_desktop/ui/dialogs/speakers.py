"""Asks which face each speaker of a transcript is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QScrollArea, QVBoxLayout, QWidget

from fer_desktop.ui.widgets.fitting import fit_to_screen
from fer_desktop.ui.widgets.plain_text import elided, plain_label


class SpeakersDialog(QDialog):
    """A choice of faces for each speaker.

    Args:
        speakers: Their names.
        faces: The faces of the session, by number.
        known: Which face each is now.
    """

    def __init__(
        self,
        speakers: Sequence[str],
        faces: Mapping[int, str],
        known: Mapping[str, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Who is who"))
        self.boxes: dict[str, QComboBox] = {}
        inner = QWidget()
        form = QFormLayout(inner)
        for name in speakers:
            box = QComboBox()
            box.addItem(self.tr("none of the faces"), 0)
            for face, label in faces.items():
                box.addItem(elided(label), face)
            box.setCurrentIndex(max(box.findData(known.get(name, 0)), 0))
            box.setAccessibleName(name)
            form.addRow(plain_label(elided(name), inner), box)
            self.boxes[name] = box
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        fit_to_screen(self, self.sizeHint())

    @property
    def answer(self) -> dict[str, int]:
        """The face of each; 0 for none."""
        return {name: int(box.currentData()) for name, box in self.boxes.items()}


def asked_speakers(
    speakers: Sequence[str], faces: Mapping[int, str], known: Mapping[str, int], parent: QWidget
) -> dict[str, int] | None:
    """What the user answers; None when there is no answer."""
    dialog = SpeakersDialog(speakers, faces, known, parent)
    is_given = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.answer if is_given else None
