"""What the review page asks before it changes something."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget

from fer_desktop.session.edits import SessionMarker
from fer_desktop.session.library import Session, disambiguated
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.dialogs.question import is_sure
from fer_desktop.ui.review.marker_dialog import MarkerDialog
from fer_desktop.ui.review.merging import face_labels, frames_together
from fer_desktop.ui.widgets.plain_text import elided


def other_marker(marker: SessionMarker, parent: QWidget) -> SessionMarker | None:
    """Another time and text of a marker; None when there is no answer."""
    dialog = MarkerDialog(marker, parent)
    is_given = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.marker if is_given and dialog.marker.label else None


def other_face(session: Session, face: int, parent: QWidget) -> int | None:
    """Which face this one really is; None when there is no answer.

    Where both were seen at the same time, that is asked about, too.
    """
    translate = QCoreApplication.translate
    title = translate("ReviewPage", "Merge faces")
    labels = disambiguated({each: elided(label) for each, label in face_labels(session).items()})
    others = {label: each for each, label in labels.items() if each != face}
    if not others:
        return None
    question = translate("ReviewPage", "This face is the same person as")
    label = asking.asked_choice(title, question, list(others), parent)
    if label is None:
        return None
    n_frames = frames_together(session, face, others[label])
    doubt = translate(
        "ReviewPage",
        "Both faces were seen in the same {0} frames, so they are probably two people. "
        "Where both were seen, the one of lower quality is left out.",
    ).format(n_frames)
    if n_frames and not is_sure(title, doubt, translate("ReviewPage", "Merge"), parent):
        return None
    return others[label]
