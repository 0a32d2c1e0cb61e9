from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from fer_desktop.ui.analyse.item import Choices, QueueItem, left_s
from fer_desktop.ui.analyse.page import AnalysePage
from fer_desktop.ui.main_window import MainWindow

DONE = QueueItem(1, "a.mp4", "done", 1.0, 60.0, None, "", Path("a"))
RUNNING = QueueItem(2, "b.mp4", "running", 0.5, 42.0, 30.0)
WAITING = QueueItem(3, "c.mp4")
FAILED = QueueItem(4, "d.mp4", "failed", words="d.mp4 is empty (0 bytes). Copy it again.")


@pytest.fixture
def page(qtbot):
    widget = AnalysePage()
    qtbot.addWidget(widget)
    widget.resize(1100, 600)
    widget.show()
    return widget


def cells(page, row):
    items = (page.table.item(row, column) for column in range(page.table.columnCount()))
    return [item.text() if item is not None else "" for item in items]


def test_each_file_says_how_far_it_is_and_what_came_of_it(page):
    page.show_queue([DONE, RUNNING, WAITING, FAILED], False)
    assert cells(page, 0) == ["a.mp4", "done", "60", "", "a"]
    assert cells(page, 1) == ["b.mp4", "", "42", "0:30", ""]
    assert page.table.cellWidget(1, 1).value() == 500
    assert cells(page, 2)[1] == "waiting"
    assert cells(page, 3)[1::3] == ["failed", FAILED.words]
    assert [page.table.item(row, 1).font().bold() for row in range(4)] == [False, False, False, True]
    assert page._words.text() == "1 of 4 done, 1 failed, 1:30 left"


def test_a_row_has_the_name_of_the_file_and_its_path_as_a_tip(page):
    path = str(Path("folder") / "of" / "clips" / "a.mp4")
    page.show_queue([QueueItem(1, path), QueueItem(2, "demo")], False)
    assert [cells(page, row)[0] for row in range(2)] == ["a.mp4", "demo"]
    assert [page.table.item(row, 0).toolTip() for row in range(2)] == [path, "demo"]


def test_a_file_of_unknown_length_shows_that_it_runs(page):
    page.show_queue([QueueItem(1, "a.mkv", "running", None)], False)
    bar = page.table.cellWidget(0, 1)
    assert isinstance(bar, QProgressBar)
    assert bar.maximum() == 0
    page.show_queue([DONE], False)
    assert page.table.cellWidget(0, 1) is None


def test_time_left_is_not_known_before_all_that_run_have_said_how_far_they_are():
    assert left_s([RUNNING, WAITING], 1) == pytest.approx(30 + 60)
    assert left_s([RUNNING, WAITING, WAITING], 2) == pytest.approx(30 + 60)
    assert left_s([RUNNING, QueueItem(9, "x", "running", None)], 2) is None
    assert left_s([DONE], 1) is None


def test_buttons_are_for_the_rows_that_are_selected(page, qtbot):
    page.show_queue([DONE, RUNNING, WAITING], False)
    asked = []
    page.cancelled.connect(lambda keys: asked.append(("cancel", keys)))
    page.moved.connect(lambda key, step: asked.append((key, step)))
    page.review_requested.connect(asked.append)
    page.table.selectRow(0)
    assert (page._review.isEnabled(), page._up.isEnabled()) == (True, False)
    page._review.click()
    page.table.clearSelection()  # a key that another test pressed would make a choice of several of it
    page.table.selectRow(2)
    page._up.click()
    page.show_queue([DONE, WAITING, RUNNING], False)  # the selection goes with its file
    assert page.table.selected_keys == [3]
    page._cancel.click()
    assert asked == [Path("a"), (3, -1), ("cancel", [3])]


def test_the_choices_are_those_of_the_command_line(page):
    wanted = Choices(5.0, 1.0, float("inf"), 2, 3)
    page.show_choices(wanted)
    assert page.choices == wanted


def test_files_may_fall_anywhere_onto_the_window(qtbot, tmp_path):
    window = MainWindow()
    qtbot.addWidget(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a b.mp4")), QUrl("https://example.org/x.mp4")])
    copy, left, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, no_key)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(window.files_dropped, timeout=1000) as dropped:
        window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, no_key))
    assert dropped.args == [[str(tmp_path / "a b.mp4")]]
    words = QMimeData()
    words.setText("a.mp4")
    refused = QDragEnterEvent(QPoint(5, 5), copy, words, left, no_key)
    refused.ignore()
    window.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_what_a_finished_file_lacks_is_parted_from_its_session(page):
    page.show_queue([QueueItem(1, "a.mp4", "done", words="it has no sound.", session=Path("a"))], False)
    assert cells(page, 0)[4] == "a; it has no sound."


def test_a_failed_file_says_first_what_is_wrong_with_it(page):
    path = str(Path("a folder") / "of many" / "clips" / "a name that goes on and on.mp4")
    page.show_queue([QueueItem(1, path, "failed", words=f"{path} is empty (0 bytes). Copy it again.")], False)
    assert cells(page, 0)[4] == "a name that goes on and… is empty (0 bytes). Copy it again."
    assert page.table.item(0, 4).toolTip().startswith(path)


@pytest.mark.parametrize("width", [1280, 1100, 700])
def test_what_belongs_together_stays_in_one_row(page, qtbot, width):
    page.resize(width, 600)
    qtbot.wait(20)
    tops = {check.mapTo(page, QPoint()).y() for check in (page._copies, page._hears, page._reads)}
    assert len(tops) == 1
    for label in page.findChildren(QLabel):
        if label.buddy() is not None:
            assert label.geometry().center().y() == pytest.approx(label.buddy().geometry().center().y(), abs=1)
            assert label.parent() is label.buddy().parent()


def test_an_empty_queue_offers_what_one_may_begin_with_in_large_buttons(page, qtbot):
    large = [b for b in page._stack.widget(0).findChildren(QPushButton) if b.isVisible() and b.height() >= 44]
    assert [b.text() for b in large] == ["Add files...", "Add folder..."]
    for button, signal in zip(large, (page.files_wanted, page.folder_wanted), strict=True):
        with qtbot.waitSignal(signal):
            button.click()
