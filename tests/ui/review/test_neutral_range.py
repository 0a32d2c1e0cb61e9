"""A neutral face of a recorded stretch: what is shown before it is used."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from fer_desktop.core.types import Frame
from fer_desktop.ui.dialogs.neutral import NeutralDialog
from tests.factories import write_session
from tests.ui.review.helpers import answer_names, open_in


@pytest.mark.parametrize(("shown_s", "has_picture"), [(None, False), (2.0, True), (7.0, False)])
def test_the_face_is_shown_as_the_video_shows_it_within_the_stretch(page, tmp_path, shown_s, has_picture):
    open_in(page, write_session(tmp_path, "a", n=300))
    page._faces.setCurrentRow(0)
    for time_s in (1.0, 3.0):
        page.player.seek(time_s)
        if shown_s is not None:
            page.player.picture_ready.emit(Frame(0, shown_s, np.full((480, 640, 3), 90, np.uint8)))
        page.neutral.press()
    (dialog,) = page.findChildren(NeutralDialog)
    pictures = [one.pixmap() for one in dialog.findChildren(QLabel) if one.accessibleName() == "Picture of the face"]
    assert [not picture.isNull() for picture in pictures] == [has_picture]
    dialog.reject()


def test_a_face_stays_chosen_when_something_of_it_changed(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    page._faces.setCurrentRow(1)
    answer_names(monkeypatch, "Ben")
    page.rename_face()
    assert page._faces.chosen_face == 2
    open_in(page, write_session(tmp_path, "b"))
    assert page._faces.chosen_face is None
