from __future__ import annotations

from operator import attrgetter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QTreeView

from fer_desktop.ui.dialogs.form import note_of
from fer_desktop.ui.widgets.type_scale import apply_type, make_note, make_title


@pytest.fixture
def font(qapp):
    """Of the application; what a test does to it is undone."""
    before = qapp.font()
    yield before
    qapp.setFont(before)


def sizes(qtbot):
    labels = [QLabel("note"), QLabel("word"), QLabel("title")]
    for label in labels:
        qtbot.addWidget(label)
    make_note(labels[0])
    make_title(labels[2])
    return [label.font().pixelSize() for label in labels]


@pytest.mark.parametrize(("of_system", "wanted"), [(9, [11, 13, 18]), (13, [11, 13, 18]), (26, [22, 26, 36])])
def test_type_has_three_sizes_which_grow_with_the_system(qtbot, qapp, font, of_system, wanted):
    system = QFont(font)
    system.setPixelSize(of_system)
    qapp.setFont(system)
    apply_type(qapp)
    apply_type(qapp)  # asked for again, nothing grows
    assert sizes(qtbot) == wanted


def test_notes_of_forms_are_small_and_titles_bold(qtbot, qapp, font):
    note, title = note_of("why"), QLabel("title")
    for label in (note, title):
        qtbot.addWidget(label)
    make_title(title)
    assert note.font().pixelSize() < QLabel().font().pixelSize() < title.font().pixelSize()
    assert title.font().bold() and not note.font().bold()


@pytest.mark.parametrize("name", ["statistics", "words.rows", "placing.tree", "missing.table", "table.view"])
def test_heads_of_tables_and_trees_are_as_large_as_notes(window, name):
    page = window.review if name in ("statistics", "words.rows") else window.studies
    view = attrgetter(name)(page)
    head = view.header() if isinstance(view, QTreeView) else view.horizontalHeader()
    assert head.font().pixelSize() < QLabel().font().pixelSize()
    assert head.defaultAlignment() & Qt.AlignmentFlag.AlignLeft
